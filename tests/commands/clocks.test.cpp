// Due moments, targets and adherence, from a state built by hand.
#include "commands/clocks/due.hpp"
#include "commands/clocks/ladder.hpp"

#include "tests/support/story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace tocsin;
using test::instant;

namespace {

using What = ClockRang::What;

Incident incident_with(Audience audience, Obligation open) {
    Incident i;
    i.id = {7};
    i.state = State::investigating;
    i.severity = Severity::sev2;
    i.clocks[audience] = {.started = true, .open = open};
    return i;
}

Obligation owed(std::string_view began, std::string_view due) {
    return {.kind = ObligationKind::cadence, .began = instant(began), .due = instant(due)};
}

// Adds what an update at `published` did to a clock whose open promise was `due`.
void settle(AudienceClock& clock, std::string_view due, std::string_view published) {
    Obligation o = owed(published, due);
    o.published = instant(published);
    clock.settled.push_back(o);
}

} // namespace

TEST_CASE("A reminder comes 2 min or a fifth of the interval before the due time, whichever is earlier",
          "[clocks]") {
    const auto [began, due, reminder] = GENERATE(table<const char*, const char*, const char*>({
        {"2026-03-14T02:00Z", "2026-03-14T02:30Z", "2026-03-14T02:24Z"}, // 20 % of 30 min
        {"2026-03-14T02:00Z", "2026-03-14T02:05Z", "2026-03-14T02:03Z"}, // 2 min are more than 20 % of 5 min
        {"2026-03-14T02:00Z", "2026-03-14T06:00Z", "2026-03-14T05:12Z"},
        {"2026-03-14T02:00Z", "2026-03-14T02:01Z", "2026-03-14T02:00Z"}, // never before the promise began
        {"2026-03-14T02:00Z", "2026-03-14T01:50Z", "2026-03-14T01:50Z"}, // moved to before it began: at once
    }));
    CHECK(clocks::reminder_at(owed(began, due), default_policy()) == instant(reminder));
}

TEST_CASE("P5: the ladder of a late text for customers at sev2 has five rungs, each waited for once",
          "[clocks]") {
    const Policy policy = default_policy();
    Incident i = incident_with(Audience::customers, owed("2026-03-14T02:00Z", "2026-03-14T02:30Z"));
    i.participants = {PersonId{1}, PersonId{2}, PersonId{3}};
    i.roles["commander"] = {{PersonId{1}, "ana", instant("2026-03-14T02:20Z")}};
    for (const auto& [rung, at] :
         {std::pair{Rung::reminder, "2026-03-14T02:24Z"}, std::pair{Rung::due, "2026-03-14T02:30Z"},
          std::pair{Rung::deputy, "2026-03-14T02:35Z"}, std::pair{Rung::page, "2026-03-14T02:40Z"},
          std::pair{Rung::duty, "2026-03-14T02:45Z"}}) {
        const auto next = clocks::next_of(i, policy);
        REQUIRE(next);
        CHECK(next->rang.what == What::rung);
        CHECK(next->rang.rung == rung);
        CHECK(next->at == instant(at));
        CHECK(next->rang.due == instant("2026-03-14T02:30Z"));
        CHECK(next->rang.incident == IncidentId{7});
        CHECK(next->rang.audience == Audience::customers);
        i.clocks[Audience::customers].open->reach(rung);
    }
    const auto next = clocks::next_of(i, policy); // of the commander, and no rung
    CHECK(next->rang.what == What::call_out);
}

