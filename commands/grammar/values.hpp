// The values that options have: severities, lengths, moments, counts, items, mentions.
#pragma once

#include "commands/grammar/arguments.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::grammar {

// A value; or why there is none; or neither, if the text does not even look like one.
template <class T> struct Value {
    std::optional<T> value{};
    std::string why_not{}; // one sentence for the reader

    explicit operator bool() const { return value.has_value(); }
    bool looks_like_one() const { return value.has_value() || !why_not.empty(); }
};

inline constexpr Duration length_min = seconds{1};
inline constexpr Duration length_max = hours{24 * 30};
inline constexpr Duration ahead_max = minutes{2}; // how far clocks of people may be ahead
inline constexpr std::int64_t count_max = 1'000'000'000'000;

Value<Severity> severity(std::string_view word);               // sev1 ... sev5; folded
Value<Duration> length(std::string_view word);                 // 90s 10m 2h 1h30m 1d; folded
Value<std::int64_t> count(std::string_view word);              // 700 or 5,000
Value<Moment> moment(std::string_view typed, Instant said_at); // 23:27[:05][zone], date, date and time, -10m
std::optional<Item> item(std::string_view word);               // T1, of any kind; folded
std::optional<std::string> mention(std::string_view plain);    // "@mei," is mei
std::optional<std::uint32_t> number(std::string_view digits);

// Does this end a time that another token goes on with: a bare date before a clock time, a clock time before
// its zone?
bool is_bare_date(std::string_view typed);
bool is_clock_time(std::string_view typed);
bool begins_like_clock_time(
    std::string_view typed); // "23:27+01:00", also "25:00": refused rather than taken as text
bool is_zone_word(std::string_view typed);

inline constexpr std::string_view item_letters = "NITHQDPUVALCR";

} // namespace tocsin::grammar
