// cancel, close, merge, split, link, phases, stamps: how incidents end, belong together and go through phases
// (DOMAIN 2).
#include "tests/support/scene.hpp"

#include "commands/views/figures.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

namespace {

Scene two_incidents() {
    Scene s = open_sev2();
    s.at("+1m").type("bo", "#web", "declare sev1 Checkout answers 502");
    return s;
}

} // namespace

TEST_CASE("a false alarm needs a reason, owes nobody anything, and tells customers if they were told",
          "[cancel]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "cancel");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "update customers Card payments fail for some shops since 01:58 UTC.");
    s.type("ana", "#inc-1", "cancel the probe was wrong");
    CHECK(s.incident().state == State::cancelled);
    CHECK_FALSE(s.incident().clocks.at(Audience::customers).open.has_value());
    CHECK_THAT(s.reply(), Contains("CUSTOMERS were told"));
    s.at("+3h");
    CHECK(s.told().empty());
    s.type("ana", "#inc-1", "reopen it was real");
    CHECK(is_open(s.incident().state));
    CHECK(s.incident().clocks.at(Audience::customers).open.has_value());
}

TEST_CASE("close is refused with what stands in the way, and offers resolve while it is open", "[close]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "close all good");
    CHECK_THAT(s.reply(), Contains("it cannot be closed") && Contains("/incident resolve all good") &&
                              Contains("/incident cancel REASON"));
    s.type("ana", "#inc-1", "yes");
    CHECK(s.incident().state == State::resolved);
    s.type("ana", "#inc-1", "action find out why");
    s.type("ana", "#inc-1", "close");
    CHECK_THAT(s.reply(), Contains("postmortem status closed") && Contains("A1 has no owner"));
    s.type("ana", "#inc-1", "A1 @ana");
    s.type("ana", "#inc-1", "postmortem owner me");
    s.type("ana", "#inc-1", "postmortem status closed");
    s.type("ana", "#inc-1", "close");
    CHECK(s.incident().state == State::closed);
    s.at("+24h").type("ana", "#inc-1", "reopen not over");
    CHECK(is_open(s.incident().state));
}

TEST_CASE("P5: verbs that end or join incidents are never run by guessing", "[guess]") {
    Scene s = two_incidents();
    for (const auto* typed :
         {"cancl wrong", "canc wrong", "merg INC-2", "clos", "retrct N1 x", "mrege INC-2"}) {
        INFO(typed);
        s.type("ana", "#inc-1", typed);
        CHECK(s.facts().empty());
        CHECK(is_open(s.incident(1).state));
        CHECK(is_open(s.incident(2).state));
    }
}

TEST_CASE("merge: the earlier one goes on at the higher severity, wherever it is typed, and 10 min undo both",
          "[merge]") {
    Scene s = two_incidents();
    const bool from_first = GENERATE(true, false);
    s.type("bo", from_first ? "#inc-1" : "#inc-2", from_first ? "merge INC-2" : "merge INC-1");
    CHECK(s.incident(2).state == State::merged);
    CHECK(is_open(s.incident(1).state));
    CHECK(s.incident(1).severity == Severity::sev1);
    CHECK(s.told_of("#inc-2: INC-2 goes on in INC-1") == 1);
    s.at("+2h");
    CHECK(s.told_of("#inc-2: ") == 0); // its clocks stand still
    s.type("bo", "#inc-2", "update customers x");
    CHECK_THAT(s.reply(), Contains("INC-1 update TEXT"));
    s.type("bo", "#inc-2", "merge INC-1");
    CHECK(s.facts().empty());
}

TEST_CASE("a merge is undone in both incidents", "[merge][undo]") {
    Scene s = two_incidents();
    s.type("bo", "#inc-1", "merge INC-2");
    s.at("+9m").type("bo", "#inc-1", "undo");
    CHECK(is_open(s.incident(2).state));
    CHECK(s.incident(1).severity == Severity::sev2);
    CHECK(s.incident(2).clocks.at(Audience::customers).open.has_value());
    CHECK(s.incident(1).related.empty());
}

TEST_CASE("merge refuses itself, what is over, and what does not exist", "[merge]") {
    Scene s = two_incidents();
    for (const auto* other : {"INC-1", "INC-99", ""}) {
        s.type("ana", "#inc-1", std::string{"merge "} + other);
        CHECK(s.facts().empty());
        CHECK_THAT(s.reply(), Contains("Nothing was"));
    }
    s.type("bo", "#inc-2", "resolve gone");
    s.type("ana", "#inc-1", "merge INC-2");
    CHECK_THAT(s.reply(), Contains("Only open incidents can be merged") && Contains("link INC-2 recurrence"));
}

TEST_CASE("split gives a part its own room; the parent waits for it; its declaration cannot be undone",
          "[split]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "split restore the orders database");
    CHECK(s.incident(2).title == "restore the orders database");
    CHECK(s.incident(2).clocks.empty()); // outward updates stay with the parent
    s.type("ana", "#inc-1", "undo");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("INC-2 cancel REASON"));
    s.type("ana", "#inc-1", "resolve done");
    s.type("ana", "#inc-1", "postmortem owner me");
    s.type("ana", "#inc-1", "postmortem status closed");
    s.type("ana", "#inc-1", "close");
    CHECK_THAT(s.reply(), Contains("INC-2 is open"));
}

