// The numbers of one incident (DOMAIN 8), each under the name of its formula. Integer arithmetic only (P4).
#pragma once

#include "commands/clocks/due.hpp"
#include "commands/core/state.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::views {

// Impact per level; where windows overlap, the time counts once and for the highest level. Open ones end at
// `as_of`.
std::map<ImpactLevel, Duration> impact_per_level(const Incident&, Instant as_of);
std::optional<Instant> impact_start(const Incident&);

// One stretch at one severity, in one phase, or under one commander; while it lasts it ends at `as_of`.
struct Stretch {
    std::string what, why, by;
    Instant from{}, to{};
    Duration length() const { return to > from ? to - from : Duration{}; }
};
// Severity from the declaration on; the time between a resolve and its reopening belongs to none.
std::vector<Stretch> severities(const IncidentFile&, Instant as_of);
// What figures read of a long log: who has collected its moves need not have it read again. Those of other
// kinds among them do no harm.
using Moves = std::span<const Recorded* const>;
bool is_move(const Event&);
std::vector<Stretch> severities(Moves, Instant as_of);
// Of a security incident, in order; the last one ends with the incident.
std::vector<Stretch> phases(const Incident&, Instant as_of);
// One a tenure of the commander, cut to the time in which the incident was open (its severities).
std::vector<Stretch> commands(const Incident&, std::span<const Stretch> open);
// While it was open and nobody held command: who declared it was acting commander then (DOMAIN 3).
Duration without_commander(const Incident&, std::span<const Stretch> open);

// TTD, TTA, TT declare, both TTM, TTR of DOMAIN 8. nullopt: a stamp is missing.
struct KeyFigures {
    std::optional<Duration> detect, acknowledge, declare, mitigate, mitigate_detected, resolve;
    bool detected_first{}; // noticed before users were hurt: TTD is 0
};
KeyFigures key_figures(const Incident&);
// Detected: what was stamped; the declaration, as long as nothing says more.
Instant detected_at(const Incident&);

// The key times that are known, in the order of DOMAIN 7.
struct KeyMoment {
    std::string_view name; // "impact start", "detected"
    Instant at{};
    std::string_view before; // set: out of order, it lies before that one
};
std::vector<KeyMoment> key_moments(const Incident&);

// Times between the published updates of one audience (TBU).
struct Spread {
    std::size_t n{};
    Duration median{}, p90{}, most{};
};
Spread spread(std::vector<Duration>);

// How one audience was served (DOMAIN 5.6).
struct Service {
    clocks::Adherence adherence;
    int met_strict{}; // as met, without updates that only repeated the one before (U03)
    std::size_t updates{};
    std::optional<Duration> first; // from the start of its clock to the first update
    Spread between;
    std::optional<int> coverage; // in thousandths: the share of the active time in which nothing was overdue
    std::size_t silent{};        // periods without an update of over twice the target
    std::size_t long_promises{}; // next= further away than the cadence of that moment
};
Service service_of(const IncidentFile&, Moves, Audience, const Policy&, Instant as_of);

// "8 of 11 (72.7 %)"; "none counted" instead of a share of nothing.
std::string adherence_shown(const clocks::Adherence&);
std::string share_shown(int part, int whole);

} // namespace tocsin::views
