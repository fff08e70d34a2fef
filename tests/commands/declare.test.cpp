// declare: incident, room and clocks from one line.
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::Scene;

TEST_CASE("one line opens an incident with a room and says when the first update is due", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare sev2 service=checkout Card payments fail");
    CHECK(s.facts() == "incident-declared room-bound obligation-opened obligation-opened obligation-opened");
    CHECK(s.incident().title == "Card payments fail");
    CHECK(s.incident().service == "checkout");
    CHECK(s.incident().severity == Severity::sev2);
    CHECK(name_of(s.incident().home) == "#inc-1");
    CHECK(s.incident().clocks.at(Audience::customers).open->due == s.now() + minutes{15});
    CHECK_THAT(s.reply(), Contains("INC-1 is open: sev2, checkout. \"Card payments fail\"") &&
                              Contains("#inc-1") && Contains("02:29 UTC, in 15 min"));
    CHECK_THAT(s.reply(), Contains("Nobody was paged"));
}

TEST_CASE("the room where it was declared hears of it and of the way there", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare sev2 Card payments fail");
    REQUIRE(s.told().size() == 1);
    CHECK_THAT(s.told().front(), Contains("#ops: INC-1 is open, sev2") && Contains("#inc-1"));
}

TEST_CASE("without a severity it is sev3 and the answer says so and how to raise it", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare Card payments fail");
    CHECK(s.incident().severity == Severity::sev3);
    CHECK_THAT(s.first_line(), Contains("as sev3") && Contains("no severity"));
    CHECK_THAT(s.reply(), Contains("/incident INC-1 severity sev2"));
    CHECK(s.incident().clocks.count(Audience::customers) == 0);
}

TEST_CASE("the same declaration within two minutes gives the incident that exists", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare sev2 Card payments fail");
    s.at("+1m").type("ana", "#ops", "declare sev2  card PAYMENTS fail ");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("INC-1") && Contains("No second one was made"));
    s.at("+2m").type("ana", "#ops", "declare sev2 Card payments fail");
    CHECK(s.incident(2).title == "Card payments fail");
}

TEST_CASE("a second incident is told that another one has just been opened", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 Global 502 errors");
    s.at("+1m").type("bo", "#dash", "declare sev2 Dashboard down");
    CHECK(s.incident(2).number == 2);
    CHECK_THAT(s.reply(), Contains("INC-1 (sev1, \"Global 502 errors\") opened 1 min ago"));
}

TEST_CASE("a declaration without a title does nothing and shows the form", "[declare]") {
    Scene s;
    s.type("ana", "#ops", "declare sev2");
    CHECK(s.all.incidents.empty());
    CHECK_THAT(s.reply(), Contains("needs a title") && Contains("Nothing was done") &&
                              Contains("/incident declare sev2 TITLE"));
}

TEST_CASE("a severity word alone declares outside an incident and changes it inside", "[declare][severity]") {
    Scene s;
    s.type("ana", "#ops", "sev2 Card payments fail");
    CHECK(s.incident().severity == Severity::sev2);
    s.type("ana", "#inc-1", "sev1 all of them");
    CHECK(s.incident().severity == Severity::sev1);
    CHECK(s.all.incidents.size() == 1);
}
