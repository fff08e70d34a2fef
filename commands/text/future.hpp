// Times that people plan: when a pause ends, a meeting is, an action is due.
#pragma once

#include "commands/core/time.hpp"

#include <optional>
#include <string_view>

namespace tocsin::text {

// "08:00", "08:00Z", "08:00 UTC": the next such moment; "2026-12-01", with a clock time after a blank or T;
// "14d", "2h30m": from now on. A bare date is its end, 23:59 UTC. nullopt: it is none of these, has passed,
// or is over two years ahead.
std::optional<Instant> future_moment(std::string_view typed, Instant now);
// The same at the beginning of a text, taken off it with the blanks behind it.
std::optional<Instant> take_future_moment(std::string_view& text, Instant now);

} // namespace tocsin::text