TEST_CASE("Only real harm wakes people, and who is alone hears one reminder and then the page", "[clocks]") {
    const auto [audience, severity, people, last] = GENERATE(table<Audience, Severity, int, Rung>({
        {Audience::customers, Severity::sev1, 3, Rung::duty},
        {Audience::customers, Severity::sev2, 3, Rung::duty},
        {Audience::customers, Severity::sev3, 3, Rung::deputy},
        {Audience::internal, Severity::sev1, 3, Rung::duty},
        {Audience::internal, Severity::sev2, 3, Rung::deputy},
        {Audience::executives, Severity::sev1, 3, Rung::deputy},
        {Audience::customers, Severity::sev1, 1, Rung::duty},
        {Audience::internal, Severity::sev3, 1, Rung::due}, // no page would follow: silence
    }));
    Incident i = incident_with(audience, owed("2026-03-14T02:00Z", "2026-03-14T02:30Z"));
    i.severity = severity;
    for (int n = 1; n <= people; ++n) i.participants.insert(PersonId{static_cast<std::uint32_t>(n)});
    const Obligation& open = *i.clocks[audience].open;
    std::vector<Rung> rungs;
    for (const Rung rung : {Rung::reminder, Rung::due, Rung::deputy, Rung::page, Rung::duty})
        if (clocks::rung_at(i, audience, open, rung, default_policy())) rungs.push_back(rung);
    REQUIRE_FALSE(rungs.empty());
    CHECK(rungs.front() == Rung::reminder);
    CHECK(rungs.back() == last);
    const bool due_line = std::find(rungs.begin(), rungs.end(), Rung::due) != rungs.end();
    CHECK(due_line == (people > 1 || !clocks::may_page(i, audience)));
}

TEST_CASE("Responders have no ladder, and what was cancelled or merged waits for nothing", "[clocks]") {
    const Obligation open = owed("2026-03-14T02:00Z", "2026-03-14T02:30Z");
    Incident responders = incident_with(Audience::responders, open);
    responders.severity = Severity::sev3;
    CHECK_FALSE(clocks::next_of(responders, default_policy()));
    Incident i = incident_with(Audience::customers, open);
    i.state = GENERATE(State::cancelled, State::merged);
    CHECK_FALSE(clocks::next_of(i, default_policy()));
}

TEST_CASE("A closing update is still waited for after resolve", "[clocks]") {
    Incident i = incident_with(Audience::customers, owed("2026-03-14T02:00Z", "2026-03-14T02:30Z"));
    i.state = State::resolved;
    CHECK(clocks::next_of(i, default_policy()));
}

TEST_CASE("Of equal moments a rung goes before a task, then by audience, rung and number", "[clocks]") {
    const Instant moment = instant("2026-03-14T02:24Z");
    Incident i = incident_with(Audience::customers, owed("2026-03-14T02:00Z", "2026-03-14T02:30Z"));
    Obligation internal = owed("2026-03-14T02:00Z", "2026-03-14T02:24Z");
    internal.reach(Rung::reminder);
    i.clocks[Audience::internal].open = internal;
    for (const std::uint32_t n : {3U, 2U}) i.tasks[n] = {.number = n, .due = moment};
    i.tasks[1] = {.number = 1, .due = moment, .status = Task::Status::done};

    i.participants = {PersonId{1}, PersonId{2}};
    i.severity = Severity::sev3; // no vacancy to be waited for
    const Policy policy = default_policy();
    CHECK(clocks::next_of(i, policy)->rang.rung == Rung::due); // internal: of equal kinds by audience
    CHECK(clocks::next_of(i, policy)->rang.audience == Audience::internal);
    i.clocks[Audience::internal].open.reset();
    CHECK(clocks::next_of(i, policy)->rang.rung == Rung::reminder);
    i.clocks[Audience::customers].open.reset();
    CHECK(clocks::next_of(i, policy)->rang.number == 2);
    i.tasks[2].called = true;
    CHECK(clocks::next_of(i, policy)->rang.number == 3);
    i.tasks[3].status = Task::Status::dropped;
    const auto room = clocks::next_of(i, policy);
    CHECK(room->rang.what == What::task_unanswered);
    CHECK(room->at == moment + minutes{2});
    i.tasks[2].called_in_room = true;
    CHECK_FALSE(clocks::next_of(i, policy));
}

