// Time types. All instants are UTC with millisecond precision; the core never asks what time it is.
#pragma once

#include <chrono>

namespace tocsin {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// "No moment": a due time that does not exist, an end that has not come.
inline constexpr Instant no_instant{};

} // namespace tocsin
