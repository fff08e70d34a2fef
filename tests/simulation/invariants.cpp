// The checks.
#include "tests/simulation/invariants.hpp"

#include "tests/simulation/met.hpp"

#include <fmt/format.h>

#include <clocale>
#include <cstdlib>
#include <ctime>
#include <locale>

namespace tocsin::simulation {
namespace {

std::string file_difference(const IncidentFile& a, const IncidentFile& b) {
    if (!(a.now == b.now)) return "what holds now";
    if (a.log != b.log) return "the log";
    if (a.notes != b.notes) return "notes";
    if (a.updates != b.updates) return "updates";
    if (a.drafts != b.drafts) return "drafts";
    if (a.hypotheses != b.hypotheses || a.questions != b.questions) return "theories or questions";
    if (a.decisions != b.decisions || a.polls != b.polls) return "decisions or polls";
    if (a.reports != b.reports || a.evidence != b.evidence) return "reports or evidence";
    if (a.lessons != b.lessons || a.actions != b.actions) return "lessons or actions";
    if (a.checks != b.checks || a.edits != b.edits || a.accesses != b.accesses)
        return "checks, edits or reads";
    if (a.redacted != b.redacted) return "what is redacted";
    if (a.retractions != b.retractions) return "what is withdrawn";
    if (a.corrections != b.corrections) return "corrections";
    if (a.undone != b.undone) return "what is undone";
    return "";
}

// Elsewhere: another zone, and numbers written as people there write them.
class Abroad {
public:
    Abroad() : zone_{std::getenv("TZ") ? std::getenv("TZ") : ""} {
        struct Points : std::numpunct<char> {
            char do_decimal_point() const override { return ','; }
            char do_thousands_sep() const override { return '.'; }
            std::string do_grouping() const override { return "\3"; }
        };
        set_zone("Pacific/Chatham");
        std::setlocale(LC_ALL, "tr_TR.UTF-8") || std::setlocale(LC_ALL, "de_DE.UTF-8");
        std::locale::global(std::locale{std::locale::classic(), new Points});
    }
    ~Abroad() {
        std::locale::global(std::locale::classic());
        std::setlocale(LC_ALL, "C");
        set_zone(zone_.c_str());
    }
    Abroad(const Abroad&) = delete;
    Abroad& operator=(const Abroad&) = delete;

private:
    static void set_zone(const char* name) {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    std::string zone_;
};

} // namespace

std::string difference(const Everything& a, const Everything& b) {
    if (a.last_seq != b.last_seq)
        return fmt::format("last event {} or {}", a.last_seq.value, b.last_seq.value);
    if (a.last_recorded != b.last_recorded) return "the time of the last event";
    if (a.log != b.log) return "the log of no incident";
    if (a.people != b.people || a.accounts != b.accounts) return "people";
    if (a.policies != b.policies) return "policies";
    if (a.rooms != b.rooms) return "rooms";
    if (a.numbers != b.numbers || a.code_names != b.code_names) return "numbers";
    if (a.incidents.size() != b.incidents.size()) return "the number of incidents";
    for (const auto& [id, file] : a.incidents) {
        if (!b.incidents.contains(id)) return fmt::format("incident {}", id.value);
        if (const auto what = file_difference(file, b.incidents.at(id)); !what.empty())
            return fmt::format("{} of incident {}", what, id.value);
    }
    return "";
}

void file_holds_the_state(test::BotOnDisk& bot) {
    const auto log = bot.store().load_events();
    if (!log) throw Violation{"P1: the log cannot be read: " + log.error().detail};
    Everything loaded, applied;
    load(loaded, *log);
    for (const Recorded& r : *log) apply(applied, r);
    if (const auto what = difference(bot.state(), loaded); !what.empty())
        throw Violation{"P4: the state and the fold of the file differ: " + what};
    if (const auto what = difference(applied, loaded); !what.empty())
        throw Violation{"P4: folding one by one and all at once differ: " + what};
    const auto verified = bot.store().verify();
    if (!verified) throw Violation{"P6: verify: " + verified.error().detail};
    if (!verified->problems.empty()) throw Violation{"P6: verify: " + verified->problems.front()};
    if (verified->events != log->size()) throw Violation{"P6: verify counts other events than there are"};
}

void Drafts::check(test::BotOnDisk& bot) {
    for (const auto& [id, file] : bot.state().incidents) {
        const auto head = bot.store().chain_head(id);
        const auto talk = bot.store().talk(file.now.rooms, 0, 1);
        if (!head || !talk) throw Violation{"P4: the file cannot be read"};
        const auto& layouts = postmortem::all_layouts();
        const auto draft = [&] {
            return postmortem::to_markdown(
                bot.engine().reader().document(file, *layouts[id.value % layouts.size()]), "/incident ");
        };
        Seen now{*head, draft(), talk->empty() ? 0 : talk->back().id};
        for (const auto& [other, part] : bot.state().incidents) // whose entries stand in its timeline
            if (part.now.merged_into)
                if (const auto theirs = bot.store().chain_head(other)) now.head += *theirs;
        if (now.text.empty()) throw Violation{"P4: " + file.now.ref() + " has no draft"};
        const Abroad abroad;
        if (draft() != now.text)
            throw Violation{"P4: the draft of " + file.now.ref() + " is another one abroad"};
        Seen& before = seen_[id];
        if (before.head == now.head && before.newest_talk == now.newest_talk && before.text != now.text)
            throw Violation{"P4: the same record of " + file.now.ref() + " gave two drafts"};
        before = now;
    }
}

void ClockWatch::wait(const Wait& what, Instant due, Instant now) {
    constexpr seconds allowed{6}; // a ring that could not be recorded comes again after 5 s
    const auto before = since_.find(what);
    const Instant since = before == since_.end() ? now : before->second;
    seen_[what] = since;
    const Instant owed = std::max({since, due, excused_});
    if (now - owed <= allowed) return;
    const auto& [incident, kind, number, at] = what;
    throw Violation{fmt::format("incident {}: the {} was due {} s ago, and nothing rang", incident.value,
                                kind < 0 ? fmt::format("task T{}", number)
                                         : fmt::format("update to {}", word(static_cast<Audience>(kind))),
                                std::chrono::duration_cast<seconds>(now - owed).count())};
}

void ClockWatch::look(const Everything& all, Instant now) {
    seen_.clear();
    for (const auto& [id, file] : all.incidents) {
        const Incident& i = file.now;
        if (i.state == State::cancelled || i.state == State::merged) continue; // they wait for nothing
        for (const auto& [audience, clock] : i.clocks)
            if (audience != Audience::responders && clock.open && !clock.open->reached(Rung::due) &&
                i.participants.size() > 1)
                wait({id, static_cast<int>(audience), 0, clock.open->due}, clock.open->due, now);
        for (const auto& [number, task] : i.tasks)
            if (task.status == Task::Status::running && !task.called)
                wait({id, -1, number, task.due}, task.due, now);
    }
    since_.swap(seen_);
}

} // namespace tocsin::simulation
