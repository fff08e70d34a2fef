// escalate, notify, ack, decline, handoff: who is woken, and what became of it (DOMAIN 3, 6).
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

namespace {

Scene with_people() {
    Scene s = open_sev2();
    for (const auto* who : {"jonas", "mei"}) s.talk(who, "#ops", "hello");
    return s;
}

} // namespace

TEST_CASE("a page goes to the person, is answered, and the room hears both", "[escalate][ack]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "page @jonas gateway answers 500, EU only");
    CHECK_THAT(s.first_line(), Contains("Paged: jonas. No answer yet"));
    CHECK(s.told_of("@jonas: You are paged for INC-1, sev2: Card payments fail. By ana") == 1);
    CHECK(s.incident().pages.at(1).status == Page::Status::sent); // and no more than that (P3)
    s.at("+2m").type("jonas", "#inc-1", "ack at the keyboard in 5 min");
    CHECK(s.incident().pages.at(1).status == Page::Status::acknowledged);
    CHECK(s.told_of("#inc-1: jonas is coming (paged 02:14 UTC, answered 02:16 UTC)") == 1);
    CHECK(s.file().notes.at(1).text == "at the keyboard in 5 min");
    CHECK(s.incident().state == State::investigating);
    CHECK(s.incident().acknowledged_at == s.now());
    s.at("+10m");
    CHECK(s.told_of("has not answered") == 0);
}

TEST_CASE("without an answer in 5 min the room hears it once", "[escalate]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "page @jonas gateway answers 500");
    s.at("+5m");
    CHECK(s.told_of("#inc-1: jonas has not answered the page of 02:14 UTC") == 1);
    s.at("+6m");
    CHECK(s.told_of("has not answered") == 0);
}

TEST_CASE("P5: a page that reaches nobody is loud: the room, the general room and the asker hear it",
          "[escalate]") {
    Scene s = with_people();
    s.all.policies.rbegin()->second.general_rooms = {{"room:#general"}};
    const auto* typed = GENERATE("escalate dba replication stopped", "page @nobody-here replication stopped",
                                 "escalate comms replication stopped");
    s.type("ana", "#inc-1", typed);
    CHECK_THAT(s.first_line(), Contains("NOBODY WAS PAGED"));
    CHECK(s.told_of("#inc-1: NOBODY WAS PAGED for INC-1") == 1);
    CHECK(s.told_of("#general: NOBODY WAS PAGED for INC-1") == 1);
    CHECK(s.incident().pages.at(1).status == Page::Status::nobody);
}

TEST_CASE("P5: a page is never guessed, neither the verb nor the person", "[escalate]") {
    Scene s = with_people();
    for (const auto* typed : {"escalat @jonas x", "esca @jonas x", "page @jonass x", "page @jona x"}) {
        INFO(typed);
        s.type("ana", "#inc-1", typed);
        CHECK(s.incident().pages.empty());
        CHECK(s.told().empty());
        CHECK_THAT(s.reply(), Contains("obody was paged") || Contains("Nothing was done"));
    }
}

TEST_CASE("nobody is woken twice within two minutes, and a person who was paged is not forgotten by undo",
          "[escalate]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "page @jonas x");
    s.at("+1m").type("mei", "#inc-1", "page @jonas y");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("not woken a second time"));
    s.type("ana", "#inc-1", "undo");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("jonas was paged"));
    s.at("+2m").type("mei", "#inc-1", "page @jonas y");
    CHECK(s.incident().pages.size() == 2);
}

TEST_CASE("a role pages who holds it; several people are several pages", "[escalate]") {
    Scene s = with_people();
    s.type("mei", "#inc-1", "role comms");
    s.type("ana", "#inc-1", "escalate comms customers wait");
    CHECK(s.told_of("@mei: You are paged") == 1);
    s.type("ana", "#inc-1", "page @jonas @ana all of you");
    CHECK(s.incident().pages.size() == 3);
}

TEST_CASE("ack no is asked back; without a page ack changes nothing", "[ack]") {
    Scene s = with_people();
    s.type("jonas", "#inc-1", "ack no problem");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("Nobody paged you"));
    s.type("ana", "#inc-1", "page @jonas x");
    s.type("jonas", "#inc-1", "ack no");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("Do you come or not?") && Contains("/incident decline no"));
    CHECK(s.incident().pages.at(1).waits());
}

TEST_CASE("decline tells the room and names the next step", "[decline]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "page @jonas x");
    s.type("jonas", "#inc-1", "decline on a train, ask mei");
    CHECK(s.incident().pages.at(1).status == Page::Status::declined);
    CHECK(s.told_of("#inc-1: jonas cannot come: \"on a train, ask mei\"") == 1);
    s.type("mei", "#inc-1", "decline x");
    CHECK_THAT(s.reply(), Contains("Nothing in INC-1 waits for your answer"));
}

TEST_CASE("notify tells a person or a room and expects no answer", "[notify]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "notify @mei please write to the bank");
    CHECK(s.told_of("@mei: INC-1 sev2: Card payments fail. ana says: \"please write to the bank\"") == 1);
    s.type("ana", "#inc-1", "notify #support do not promise a time");
    CHECK(s.told_of("#support: ") == 1);
    s.type("ana", "#inc-1", "notify dba replication stopped");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("I know no team dba. Nobody was told"));
}

TEST_CASE("a hand-off carries a brief from the record and moves only when it is accepted", "[handoff]") {
    Scene s = with_people();
    s.type("ana", "#inc-1", "role commander");
    s.type("ana", "#inc-1", "impact start at=01:58 level=partial cards refused");
    s.type("ana", "#inc-1", "task @mei 30m call the bank");
    s.type("ana", "#inc-1", "question which card types?");
    s.type("ana", "#inc-1", "handoff ic @jonas rollback failed twice, vendor called");
    CHECK(s.incident().holder("commander")->name == "ana");
    const auto told = s.told();
    CHECK(s.told_of("@jonas: ana offers you commander of INC-1") == 1);
    for (const auto* words : {"rollback failed twice", "partial impact since 01:58 UTC", "Nobody has comms",
                              "customers", "T1 call the bank", "Q1 which card types?"}) {
        INFO(words);
        CHECK(s.told_of(words) >= 1);
    }
    SECTION("accepted") {
        s.type("jonas", "#inc-1", "accept");
        CHECK(s.incident().holder("commander")->name == "jonas");
        CHECK(s.told_of("ana is not any more") == 1);
    }
    SECTION("not answered: a reminder after 3 min, back to the giver after 6") {
        s.at("+3m");
        CHECK(s.told_of("@jonas: ana still waits for you") == 1);
        s.at("+3m");
        CHECK(s.told_of("@ana: jonas did not answer the offer of commander. ana keeps it.") == 1);
        s.type("jonas", "#inc-1", "accept");
        CHECK(s.incident().holder("commander")->name == "ana");
    }
    SECTION("declined") {
        s.type("jonas", "#inc-1", "decline no");
        CHECK(s.told_of("@ana: jonas declined commander") == 1);
    }
}

TEST_CASE("a role handed off by someone who does not hold it is an offer of it", "[handoff]") {
    Scene s = with_people();
    s.type("jonas", "#inc-1", "role commander");
    s.type("mei", "#inc-1", "handoff ic @ana x");
    CHECK_THAT(s.first_line(), Contains("You do not hold commander, so this is an offer of it to ana. jonas "
                                        "keeps it until they accept."));
    CHECK_FALSE(s.incident().offers.at("commander").handoff);
}
