// The rules that are lists of phrases: impact named, guesses, cliches, promised ends, and words stronger than
// the impact.
#include "commands/text/lint_parts.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::text::linting {
namespace {

// U01. Wide on purpose: a text that says in any word how users fare is not asked for more.
constexpr std::string_view impact_words[]{
    "fail*",
    "error*",
    "slow*",
    "down",
    "downtime",
    "unavailab*",
    "cannot",
    "can't",
    "unable",
    "delay*",
    "degrad*",
    "outage*",
    "disrupt*",
    "interrupt*",
    "impact*",
    "affect*",
    "lose|losing|lost|loss*",
    "missing",
    "timeout*",
    "time|timed|times|timing out",
    "crash*",
    "offline",
    "online",
    "problem*",
    "trouble*",
    "broken|broke|breaks",
    "incorrect*",
    "wrong*",
    "stuck",
    "latency",
    "unreachable",
    "inaccessible",
    "intermittent*",
    "elevated",
    "not "
    "available|working|loading|possible|saved|sent|delivered|shown|accessible|able|reachable|load|work|see|"
    "open",
    "no longer|access|connection|redundancy",
    "unauthori*",
    "exposed|leaked|stolen|compromised|intruder|breach*",
    "heavy|high load",
    "overload*",
    "refus*|reject*",
    "declined",
    "drop*",
    "duplicate*",
    "corrupt*",
    "stale",
    "outdated",
    "works|work|working|load|loads|available|usable|open again",
    "back to|online|up",
    "is|are back",
    "normal",
    "recover*",
    "restored",
    "no impact",
    "safe to",
    "resolved",
    "operational",
    "symptom*",
    "vulnerab*",
    "incident*",
    "limited",
    "reduced",
    "500|502|503|504",
    "misused|abused",
    "don't|doesn't|isn't|aren't work*|load*|available",
};

// U10
constexpr std::string_view guesses[]{
    "probably",    "we|i think",       "might be",      "might have",    "perhaps",
    "maybe",       "presumably",       "we|i suspect",  "we|i guess",    "we|i assume",
    "possibly",    "most|very likely", "is|are likely", "likely caused", "apparently",
    "seems to be", "looks like",       "not sure",      "we|i believe",
};

// U12
constexpr std::string_view cliches[]{
    "any inconvenience*",
    "the inconvenience* this|caused|it|that",
    "abundance of caution",
    "utmost importance|priority|seriousness",
    "our top|number|highest priority",
    "rest assured",
    "valued customers|users|customer",
    "thank you for your patience|understanding",
    "appreciate|appreciated your patience|understanding",
};

// U08. A time has to follow where the pattern ends with a preposition.
constexpr std::string_view end_words[]{
    "eta",
    "etr",
    "will|should be fixed by",
    "estimated time of|to",
    "back|up|online|fixed|resolved|restored within the hour",
};
constexpr std::string_view ends_before_a_time[]{
    "will|should|shall be "
    "fixed|resolved|restored|back|up|online|available|over|repaired|complete|completed|done|working|"
    "operational|solved",
    "will|should|shall be back up|online",
    "will|should|shall be fully restored|resolved|back|operational|available",
    "will|should|shall have fixed|resolved|restored",
    "expect|expected|expects|hope|aim|plan to be back|fixed|resolved|restored|online|up|done",
    "expect|expected|expects|hope|aim|plan to fix|restore|resolve|recover|finish|complete",
    "expect|expects|hope|aim|plan to have _ fixed|resolved|restored|back",
    "expect|expects a|the fix|resolution|recovery",
    "will|should|shall fix|resolve|restore it|this|them|access|service",
};

bool names_time(const Text& t, std::size_t i, std::size_t as) {
    if (!t.has(i, as)) return false;
    const auto& w = t.words[i].folded;
    if (one_of(w, {"later", "tomorrow", "tonight", "today", "noon", "midnight", "soon"})) return true;
    if (!one_of(w, {"by", "at", "in", "within", "before", "around", "about", "until"}) || !t.has(i + 1, as))
        return false;
    const auto& next = t.words[i + 1].folded;
    return is_digit(next[0]) ||
           one_of(next, {"noon",     "midnight", "tomorrow", "tonight", "monday",    "tuesday",  "wednesday",
                         "thursday", "friday",   "saturday", "sunday",  "january",   "february", "march",
                         "april",    "june",     "july",     "august",  "september", "october",  "november",
                         "december", "an",       "about",    "around"}) ||
           (t.has(i + 2, as) && one_of(next, {"the", "a", "end"}) &&
            one_of(t.words[i + 2].folded,
                   {"hour", "next", "end", "few", "couple", "of", "evening", "morning", "day"}));
}

// "slowed down", "scaled down to", "down by 20 %": not the site.
bool is_plain_down(const Text& t, std::size_t i) {
    constexpr std::string_view particles[]{
        "break*|broke*",
        "bring*|brought",
        "come|comes|coming|came",
        "cool*",
        "count*",
        "cut*",
        "drill*",
        "drop*",
        "go|goes|going",
        "laid|lay",
        "narrow*",
        "pin*",
        "pull*",
        "ramp*",
        "scale*|scaling",
        "scroll*",
        "settl*",
        "shut*",
        "slow*",
        "spin*|spun",
        "step*",
        "tear*|tore|torn",
        "top",
        "track*",
        "turn*",
        "up and",
        "wind*|wound",
        "writ*|wrote",
        "not|isn't|aren't|wasn't|never|no|nothing",
        "is not",
        "further",
        "close*",
        "power*",
        "hold*|held",
        "look*",
        "move*",
        "bog*",
        "melt*",
        "took|take|taken|takes|taking",
        "load|rate|rates|latency|errors|traffic|numbers is|are",
    };
    if (t.has(i + 1, i) && one_of(t.words[i + 1].folded, {"to", "by", "from", "the", "payment", "time"}))
        return true;
    for (std::size_t back = 1; back <= 2 && back <= i; ++back)
        for (const auto pattern : particles)
            if (match(t, i - back, pattern) == back && t.has(i, i - back)) return true;
    // "took the node down": the particle stands behind its object.
    for (std::size_t back = 3; back <= 4 && back <= i; ++back)
        if (t.has(i - back, i) && one_of(t.words[i - back].folded, {"took", "take", "taking", "shut", "slow",
                                                                    "slowed", "turn", "turned", "bring"}))
            return true;
    return false;
}

bool is_plain_outage(const Text& t, std::size_t i, ImpactLevel level) {
    if (i == 0 || !t.has(i - 1, i)) return false;
    const auto& before = t.words[i - 1].folded;
    if (before == "partial") return level == ImpactLevel::partial; // the status page's own word
    if (one_of(before, {"no", "not", "power", "without"})) return true;
    return i > 1 && one_of(before, {"full", "complete", "total"}) &&
           one_of(t.words[i - 2].folded, {"no", "not"});
}

} // namespace

