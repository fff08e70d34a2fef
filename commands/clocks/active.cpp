// Active time. Quiet hours are minutes of the UTC day, so that the fold needs no time zone (DESIGN 4.6).
#include "commands/clocks/active.hpp"

#include <algorithm>

namespace tocsin::clocks {
namespace {

constexpr int days_max = 1'000; // of quiet nights that one wait may reach over

Instant midnight(Instant t) { return std::chrono::floor<std::chrono::days>(t); }

// The quiet stretch that holds `t`, or the next one after it.
std::pair<Instant, Instant> quiet_around(const QuietHours& quiet, Instant t) {
    const Duration length = quiet.to > quiet.from ? quiet.to - quiet.from : quiet.to + hours{24} - quiet.from;
    Instant begin = midnight(t) - hours{24} + quiet.from;
    while (begin + length <= t) begin += hours{24};
    return {begin, begin + length};
}

const QuietHours* quiet_of(const Incident& i, Audience audience, const Policy& policy) {
    const auto it = policy.quiet.find(audience);
    if (it == policy.quiet.end() || i.severity == Severity::sev1 || audience == Audience::responders)
        return nullptr;
    return &it->second;
}

} // namespace

Instant due_after(const Incident& i, Audience audience, const Policy& policy, Instant from, Duration target) {
    const auto clock = i.clocks.find(audience);
    if (clock != i.clocks.end()) from = std::max(from, clock->second.paused_until);
    const QuietHours* quiet = quiet_of(i, audience, policy);
    if (!quiet) return from + target;
    for (int day = 0; day < days_max; ++day) {
        const auto [begin, end] = quiet_around(*quiet, from);
        if (from < begin) {
            if (target <= begin - from) return from + target;
            target -= begin - from;
        }
        from = end;
    }
    return from + target;
}

bool is_quiet(const Incident& i, Audience audience, const Policy& policy, Instant now) {
    const QuietHours* quiet = quiet_of(i, audience, policy);
    if (!quiet) return false;
    const auto [begin, end] = quiet_around(*quiet, now);
    return begin <= now && now < end;
}

} // namespace tocsin::clocks
