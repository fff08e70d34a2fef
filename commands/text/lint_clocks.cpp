// Clock times in a text, their zones, and the dates beside them.
#include "commands/text/lint_parts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::text::linting {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Zone {
    std::string_view name;
    int minutes;
    bool known; // several places share the name, or it has a summer time
};
constexpr Zone zones[]{
    {"UTC", 0, true},       {"GMT", 0, true},      {"Z", 0, true},        {"CET", 60, true},
    {"CEST", 120, true},    {"MEZ", 60, true},     {"MESZ", 120, true},   {"EET", 120, true},
    {"EEST", 180, true},    {"WET", 0, true},      {"WEST", 60, true},    {"MSK", 180, true},
    {"EST", -300, true},    {"EDT", -240, true},   {"CDT", -300, true},   {"MST", -420, true},
    {"MDT", -360, true},    {"PST", -480, true},   {"PDT", -420, true},   {"JST", 540, true},
    {"KST", 540, true},     {"SGT", 480, true},    {"HKT", 480, true},    {"AEST", 600, true},
    {"AEDT", 660, true},    {"NZST", 720, true},   {"NZDT", 780, true},   {"BRT", -180, true},
    {"ART", -180, true},    {"SAST", 120, true},   {"BST", 0, false},     {"IST", 0, false},
    {"CST", 0, false},      {"ET", 0, false},      {"PT", 0, false},      {"CT", 0, false},
    {"MT", 0, false},       {"Eastern", 0, false}, {"Pacific", 0, false}, {"Central", 0, false},
    {"Mountain", 0, false},
};

// Said before the time: "UTC 14:30", "日本時間14:30", "北京时间 14:30".
constexpr std::string_view zones_before[]{"UTC", "GMT", "JST", "KST", "日本時間", "北京时间", "한국시간"};

void skip_spaces(std::string_view s, std::size_t& i) {
    while (i < s.size()) {
        std::size_t next = i;
        if (!is_space(next_code_point(s, next))) return;
        i = next;
    }
}

std::string_view letters_at(std::string_view s, std::size_t i) {
    const std::size_t begin = i;
    while (i < s.size() && is_ascii_letter(s[i])) ++i;
    return s.substr(begin, i - begin);
}

const Zone* zone_named(std::string_view name) {
    for (const auto& zone : zones)
        if (zone.name == name) return &zone;
    if (name == "utc" || name == "gmt") return &zones[0];
    return nullptr;
}

// " p.m.", "pm": the hour is moved; false if there is none.
bool take_half_of_day(std::string_view s, std::size_t& i, Duration& of_day) {
    std::size_t at = i;
    skip_spaces(s, at);
    const std::string half = folded(s.substr(at, 4));
    const bool afternoon = half.starts_with("pm") || half.starts_with("p.m");
    if (!afternoon && !half.starts_with("am") && !half.starts_with("a.m")) return false;
    const std::size_t size = half[1] == '.' ? (half.ends_with('.') ? 4 : 3) : 2;
    if (at + size < s.size() && is_ascii_letter(s[at + size])) return false;
    const auto hour = std::chrono::floor<hours>(of_day);
    if (hour > hours{12}) return false;
    if (afternoon && hour < hours{12}) of_day += hours{12};
    if (!afternoon && hour == hours{12}) of_day -= hours{12};
    i = at + size;
    return true;
}

void take_zone(std::string_view s, Clock& clock) {
    std::size_t i = clock.at.end;
    skip_spaces(s, i);
    if (std::string_view rest = s.substr(i); !rest.empty() && rest[0] == '+') { // "14:30 +02:00"
        Duration offset{};
        if (!take_offset(rest, offset)) return;
        clock = {{clock.at.begin, s.size() - rest.size()}, clock.of_day, true, offset};
        return;
    }
    if (i < s.size() && one_of(s.substr(i, 1), {"(", ",", "h"})) ++i;
    skip_spaces(s, i);
    const auto name = letters_at(s, i);
    const Zone* zone = zone_named(name);
    if (!zone) return;
    clock.at.end = i + name.size();
    clock.zoned = true;
    if (zone->known) clock.zone = minutes{zone->minutes};
    std::string_view rest = s.substr(clock.at.end);
    if (Duration offset{}; zone->minutes == 0 && zone->known && !rest.empty() &&
                           (rest[0] == '+' || rest[0] == '-') && take_offset(rest, offset)) { // "UTC+2"
        clock.zone = offset;
        clock.at.end = s.size() - rest.size();
    }
}

bool follows_zone(std::string_view s, std::size_t begin) {
    auto before = s.substr(0, begin);
    while (before.ends_with(' ')) before.remove_suffix(1);
    return std::ranges::any_of(zones_before, [&](std::string_view zone) { return before.ends_with(zone); });
}

// Not the end of "db1:5432", "v2.10:30" or "1:29:56".
bool may_begin(std::string_view s, std::size_t i) {
    if (i == 0) return true;
    const char before = s[i - 1];
    if (before == 'T' && i > 1 && is_digit(s[i - 2])) return true; // "2017-01-31T23:27"
    return !is_digit(before) && !is_ascii_letter(before) && before != ':' && before != '.' && before != '_';
}