TEST_CASE("The key of a moment is the same each time, and no two moments share one", "[clocks]") {
    const Instant due = instant("2026-03-14T02:30Z");
    CHECK(clocks::key_of({.what = What::rung, .incident = {7}, .audience = Audience::customers, .due = due},
                         Seq{41}) == "clock/7/rung-customers-0/1773455400000/41");
    CHECK(clocks::key_of({.what = What::task_over, .incident = {7}, .number = 2, .due = due}, Seq{42}) ==
          "clock/7/task-2/1773455400000/42");
    std::set<std::string> keys;
    std::size_t moments = 0;
    const auto add = [&](ClockRang rang) {
        keys.insert(clocks::key_of(rang, Seq{1}));
        ++moments;
    };
    for (const std::uint32_t incident : {1U, 2U})
        for (const Instant at : {due, due + minutes{1}}) {
            for (const Rung rung : {Rung::reminder, Rung::due, Rung::deputy, Rung::page, Rung::duty})
                for (const Audience audience : all_audiences)
                    add({.what = What::rung,
                         .incident = {incident},
                         .audience = audience,
                         .rung = rung,
                         .due = at});
            for (const What what : {What::task_over, What::task_unanswered, What::update_goes,
                                    What::poll_over, What::page_unanswered})
                for (const std::uint32_t n : {1U, 2U})
                    add({.what = what, .incident = {incident}, .number = n, .due = at});
            for (const What what : {What::offer_reminder, What::offer_lapses})
                for (const char* role : {"commander", "comms"})
                    add({.what = what, .incident = {incident}, .role = role, .due = at});
            for (const What what : {What::can_over, What::vacancy, What::fatigue, What::review_starts})
                add({.what = what, .incident = {incident}, .due = at});
        }
    CHECK(keys.size() == moments);
    // Found late or not: it is the same moment.
    CHECK(clocks::key_of({.what = What::rung, .incident = {7}, .due = due, .late = true}, Seq{1}) ==
          clocks::key_of({.what = What::rung, .incident = {7}, .due = due}, Seq{1}));
    // After another entry it is another moment: what was reopened waits for the same times again.
    CHECK(clocks::key_of({.what = What::rung, .incident = {7}, .due = due}, Seq{1}) !=
          clocks::key_of({.what = What::rung, .incident = {7}, .due = due}, Seq{2}));
}

TEST_CASE("A target is the first one until something was published, then follows the state", "[clocks]") {
    using A = Audience;
    using S = Severity;
    const auto [audience, severity, published, state, target] = GENERATE(table<A, S, bool, State, minutes>({
        {A::customers, S::sev1, false, State::investigating, minutes{5}},
        {A::customers, S::sev1, true, State::investigating, minutes{20}},
        {A::customers, S::sev1, true, State::identified, minutes{20}},
        {A::customers, S::sev1, true, State::monitoring, minutes{60}},
        {A::internal, S::sev2, false, State::monitoring, minutes{30}},
        {A::internal, S::sev3, true, State::monitoring, minutes{0}},
        {A::executives, S::sev2, true, State::triage, minutes{120}},
        {A::customers, S::sev3, false, State::investigating,
         minutes{0}}, // public only once somebody makes it so
        {A::customers, S::sev3, true, State::investigating, minutes{120}},
        {A::internal, S::sev4, true, State::investigating, minutes{0}},
        {A::customers, S::sev1, true, State::resolved, minutes{0}},
        {A::responders, S::sev1, true, State::investigating, minutes{0}}, // their update is the card
    }));
    Incident i;
    i.severity = severity;
    i.state = state;
    if (published) i.clocks[audience].last_update = 1;
    CHECK(clocks::target_of(i, audience, default_policy()) == target);
}

