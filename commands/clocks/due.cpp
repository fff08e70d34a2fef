// Due moments and adherence, computed from the state alone (DOMAIN 5.1, 5.3, 5.6).
#include "commands/clocks/due.hpp"

#include "commands/clocks/call_out.hpp"
#include "commands/clocks/ladder.hpp"
#include "commands/clocks/people.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::clocks {
namespace {

using What = ClockRang::What;

constexpr minutes room_hears_after{2}; // of a task whose owner did not answer (VOICE 5)

auto rank(const Due& d) {
    return std::tie(d.at, d.rang.what, d.rang.audience, d.rang.rung, d.rang.number, d.rang.role);
}

struct Earliest {
    const Incident& i;
    std::optional<Due> best;

    void consider(Instant at, ClockRang rang) {
        rang.incident = i.id;
        if (rang.due == no_instant) rang.due = at;
        Due candidate{at, std::move(rang)};
        if (!best || rank(candidate) < rank(*best)) best = std::move(candidate);
    }
};

void updates(Earliest& next, const Policy& policy) {
    for (const auto& [audience, clock] : next.i.clocks) {
        if (audience == Audience::responders || !clock.open) continue;
        if (const auto rung = next_rung(next.i, audience, *clock.open, policy))
            next.consider(*rung_at(next.i, audience, *clock.open, *rung, policy),
                          {.what = What::rung, .audience = audience, .rung = *rung, .due = clock.open->due});
    }
}

void work(Earliest& next) {
    for (const auto& [number, task] : next.i.tasks) {
        if (task.status != Task::Status::running || task.called_in_room) continue;
        next.consider(task.called ? task.due + room_hears_after : task.due,
                      {.what = task.called ? What::task_unanswered : What::task_over,
                       .number = number,
                       .due = task.due});
    }
    for (const auto& [number, until] : next.i.open_polls)
        next.consider(until, {.what = What::poll_over, .number = number});
    if (next.i.can_until != no_instant) next.consider(next.i.can_until, {.what = What::can_over});
}

void people(Earliest& next, const Policy& policy) {
    const Incident& i = next.i;
    for (const auto& [role, offer] : i.offers)
        if (offer.handoff)
            next.consider(offer.at + (offer.reminded ? offer_lapses_after : offer_reminded_after),
                          {.what = offer.reminded ? What::offer_lapses : What::offer_reminder, .role = role});
    for (const auto& [number, page] : i.pages)
        if (page.waits() && !page.called)
            next.consider(page.at + policy.page_answer_within,
                          {.what = What::page_unanswered, .number = number});
    if (const auto at = vacancy_at(i, policy)) next.consider(*at, {.what = What::vacancy});
    if (const auto at = fatigue_at(i)) next.consider(*at, {.what = What::fatigue});
    if (const auto at = call_out_at(i)) next.consider(*at, {.what = What::call_out});
}

} // namespace

std::optional<Due> next_of(const Incident& i, const Policy& policy) {
    Earliest next{i, {}};
    for (const auto& [number, goes_at] : i.going) // whatever becomes of the incident, it was promised
        next.consider(goes_at, {.what = What::update_goes, .number = number});
    if (i.state == State::cancelled || i.state == State::merged) return next.best;
    updates(next, policy);
    work(next); // also what was left open when it was over
    if (is_open(i.state)) people(next, policy);
    if (const auto at = review_starts_at(i)) next.consider(*at, {.what = What::review_starts});
    if (const auto r = review_reminder(i))
        next.consider(r->at, {.what = What::review_reminder,
                              .number = static_cast<std::uint32_t>(r->what) * 100 + r->step});
    if (const auto a = action_reminder(i))
        next.consider(a->at, {.what = What::action_reminder, .number = a->number});
    return next.best;
}

std::string key_of(const ClockRang& rang, Seq last) {
    static constexpr std::string_view names[] = {
        "rung",        "task", "task-room", "goes",    "poll",     "can",    "reminder",
        "offer-lapse", "page", "vacancy",   "fatigue", "call-out", "review", "review-reminder",
        "action"};
    std::string whose;
    if (rang.what == What::rung)
        whose = fmt::format("-{}-{}", word(rang.audience), static_cast<int>(rang.rung));
    if (rang.number) whose = fmt::format("-{}", rang.number);
    if (!rang.role.empty()) whose = "-" + rang.role;
    return fmt::format("clock/{}/{}{}/{}/{}", rang.incident.value, names[static_cast<std::size_t>(rang.what)],
                       whose, rang.due.time_since_epoch().count(), last.value);
}

Instant reminder_at(const Obligation& owed, const Policy& policy) {
    const Duration interval = std::max(owed.due - owed.began, Duration{});
    const Duration share = interval * policy.reminder_percent / 100;
    const Duration before = std::max(Duration{policy.reminder_min}, share);
    return std::min(owed.due, std::max(owed.began, owed.due - before));
}

Duration target_of(const Incident& incident, Audience audience, const Policy& policy) {
    // The responders' update is their sitrep card: no promise is made to them.
    if (audience == Audience::responders || !is_open(incident.state)) return {};
    if (incident.is_private && !incident.approved.contains(audience)) return {};
    const Cadence cadence = policy.cadence_of(audience, incident.severity);
    const auto clock = incident.clocks.find(audience);
    if (clock == incident.clocks.end() || clock->second.last_update == 0) return cadence.first;
    return incident.state == State::monitoring ? cadence.monitoring : cadence.working;
}

Adherence adherence(const AudienceClock& clock, const Policy& policy, Instant as_of) {
    Adherence out;
    const auto too_late = [&](Instant when, Instant due) { return when > due + policy.grace; };
    for (const Obligation& o : clock.settled) {
        if (!too_late(o.published, o.due)) {
            ++out.met;
            continue;
        }
        ++out.late;
        out.worst = std::max(out.worst, o.published - o.due);
    }
    if (clock.open && too_late(as_of, clock.open->due)) {
        ++out.open_overdue;
        out.worst = std::max(out.worst, as_of - clock.open->due);
    }
    return out;
}

} // namespace tocsin::clocks
