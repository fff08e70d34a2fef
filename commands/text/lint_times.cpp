// U02, U11 and U15: times that a reader elsewhere, or tomorrow, cannot place; a next time that is not the one
// promised; a closing text without its facts.
#include "commands/text/lint_parts.hpp"
#include "commands/text/times.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::text::linting {
namespace {

constexpr Duration agrees_below = minutes{5}; // printed times are rounded, and people write "14:30"

constexpr std::string_view next_phrases[]{
    "next update*",
    "next message|news|report",
    "update you again|by|at",
    "update this notice|page|message",
    "update again",
    "nächstes update",
    "nächste aktualisierung|meldung",
    "próxima actualización|atualização",
    "prochaine mise à jour",
};

bool leads_to_time(std::string_view w) {
    return one_of(w, {"by",        "at",       "in",     "on",       "is",     "will",          "be",
                      "due",       "around",   "about",  "within",   "before", "expected",      "planned",
                      "comes",     "follows",  "no",     "later",    "than",   "approximately", "the",
                      "or",        "and",      "to",     "until",    "um",     "bis",           "gegen",
                      "a",         "las",      "à",      "às",       "vers",   "monday",        "tuesday",
                      "wednesday", "thursday", "friday", "saturday", "sunday", "mon",           "tue",
                      "wed",       "thu",      "fri",    "sat",      "sun"}) ||
           is_digit(w[0]) ||
           one_of(w.substr(0, 3),
                  {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
}

std::optional<Duration> unit_of(std::string_view w) {
    if (one_of(w, {"minute", "minutes", "min", "mins"})) return minutes{1};
    if (one_of(w, {"hour", "hours", "h", "hrs", "hr"})) return hours{1};
    if (one_of(w, {"day", "days"})) return hours{24};
    return std::nullopt;
}

std::optional<int> count_of(std::string_view w) {
    constexpr std::size_t digits_max = 4;
    if (w == "a" || w == "an" || w == "one") return 1;
    if (w.size() > digits_max) return std::nullopt;
    int n = 0;
    for (const char c : w) {
        if (!is_digit(c)) return std::nullopt;
        n = n * 10 + (c - '0');
    }
    return n;
}

struct Named {
    Span at;
    Instant when;
};

// The moment nearest to `near` at which clocks show this time.
Instant nearest(Duration of_day, Instant near) {
    const auto day = std::chrono::floor<std::chrono::days>(near);
    Instant best = Instant{day} + of_day;
    for (const int shift : {-1, 1})
        if (const Instant other = Instant{day} + of_day + std::chrono::days{shift};
            std::chrono::abs(other - near) < std::chrono::abs(best - near))
            best = other;
    return best;
}

std::optional<Named> named_at(const Text& t, const Clock& clock, Instant near) {
    if (clock.zoned && !clock.zone) return std::nullopt; // a zone not known by heart: nothing to compare
    const Duration of_day = clock.of_day - clock.zone.value_or(Duration{0});
    if (const auto date = date_beside(t, clock.at, near)) return Named{clock.at, Instant{*date} + of_day};
    return Named{clock.at, nearest(of_day, near)};
}

// The times that follow a next phrase, up to the first word that speaks of something else.
void take_next_times(const Text& t, std::size_t i, const std::vector<Clock>& clocks, Instant near,
                     Instant now, std::vector<Named>& out) {
    const std::size_t as = i - 1;
    for (; t.has(i, as); ++i) {
        const Word& w = t.words[i];
        const auto clock =
            std::ranges::lower_bound(clocks, w.at.begin, {}, [](const Clock& c) { return c.at.begin; });
        if (clock != clocks.end() && clock->at.begin == w.at.begin) {
            if (const auto named = named_at(t, *clock, near)) out.push_back(*named);
            while (t.has(i + 1, as) && t.words[i + 1].at.begin < clock->at.end) ++i;
            continue;
        }
        const auto count = count_of(w.folded);
        const auto unit = t.has(i + 1, as) ? unit_of(t.words[i + 1].folded) : std::nullopt;
        if (count && unit && one_of(t.words[i - 1].folded, {"in", "within", "about"})) {
            out.push_back({t.over(i - 1, 3), now + *count * *unit});
            ++i;
            continue;
        }
        if (!leads_to_time(w.folded)) return;
    }
}

std::vector<Named> next_times(const Text& t, const LintInput& in) {
    std::vector<Named> out;
    const auto clocks = clocks_in(t);
    for (std::size_t i = 0; i < t.words.size(); ++i)
        for (const auto phrase : next_phrases)
            if (const auto count = match(t, i, phrase)) {
                // "update you by" has eaten the word before the time; it is no harm to read on from there.
                take_next_times(t, i + count, clocks, in.next.value_or(in.now), in.now, out);
                i += count - 1;
                break;
            }
    return out;
}

std::string without_final_point(std::string_view s) {
    while (s.ends_with('.')) s.remove_suffix(1);
    return std::string{s};
}

// "from 13:42 to 14:09 UTC": the zone at the end holds for both.
bool shares_zone(const Text& t, const Clock& clock, const Clock& next) {
    constexpr std::size_t between_max = 12; // " and again at "
    if (next.at.begin - clock.at.end > between_max + 2) return false;
    const auto between = t.of({clock.at.end, next.at.begin});
    return between.find_first_of(".;\n") == std::string_view::npos;
}

// "lasted 1:29", "for 2:30": a length.
bool is_length(const Text& t, Span at) {
    const auto word =
        std::ranges::lower_bound(t.words, at.begin, {}, [](const Word& w) { return w.at.begin; });
    if (word == t.words.begin()) return false;
    return one_of((word - 1)->folded, {"lasted", "for", "took", "lasting", "duration", "during", "ratio"});
}

void check_zones(Spots& out, const Text& t) {
    const auto clocks = clocks_in(t);
    bool next_zoned = false; // of the clock time after this one
    for (std::size_t i = clocks.size(); i-- > 0;) {
        const bool zoned = clocks[i].zoned ||
                           (i + 1 < clocks.size() && next_zoned && shares_zone(t, clocks[i], clocks[i + 1]));
        next_zoned = zoned;
        const auto word = std::ranges::lower_bound(t.words, clocks[i].at.begin, {},
                                                   [](const Word& w) { return w.at.begin; });
        if (zoned || is_length(t, clocks[i].at) || (word != t.words.end() && word->opaque)) continue;
        out.push_back({11, clocks[i].at, "has no time zone; UTC is understood everywhere."});
    }
}

constexpr std::string_view relative[]{
    "today|tonight|yesterday|tomorrow|today's|tonight's|yesterday's",
    "this morning|afternoon|evening",
    "last night",
    "a|an|one|few|several second|minute|min|hour|day|week|seconds|minutes|hours|days|weeks ago",
    "a few|couple seconds|minutes|hours|days|weeks ago",
    "a couple of seconds|minutes|hours|days|weeks ago",
    "half an hour ago",
    "moments ago",
    "in a|an hour|minute|day|week|moment",
    "in half an hour",
    "in a few|couple minutes|hours|days",
    "in the next hour|minutes|hours|day|days",
    "in the next _ minutes|hours|days",
    "in the next few minutes|hours|days",
};

// "10 minutes ago", "in 30 minutes"; "for 20 minutes" and "within 30 minutes" are lengths.
std::size_t counted(const Text& t, std::size_t i) {
    const bool in = t.words[i].folded == "in";
    const std::size_t at = i + (in ? 1 : 0);
    if (!t.has(at, i) || !is_digit(t.words[at].folded[0])) return 0;
    std::string_view w = t.words[at].folded;
    std::size_t digits = 0;
    while (digits < w.size() && is_digit(w[digits])) ++digits;
    const bool glued = unit_of(w.substr(digits)) || w.substr(digits) == "m"; // "10m", "2h"
    if (!glued && (digits < w.size() || !t.has(at + 1, i))) return 0;
    if (!glued && !unit_of(t.words[at + 1].folded) &&
        !one_of(t.words[at + 1].folded, {"seconds", "weeks", "week"}))
        return 0;
    const std::size_t end = at + (glued ? 1 : 2);
    if (in) {
        // "in 15 minute steps", "failed in 3 days of tests" are no times; the plain end of a clause is.
        return t.has(end, i) && one_of(t.words[end].folded,
                                       {"steps", "intervals", "blocks", "batches", "of", "windows"})
                   ? 0
                   : end - i;
    }
    return t.has(end, i) && t.words[end].folded == "ago" ? end + 1 - i : 0;
}

} // namespace

void check_next_time(Spots& out, const Text& t, const LintInput& in) {
    const auto named = next_times(t, in);
    for (const auto& time : named)
        if (in.next && std::chrono::abs(time.when - *in.next) >= agrees_below) {
            out.push_back({2, time.at,
                           fmt::format("is not the next time you gave, {}.",
                                       near(std::chrono::floor<minutes>(*in.next + seconds{30}), in.now))});
            return;
        }
    for (const auto& time : named)
        if (std::chrono::abs(time.when - named.front().when) >= minutes{1}) {
            out.push_back({2,
                           {},
                           fmt::format("It names two next times, {} and {}.",
                                       without_final_point(t.of(named.front().at)),
                                       without_final_point(t.of(time.at)))});
            return;
        }
}

void check_times(Spots& out, const Text& t, bool english) {
    check_zones(out, t);
    if (!english) return;
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        std::size_t count = counted(t, i);
        for (const auto pattern : relative) count = std::max(count, match(t, i, pattern));
        if (count == 0 || t.words[i].opaque) continue;
        out.push_back({11, t.over(i, count), "says no time that can be read later."});
        i += count - 1;
    }
}

void check_closing(Spots& out, const Text& t) {
    constexpr std::string_view data_words[]{"data", "lost|lose|loss|losses", "deleted", "records",
                                            "nothing was|is lost"};
    std::size_t moments = clocks_in(t).size();
    if (moments < 2) moments = std::max(moments, dates_in(t));
    const bool data = contains(t, data_words);
    if (moments >= 2 && data) return;
    std::string says = "It does not say whether data was lost.";
    if (moments == 1)
        says =
            data ? "It lacks its start or its end." : "It lacks its start or its end, and a word about data.";
    if (moments == 0)
        says = data ? "It lacks its start and end." : "It lacks its start, its end and a word about data.";
    out.push_back({15, {}, std::move(says)});
}

} // namespace tocsin::text::linting
