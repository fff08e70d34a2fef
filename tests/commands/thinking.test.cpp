// Theories, questions, decisions, polls, reports, evidence, lessons, actions (DOMAIN 9, 11.3).
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

TEST_CASE("a theory is open until it is confirmed or ruled out, by its number", "[hypothesis]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "hypothesis H2O leak in the machine room");
    CHECK(s.file().hypotheses.at(1).text == "H2O leak in the machine room");
    s.type("bo", "#inc-1", "theory the new gateway build leaks connections");
    s.type("bo", "#inc-1", "H1 ruled-out the sensor is dry");
    CHECK(s.file().hypotheses.at(1).verdict == Verdict::ruled_out);
    s.type("bo", "#inc-1", "hypothesis H2 confirmed heap dump");
    CHECK(s.file().hypotheses.at(2).verdict == Verdict::confirmed);
    CHECK_THAT(s.reply(), Contains("/incident status identified the new gateway build"));
    s.type("bo", "#inc-1", "H9 confirmed x");
    CHECK_THAT(s.reply(), Contains("INC-1 has no H9") && Contains("It has H1 to H2"));
    s.type("bo", "#inc-1", "undo");
    CHECK_FALSE(s.file().hypotheses.at(2).verdict.has_value()); // undo leaves nothing
}

TEST_CASE("a question is open until it is answered; with one open the number may be left out",
          "[question][answer]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "question can we fail over?");
    s.type("bo", "#inc-1", "answer yes, since March");
    CHECK(s.file().questions.at(1).answer == "yes, since March");
    s.type("ana", "#inc-1", "question which cards?");
    s.type("ana", "#inc-1", "question which banks?");
    s.type("bo", "#inc-1", "answer all of them");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("The answer to which question?") && Contains("answer Q2 all of them"));
    s.type("bo", "#inc-1", "Q3 two banks");
    CHECK(s.file().questions.at(3).answer == "two banks");
}

TEST_CASE("a poll waits for strong objections, closes by itself, and the decision keeps them",
          "[poll][object][decide]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.type("bo", "#inc-1", "poll fail over to the second data centre now");
    CHECK(s.told_of("#inc-1: P1 by bo, strong objections until 02:15 UTC?") == 1);
    s.at("+30s").type("mei", "#inc-1", "object no spare capacity there");
    CHECK(s.told_of("@ana: mei objects to P1: \"no spare capacity there\"") == 1);
    s.at("+30s");
    CHECK(s.told_of("@ana: P1 \"fail over to the second data centre now\": 1 objection.") == 1);
    s.type("ana", "#inc-1", "decide P1");
    CHECK(s.file().decisions.at(1).text == "fail over to the second data centre now");
    CHECK(s.file().decisions.at(1).poll == 1);
    CHECK(s.told_of("#inc-1: D1 decided by ana") == 1);
    CHECK(s.file().polls.at(1).objections.size() == 1);
    s.type("ana", "#inc-1", "decide wait for the vendor");
    CHECK(s.file().decisions.at(2).poll == 0);
}

TEST_CASE("a report has three parts between bars; anything else is no report", "[can]") {
    Scene s = open_sev2();
    s.type("bo", "#inc-1", "can replica 4 h behind | copying the snapshot | someone who knows LVM");
    CHECK(s.file().reports.at(1).needs == "someone who knows LVM");
    s.type("bo", "#inc-1", "can someone look at the database");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("Nothing was recorded") && Contains("CONDITION | ACTIONS | NEEDS"));
}

TEST_CASE("a round of reports asks everybody with a task and names who has not answered after 3 min",
          "[can]") {
    Scene s = open_sev2();
    for (const auto* who : {"bo", "mei"}) s.talk(who, "#inc-1", "here");
    s.type("ana", "#inc-1", "can @all");
    CHECK(s.facts().empty()); // nobody has a task
    s.type("ana", "#inc-1", "task @bo 30m copy the snapshot");
    s.type("ana", "#inc-1", "task @bo 30m then restart");
    s.type("ana", "#inc-1", "task @mei 30m call the bank");
    s.type("ana", "#inc-1", "can @all");
    CHECK(s.told_of("@bo: ana asks how it stands") == 1);
    CHECK(s.told_of("@mei: ana asks how it stands") == 1);
    s.at("+1m").type("bo", "#inc-1", "can half done | copying | nothing");
    s.at("+2m");
    CHECK(s.told_of("@ana: No report yet: mei.") == 1);
}

