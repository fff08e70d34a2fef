// status, severity, resolve, reopen: the state machine and what it does to the clocks (DOMAIN 2.2, 5.6).
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

namespace {
const Obligation& open(const Scene& s, Audience a) { return *s.incident().clocks.at(a).open; }
} // namespace

TEST_CASE("status moves the state, the room hears it with its meaning", "[status]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "status identified the new build leaks connections");
    CHECK(s.facts() == "state-changed");
    CHECK(s.incident().state == State::identified);
    CHECK(s.incident().identified_at == s.now());
    CHECK_THAT(s.first_line(), Contains("triage → identified (cause known, users still hurt)"));
    REQUIRE(s.told().size() == 1);
    CHECK_THAT(s.told().front(), Contains("#inc-1: INC-1: triage → identified") && Contains("by ana"));
}

TEST_CASE("a bare state word is that verb", "[status]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "monitoring errors are gone");
    CHECK(s.incident().state == State::monitoring);
    CHECK(s.incident().mitigated_at == s.now());
}

TEST_CASE("a step back needs a reason, then the users are hurt again", "[status]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "status monitoring fix is in");
    s.type("ana", "#inc-1", "status investigating");
    CHECK(s.incident().state == State::monitoring);
    CHECK_THAT(s.reply(), Contains("needs a reason") && Contains("Nothing changed"));
    s.type("ana", "#inc-1", "status investigating errors are back");
    CHECK(s.incident().state == State::investigating);
    CHECK(s.incident().mitigated_at == no_instant);
}

TEST_CASE("what is over cannot be moved, and the answer says what can be done", "[status]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "resolve rolled back");
    s.type("ana", "#inc-1", "status identified it was the build");
    CHECK(s.incident().state == State::resolved);
    CHECK_THAT(s.reply(), Contains("Nothing changed") && Contains("/incident reopen REASON"));
}

TEST_CASE("monitoring with an open impact window offers the line that ends it", "[status][impact]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start level=down nobody can pay");
    s.type("ana", "#inc-1", "status monitoring works again");
    CHECK_THAT(s.reply(), Contains("Impact still counts as down") && Contains("/incident impact end"));
}

TEST_CASE("a raise moves an open due time to the earlier of old and raise plus target",
          "[severity][clocks]") {
    Scene s = open_sev2();
    const Instant internal_due = open(s, Audience::internal).due;
    s.at("+5m").type("ana", "#inc-1", "severity sev1 all payments fail");
    CHECK(open(s, Audience::customers).due == s.now() + minutes{5});
    CHECK(open(s, Audience::internal).due == s.now() + minutes{15});
    CHECK(open(s, Audience::internal).due < internal_due);
}

TEST_CASE("lowering the severity changes nothing that was promised", "[severity][clocks]") {
    Scene s = open_sev2();
    const auto before = s.incident().clocks;
    s.type("ana", "#inc-1", "severity sev3 only one shop");
    CHECK(s.incident().severity == Severity::sev3);
    CHECK(s.incident().clocks == before);
}

TEST_CASE("a raise from sev3 starts the clock of an audience that had no target", "[severity][clocks]") {
    Scene s;
    s.type("ana", "#ops", "declare sev3 Slow exports");
    CHECK(s.incident().clocks.count(Audience::customers) == 0);
    s.at("+10m").type("ana", "#inc-1", "severity 2 many shops");
    CHECK(open(s, Audience::customers).due == s.now() + minutes{15});
    CHECK(open(s, Audience::customers).kind == ObligationKind::first);
}

TEST_CASE("resolve ends the impact, turns what is owed into closing updates, and lists gaps", "[resolve]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start level=partial cards refused");
    s.at("+10m").type("ana", "#inc-1", "resolve gateway rolled back");
    CHECK(s.incident().state == State::resolved);
    CHECK(s.incident().windows.front().end == s.now());
    CHECK(s.incident().windows.front().ended_by_resolve);
    CHECK(open(s, Audience::customers).kind == ObligationKind::closing);
    CHECK(open(s, Audience::customers).due == s.now() + minutes{5});   // its own time was earlier
    CHECK(open(s, Audience::executives).due == s.now() + minutes{30}); // resolve + 30 min
    CHECK_THAT(s.reply(), Contains("Owed: closing update to customers") && Contains("Post-mortem draft") &&
                              Contains("/incident reopen"));
    s.type("ana", "#inc-1", "update customers Payments work again. They failed from 02:14 to 02:24 UTC.");
    CHECK_FALSE(s.incident().clocks.at(Audience::customers).open.has_value());
    CHECK(s.file().update(1)->closing);
    CHECK(s.file().update(1)->published == "Payments work again. They failed from 02:14 to 02:24 UTC.");
}

TEST_CASE("a sev1 or sev2 moves on to its review by itself, when the closing updates are out or after a day",
          "[resolve]") {
    Scene s = open_sev2();
    s.at("+10m").type("ana", "#inc-1", "resolve gateway rolled back");
    const bool told = GENERATE(true, false);
    if (told)
        for (const auto* audience : {"customers", "internal", "executives"})
            s.type("ana", "#inc-1",
                   std::string{"update "} + audience +
                       " Card payments work again. They failed from 02:14 to 02:24 UTC. No data was lost.");
    s.at(told ? "+9m" : "+23h");
    CHECK(s.incident().state == State::resolved);
    s.at(told ? "+2m" : "+2h");
    CHECK(s.incident().state == State::postmortem);
}

TEST_CASE("resolve without a summary works and says that there is a gap", "[resolve]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "resolve");
    CHECK(s.incident().state == State::resolved);
    CHECK_THAT(s.reply(), Contains("No summary given"));
}

TEST_CASE("a reopen makes an open closing update ordinary again and counts", "[reopen]") {
    Scene s = open_sev2();
    s.at("+10m").type("ana", "#inc-1", "resolve rolled back");
    const Instant due = open(s, Audience::customers).due;
    s.at("+2m").type("bo", "#inc-1", "reopen errors are back");
    CHECK(s.incident().state == State::investigating);
    CHECK(s.incident().reopened_count == 1);
    CHECK(open(s, Audience::customers).kind == ObligationKind::cadence);
    CHECK(open(s, Audience::customers).due == due);
    CHECK(s.incident().resolved_history.size() == 1);
    CHECK(s.incident().resolved_at == no_instant);
}

TEST_CASE("fixed is offered as resolve, never run", "[resolve]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "fixed it");
    CHECK(is_open(s.incident().state));
    CHECK_THAT(s.reply(), Contains("Nothing was done") && Contains("/incident resolve"));
    s.type("ana", "#inc-1", "yes");
    CHECK(s.incident().state == State::resolved);
}
