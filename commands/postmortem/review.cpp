// Calendar arithmetic on whole days; no zone and no holidays are known here.
#include "commands/postmortem/review.hpp"

namespace tocsin::postmortem {

using std::chrono::days;
using std::chrono::floor;

namespace {

constexpr days meeting_sev1{3};
constexpr int meeting_sev2_business_days = 5;
constexpr hours text_before_meeting{24};
constexpr days closed_after{30};
constexpr days prevent_at_sev1{30};
constexpr days action_after{60};

bool is_business_day(Instant t) {
    const std::chrono::weekday day{floor<days>(t)};
    return day != std::chrono::Saturday && day != std::chrono::Sunday;
}

bool owes_nothing(const Incident& i) { return !required(i) || i.resolved_at == no_instant; }

} // namespace

bool required(const Incident& i) {
    return i.is_major() && i.state != State::cancelled && i.state != State::merged;
}

Instant business_days_after(Instant from, int count) {
    Instant t = from;
    while (count > 0) {
        t += days{1};
        if (is_business_day(t)) --count;
    }
    return t;
}

Instant meeting_due(const Incident& i) {
    if (owes_nothing(i)) return no_instant;
    return i.severity == Severity::sev1 ? i.resolved_at + meeting_sev1
                                        : business_days_after(i.resolved_at, meeting_sev2_business_days);
}

Instant text_due(const Incident& i) {
    if (owes_nothing(i)) return no_instant;
    return (i.meeting != no_instant ? i.meeting : meeting_due(i)) - text_before_meeting;
}

Instant closed_due(const Incident& i) { return owes_nothing(i) ? no_instant : i.resolved_at + closed_after; }

Duration action_time(Severity severity, ActionType type) {
    return severity == Severity::sev1 && type == ActionType::prevent ? prevent_at_sev1 : action_after;
}

Instant action_due(const Incident& i, const Action& action) {
    return action.due != no_instant ? action.due : action.at + action_time(i.severity, action.type);
}

} // namespace tocsin::postmortem
