// When the commander is told what waits, and how often Tocsin may speak to one person unasked (VOICE 5).
#pragma once

#include "commands/core/state.hpp"

#include <optional>

namespace tocsin::clocks {

inline constexpr minutes call_out_every{10}, call_out_later{30}; // later: of an incident that lasts
inline constexpr hours call_out_slows_after{2};                  // since its declaration
inline constexpr minutes typing_lately{5};                       // who types knows where things are

// Of a sev1 or sev2 with a commander and others; nullopt: nobody is to be told, or nothing happened since.
std::optional<Instant> call_out_at(const Incident&);

inline constexpr std::size_t unasked_an_hour = 4; // to one person, besides pages and reminders of updates
// How often that was in the last hour, over all incidents.
std::size_t unasked_lately(const Everything&, PersonId, Instant now);

} // namespace tocsin::clocks
