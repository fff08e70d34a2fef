// Reads one value each. Nothing here guesses: what cannot be read is explained with forms that can.
#include "commands/grammar/values.hpp"

#include "commands/grammar/tokens.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tocsin::grammar {

using std::chrono::sys_days;

namespace {

constexpr std::size_t digits_max = 9;
// Earlier than any incident: a moment before it is a typing error.
constexpr Instant earliest = sys_days{std::chrono::year{2000} / 1 / 1};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_while(std::string_view& s, bool (*belongs)(char)) {
    const auto end = std::find_if_not(s.begin(), s.end(), belongs);
    const auto taken = s.substr(0, static_cast<std::size_t>(end - s.begin()));
    s.remove_prefix(taken.size());
    return taken;
}

struct Unit {
    std::string_view names[3];
    seconds size;
};
constexpr std::array units{
    Unit{{"d", "day", "days"}, hours{24}},
    Unit{{"h", "hr", "hrs"}, hours{1}},
    Unit{{"m", "min", "mins"}, minutes{1}},
    Unit{{"s", "sec", "secs"}, seconds{1}},
};

const Unit* unit_named(std::string_view name) {
    for (const auto& unit : units)
        if (std::find(std::begin(unit.names), std::end(unit.names), name) != std::end(unit.names))
            return &unit;
    return nullptr;
}

// The sum of "1h30m", without limits; nullopt: not such a form. Units grow smaller, each once.
std::optional<seconds> sum_of_units(std::string_view s) {
    constexpr seconds enough = hours{24 * 366'000}; // beyond every limit, far below overflow
    seconds sum{};
    const Unit* last = nullptr;
    while (!s.empty()) {
        const auto digits = take_while(s, is_digit);
        const auto name = take_while(s, [](char c) { return !is_digit(c); });
        const Unit* unit = unit_named(name);
        if (digits.empty() || !unit || (last && unit <= last)) return std::nullopt;
        const auto n = number(digits);
        sum = std::min(enough, sum + (n ? std::min(enough, *n * unit->size) : enough));
        last = unit;
    }
    return last ? std::optional{sum} : std::nullopt;
}

Value<Moment> not_a_time(std::string_view typed) {
    return {.why_not = fmt::format(
                "\"{}\" is no time that I can read. Times look like at=23:27, at=2017-01-31T23:27Z "
                "or at=-10m, in UTC.",
                text::cut(typed, 40))};
}

Value<Moment> not_in_future(std::string_view typed, Instant at, Instant said_at) {
    if (at > said_at + ahead_max)
        return {.why_not = fmt::format("\"{}\" has not come yet: {} lies ahead. at= takes moments up to now.",
                                       text::cut(typed, 40), text::day_hhmm_utc(at))};
    if (at < earliest) return not_a_time(typed);
    return {.value = Moment{.at = at, .typed = std::string{typed}}};
}

// "Z", "+01:00", "UTC" or nothing.
bool take_zone(std::string_view& s, Duration& offset) {
    if (s.starts_with(' ')) s.remove_prefix(1);
    for (const std::string_view name : {"UTC", "utc", "GMT", "gmt"})
        if (s.starts_with(name)) {
            s.remove_prefix(name.size());
            return s.empty();
        }
    return s.empty() || (text::take_offset(s, offset) && s.empty());
}

// The latest such time of day that is not ahead.
Instant latest(Duration clock, Duration offset, Instant said_at) {
    const Instant newest = said_at + ahead_max;
    Instant at =
        Instant{std::chrono::floor<std::chrono::days>(newest)} + std::chrono::days{2} + clock - offset;
    while (at > newest) at -= std::chrono::days{1};
    return at;
}

Value<Moment> clock_time(std::string_view typed, Instant said_at) {
    std::string_view rest = typed;
    Duration clock{}, offset{};
    if (!text::take_clock(rest, clock)) return not_a_time(typed);
    if (take_zone(rest, offset)) return not_in_future(typed, latest(clock, offset, said_at), said_at);
    const auto tail = text::folded(text::trimmed(rest));
    if (tail == "am" || tail == "pm")
        return {.why_not =
                    fmt::format("\"{}\": hours go from 0 to 23 here, like at=23:27.", text::cut(typed, 40))};
    return {.why_not = fmt::format("\"{}\": I do not know that zone. Write the offset, like at=23:27+01:00.",
                                   text::cut(typed, 40))};
}

Value<Moment> dated_time(std::string_view typed, Instant said_at) {
    std::string_view rest = typed;
    sys_days date;
    Duration clock{}, offset{};
    if (!text::take_date(rest, date))
        return {.why_not = fmt::format("\"{}\" is no day. Days look like 2017-01-31.", text::cut(typed, 40))};
    if (rest.empty()) {
        auto day = not_in_future(typed, date, said_at);
        if (day) day.value->day_only = true;
        return day;
    }
    if (rest.front() != 'T' && rest.front() != 't' && rest.front() != ' ') return not_a_time(typed);
    rest.remove_prefix(1);
    if (!text::take_clock(rest, clock) || !take_zone(rest, offset)) return not_a_time(typed);
    return not_in_future(typed, date + clock - offset, said_at);
}

bool begins_like_date(std::string_view s) { return s.size() > 4 && s[4] == '-' && is_digit(s.front()); }

} // namespace

std::optional<std::uint32_t> number(std::string_view digits) {
    if (digits.empty() || digits.size() > digits_max || !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    std::uint32_t n = 0;
    for (const char c : digits) n = n * 10 + static_cast<std::uint32_t>(c - '0');
    return n;
}

Value<Severity> severity(std::string_view word) {
    word = without_punctuation(word);
    if (!word.starts_with("sev")) return {};
    const auto digits = word.substr(word.starts_with("sev-") ? 4 : 3);
    const auto n = number(digits);
    if (!n || digits.size() > 2) return {};
    if (*n < 1 || *n > 5)
        return {.why_not = fmt::format("There is no sev{}. sev1 is the worst, sev5 the least.", *n)};
    return {.value = static_cast<Severity>(*n)};
}

Value<Duration> length(std::string_view word) {
    const bool negative = word.starts_with('-');
    const auto sum = sum_of_units(negative ? word.substr(1) : word);
    if (!sum) return {};
    if (negative)
        return {.why_not =
                    fmt::format("\"{}\" would be over already. Lengths look like 10m or 1h30m.", word)};
    if (*sum < length_min || *sum > length_max)
        return {.why_not =
                    fmt::format("\"{}\" is no length I can use: it takes 1s to 30d.", text::cut(word, 40))};
    return {.value = *sum};
}

Value<std::int64_t> count(std::string_view word) {
    const auto why = fmt::format("\"{}\" is no number. Numbers look like 700 or 5,000.", text::cut(word, 40));
    std::int64_t n = 0;
    std::size_t since_comma = 0;
    bool grouped = false;
    for (const char c : word) {
        if (c == ',') {
            if (since_comma == 0 || since_comma > 3 || (grouped && since_comma != 3)) return {.why_not = why};
            grouped = true;
            since_comma = 0;
            continue;
        }
        if (!is_digit(c)) return {.why_not = why};
        n = n * 10 + (c - '0');
        ++since_comma;
        if (n > count_max)
            return {.why_not = fmt::format("\"{}\" is too large a number.", text::cut(word, 40))};
    }
    if (since_comma == 0 || (grouped && since_comma != 3)) return {.why_not = why};
    return {.value = n};
}

Value<Moment> moment(std::string_view typed, Instant said_at) {
    if (typed.starts_with('-')) {
        const auto ago = length(text::folded(typed.substr(1)));
        if (ago) return not_in_future(typed, said_at - *ago.value, said_at);
        return ago.why_not.empty() ? not_a_time(typed) : Value<Moment>{.why_not = ago.why_not};
    }
    return begins_like_date(typed) ? dated_time(typed, said_at) : clock_time(typed, said_at);
}

std::optional<Item> item(std::string_view word) {
    if (word.size() < 2 || word.front() < 'a' || word.front() > 'z') return std::nullopt;
    const auto kind = static_cast<char>(word.front() - 'a' + 'A');
    const auto n = number(word.substr(1));
    if (!n || *n == 0 || item_letters.find(kind) == std::string_view::npos) return std::nullopt;
    return Item{kind, *n};
}

std::optional<std::string> mention(std::string_view plain) {
    if (!plain.starts_with('@')) return std::nullopt;
    const auto name = without_punctuation(plain.substr(1));
    return name.empty() ? std::nullopt : std::optional{std::string{name}};
}

bool is_bare_date(std::string_view typed) {
    sys_days date;
    return text::take_date(typed, date) && typed.empty();
}

bool is_clock_time(std::string_view typed) {
    Duration clock{};
    return text::take_clock(typed, clock) && typed.empty();
}

bool begins_like_clock_time(std::string_view typed) {
    const auto hour = take_while(typed, is_digit);
    return (hour.size() == 1 || hour.size() == 2) && typed.size() >= 3 && typed[0] == ':' &&
           is_digit(typed[1]) && is_digit(typed[2]);
}

bool is_zone_word(std::string_view typed) {
    // The last ones are ambiguous or shift with the season: taken as part of the time, so that they are
    // refused.
    constexpr std::array zones{"UTC", "GMT", "Z",   "CET",  "CEST", "EET", "EEST", "WET",
                               "BST", "EST", "EDT", "CST",  "CDT",  "MST", "MDT",  "PST",
                               "PDT", "IST", "JST", "AEST", "AM",   "PM",  "am",   "pm"};
    return std::find(zones.begin(), zones.end(), typed) != zones.end();
}

} // namespace tocsin::grammar
