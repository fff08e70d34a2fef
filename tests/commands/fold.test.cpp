// Properties of the fold: a restart at any point gives the same state, undo leaves nothing, and nothing that
// is due depends on the order in which things that happened at one moment were recorded.
#include "tests/support/scene.hpp"

#include "commands/clocks/due.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace tocsin;
using tocsin::test::Scene;

namespace {

constexpr const char* lines[] = {
    "note something",
    "note at=-10m earlier",
    "impact start level=down nobody can pay",
    "impact start at=-20m level=partial slow",
    "impact end",
    "impact customers=7 seven of them",
    "role commander",
    "role comms @mei",
    "handoff commander @bo the brief",
    "accept",
    "status investigating it came back",
    "status identified a cable",
    "status monitoring fix is in",
    "severity sev1 worse",
    "severity sev3 better",
    "update customers next=20m Card payments fail for some shops since 01:58 UTC.",
    "update internal Card payments fail for some shops since 01:58 UTC.",
    "update internal draft Card payments fail since 01:58 UTC.",
    "approve U3",
    "next internal 40m the restore runs",
    "clock pause internal until=3h the restore of card payments runs",
    "clock resume internal",
    "task @bo 10m look",
    "T1 done looked",
    "T1 extend 10m",
    "hypothesis a cable",
    "H1 confirmed seen",
    "question which cards?",
    "answer all of them",
    "poll 5m fail over",
    "object no capacity",
    "decide P1",
    "decide wait",
    "can slow | restarting | nothing",
    "evidence log of the proxy",
    "lesson wrong nobody knew",
    "action @bo due=14d write it down",
    "A1 done written",
    "page @mei come",
    "ack coming",
    "decline no",
    "correct N1 better words",
    "correct I1 at=-30m",
    "retract N1 wrong incident",
    "retract H1 nonsense",
    "stamp detected at=-40m a mail",
    "phase containment-short cut it off",
    "check 1 done",
    "resolve all good",
    "reopen not good",
    "postmortem owner @bo",
    "postmortem status in-review",
    "postmortem edit summary My words.",
    "cancel false alarm",
    "private on secret",
    "private off public again",
    "invite @bo",
    "link room",
    "unlink room",
    "undo"};

// What stands apart from the log, its positions, and what is counted although it was undone.
Incident without_positions(Incident i) {
    i.counts = {};
    i.changed_at = no_instant;
    i.last_seq = {};
    i.participants.clear();
    return i;
}

Everything anew(const Everything& all) {
    std::vector<Recorded> log = all.log;
    for (const auto& [id, file] : all.incidents) log.insert(log.end(), file.log.begin(), file.log.end());
    std::sort(log.begin(), log.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    Everything loaded;
    load(loaded, std::move(log));
    return loaded;
}

Scene begun() {
    Scene s = test::open_sev2();
    for (const auto* who : {"bo", "mei"}) s.talk(who, "#inc-1", "here");
    return s;
}

} // namespace

TEST_CASE("P4: a restart after any line of any sequence gives the same state", "[fold]") {
    const unsigned seed = GENERATE(range(1u, 9u));
    std::mt19937 random{seed};
    Scene s = begun();
    constexpr int steps = 60;
    for (int n = 0; n < steps; ++n) {
        const char* who = std::array{"ana", "bo", "mei"}[random() % 3];
        const char* line = lines[random() % std::size(lines)];
        if (random() % 4 == 0) s.at("+" + std::to_string(random() % 9 + 1) + "m");
        s.type(who, random() % 9 ? "#inc-1" : "#db", line);
        INFO("seed " << seed << ", step " << n << ": " << line);
        const Everything loaded = anew(s.all);
        REQUIRE(loaded.incidents.size() == s.all.incidents.size());
        for (const auto& [id, file] : s.all.incidents) {
            const IncidentFile& other = loaded.incidents.at(id);
            REQUIRE(other.now == file.now);
            REQUIRE(other.updates == file.updates);
            REQUIRE(other.notes == file.notes);
            REQUIRE(other.drafts == file.drafts);
            REQUIRE(other.hypotheses == file.hypotheses);
            REQUIRE(other.actions == file.actions);
            REQUIRE(other.corrections == file.corrections);
            REQUIRE(other.retractions == file.retractions);
        }
        REQUIRE(loaded.rooms == s.all.rooms);
        REQUIRE(loaded.code_names == s.all.code_names);
    }
}

TEST_CASE("undo leaves nothing of what a line has done", "[fold][undo]") {
    const auto* line = GENERATE(from_range(std::begin(lines), std::end(lines)));
    Scene s = begun();
    for (const auto* before : {"note first", "hypothesis first", "question first?", "task @bo 30m first",
                               "poll 20m first", "action first", "impact start level=partial first"})
        s.type("ana", "#inc-1", before);
    const Incident was = without_positions(s.incident());
    const auto notes = s.file().notes;
    s.type("ana", "#inc-1", line);
    if (s.facts().empty() || std::string_view{line} == "undo") return;
    const std::string did = s.facts();
    s.type("ana", "#inc-1", "undo");
    INFO(line << ": " << did << "\n" << s.reply());
    if (s.facts() != "command-undone") return; // what has gone out stays, and says so
    CHECK(without_positions(s.incident()) == was);
    CHECK(s.file().notes == notes);
}

TEST_CASE("what is due does not depend on the order of events of one moment", "[fold][clocks]") {
    std::vector<std::string> asked{"task @bo 10m one", "task @mei 10m two", "poll 10m three", "note four",
                                   "hypothesis five"};
    std::vector<Instant> first;
    do {
        Scene s = begun();
        for (const auto& line : asked) s.type("ana", "#inc-1", line);
        std::vector<Instant> due;
        Incident i = s.incident();
        while (const auto next = clocks::next_of(i, s.all.policy_of(i))) {
            due.push_back(next->at);
            if (next->rang.what == ClockRang::What::poll_over)
                i.open_polls.erase(next->rang.number);
            else if (next->rang.what == ClockRang::What::task_over)
                i.tasks.erase(next->rang.number);
            else
                break;
        }
        if (first.empty()) first = due;
        CHECK(due == first);
    } while (std::next_permutation(asked.begin(), asked.end()));
}
