// What people type.
#include "tests/simulation/people.hpp"

#include <fmt/format.h>

#include <array>

namespace tocsin::simulation {
namespace {

using namespace std::string_view_literals;

// One of them in two spellings: the same account. "Zoe" is written composed and decomposed.
constexpr std::array people{"olena"sv, "jonas"sv,    "Jonas"sv,     "mei"sv,
                            "ana"sv,   "zo\u00eb"sv, "zoe\u0308"sv, "li"sv};
constexpr std::array rooms{"#general"sv, "#production"sv, "#ops"sv};
constexpr std::array severities{"sev1"sv, "sev2"sv, "sev3"sv, "sev4"sv, "sev5"sv};
constexpr std::array audiences{"internal"sv, "exec"sv, "customers"sv, "executives"sv};
constexpr std::array roles{"ic"sv, "deputy"sv, "scribe"sv, "comms"sv, "liaison"sv, "legal"sv, "restore"sv};
constexpr std::array lengths{"90s"sv, "5m"sv, "10m"sv, "30m"sv, "1h30m"sv, "2h"sv};
constexpr std::array phrases{"card payments fail"sv,
                             "die Datenbank h\u00e4ngt"sv,
                             "\u30ed\u30b0\u30a4\u30f3\u3067\u304d\u306a\u3044 \U0001f525"sv,
                             "the replica is 4 h behind, see https://example.org/a?b=c"sv,
                             "\u201cquoted\u201d \u2014 and a dash"sv,
                             "two lines\n/incident resolve is only talk here"sv,
                             "100 % of \"logins\" <b>fail</b> & <script>alert(1)</script>"sv,
                             "at=23:27 next=30m sev1 @mei stand in the text -- of a line"sv};

struct Weight {
    std::string_view verb;
    std::uint64_t weight;
    bool rare{}; // works so seldom that no run is asked to have met it
};
constexpr std::array weights{Weight{"declare", 6},      Weight{"status", 8},   Weight{"severity", 5},
                             Weight{"role", 8},         Weight{"accept", 4},   Weight{"note", 12},
                             Weight{"impact", 8},       Weight{"update", 14},  Weight{"next", 4},
                             Weight{"resolve", 4},      Weight{"reopen", 3},   Weight{"correct", 6},
                             Weight{"task", 9},         Weight{"list", 2},     Weight{"show", 3},
                             Weight{"timeline", 2},     Weight{"sitrep", 2},   Weight{"postmortem", 3},
                             Weight{"undo", 14},        Weight{"yes", 9},      Weight{"help", 2},
                             Weight{"mistyped", 6},     Weight{"nonsense", 4}, Weight{"talk", 10},
                             Weight{"escalate", 5},     Weight{"notify", 2},   Weight{"ack", 6},
                             Weight{"decline", 4},      Weight{"handoff", 5},  Weight{"phase", 4},
                             Weight{"stamp", 2},        Weight{"approve", 5},  Weight{"clock", 4},
                             Weight{"decide", 3},       Weight{"poll", 3},     Weight{"object", 3},
                             Weight{"hypothesis", 4},   Weight{"question", 3}, Weight{"answer", 3},
                             Weight{"can", 3},          Weight{"evidence", 2}, Weight{"checklist", 1},
                             Weight{"check", 2},        Weight{"cancel", 2},   Weight{"close", 2, true},
                             Weight{"merge", 3},        Weight{"split", 1},    Weight{"link", 3},
                             Weight{"unlink", 2, true}, Weight{"retract", 3},  Weight{"redact", 2},
                             Weight{"lesson", 2},       Weight{"action", 4},   Weight{"who", 1},
                             Weight{"private", 2},      Weight{"invite", 2},   Weight{"regulatory", 1, true}};

constexpr std::array nonsense_lines{""sv,
                                    "   "sv,
                                    "can someone look at the database"sv,
                                    "fixed it"sv,
                                    "escalate @mei now"sv,
                                    "update customer we are on it"sv,
                                    "priority sev1"sv,
                                    "status monitring all fine"sv,
                                    "INC-999 note nobody knows that one"sv,
                                    "999 999 999"sv,
                                    "task T99 done"sv,
                                    "note at=99:99 what time is that"sv,
                                    "drill start fire"sv,
                                    "-- -- --"sv,
                                    "\xff\xfe\x80 note \xc3"sv,
                                    "note \u202eright to left\u0000"sv,
                                    "role ic @nobody-here-by-that-name"sv,
                                    "resolve force"sv};

} // namespace

struct People::Where {
    std::string who, room;
    const IncidentFile* here{};  // the room's own
    const IncidentFile* named{}; // named by a reference in front
    const IncidentFile* meant() const { return named ? named : here; }
};

std::vector<std::string_view> People::kinds() {
    std::vector<std::string_view> names;
    for (const auto& w : weights)
        if (!w.rare) names.push_back(w.verb);
    return names;
}

std::string People::new_tag() { return fmt::format("k{}z", ++tags_); }
std::string People::words(const std::string& tag) {
    return fmt::format("{} {}", tag, chance_.one_of(phrases));
}
std::string People::some_person() { return "@" + std::string{chance_.one_of(people)}; }
std::string People::some_time() {
    if (chance_.percent(60)) return fmt::format("at=-{}m ", chance_.from_to(1, 90));
    return fmt::format("at={:02}:{:02} ", chance_.below(24), chance_.below(60));
}

const IncidentFile* People::some_incident(const Everything& all, bool open) {
    std::vector<const IncidentFile*> files;
    for (const auto& [id, file] : all.incidents)
        if (!open || is_open(file.now.state)) files.push_back(&file);
    constexpr std::size_t newest = 5; // people work on what is new
    if (files.size() > newest) files.erase(files.begin(), files.end() - newest);
    return files.empty() ? nullptr : chance_.one_of(files);
}

People::Where People::somewhere(const Everything& all) {
    Where w{.who = std::string{chance_.one_of(people)}, .room = std::string{chance_.one_of(rooms)}};
    const IncidentFile* file = some_incident(all, chance_.percent(75));
    const bool away = chance_.percent(20);
    if (file && !away) w.room = name_of(chance_.one_of(file->now.rooms));
    if (file && chance_.percent(away ? 60 : 5)) w.named = file;
    w.here = all.in_room({"room:" + w.room});
    return w;
}

Said People::next(const Everything& all) {
    std::uint64_t sum = 0;
    for (const auto& w : weights) sum += w.weight;
    std::uint64_t at = chance_.below(sum);
    std::string_view verb;
    for (const auto& w : weights) {
        if (at < w.weight) {
            verb = w.verb;
            break;
        }
        at -= w.weight;
    }
    const Where where = somewhere(all);
    if (verb == "yes" && asked_back_) { // mostly said by whom Tocsin may have asked something
        const Said said{.who = asked_back_->who, .room = asked_back_->room, .text = "yes", .verb = "yes"};
        asked_back_.reset();
        return said;
    }
    if (verb == "nonsense") return *(asked_back_ = nonsense(where));
    if (verb != "mistyped") return line(where, verb);
    for (;;) // any verb will do, but talk
        if (const auto& w = chance_.one_of(weights);
            w.verb != "talk" && w.verb != "mistyped" && w.verb != "nonsense")
            return *(asked_back_ = mistyped(line(where, w.verb)));
}

std::string People::some_item(const IncidentFile* file, std::string_view kinds) {
    if (!file || chance_.percent(15)) return "last";
    const char kind = chance_.one_of(kinds);
    const Incident& i = file->now;
    const std::uint32_t count = i.counts.of(kind);
    return fmt::format("{}{}", kind, chance_.from_to(1, count + 1));
}

Said People::line(const Where& w, std::string_view verb) {
    Said said{.who = w.who, .room = w.room, .verb = std::string{verb}};
    const std::string tag = new_tag();
    const std::string text = words(tag);
    const auto sev = [&] { return chance_.one_of(severities); };
    const auto maybe = [&](std::uint64_t n, std::string what) {
        return chance_.percent(n) ? what + " " : std::string{};
    };
    const auto pick = [&](auto... choices) { return chance_.one_of(std::vector<std::string>{choices...}); };
    std::string& t = said.text;
    bool tagged = true;

    if (verb == "talk") {
        t = text;
        said.talk = true;
    } else if (verb == "declare") {
        t = fmt::format("{} {}{}{}{}{}", pick("declare", "new", "open"), maybe(70, std::string{sev()}),
                        maybe(12, "private"), maybe(25, "type=security"), maybe(30, "service=shop"), text);
    } else if (verb == "status") {
        const auto state = pick("investigating", "identified", "monitoring");
        t = chance_.percent(80) ? fmt::format("status {} {}{}", state, maybe(15, some_time()), text)
                                : fmt::format("{} {}", state, text);
    } else if (verb == "severity") {
        t = pick(fmt::format("severity {} {}", sev(), text), fmt::format("{} {}", sev(), text),
                 fmt::format("sev {}", sev()));
    } else if (verb == "role") {
        const auto role = chance_.one_of(roles);
        t = pick(fmt::format("role {}", role), fmt::format("role {} {}", role, some_person()),
                 fmt::format("assign {} {}", some_person(), role));
        tagged = false;
    } else if (verb == "accept") {
        t = pick(std::string{"accept"}, "accept " + text);
    } else if (verb == "note") {
        t = fmt::format("{} {}{}", pick("note", "log"), maybe(25, some_time()), text);
    } else if (verb == "impact") {
        t = pick(fmt::format("impact start {}level={} {}", maybe(40, some_time()),
                             pick("degraded", "partial", "down", "data"), text),
                 fmt::format("impact end {}", maybe(30, some_time())),
                 fmt::format("impact customers={} {}", chance_.below(1000), text));
    } else if (verb == "update") {
        t = fmt::format("update {}{}{}{}",
                        maybe(80, pick(std::string{chance_.one_of(audiences)}, "customers,internal")),
                        maybe(20, pick("draft", "holding")),
                        maybe(50, fmt::format("next={}", chance_.one_of(lengths))), text);
    } else if (verb == "next") {
        t = fmt::format("next {} {} {}", chance_.one_of(audiences), chance_.one_of(lengths), text);
    } else if (verb == "resolve") {
        t = pick("resolve " + text, std::string{"resolve"}, fmt::format("resolve {}{}", some_time(), text));
    } else if (verb == "reopen") {
        t = "reopen " + text;
    } else if (verb == "correct") {
        t = fmt::format("correct {} {}{}", some_item(w.meant(), "NITUHQDPAL"), maybe(30, some_time()), text);
    } else if (verb == "task") {
        const auto which = some_item(w.meant(), "T");
        t = pick(fmt::format("task {} {} {}", some_person(), chance_.one_of(lengths), text),
                 fmt::format("task {}", text),
                 fmt::format("task {} {} {}", which, pick("done", "drop"), text),
                 fmt::format("task {} extend {}", which, chance_.one_of(lengths)));
    } else if (verb == "show") {
        t = "show " + some_item(w.meant(), "NITUHQDPVALC");
    } else if (verb == "postmortem") {
        t = pick(std::string{"postmortem"}, std::string{"pm"}, "postmortem owner " + some_person(),
                 std::string{"postmortem status in-review"}, std::string{"postmortem status closed"},
                 std::string{"postmortem meeting 3d"}, std::string{"postmortem begin"});
        tagged = false;
    } else if (verb == "undo") {
        t = chance_.percent(75) ? "undo" : "undo " + some_person();
        tagged = false;
    } else if (verb == "help") {
        t = pick("help", "help all", "help update");
    } else if (!line_about_people(w, verb, text, t, tagged) && !line_of_thought(w, verb, text, t)) {
        t = verb; // list, timeline, sitrep, who, checklist, yes
        tagged = false;
    }
    if (w.named && !said.talk)
        t = w.named->now.is_private || w.named->now.number == 0
                ? w.named->now.slug() + " " + t
                : fmt::format("{}{} {}", chance_.percent(80) ? "INC-" : "", w.named->now.number, t);
    if (tagged && t.find(tag) != std::string::npos) said.tag = tag;
    return said;
}

// Pages, hand-offs, relations, privacy. `tagged` is cleared where the text is not kept.
bool People::line_about_people(const Where& w, std::string_view verb, const std::string& text, std::string& t,
                               bool& tagged) {
    const auto pick = [&](auto... choices) { return chance_.one_of(std::vector<std::string>{choices...}); };
    const auto other = [&](const Everything* = nullptr) {
        return fmt::format("INC-{}", chance_.from_to(1, 6));
    };
    if (verb == "escalate") {
        t = fmt::format("{} {} {}", pick("page", "escalate"),
                        pick(some_person(), std::string{"comms"}, std::string{"dba"}), text);
    } else if (verb == "notify") {
        t = fmt::format("notify {} {}", pick(some_person(), std::string{"#ops"}, std::string{"dba"}), text);
    } else if (verb == "ack" || verb == "decline") {
        t = fmt::format("{} {}", verb, text);
    } else if (verb == "handoff") {
        t = fmt::format("handoff {} {} {}", chance_.one_of(roles), some_person(), text);
    } else if (verb == "phase") {
        t = fmt::format("phase {} {}",
                        pick("containment-short", "containment-long", "eradication", "recovery"), text);
    } else if (verb == "merge") {
        t = "merge " + other();
        tagged = false;
    } else if (verb == "split" || verb == "cancel") {
        t = fmt::format("{} {}", verb, text);
    } else if (verb == "link") {
        t = pick("link " + other() + " related", std::string{"link room"});
        tagged = false;
    } else if (verb == "unlink") {
        t = "unlink room";
        tagged = false;
    } else if (verb == "private") {
        t = fmt::format("private {} {}", pick("on", "off"), text);
    } else if (verb == "invite") {
        t = "invite " + some_person();
        tagged = false;
    } else if (verb == "approve") {
        t = fmt::format("approve {} {}", some_item(w.meant(), "U"), text);
    } else if (verb == "clock") {
        t = pick(std::string{"clock"}, fmt::format("clock pause internal until=2h {}", text),
                 "clock resume internal " + text);
    } else {
        return false;
    }
    return true;
}

bool People::line_of_thought(const Where& w, std::string_view verb, const std::string& text, std::string& t) {
    const auto pick = [&](auto... choices) { return chance_.one_of(std::vector<std::string>{choices...}); };
    if (verb == "decide") {
        t = pick("decide " + text, fmt::format("decide {} {}", some_item(w.meant(), "P"), text));
    } else if (verb == "poll") {
        t = fmt::format("poll {} {}", chance_.one_of(lengths), text);
    } else if (verb == "object") {
        t = fmt::format("object {} {}", some_item(w.meant(), "P"), text);
    } else if (verb == "hypothesis") {
        t = pick("hypothesis " + text, fmt::format("{} {} {}", some_item(w.meant(), "H"),
                                                   pick("confirmed", "ruled-out", "supported"), text));
    } else if (verb == "question") {
        t = "question " + text;
    } else if (verb == "answer") {
        t = pick(fmt::format("answer {} {}", some_item(w.meant(), "Q"), text), "answer " + text);
    } else if (verb == "can") {
        t = pick(text + " | x | y", std::string{"@all"});
        t = "can " + t;
    } else if (verb == "evidence") {
        t = "evidence " + text;
    } else if (verb == "check") {
        t = fmt::format("check {} {}", chance_.from_to(1, 8), text);
    } else if (verb == "stamp") {
        t = fmt::format("stamp {} {}{}", pick("detected", "mitigated", "contained"), some_time(), text);
    } else if (verb == "retract") {
        t = fmt::format("retract {} {}", some_item(w.meant(), "NITUHQDPVALC"), text);
    } else if (verb == "redact") {
        t = fmt::format("redact {} {}", some_item(w.meant(), "NITUHQDPVALC"), text);
    } else if (verb == "lesson") {
        t = fmt::format("lesson {} {}", pick("well", "wrong", "lucky"), text);
    } else if (verb == "action") {
        t = pick(
            "action " + text, fmt::format("action {} due=14d type=prevent {}", some_person(), text),
            fmt::format("action {} {} {}", some_item(w.meant(), "A"), pick("done", "verified", "drop"), text),
            fmt::format("action {} {}", some_item(w.meant(), "A"), some_person()));
    } else {
        return false;
    }
    return true;
}

// One letter of the first word goes missing, comes twice, or changes places.
Said People::mistyped(Said said) {
    said.verb = "mistyped";
    const std::size_t end = std::min(said.text.find(' '), said.text.size());
    if (end < 2) return said;
    const std::size_t at = chance_.below(end - 1);
    switch (chance_.below(4)) {
    case 0: said.text.erase(at, 1); break;
    case 1: said.text.insert(at, 1, said.text[at]); break;
    case 2: std::swap(said.text[at], said.text[at + 1]); break;
    default: said.text = said.text.substr(0, at + 1) + said.text.substr(end); break; // a prefix
    }
    return said;
}

Said People::nonsense(const Where& w) {
    Said said{.who = w.who, .room = w.room, .verb = "nonsense"};
    if (chance_.percent(80)) {
        said.text = chance_.one_of(nonsense_lines);
    } else if (chance_.percent(30)) {
        said.text = "note " + std::string(25'000, 'x');
    } else {
        for (std::uint64_t n = chance_.from_to(1, 40); n > 0; --n)
            said.text.push_back(static_cast<char>(chance_.below(256)));
    }
    return said;
}

} // namespace tocsin::simulation
