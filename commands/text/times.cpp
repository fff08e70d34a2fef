// Instants and durations as text and back. Fixed English forms in UTC, so that every machine prints the same
// (P4).
#include "commands/text/times.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>

namespace tocsin::text {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::round;
using std::chrono::sys_days;
using std::chrono::year_month_day;

namespace {

// Below this, seconds still matter to the reader; from here on minutes are enough.
constexpr Duration seconds_shown_below = minutes{5};
// Up to here people count in hours ("next=36h"), beyond in days.
constexpr Duration hours_shown_below = hours{48};

constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Clock {
    explicit Clock(Instant t) : parts{t - floor<days>(t)} {}
    std::chrono::hh_mm_ss<Duration> parts;
    auto hour() const { return parts.hours().count(); }
    auto minute() const { return parts.minutes().count(); }
    auto second() const { return parts.seconds().count(); }
    auto millisecond() const { return parts.subseconds().count(); }
};

template <class Large, class Small>
std::string two_units(Duration d, std::string_view large_name, std::string_view small_name) {
    const auto large = floor<Large>(d);
    const auto small = floor<Small>(d - large);
    if (large.count() == 0) return fmt::format("{} {}", small.count(), small_name);
    if (small.count() == 0) return fmt::format("{} {}", large.count(), large_name);
    return fmt::format("{} {} {} {}", large.count(), large_name, small.count(), small_name);
}

bool take(std::string_view& s, char c) {
    if (s.empty() || s.front() != c) return false;
    s.remove_prefix(1);
    return true;
}

// Exactly `width` digits.
bool take_digits(std::string_view& s, std::size_t width, int& value) {
    if (s.size() < width) return false;
    int n = 0;
    for (char c : s.substr(0, width)) {
        if (c < '0' || c > '9') return false;
        n = n * 10 + (c - '0');
    }
    s.remove_prefix(width);
    value = n;
    return true;
}

bool is_digit(std::string_view s) { return !s.empty() && s.front() >= '0' && s.front() <= '9'; }

// ".123456": what is finer than a millisecond is cut.
Duration take_fraction(std::string_view& s) {
    Duration fraction{};
    std::string_view rest = s;
    if (!take(rest, '.') || !is_digit(rest)) return fraction;
    for (int unit = 100; is_digit(rest); rest.remove_prefix(1), unit /= 10)
        fraction += Duration{unit * (rest.front() - '0')};
    s = rest;
    return fraction;
}

} // namespace

std::string hhmm(Instant t) {
    const Clock c{t};
    return fmt::format("{:02}:{:02}", c.hour(), c.minute());
}

std::string hhmm_utc(Instant t) { return hhmm(t) + " UTC"; }

std::string due_utc(Instant t) { return hhmm_utc(floor<minutes>(t + seconds{30})); }

std::string day(Instant t) {
    const year_month_day d{floor<days>(t)};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
                       static_cast<unsigned>(d.day()));
}

std::string day_hhmm_utc(Instant t) {
    const auto date = floor<days>(t);
    const year_month_day d{date};
    return fmt::format("{} {} {} {}", weekdays[std::chrono::weekday{date}.c_encoding()],
                       static_cast<unsigned>(d.day()), months[static_cast<unsigned>(d.month()) - 1],
                       hhmm_utc(t));
}

std::string iso(Instant t) {
    const Clock c{t};
    std::string out = fmt::format("{}T{:02}:{:02}:{:02}", day(t), c.hour(), c.minute(), c.second());
    if (c.millisecond() != 0) out += fmt::format(".{:03}", c.millisecond());
    return out + 'Z';
}

std::string near(Instant t, Instant now) {
    return floor<days>(t) == floor<days>(now) ? hhmm_utc(t) : day_hhmm_utc(t);
}

// Rounded, not cut: what is due in 14 min 59.7 s is due in 15 min.
std::string length(Duration d) {
    d = std::max(Duration{round<seconds>(d)}, Duration{});
    if (d < seconds_shown_below) return two_units<minutes, seconds>(d, "min", "s");
    d = round<minutes>(d);
    if (d < hours_shown_below) return two_units<hours, minutes>(d, "h", "min");
    return two_units<days, hours>(round<hours>(d), "days", "h");
}

std::string exact(Duration d) {
    const std::chrono::hh_mm_ss parts{floor<seconds>(std::max(d, Duration{}))};
    return fmt::format("{}:{:02}:{:02}", parts.hours().count(), parts.minutes().count(),
                       parts.seconds().count());
}

bool take_date(std::string_view& s, sys_days& out) {
    std::string_view rest = s;
    int y{}, m{}, d{};
    if (!take_digits(rest, 4, y) || !take(rest, '-') || !take_digits(rest, 2, m) || !take(rest, '-') ||
        !take_digits(rest, 2, d) || is_digit(rest))
        return false;
    const year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                              std::chrono::day{static_cast<unsigned>(d)}};
    if (!date.ok()) return false;
    out = sys_days{date};
    s = rest;
    return true;
}

bool take_clock(std::string_view& s, Duration& out) {
    std::string_view rest = s;
    const std::size_t hour_digits = s.size() > 1 && s[1] == ':' ? 1 : 2; // "9:05" is written too
    int h{}, m{}, sec{};
    if (!take_digits(rest, hour_digits, h) || !take(rest, ':') || !take_digits(rest, 2, m)) return false;
    Duration fraction{};
    if (take(rest, ':')) {
        if (!take_digits(rest, 2, sec)) return false;
        fraction = take_fraction(rest);
    }
    if (h > 23 || m > 59 || sec > 59 || is_digit(rest)) return false;
    out = hours{h} + minutes{m} + seconds{sec} + fraction;
    s = rest;
    return true;
}

bool take_offset(std::string_view& s, Duration& out) {
    std::string_view rest = s;
    if (take(rest, 'Z') || take(rest, 'z')) {
        out = {};
        s = rest;
        return true;
    }
    const bool west = take(rest, '-');
    if (!west && !take(rest, '+')) return false;
    int h{}, m{};
    if (!take_digits(rest, 2, h) && !take_digits(rest, 1, h)) return false;
    if (take(rest, ':') ? !take_digits(rest, 2, m) : is_digit(rest) && !take_digits(rest, 2, m)) return false;
    constexpr int hours_max = 14; // UTC+14 is the furthest zone there is
    if (h > hours_max || m > 59 || is_digit(rest)) return false;
    out = hours{h} + minutes{m};
    if (west) out = -out;
    s = rest;
    return true;
}

bool parse_iso(std::string_view s, Instant& out) {
    sys_days date;
    Duration clock{}, offset{};
    if (!take_date(s, date) || !(take(s, 'T') || take(s, 't')) || !take_clock(s, clock)) return false;
    if (!s.empty() && !take_offset(s, offset)) return false;
    if (!s.empty()) return false;
    out = Instant{date} + clock - offset;
    return true;
}

} // namespace tocsin::text