TEST_CASE("evidence is never refused for an odd hash", "[evidence]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "evidence sha256=notahash log of the build host, kept in the vault");
    CHECK(s.file().evidence.at(1).digest == "notahash");
    CHECK(s.file().evidence.at(1).sort == "log");
    CHECK(s.file().evidence.at(1).text == "log of the build host, kept in the vault");
    CHECK_THAT(s.reply(), Contains("kept as you gave it"));
}

TEST_CASE("a lesson says whether it went well, wrong, or was luck", "[lesson]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "lesson the runbook was right");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("lesson well the runbook was right"));
    s.type("ana", "#inc-1", "lesson lucky a snapshot existed");
    CHECK(s.file().lessons.at(1).kind == LessonKind::lucky);
}

TEST_CASE(
    "an action has an owner and a date, gets them later, and is done, verified or dropped with a reason",
    "[action]") {
    Scene s = open_sev2();
    s.talk("bo", "#inc-1", "here");
    s.type("ana", "#inc-1", "action type=prevent ticket=OPS-7 alert when backups are empty");
    CHECK(s.file().actions.at(1).type == ActionType::prevent);
    CHECK_THAT(s.reply(), Contains("No owner yet") && Contains("/incident A1 @who"));
    s.type("ana", "#inc-1", "A1 @bo due=2026-03-31");
    CHECK(s.file().actions.at(1).owner_name == "bo");
    CHECK(s.file().actions.at(1).text == "alert when backups are empty");
    CHECK(s.told_of("@bo: A1 of INC-1 is yours, due 2026-03-31") == 1);
    s.type("bo", "#inc-1", "action A1 drop");
    CHECK(s.file().actions.at(1).status == ActionStatus::open);
    s.type("bo", "#inc-1", "todo A1 done alert is live");
    CHECK(s.file().actions.at(1).status == ActionStatus::done);
    s.type("bo", "#inc-1", "action due=2020-01-01 x");
    CHECK(s.facts().empty());
}

TEST_CASE("P6: a withdrawn entry stays, marked, and counts no more", "[retract]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact customers=700 new accounts are lost");
    s.type("ana", "#inc-1", "retract I1");
    CHECK(s.facts().empty());
    s.type("ana", "#inc-1", "retract I1 another incident's number");
    CHECK(s.incident().statements.empty());
    s.type("ana", "#inc-1", "timeline");
    CHECK_THAT(s.reply(),
               Contains("new accounts are lost") && Contains("withdrawn by ana: another incident's number"));
    s.type("ana", "#inc-1", "correct I1 customers=7");
    CHECK_THAT(s.reply(), Contains("I1 was withdrawn"));
    s.type("ana", "#inc-1", "retract I1 again");
    CHECK(s.facts().empty());
}

TEST_CASE("what was withdrawn takes part in nothing any more, whatever is typed about it", "[retract]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "task @bo 10m roll back 4512");
    s.type("ana", "#inc-1", "hypothesis the pool leaks");
    s.type("ana", "#inc-1", "question which shops?");
    s.type("ana", "#inc-1", "poll roll back now");
    s.type("ana", "#inc-1", "action add an alert");
    for (const auto* item : {"T1", "H1", "Q1", "P1", "A1"})
        s.type("ana", "#inc-1", std::string{"retract "} + item + " wrong incident");
    for (const auto* line : {"task T1 done", "task T1 extend 5m", "task T1", "hypothesis H1 confirmed yes",
                             "answer Q1 EU only", "object P1 no", "action A1 done"}) {
        INFO(line);
        s.type("ana", "#inc-1", line);
        CHECK(s.facts().empty());
        CHECK_THAT(s.reply(), Contains("was withdrawn"));
    }
    for (const auto* item : {"T1", "H1", "Q1", "P1", "A1"}) {
        s.type("ana", "#inc-1", std::string{"show "} + item);
        CHECK_THAT(s.reply(), Contains("Withdrawn by ana"));
    }
}
