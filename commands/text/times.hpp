// How instants and durations are printed: fixed formats, UTC, no locale (P4, VOICE 6).
#pragma once

#include "commands/core/time.hpp"

#include <string>
#include <string_view>

namespace tocsin::text {

std::string hhmm(Instant);         // "23:27" (cut, not rounded)
std::string hhmm_utc(Instant);     // "23:27 UTC"
std::string due_utc(Instant);      // rounded to the nearest minute: "21:32 UTC"
std::string day(Instant);          // "2017-01-31"
std::string day_hhmm_utc(Instant); // "Tue 31 Jan 23:27 UTC"
std::string iso(Instant);          // "2017-01-31T23:27:31Z", with ".123" only if there are milliseconds
// "HH:MM UTC" on the same UTC day as `now`, else with the day.
std::string near(Instant, Instant now);
// "53 min", "2 h 30 min", "45 s", "3 days 4 h"; rounded, at most two units, never negative.
std::string length(Duration);
std::string exact(Duration); // "1:29:56"
// Reads what `iso` writes, also with offset or without seconds; false: not a time.
bool parse_iso(std::string_view, Instant&);

// The parts of a written time. Each takes what it reads off the front of the text; false: not there, or
// impossible (2017-02-30, 24:00).
bool take_date(std::string_view&, std::chrono::sys_days&); // 2017-01-31
bool take_clock(std::string_view&, Duration&);             // 23:27, 23:27:05, 23:27:05.123
bool take_offset(std::string_view&, Duration&);            // Z, +01:00, -0530, +1

} // namespace tocsin::text
