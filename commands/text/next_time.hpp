// Does a text already name its next update?
#pragma once

#include "commands/core/time.hpp"

#include <string_view>

namespace tocsin::text {

// "... Next update by 21:32 UTC." or "next update at 21:32": the words "next update" and a clock time after
// them.
bool names_next_time(std::string_view);
// Rounded to the nearest minute, as printed due times are.
Instant to_minute(Instant);

} // namespace tocsin::text
