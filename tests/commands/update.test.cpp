// update and next: promises, the ladder's first rungs, adherence (DOMAIN 5).
#include "tests/support/scene.hpp"

#include "commands/clocks/due.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::Scene;

namespace {
Scene open_sev2() {
    Scene s;
    s.type("ana", "#ops", "declare sev2 Card payments fail");
    s.type("ana", "#inc-1", "role commander");
    return s;
}
clocks::Adherence customers(const Scene& s) {
    return clocks::adherence(s.incident().clocks.at(Audience::customers), s.all.policy(), s.now());
}
} // namespace

TEST_CASE("an update goes to the audience's room with the next time appended", "[update]") {
    Scene s = open_sev2();
    s.at("+5m").type("mei", "#inc-1", "update customers next=30m Card payments fail for some shops");
    CHECK(s.facts() == "update-submitted update-submitted update-submitted"); // and its copies
    CHECK(s.file().update(1)->published == "Card payments fail for some shops. Next update by 02:49 UTC.");
    const auto told = s.told();
    REQUIRE(told.size() == 4); // three audiences, and one line in the room for all of them
    CHECK(told[0] == "#customers: Card payments fail for some shops. Next update by 02:49 UTC.");
    CHECK(s.told_of("#internal: ") == 1);
    CHECK(s.told_of("#executives: ") == 1);
    CHECK(s.told_of("#inc-1: U1 published to customers (#customers) at 02:19 UTC, in time, by mei") == 1);
    CHECK_THAT(s.first_line(), Contains("CUSTOMERS"));
    CHECK(s.incident().clocks.at(Audience::customers).open->due == s.now() + minutes{30});
}

TEST_CASE("a text that names its next time gets none appended", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "update customers next=30m We look into it. Next update by 02:44 UTC.");
    CHECK(s.file().update(1)->published == "We look into it. Next update by 02:44 UTC.");
}

TEST_CASE("without next= the cadence of severity and state decides", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "update customers We look into it.");
    CHECK(s.file().updates.at({1, Audience::customers}).promise == s.now() + minutes{30});
    s.type("mei", "#inc-1", "status monitoring fix is in");
    s.type("mei", "#inc-1", "update customers It works again, we watch it.");
    CHECK(s.file().updates.at({2, Audience::customers}).promise == s.now() + minutes{60});
}

TEST_CASE("without an audience it goes to internal, and the answer says so", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "update Database is slow.");
    CHECK(s.file().update(1)->audience == Audience::internal);
    CHECK_THAT(s.reply(), Contains("Sent to internal, because no audience was given"));
}

TEST_CASE("an audience without a room is told in capitals that nobody was told, and stays owed", "[update]") {
    Scene s = open_sev2();
    s.all.policies.rbegin()->second.targets.erase(Audience::customers);
    s.type("mei", "#inc-1", "update customers We look into it.");
    CHECK_THAT(s.first_line(), Contains("NOBODY WAS TOLD"));
    CHECK(s.incident().clocks.at(Audience::customers).open->kind == ObligationKind::first);
}

TEST_CASE("an obligation is discharged by delivery, not by typing", "[update][P3]") {
    Scene s = open_sev2();
    s.deliver_at_once = false;
    s.type("mei", "#inc-1", "update customers We look into it.");
    CHECK(s.incident().clocks.at(Audience::customers).settled.empty());
    CHECK(s.incident().clocks.at(Audience::customers).open->kind == ObligationKind::first);
}

TEST_CASE("the reminder comes before due with a line that is ready to send", "[update][clocks]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "role comms @mei");
    s.at("+12m"); // due after 15 min, reminder max(2 min, 20 %) before
    const auto told = s.told();
    REQUIRE(told.size() == 1);
    CHECK_THAT(told[0], Contains("@mei: Update to customers is due 02:29 UTC, in 3 min") &&
                            Contains("/incident update customers"));
    s.at("+3m");
    REQUIRE(s.told().size() == 1);
    CHECK_THAT(s.told()[0], Contains("#inc-1: @mei @ana the update to customers is due now (02:29 UTC)"));
    s.at("+4m");
    CHECK(s.told().empty());
}

TEST_CASE("updates due within five minutes of each other share one reminder", "[update][clocks]") {
    Scene s;
    s.type("ana", "#ops",
           "declare sev1 Everything is down"); // internal and executives are both due after 15 min
    s.type("ana", "#inc-1", "role commander");
    s.type("ana", "#inc-1", "next customers 3h nobody can pay");
    s.at("+13m");
    CHECK(s.told_of("is due") == 1);
    CHECK(s.told_of("customers") == 0);
    for (const auto& line : s.told())
        if (line.find("is due") != std::string::npos)
            CHECK_THAT(line, Contains("internal") && Contains("executives"));
}

TEST_CASE("an update in time before the rung silences it", "[update][clocks]") {
    Scene s = open_sev2();
    s.at("+5m").type("mei", "#inc-1", "update customers We look into it.");
    s.at("+13m");
    for (const auto& line : s.told()) CHECK_THAT(line, !Contains("customers"));
}

TEST_CASE("met within grace, late after it, overdue while open", "[update][adherence]") {
    Scene s = open_sev2();
    s.at("+16m").type("mei", "#inc-1", "update customers next=10m One.");
    CHECK(customers(s) == clocks::Adherence{1, 0, 0, {}});
    s.at("+12m").type("mei", "#inc-1", "update customers next=10m Two.");
    CHECK(customers(s) == clocks::Adherence{1, 1, 0, minutes{2}});
    s.at("+10m");
    CHECK(customers(s).counted() == 2);
    s.at("+2m");
    CHECK(customers(s).open_overdue == 1);
}

TEST_CASE("customers at sev3 have a clock only once a first update made it public", "[update][clocks]") {
    Scene s;
    s.type("ana", "#ops", "declare sev3 Slow exports");
    s.type("ana", "#inc-1", "update customers Exports are slow.");
    CHECK(s.incident().clocks.at(Audience::customers).settled.empty());
    CHECK(s.incident().clocks.at(Audience::customers).open->due == s.now() + minutes{120});
}

TEST_CASE("next moves a promise in public and needs a reason", "[next]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "next customers 60m");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("reason") && Contains("Nothing changed"));
    s.type("mei", "#inc-1", "next customers 60m the restore runs");
    CHECK(s.incident().clocks.at(Audience::customers).open->due == s.now() + minutes{60});
    bool public_told = false;
    for (const auto& line : s.told()) public_told = public_told || line.find("#customers: ") == 0;
    CHECK(public_told);
}

TEST_CASE("a near miss of the audience is asked back, never sent to somebody else", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "update customer we see errors");
    CHECK(s.file().updates.empty());
    CHECK_THAT(s.reply(),
               Contains("Nothing was done") && Contains("/incident update customers we see errors"));
    s.type("mei", "#inc-1", "update customers cannot log in");
    CHECK(s.file().updates.empty());
}
