// Due moments and adherence, computed from the state alone (DOMAIN 5.1, 5.3, 5.6).
#include "commands/clocks/due.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::clocks {
namespace {

using What = ClockRang::What;

auto rank(const Due& d) { return std::tuple{d.at, d.rang.what, d.rang.audience, d.rang.task}; }

void keep_earlier(std::optional<Due>& best, Due candidate) {
    if (!best || rank(candidate) < rank(*best)) best = candidate;
}

// Rungs of this version: the reminder and the line at due. A person alone in the incident hears the line at
// due too, because no page follows yet that would make it pointless (DOMAIN 5.3).
void add_obligation(std::optional<Due>& best, const Incident& incident, Audience audience,
                    const Obligation& open, const Policy& policy) {
    if (open.called) return;
    const ClockRang rang{
        .what = What::update_due, .incident = incident.id, .audience = audience, .due = open.due};
    keep_earlier(best, {open.due, rang});
    if (open.reminded) return;
    ClockRang reminder = rang;
    reminder.what = What::reminder;
    keep_earlier(best, {reminder_at(open, policy), reminder});
}

std::string_view word(What what) {
    switch (what) {
    case What::reminder: return "reminder";
    case What::update_due: return "update";
    case What::task_over: return "task";
    }
    return "unknown";
}

} // namespace

std::optional<Due> next_of(const Incident& incident, const Policy& policy) {
    if (incident.state == State::cancelled || incident.state == State::merged) return std::nullopt;
    std::optional<Due> best;
    for (const auto& [audience, clock] : incident.clocks)
        if (audience != Audience::responders && clock.open)
            add_obligation(best, incident, audience, *clock.open, policy);
    for (const auto& [number, task] : incident.tasks) {
        if (task.status != Task::Status::running || task.called) continue;
        keep_earlier(
            best,
            {task.due, {.what = What::task_over, .incident = incident.id, .task = number, .due = task.due}});
    }
    return best;
}

std::string key_of(const ClockRang& rang) {
    const std::string whose = rang.what == What::task_over ? fmt::format("T{}", rang.task)
                                                           : std::string{tocsin::word(rang.audience)};
    return fmt::format("clock/{}/{}-{}/{}", rang.incident.value, word(rang.what), whose,
                       rang.due.time_since_epoch().count());
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