void check_impact_named(Spots& out, const Text& t) {
    if (!contains(t, impact_words)) out.push_back({1, {}, "It names no impact."});
}

void check_strong_words(Spots& out, const Text& t, ImpactLevel level) {
    if (level != ImpactLevel::degraded && level != ImpactLevel::partial) return;
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        const Word& w = t.words[i];
        const bool down = w.folded == "down" && !is_plain_down(t, i);
        const bool outage = one_of(w.folded, {"outage", "outages"}) && !is_plain_outage(t, i, level);
        if ((down || outage) && !w.opaque)
            out.push_back({7, w.at, fmt::format("says more than the impact, which is {}.", word(level))});
    }
}

void check_end_promised(Spots& out, const Text& t) {
    constexpr std::string_view says = "promises an end that is not sure.";
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        std::size_t count = 0;
        for (const auto pattern : end_words) count = std::max(count, match(t, i, pattern));
        for (const auto pattern : ends_before_a_time)
            if (const auto covered = match(t, i, pattern))
                for (std::size_t skip = 0; skip <= 2; ++skip)
                    if (names_time(t, i + covered + skip, i)) count = std::max(count, covered + skip + 1);
        if (count == 0) continue;
        out.push_back({8, t.over(i, count), std::string{says}});
        i += count - 1;
    }
}

void check_guesses(Spots& out, const Text& t) { find(out, t, guesses, 10, "is a guess."); }
void check_cliches(Spots& out, const Text& t) {
    constexpr std::string_view says = "is a stock phrase.";
    constexpr std::size_t reach = 9; // "take the security of your data very seriously"
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        if (!one_of(t.words[i].folded, {"take", "takes", "taking"})) continue;
        for (std::size_t by = 2; by <= reach && t.has(i + by, i); ++by)
            if (t.words[i + by].folded == "seriously")
                out.push_back({12, t.over(i, by + 1), std::string{says}});
    }
    find(out, t, cliches, 12, says);
}

} // namespace tocsin::text::linting
