// Planned times.
#include "commands/text/future.hpp"

#include "commands/grammar/values.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

namespace tocsin::text {
namespace {

constexpr std::chrono::days ahead_max{731};

bool take_zone(std::string_view& rest, Duration& offset) {
    std::string_view after = rest;
    while (after.starts_with(' ')) after.remove_prefix(1);
    if (after.starts_with("UTC") || after.starts_with("utc")) {
        after.remove_prefix(3);
        offset = Duration{};
    } else if (!take_offset(after, offset)) {
        return false;
    }
    rest = after;
    return true;
}

std::optional<Instant> bounded(Instant t, Instant now) {
    if (t <= now || t - now > ahead_max) return std::nullopt;
    return t;
}

// The longest beginning of `rest` that is a planned time.
std::optional<Instant> take(std::string_view& rest, Instant now) {
    std::chrono::sys_days date;
    Duration clock{}, offset{};
    std::string_view after = rest;
    if (take_date(after, date)) {
        std::string_view timed = after;
        if (timed.starts_with('T') || timed.starts_with(' ')) timed.remove_prefix(1);
        if (timed.size() < after.size() && take_clock(timed, clock)) {
            take_zone(timed, offset);
            rest = timed;
            return bounded(Instant{date} + clock - offset, now);
        }
        rest = after;
        return bounded(Instant{date} + hours{23} + minutes{59}, now);
    }
    if (take_clock(after, clock)) {
        take_zone(after, offset);
        Instant t = std::chrono::floor<std::chrono::days>(now) + clock - offset;
        while (t <= now) t += hours{24};
        rest = after;
        return t;
    }
    const auto word = rest.substr(0, rest.find_first_of(" \n\t"));
    if (const auto length = grammar::length(folded(word))) {
        rest.remove_prefix(word.size());
        return bounded(now + *length.value, now);
    }
    return std::nullopt;
}

} // namespace

std::optional<Instant> future_moment(std::string_view typed, Instant now) {
    const std::string whole = trimmed(typed);
    std::string_view rest{whole};
    const auto t = take(rest, now);
    return rest.empty() ? t : std::nullopt;
}

std::optional<Instant> take_future_moment(std::string_view& text, Instant now) {
    std::string_view rest = text;
    const auto t = take(rest, now);
    if (!t || (!rest.empty() && rest.front() != ' ' && rest.front() != '\n' && rest.front() != ','))
        return std::nullopt;
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\n' || rest.front() == ','))
        rest.remove_prefix(1);
    text = rest;
    return t;
}

} // namespace tocsin::text
