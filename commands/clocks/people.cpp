// Moments of people and of the review.
#include "commands/clocks/people.hpp"

#include <algorithm>

namespace tocsin::clocks {

std::optional<Instant> vacancy_at(const Incident& i, const Policy& policy) {
    if (!is_open(i.state) || !i.is_major() || i.vacancy_called || i.commander()) return std::nullopt;
    return i.raised_at + policy.vacancy_after;
}

std::optional<Instant> fatigue_at(const Incident& i) {
    const Tenure* commander = i.commander();
    if (!is_open(i.state) || !commander || commander->fatigue_calls > 1) return std::nullopt;
    return commander->since + (commander->fatigue_calls == 0 ? fatigue_after : fatigue_strongly_after);
}

std::optional<Instant> review_starts_at(const Incident& i) {
    if (i.state != State::resolved || !i.is_major()) return std::nullopt;
    Instant quiet_since = i.resolved_recorded;
    for (const auto& [audience, clock] : i.clocks) {
        if (clock.open) return i.resolved_recorded + review_latest;
        quiet_since = std::max(quiet_since, clock.last_published);
    }
    return std::min(quiet_since + review_after, i.resolved_recorded + review_latest);
}

} // namespace tocsin::clocks