TEST_CASE("link and unlink: incidents and rooms", "[link][unlink]") {
    Scene s = two_incidents();
    s.type("ana", "#inc-1", "link INC-2 caused-by");
    REQUIRE(s.incident(1).related.size() == 1);
    CHECK(s.incident(1).related[0].relation == Relation::caused_by);
    s.type("ana", "#db", "INC-1 link room");
    CHECK(s.all.in_room({"room:#db"}) == &s.file(1));
    s.type("ana", "#db", "unlink room");
    CHECK(s.all.in_room({"room:#db"}) == nullptr);
    s.type("ana", "#inc-1", "unlink room");
    CHECK_THAT(s.reply(), Contains("it stays"));
    s.type("ana", "#inc-1", "link INC-2 enemies");
    CHECK(s.facts().empty());
}

TEST_CASE("a phase lifts the state to its floor and never lowers it; going back is a loop, no reopen",
          "[phase]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 type=security Tokens may be stolen");
    CHECK(s.incident().phase == Phase::identification);
    s.type("ana", "#inc-1", "phase eradication the laptop of the builder");
    CHECK(s.incident().state == State::identified);
    CHECK(s.incident().identified_text == "the laptop of the builder");
    s.type("ana", "#inc-1", "phase recovery clean images");
    CHECK(s.incident().state == State::monitoring);
    s.type("ana", "#inc-1", "phase containment-short a new foothold");
    CHECK(s.incident().state == State::monitoring);
    CHECK(s.incident().phases.size() == 4);
    CHECK(s.incident().contained_at == s.now());
    CHECK(s.incident().reopened_count == 0);
}

TEST_CASE("a security incident is over after recovery, or by force with a reason", "[phase][resolve]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 type=security Tokens may be stolen");
    s.type("ana", "#inc-1", "resolve all clean");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("phase recovery TEXT") && Contains("resolve force WHY"));
    s.type("ana", "#inc-1", "resolve force");
    CHECK(s.facts().empty());
    const bool force = GENERATE(true, false);
    if (!force) s.type("ana", "#inc-1", "status monitoring watched");
    s.type("ana", "#inc-1", force ? "resolve force it was a drill" : "resolve all clean");
    CHECK(s.incident().state == State::resolved);
    CHECK(s.incident().phase == Phase::lessons_learned);
}

TEST_CASE("a checklist shows what is open, and check ticks it by its number", "[checklist][check]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 type=security Tokens may be stolen");
    s.type("ana", "#inc-1", "phase containment-long limits in place");
    s.type("ana", "#inc-1", "checklist containment");
    CHECK_THAT(s.first_line(), Contains("containment-long")); // the one of the two that runs
    s.type("ana", "#inc-1", "check 5 all tokens are new");
    CHECK(s.file().checks.at({Phase::containment_long, 5}).text == "all tokens are new");
    s.type("ana", "#inc-1", "checklist");
    CHECK_THAT(s.reply(), Contains("5 done: credentials rotated (ana") && Contains("1 OPEN"));
    for (const auto* wrong : {"check 99", "check it", "check 5x"}) {
        s.type("ana", "#inc-1", wrong);
        CHECK(s.facts().empty());
    }
}

TEST_CASE("a key time set by hand holds against what the commands stamp", "[stamp]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "stamp detected");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "stamp detected at=01:50 first customer mail");
    s.type("ana", "#inc-1", "stamp mitigated at=02:10 rollback done");
    s.type("ana", "#inc-1", "status monitoring fix is in");
    CHECK(s.incident().mitigated_at == s.now() - minutes{4});
    s.type("ana", "#inc-1", "impact start at=01:45 level=down nobody can pay");
    CHECK(views::key_figures(s.incident()).detect == minutes{5});
}

TEST_CASE("a correction changes every figure that depends on it", "[correct]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start at=01:45 level=down nobody can pay");
    s.type("ana", "#inc-1", "impact end at=02:00");
    s.type("ana", "#inc-1", "correct I1 at=01:30");
    CHECK(views::impact_per_level(s.incident(), s.now()).at(ImpactLevel::down) == minutes{30});
    CHECK(views::key_figures(s.incident()).detect == minutes{44});
}

TEST_CASE("the review has an owner, a meeting and a life; backwards needs a reason", "[postmortem]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "postmortem status in-review");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "resolve done");
    s.type("ana", "#inc-1", "postmortem status in-review");
    CHECK_THAT(s.reply(), Contains("no owner"));
    s.type("ana", "#inc-1", "postmortem owner me");
    s.type("ana", "#inc-1", "postmortem meeting 2026-03-04 14:00 room Oslo");
    CHECK(s.incident().meeting == test::Scene{"2026-03-04T14:00:00Z"}.now());
    s.type("ana", "#inc-1", "postmortem status in-review");
    CHECK(s.incident().review == ReviewStatus::in_review);
    s.type("ana", "#inc-1", "postmortem status reviewed");
    s.type("ana", "#inc-1", "note late thought");
    s.type("ana", "#inc-1", "correct N1 a later thought");
    CHECK(s.incident().review == ReviewStatus::in_review); // DOMAIN 7
    s.type("ana", "#inc-1", "postmortem status draft");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "postmortem edit summary Card payments failed for an hour.");
    CHECK(s.file().edits.at("summary").text == "Card payments failed for an hour.");
    s.type("ana", "#inc-1", "postmortem edit nonsense x");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "postmortem begin");
    CHECK(s.incident().state == State::postmortem);
}