TEST_CASE("Adherence gives the check values of DOMAIN 5.6", "[clocks]") {
    const Policy policy = default_policy();
    AudienceClock clock{.started = true};

    SECTION("GitLab: 8 of 11, the worst 1:29:56 late") {
        settle(clock, "2017-01-31T21:16:02Z", "2017-01-31T21:02:20Z");
        settle(clock, "2017-01-31T21:32:20Z", "2017-01-31T21:31:44Z");
        settle(clock, "2017-01-31T22:01:44Z", "2017-01-31T23:31:40Z");
        settle(clock, "2017-02-01T00:01:40Z", "2017-02-01T00:21:36Z");
        settle(clock, "2017-02-01T01:21:36Z", "2017-02-01T01:20:05Z");
        settle(clock, "2017-02-01T03:20:05Z", "2017-02-01T03:05:12Z");
        settle(clock, "2017-02-01T06:05:12Z", "2017-02-01T06:02:10Z");
        settle(clock, "2017-02-01T09:02:10Z", "2017-02-01T09:01:15Z");
        settle(clock, "2017-02-01T13:01:15Z", "2017-02-01T13:24:50Z");
        settle(clock, "2017-02-01T17:24:50Z", "2017-02-01T17:24:12Z");
        settle(clock, "2017-02-01T18:24:12Z", "2017-02-01T18:14:30Z");
        const auto a = clocks::adherence(clock, policy, instant("2017-02-01T18:26:00Z"));
        CHECK(a == clocks::Adherence{8, 3, 0, hours{1} + minutes{29} + seconds{56}});
        CHECK(a.counted() == 11);
    }
    SECTION("Cloudflare: 2 of 4, one of the late ones by 2 min 30 s") {
        settle(clock, "2019-07-02T13:52:30Z", "2019-07-02T13:58:31Z");
        settle(clock, "2019-07-02T14:18:31Z", "2019-07-02T14:10:20Z");
        settle(clock, "2019-07-02T14:40:20Z", "2019-07-02T14:42:50Z");
        settle(clock, "2019-07-02T15:12:50Z", "2019-07-02T15:03:30Z");
        const auto a = clocks::adherence(clock, policy, instant("2019-07-02T15:12:40Z"));
        CHECK(a == clocks::Adherence{2, 2, 0, minutes{6} + seconds{1}});
    }
    SECTION("CircleCI: 4 of 5, counted from the approval") {
        settle(clock, "2023-01-06T02:28:30Z", "2023-01-06T02:10:00Z");
        settle(clock, "2023-01-07T02:10:00Z", "2023-01-07T02:55:00Z");
        settle(clock, "2023-01-08T02:55:00Z", "2023-01-08T02:40:00Z");
        settle(clock, "2023-01-11T02:40:00Z", "2023-01-10T21:00:00Z");
        settle(clock, "2023-01-12T10:50:00Z", "2023-01-12T10:22:00Z");
        const auto a = clocks::adherence(clock, policy, instant("2023-01-13T13:45:00Z"));
        CHECK(a == clocks::Adherence{4, 1, 0, minutes{45}});
    }
}

TEST_CASE("An update within the grace of 60 s is on time, a second later it is late", "[clocks]") {
    AudienceClock clock{.started = true};
    settle(clock, "2026-03-14T02:30:00Z", "2026-03-14T02:31:00Z");
    CHECK(clocks::adherence(clock, default_policy(), instant("2026-03-14T03:00Z")).met == 1);
    clock.settled.clear();
    settle(clock, "2026-03-14T02:30:00Z", "2026-03-14T02:31:01Z");
    CHECK(clocks::adherence(clock, default_policy(), instant("2026-03-14T03:00Z")).late == 1);
}

TEST_CASE("An update not yet sent counts only once its time and grace are over", "[clocks]") {
    AudienceClock clock{.started = true};
    clock.open = owed("2026-03-14T02:00Z", "2026-03-14T02:30Z");
    CHECK(clocks::adherence(clock, default_policy(), instant("2026-03-14T02:31Z")).counted() == 0);
    const auto late = clocks::adherence(clock, default_policy(), instant("2026-03-14T02:45Z"));
    CHECK(late == clocks::Adherence{0, 0, 1, minutes{15}});
}
