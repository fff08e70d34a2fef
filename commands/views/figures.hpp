// The numbers of one incident (DOMAIN 8), each under the name of its formula. Integer arithmetic only (P4).
#pragma once

#include "commands/clocks/due.hpp"
#include "commands/core/state.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::views {

// Impact per level; where windows overlap, the time counts once and for the highest level. Open ones end at
// `as_of`.
std::map<ImpactLevel, Duration> impact_per_level(const Incident&, Instant as_of);
std::optional<Instant> impact_start(const Incident&);

// One stretch at one severity, in one state, or under one commander; while it lasts it ends at `as_of`.
struct Stretch {
    std::string what, why, by;
    Instant from{}, to{};
    Duration length() const { return to > from ? to - from : Duration{}; }
};
// Severity from the declaration on; the time between a resolve and its reopening belongs to none.
std::vector<Stretch> severities(const IncidentFile&, Instant as_of);

// TTD, TTA, TTM, TTR of DOMAIN 8. nullopt: a stamp is missing.
struct KeyFigures {
    std::optional<Duration> detect, acknowledge, mitigate, resolve;
    bool detected_first{}; // noticed before users were hurt: TTD is 0
};
KeyFigures key_figures(const Incident&);
// Detected: the declaration, as long as no alert and no stamp says more.
Instant detected_at(const Incident&);

// How one audience was served, beside its adherence.
struct Service {
    clocks::Adherence adherence;
    std::size_t updates{};
    std::optional<Duration> first; // from the start of its clock to the first update
    std::optional<Duration> median_gap;
    std::size_t long_promises{}; // next= further away than the cadence of that moment
};
Service service_of(const IncidentFile&, Audience, const Policy&, Instant as_of);

// "8 of 11 (72.7 %)"; "none counted" instead of a share of nothing.
std::string adherence_shown(const clocks::Adherence&);

} // namespace tocsin::views
