// The language of updates: several audiences, drafts, approval, holding texts, wording, the time to stop a
// text, pauses.
#include "tests/support/scene.hpp"

#include "commands/clocks/due.hpp"
#include "commands/views/update_words.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

namespace {

const Obligation& owed(const Scene& s, Audience a) { return *s.incident().clocks.at(a).open; }
constexpr auto good = "Card payments fail for some EU shops since 01:58 UTC. We are investigating.";

std::string line(std::string_view before, std::string_view after = good) {
    return std::string{before} + " " + std::string{after};
}

Scene with_delay(seconds delay) {
    Scene s = open_sev2();
    s.all.policies.rbegin()->second.customers_delay = delay;
    return s;
}

} // namespace

TEST_CASE("one line reaches several audiences, each with its own promise", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", line("update internal,executives"));
    CHECK(s.facts() == "update-submitted update-submitted");
    CHECK(s.file().updates.at({1, Audience::internal}).promise == s.now() + minutes{60});
    CHECK(s.file().updates.at({1, Audience::executives}).promise == s.now() + minutes{120});
    CHECK(s.incident().clocks.at(Audience::customers).settled.empty());
    CHECK_THAT(s.first_line(), Contains("U1 to internal and executives"));
}

TEST_CASE("P3: a text for customers goes to internal and executives too, and discharges what they are owed",
          "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", line("update customers next=10m"));
    CHECK(s.file().updates.at({1, Audience::internal}).copy);
    CHECK(s.incident().clocks.at(Audience::internal).settled.size() == 1);
    CHECK(owed(s, Audience::customers).due == s.now() + minutes{10});
    CHECK(owed(s, Audience::internal).due == s.now() + minutes{60}); // its own cadence, not next=
    s.type("mei", "#inc-1", line("update internal"));
    CHECK(s.incident().clocks.at(Audience::customers).settled.size() == 1); // not the other way round
}

TEST_CASE("a text for customers can be stopped for 10 s, then it is out", "[update][undo]") {
    Scene s = with_delay(seconds{10});
    s.type("mei", "#inc-1", line("update customers"));
    CHECK_THAT(s.first_line(), Contains("in 10 s") && Contains("/incident undo"));
    CHECK(s.told_of("#customers") == 0);
    SECTION("stopped") {
        s.at("+9s").type("mei", "#inc-1", "undo");
        CHECK(s.facts() == "command-undone");
        s.at("+5m");
        CHECK(s.told_of("#customers") == 0);
        CHECK(s.file().updates.empty());
        CHECK(owed(s, Audience::customers).kind == ObligationKind::first); // still owed
    }
    SECTION("too late") {
        s.at("+10s");
        CHECK(s.told_of("#customers: Card payments fail") == 1);
        CHECK(s.told_of("#internal: ") == 1); // not before the customers' text
        s.type("mei", "#inc-1", "undo");
        CHECK(s.facts().empty());
        CHECK_THAT(s.reply(), Contains("has gone out") && Contains("/incident correct U1 TEXT"));
    }
    SECTION("internal alone goes at once") {
        s.type("mei", "#inc-1", line("update internal"));
        CHECK(s.told_of("#internal: ") == 1);
    }
}

TEST_CASE("a draft is kept and sent to nobody until somebody else approves it, exactly as it stands",
          "[update][approve]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", line("update customers draft next=45m"));
    CHECK(s.facts() == "update-drafted");
    CHECK(s.told_of("#customers") == 0);
    CHECK_THAT(s.reply(), Contains("Nothing was sent") && Contains("/incident approve U1"));
    s.at("+5m").type("mei", "#inc-1", "approve U1");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("You wrote U1") && Contains("Nothing was sent"));
    s.type("ana", "#inc-1", "approve U1");
    CHECK(s.told_of("#customers: Card payments fail for some EU shops since 01:58 UTC. We are investigating. "
                    "Next update by 03:04 UTC.") == 1);
    CHECK(owed(s, Audience::customers).due == s.now() + minutes{45}); // counted from the approval
    CHECK(s.file().update(1)->by_name == "mei");
    s.type("bo", "#inc-1", "approve U1");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("approved by ana already"));
}

TEST_CASE("the author alone may approve with a reason, once nobody else has written for 30 min",
          "[approve]") {
    Scene s;
    s.type("mei", "#ops", "declare sev3 Slow exports");
    s.type("mei", "#inc-1", "update internal draft Exports are slow for all users since 02:00 UTC.");
    s.type("mei", "#inc-1", "approve U1");
    CHECK_THAT(s.reply(), Contains("nobody else is here") && Contains("approve U1 REASON"));
    s.type("mei", "#inc-1", "approve U1 I am alone tonight");
    CHECK(s.file().drafts.at(1).approved_why == "I am alone tonight");
    CHECK(s.file().updates.size() == 1);
}

TEST_CASE("approve is never guessed", "[approve]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", line("update customers draft"));
    for (const auto* typed : {"approv U1", "appr U1"}) {
        s.type("ana", "#inc-1", typed);
        CHECK(s.file().updates.empty());
        CHECK_THAT(s.reply(), Contains("Nothing was done") && Contains("/incident approve U1"));
    }
    s.type("ana", "#inc-1", "yes");
    CHECK(s.file().updates.size() == 3);
}

