// The ladder of a late update as people see it, rung by rung (DOMAIN 5.3).
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

namespace {

// ana leads, mei has comms, bo is deputy; customers are owed an update at 02:29.
Scene crewed() {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.type("mei", "#inc-1", "role comms");
    s.type("bo", "#inc-1", "role deputy");
    s.type("ana", "#inc-1", "next internal 3h the customers come first"); // one clock at a time
    s.type("ana", "#inc-1", "next executives 3h the customers come first");
    return s;
}

} // namespace

TEST_CASE("each rung reaches somebody else, and the page comes last", "[ladder]") {
    Scene s = crewed();
    s.at("+12m");
    CHECK(s.told_of("@mei: Update to customers is due 02:29 UTC, in 3 min") == 1);
    s.at("+3m");
    CHECK(s.told_of("#inc-1: @mei @ana the update to customers is due now") == 1);
    s.at("+5m");
    CHECK(s.told_of("@bo: INC-1 update to customers is LATE") == 1);
    CHECK(s.told_of("update customers holding") == 1);
    CHECK(s.incident().pages.empty());
    s.at("+5m");
    REQUIRE(s.incident().pages.size() == 1);
    CHECK(s.incident().pages.at(1).name == "ana"); // was only mentioned
    CHECK(s.told_of("@ana: You are paged for INC-1") == 1);
    CHECK(s.told_of("Customers have heard nothing since INC-1 opened, 25 min ago.") == 1);
    s.at("+5m");
    CHECK(s.told_of("Duty manager: NOBODY, so nobody else was told") == 1);
    CHECK(s.incident().pages.size() == 1);
    s.at("+2h"); // it ends there
    CHECK(s.told_of("customers") == 0);
}

TEST_CASE("audiences that are late together are one message, the farthest first", "[ladder]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.type("bo", "#inc-1", "role deputy");
    s.type("ana", "#inc-1", "next internal 20m one time for all");
    s.type("ana", "#inc-1", "next executives 20m one time for all");
    s.type("ana", "#inc-1", "next customers 20m one time for all");
    s.at("+20m");
    CHECK(s.told_of("the update to customers, executives and internal is due now") == 1);
    CHECK(s.told_of("is due now") == 1);
    s.at("+5m");
    CHECK(s.told_of("@bo: INC-1 update to customers, executives and internal is LATE") == 1);
    CHECK(s.told_of("is LATE") == 1);
    CHECK(s.told_of("update internal holding") == 1);
}

TEST_CASE("a duty manager who is set up is paged", "[ladder]") {
    Scene s = crewed();
    s.type("paula", "#inc-1", "note here");
    s.all.policies.rbegin()->second.duty_manager = "paula";
    s.at("+31m");
    REQUIRE(s.incident().pages.size() == 2);
    CHECK(s.incident().pages.at(2).name == "paula");
}

TEST_CASE("publication stops the ladder", "[ladder]") {
    Scene s = crewed();
    s.at("+16m").type("mei", "#inc-1", "update customers Card payments fail for some shops since 01:58 UTC.");
    s.at("+20m");
    CHECK(s.incident().pages.empty());
    CHECK(s.told_of("LATE") == 0);
}

TEST_CASE("who is alone hears one reminder, and is paged 10 min after due", "[ladder]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.type("ana", "#inc-1", "next internal 3h x");
    s.type("ana", "#inc-1", "next executives 3h x");
    s.at("+12m");
    CHECK(s.told_of("@ana: Update to customers is due") == 1);
    s.at("+12m");
    CHECK(s.told_of("customers") == 0); // neither at due nor five minutes later
    s.at("+1m");
    CHECK(s.told_of("@ana: You are paged") == 1);
}

TEST_CASE("words alone wake nobody at sev3, nor for executives", "[ladder]") {
    Scene s;
    s.type("ana", "#ops", "declare sev3 Slow exports");
    s.type("bo", "#inc-1", "note here");
    s.at("+3h");
    CHECK(s.incident().pages.empty());
    CHECK(s.told_of("LATE") == 1); // the direct message is the last of it
}

TEST_CASE("rungs missed while Tocsin was not running are skipped, the highest is said and marked late",
          "[ladder]") {
    Scene s = crewed();
    s.stopped_for(minutes{22});
    s.at("+1s");
    std::vector<const RungReached*> rungs;
    for (const Recorded& r : s.file().log)
        if (const auto* rung = std::get_if<RungReached>(&r.event);
            rung && rung->audience == Audience::customers)
            rungs.push_back(rung);
    REQUIRE(rungs.size() == 3);
    CHECK(rungs[0]->skipped);
    CHECK(rungs[1]->skipped);
    CHECK_FALSE(rungs[2]->skipped);
    CHECK(rungs[2]->rung == Rung::deputy);
    CHECK(rungs[2]->late);
    CHECK(s.told_of("@bo: INC-1 update to customers is LATE") == 1);
}

TEST_CASE("two audiences late within minutes are one page", "[ladder]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 Nobody can pay");
    for (const auto* who : {"ana", "mei", "bo"}) s.type(who, "#inc-1", "note here");
    s.type("ana", "#inc-1", "role commander");
    s.type("mei", "#inc-1", "next customers 14m x"); // internal at 15 min
    s.at("+26m");
    CHECK(s.incident().pages.size() == 1);
}

TEST_CASE("nobody in command of a sev2 for 5 min is said once, to who leads meanwhile", "[ladder][role]") {
    Scene s = open_sev2();
    s.at("+5m");
    CHECK(s.told_of("#inc-1: @ana nobody is commander of INC-1, sev2, for 5 min") == 1);
    s.at("+6m");
    CHECK(s.told_of("nobody is commander") == 0);
}

TEST_CASE("a long time in command is said to the commander after an hour and after three", "[role]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.at("+60m");
    CHECK(s.told_of("@ana: You have been commander of INC-1 for 1 h") == 1);
    s.at("+2h");
    CHECK(s.told_of("Hand over now") == 1);
    s.at("+5h");
    CHECK(s.told_of("Hand over") == 0);
}
