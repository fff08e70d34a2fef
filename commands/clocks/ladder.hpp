// The ladder of an update that is late: which rungs an obligation has, when, and whom each reaches
// (DOMAIN 5.3).
#pragma once

#include "commands/core/state.hpp"

#include <optional>
#include <string>

namespace tocsin::clocks {

// Nobody else takes part: one reminder and then the page are enough (VOICE 5).
bool alone(const Incident&);
// Only real harm wakes people: customers at sev1 and sev2, internal at sev1.
bool may_page(const Incident&, Audience);
// nullopt: this obligation has no such rung, as things are now.
std::optional<Instant> rung_at(const Incident&, Audience, const Obligation&, Rung, const Policy&);
// The lowest rung that was not reached yet.
std::optional<Rung> next_rung(const Incident&, Audience, const Obligation&, const Policy&);

// Whom a rung reaches. `role_missing`: the role it is for has nobody, so the room is told that.
struct Reached {
    PersonId person; // 0: the room alone
    std::string name;
    std::string role_missing;
};
Reached deputy_rung(const Incident&, const Obligation&);
// Whoever leads, else who was not paged for this lateness nor in the last 2 min.
Reached page_rung(const Incident&, const Obligation&, Instant now);

// Vacant comms: the commander; vacant commander: the declarer.
PersonId comms_or_lead(const Incident&);
// One person hears one page in 2 min of an incident (VOICE 5).
inline constexpr minutes page_again_after{2};
bool paged_lately(const Incident&, PersonId, Instant now);

} // namespace tocsin::clocks