TEST_CASE("P3: a text that names a person is held, not lost: the words are shown, and a way on",
          "[update][lint]") {
    Scene s = open_sev2();
    s.type("lukasz", "#inc-1", "note looking");
    s.type("mei", "#inc-1",
           "update customers Card payments fail since 01:58 UTC. Lukasz restarts the gateway.");
    CHECK(s.facts() == "update-drafted");
    CHECK(s.told_of("#customers") == 0);
    CHECK_THAT(s.first_line(),
               Contains("Not sent, kept as draft U1") && Contains("Lukasz") && Contains("U05"));
    CHECK_THAT(s.reply(), Contains("Still waiting: customers, due 02:29 UTC") && Contains("approve U1"));
    s.type("ana", "#inc-1", "approve U1");
    CHECK(s.file().updates.size() == 3);
}

TEST_CASE("a ready text with a blank in it is told to nobody until the blank is filled", "[update]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start level=partial card payments");
    s.type("ana", "#inc-1", "resolve rolled back");
    const std::string ready = views::draft_words(s.file(), Audience::customers);
    REQUIRE_THAT(ready, Contains("TODO data statement"));
    for (const std::string& words : {ready, std::string{"TEXT"}}) {
        s.type("ana", "#inc-1", line("update customers", words));
        CHECK(s.facts().empty());
        CHECK(s.told_of("#customers") == 0);
        CHECK_THAT(s.reply(), Contains("Not sent") && Contains("update customers " + words));
    }
    s.type("ana", "#inc-1", "update customers The mastodon app and its TODOs work again since 02:20 UTC.");
    CHECK(s.told_of("#customers: ") == 1);
    s.type("ana", "#inc-1", "update customers draft The TODO app works again since 02:20 UTC.");
    s.type("bo", "#inc-1", "approve U2"); // a second person has read it
    CHECK(s.told_of("#customers: ") == 1);
}

TEST_CASE("P8: a secret is held for every audience and nobody can approve it", "[update][lint]") {
    Scene s = open_sev2();
    const auto* audience = GENERATE("internal", "customers", "executives");
    s.type("mei", "#inc-1",
           std::string{"update "} + audience + " Payments fail. Use AKIAIOSFODNN7EXAMPLE for the restore.");
    CHECK(s.file().updates.empty());
    CHECK_THAT(s.reply(), !Contains("AKIAIOSFODNN7EXAMPLE") && !Contains("approve U1"));
    s.type("ana", "#inc-1", "approve U1");
    CHECK(s.file().updates.empty());
    CHECK_THAT(s.reply(), Contains("nobody can approve it"));
    s.type("mei", "#inc-1",
           std::string{"update "} + audience +
               " draft Payments fail. Use AKIAIOSFODNN7EXAMPLE for the restore.");
    s.type("ana", "#inc-1", "approve U2");
    CHECK(s.file().updates.empty());
}

TEST_CASE("a warning publishes and says what it saw; another language says that wording was not checked",
          "[update][lint]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "update internal Card payments fail since an hour ago.");
    CHECK(s.file().updates.size() == 1);
    CHECK(s.file().update(1)->rules != 0);
    s.type("mei", "#inc-1",
           "update internal Las tarjetas fallan para algunas tiendas desde las 01:58 UTC y estamos "
           "investigando la causa.");
    CHECK(s.file().updates.size() == 2);
    CHECK_THAT(s.reply(), Contains("Wording rules not checked (not English)"));
}

TEST_CASE("a holding text is made from the record; a second one in a row asks for one new fact", "[update]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", line("update customers"));
    s.at("+20m").type("mei", "#inc-1", "update customers holding");
    CHECK_THAT(s.file().update(2)->published,
               Contains("Nothing has changed since 02:14 UTC") && Contains("Next update by 03:04 UTC"));
    CHECK(s.file().update(2)->holding);
    s.at("+20m").type("mei", "#inc-1", "update customers holding");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("Nothing was sent") && Contains("update customers holding WHAT IS NEW"));
    s.type("mei", "#inc-1", "update customers holding Our bank has been called.");
    CHECK_THAT(s.file().update(3)->published, Contains("Our bank has been called."));
}

TEST_CASE("a clock stands still only by a published text that names when it goes on", "[clock]") {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "clock pause internal");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("time and a reason"));
    s.type("mei", "#inc-1",
           "clock pause internal until=08:00 The restore of card payments runs and nobody can speed it up.");
    CHECK(s.told_of("#internal: ") == 1);
    CHECK_THAT(s.file().update(1)->published, Contains("Updates pause until 08:00 UTC."));
    CHECK(owed(s, Audience::internal).due == test::Scene{"2026-03-01T09:00:00Z"}.now()); // 08:00 and an hour
    s.at("+1h").type("mei", "#inc-1", "clock resume internal");
    CHECK(owed(s, Audience::internal).due == s.now() + hours{1});
    s.type("mei", "#inc-1", "clock");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("internal: next update due"));
}

TEST_CASE("quiet hours of an audience do not run, but for sev1 and a time that was typed", "[clock]") {
    Scene s;
    s.all.policies.rbegin()->second.quiet[Audience::internal] = {hours{22}, hours{6}};
    const bool sev1 = GENERATE(true, false);
    s.type("ana", "#ops",
           sev1 ? "declare sev1 Everything fails" : "declare sev2 Card payments fail"); // 02:14
    CHECK(owed(s, Audience::internal).due ==
          (sev1 ? s.now() + minutes{15} : test::Scene{"2026-03-01T06:30:00Z"}.now()));
    s.type("mei", "#inc-1", line("update internal next=20m"));
    CHECK(owed(s, Audience::internal).due == s.now() + minutes{20});
}