// "3 pm" has no colon; the half of the day makes it a time.
bool take_hour(std::string_view s, std::size_t i, Clock& clock) {
    std::size_t end = i;
    while (end < s.size() && is_digit(s[end])) ++end;
    if (end - i > 2) return false;
    int hour = 0;
    for (const char c : s.substr(i, end - i)) hour = hour * 10 + (c - '0');
    Duration of_day = hours{hour};
    if (hour < 1 || hour > 12 || !take_half_of_day(s, end, of_day)) return false;
    clock = {{i, end}, of_day, false, {}};
    return true;
}

bool take_time(std::string_view s, std::size_t i, Clock& clock) {
    std::string_view rest = s.substr(i);
    Duration of_day{};
    if (!take_clock(rest, of_day)) return take_hour(s, i, clock);
    if (!rest.empty() && (rest[0] == ':' || rest[0] == '%')) return false;
    if (is_ascii_letter(rest.empty() ? ' ' : rest[0]) && letters_at(rest, 0) != "Z" &&
        !one_of(folded(rest.substr(0, 2)), {"am", "pm"}) && !zone_named(letters_at(rest, 0)) &&
        letters_at(rest, 0) != "h")
        return false;
    clock = {{i, s.size() - rest.size()}, of_day, false, {}};
    take_half_of_day(s, clock.at.end, clock.of_day);
    return true;
}

unsigned month_of(std::string_view folded) {
    constexpr std::string_view months[]{"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr std::string_view whole[]{"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
    for (unsigned m = 0; m < 12; ++m)
        if (folded == months[m] || folded == whole[m]) return m + 1;
    return folded == "sept" ? 9 : 0;
}

unsigned day_of(std::string_view folded) { // "4", "4th"
    unsigned day = 0;
    std::size_t i = 0;
    for (; i < folded.size() && i < 2 && is_digit(folded[i]); ++i)
        day = day * 10 + static_cast<unsigned>(folded[i] - '0');
    const auto rest = folded.substr(i);
    return day <= 31 && (rest.empty() || one_of(rest, {"st", "nd", "rd", "th"})) ? day : 0;
}

// Month and day at words i and i + 1, in either order; 0 days: none.
std::chrono::month_day month_day_at(const Text& t, std::size_t i) {
    const std::chrono::month_day none{std::chrono::month{0}, std::chrono::day{0}};
    if (!t.has(i + 1, i)) return none;
    const auto& a = t.words[i].folded;
    const auto& b = t.words[i + 1].folded;
    const unsigned month = month_of(a) ? month_of(a) : month_of(b);
    const unsigned day = month_of(a) ? day_of(b) : day_of(a);
    return month && day ? std::chrono::month_day{std::chrono::month{month}, std::chrono::day{day}} : none;
}

sys_days nearest(std::chrono::month_day date, Instant near) {
    const std::chrono::year_month_day today{std::chrono::floor<days>(near)};
    sys_days best{};
    Duration apart = Duration::max();
    for (const int shift : {-1, 0, 1}) {
        const auto day =
            std::chrono::sys_days{(today.year() + std::chrono::years{shift}) / date.month() / date.day()};
        if (const auto away = std::chrono::abs(Instant{day} - near); away < apart) {
            apart = away;
            best = day;
        }
    }
    return best;
}

} // namespace

std::vector<Clock> clocks_in(const Text& t) {
    std::vector<Clock> out;
    for (std::size_t i = 0; i < t.typed.size(); ++i) {
        Clock clock;
        if (!is_digit(t.typed[i]) || !may_begin(t.typed, i) || !take_time(t.typed, i, clock)) continue;
        take_zone(t.typed, clock);
        if (!clock.zoned && follows_zone(t.typed, i)) clock.zoned = true;
        i = clock.at.end - 1;
        out.push_back(clock);
    }
    return out;
}

std::optional<sys_days> date_beside(const Text& t, Span clock, Instant near) {
    constexpr std::size_t reach = 4; // "on Wednesday, January 4, at"
    const auto first =
        std::ranges::lower_bound(t.words, clock.begin, {}, [](const Word& w) { return w.at.begin; });
    const auto after = static_cast<std::size_t>(
        std::ranges::lower_bound(t.words, clock.end, {}, [](const Word& w) { return w.at.begin; }) -
        t.words.begin());
    const auto start = static_cast<std::size_t>(first - t.words.begin());
    if (start >= t.words.size()) return std::nullopt;
    std::string_view iso = t.of({clock.begin > 11 ? clock.begin - 11 : 0, clock.begin});
    if (sys_days day{}; iso.size() == 11 && take_date(iso, day)) return day; // "2017-01-31 23:27"
    for (std::size_t i = after; i < after + reach - 1; ++i)
        if (const auto date = month_day_at(t, i); t.has(i, start) && unsigned{date.day()})
            return nearest(date, near);
    for (std::size_t by = 2; by <= reach && by <= start; ++by)
        if (const auto date = month_day_at(t, start - by); t.has(start - by, start) && unsigned{date.day()})
            return nearest(date, near);
    return std::nullopt;
}

std::size_t dates_in(const Text& t) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < t.words.size(); ++i)
        if (unsigned{month_day_at(t, i).day()}) {
            ++count;
            ++i;
        }
    return count;
}

} // namespace tocsin::text::linting
