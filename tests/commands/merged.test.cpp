// What comes after: the timeline of what was merged, reminders of the review, who is free, who has read a
// private incident.
#include "tests/support/scene.hpp"

#include "commands/views/views.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

TEST_CASE("the timeline of what was merged stands in the survivor's, with its origin and in order",
          "[merge][timeline]") {
    Scene s = open_sev2();
    s.at("+1m").type("bo", "#web", "declare sev1 Checkout answers 502");
    s.at("+1m").type("bo", "#inc-2", "note proxies restarted");
    s.at("+1m").type("ana", "#inc-1", "note we see it too");
    s.at("+1m").type("ana", "#inc-1", "merge INC-2");
    const auto entries = views::timeline(s.file(1), s.all, false);
    std::vector<std::string> texts;
    for (const auto& e : entries) texts.push_back(e.text);
    const auto merged = std::find(texts.begin(), texts.end(), "[INC-2 N1] proxies restarted");
    const auto own = std::find(texts.begin(), texts.end(), "we see it too");
    REQUIRE(merged != texts.end());
    REQUIRE(own != texts.end());
    CHECK(merged < own);
    s.type("ana", "#inc-1", "undo");
    for (const auto& e : views::timeline(s.file(1), s.all, false))
        CHECK(e.text.find("INC-2 N1") == std::string::npos);
}

TEST_CASE("a review without an owner is said to the commander after a day; its text at half of its time and "
          "when due",
          "[postmortem]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 Nobody can pay");
    s.type("ana", "#inc-1", "role commander");
    s.type("ana", "#inc-1", "resolve rolled back"); // text due after 2 days, 24 h before the meeting is
    s.at("+23h");
    CHECK(s.told_of("has no owner") == 0);
    s.at("+2h");
    CHECK(s.told_of("@ana: The review of INC-1 has no owner.") == 1);
    CHECK(s.told_of("The post-mortem of INC-1 is due") == 1);
    s.talk("bo", "#ops", "hello");
    s.type("ana", "#inc-1", "postmortem owner @bo");
    s.at("+24h");
    CHECK(s.told_of("@bo: The post-mortem of INC-1 is due") == 1);
    CHECK(s.told_of("has no owner") == 0);
    s.at("+24h");
    CHECK(s.told_of("@bo: The post-mortem of INC-1 is due") == 1); // daily
    s.type("bo", "#inc-1", "postmortem status in-review");
    s.at("+48h");
    CHECK(s.told_of("is due") == 0);
}

TEST_CASE("once the cause is known, who has nothing to do may go", "[status]") {
    Scene s = open_sev2();
    for (const auto* who : {"bo", "mei"}) s.type(who, "#inc-1", "note here");
    s.type("ana", "#inc-1", "task @bo 30m look");
    s.type("ana", "#inc-1", "status identified a cable");
    CHECK_THAT(s.reply(), Contains("Without a task or a role: mei. They may go."));
}

TEST_CASE("P8: who access tells who has read what of a private incident", "[private][who]") {
    Scene s;
    s.type("ana", "#ops", "declare private sev1 Tokens may be stolen");
    s.talk("eve", "#ops", "hello");
    s.type("ana", "#amber-badger", "invite @eve");
    s.type("eve", "#amber-badger", "timeline");
    CHECK(s.facts() == "access-noted");
    s.type("eve", "#amber-badger", "timeline");
    CHECK(s.facts().empty()); // once an hour is enough
    s.type("eve", "#amber-badger", "postmortem");
    s.type("ana", "#amber-badger", "who access");
    CHECK_THAT(s.reply(), Contains("eve: read the draft 02:14 UTC, the timeline 02:14 UTC"));
}

TEST_CASE("a sitrep says what waits for people", "[sitrep]") {
    Scene s = open_sev2();
    s.talk("bo", "#inc-1", "here");
    for (const auto* line : {"hypothesis a cable", "hypothesis the new build", "H1 ruled-out it is fine",
                             "question which cards?", "decide fail over", "page @bo come"})
        s.type("ana", "#inc-1", line);
    s.type("bo", "#inc-1", "can slow | restarting | a DBA");
    s.type("ana", "#inc-1", "sitrep");
    CHECK_THAT(s.reply(), Contains("Theories: H2 the new build") && !Contains("H1") &&
                              Contains("Open questions: Q1 which cards?") &&
                              Contains("Decided in the last hour: D1 fail over (ana)") &&
                              Contains("Needed: bo: a DBA") &&
                              Contains("Paged, no answer: bo since 02:14 UTC"));
    s.type("ana", "#inc-1", "H2 confirmed heap dump");
    s.type("ana", "#inc-1", "sitrep");
    CHECK_THAT(s.reply(), Contains("Cause (H2, confirmed): \"the new build\""));
}

TEST_CASE("help begins with what waits for this person", "[help]") {
    Scene s = open_sev2();
    s.talk("bo", "#inc-1", "here");
    s.type("ana", "#inc-1", "page @bo come");
    s.type("bo", "#inc-1", "help");
    CHECK_THAT(s.reply(), Contains("/incident ack (you come)"));
    s.type("ana", "#inc-1", "help");
    CHECK_THAT(s.reply(), !Contains("/incident ack"));
}
