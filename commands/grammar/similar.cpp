// Edit distance on short words, and the rules for what a near miss is. Work is bounded: long words are near
// nothing.
#include "commands/grammar/similar.hpp"

#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>

namespace tocsin::grammar {

namespace {

constexpr std::size_t letters_max = 24; // no word of the grammar comes near it
constexpr std::size_t typo_letters_min = 4;
constexpr std::size_t two_edits_from = 7;

struct Letters {
    explicit Letters(std::string_view word) {
        for (std::size_t i = 0; i < word.size();) {
            if (size == letters_max) {
                too_long = true;
                return;
            }
            at[size++] = text::next_code_point(word, i);
        }
    }
    std::array<char32_t, letters_max> at{};
    std::size_t size{};
    bool too_long{};
};

// Optimal string alignment: insert, delete, replace, swap neighbours.
int distance(const Letters& a, const Letters& b, int limit) {
    const auto apart = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (a.too_long || b.too_long || apart > static_cast<std::size_t>(limit)) return limit + 1;
    using Row = std::array<int, letters_max + 1>;
    Row before{}, last{}, row{};
    for (std::size_t j = 0; j <= b.size; ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size; ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size; ++j) {
            const bool same = a.at[i - 1] == b.at[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
    }
    return last[b.size];
}

// Sorted. Those of a large English word list that are one correction from a verb of the grammar and may begin
// what a responder types ("pipeline stuck" is no timeline, "collect the logs" corrects nothing).
constexpr std::string_view everyday_words[]{
    "accent",     "accents",  "approval",  "attack",   "attacks",   "attract",  "auction",  "blink",
    "block",      "cancer",   "caption",   "caution",  "chances",   "channel",  "chase",    "checker",
    "checkup",    "cheek",    "chose",     "click",    "cloak",     "clone",    "closely",  "closer",
    "closest",    "closet",   "closure",   "collect",  "compact",   "conceal",  "confide",  "confine",
    "conform",    "connect",  "correctly", "corrupt",  "current",   "deadline", "dealing",  "decade",
    "decease",    "deceive",  "decisive",  "decking",  "decode",    "decoded",  "decoder",  "decodes",
    "deflate",    "deplore",  "detract",   "discuss",  "division",  "emerge",   "emerged",  "enclose",
    "estate",     "evident",  "extract",   "flock",    "fraction",  "gist",     "grill",    "hand",
    "handout",    "heap",     "heck",      "held",     "hell",      "helm",     "hole",     "hypo",
    "hypotheses", "impart",   "imparts",   "implant",  "improve",   "inaction", "incline",  "incorrect",
    "invoice",    "invoke",   "knowledge", "last",     "lesion",    "less",     "lest",     "lick",
    "lifeline",   "lift",     "line",      "lint",     "lisa",      "lock",     "lose",     "lost",
    "mask",       "mere",     "merger",    "mist",     "nate",      "neat",     "nest",     "newline",
    "node",       "none",     "nope",      "nose",     "phrase",    "phrases",  "pill",     "pink",
    "pipeline",   "plain",    "plane",     "plank",    "plant",     "play",     "pole",     "pool",
    "precision",  "predict",  "primate",   "privacy",  "privately", "problem",  "prone",    "prose",
    "prove",      "pull",     "quest",     "react",    "reaction",  "recheck",  "redraft",  "reenact",
    "regulator",  "reserve",  "residence", "resolute", "resolver",  "restart",  "restrict", "retrace",
    "retrain",    "retreat",  "revision",  "revolve",  "robe",      "rode",     "roll",     "rome",
    "rope",       "rose",     "rule",      "sanction", "section",   "security", "session",  "seventy",
    "sever",      "severely", "severing",  "shoe",     "shop",      "shot",     "shown",    "sideline",
    "sink",       "slate",    "slow",      "smart",    "snow",      "sole",     "spit",     "stage",
    "stake",      "stale",    "standoff",  "star",     "stark",     "stars",    "startup",  "startups",
    "stat",       "states",   "stats",     "statue",   "statute",   "stomp",    "stow",     "stump",
    "subject",    "swamp",    "tack",      "talk",     "tank",      "text",     "theorem",  "time",
    "timeliness", "timezone", "toll",      "torrent",  "traction",  "undated",  "unto",     "updater",
    "upstate",    "verge",    "vote",
};
static_assert(std::is_sorted(std::begin(everyday_words), std::end(everyday_words)));

std::string_view ending(std::string_view typed, std::string_view word) {
    return typed.starts_with(word) ? typed.substr(word.size()) : std::string_view{};
}

bool has_doubled_letter_of(std::string_view typed, std::string_view keyword) {
    if (typed.size() != keyword.size() + 1) return false;
    for (std::size_t i = 0; i + 1 < typed.size(); ++i)
        if (typed[i] == typed[i + 1] && typed.substr(0, i) == keyword.substr(0, i) &&
            typed.substr(i + 1) == keyword.substr(i))
            return true;
    return false;
}

// "dne": too short for a typing error of its own, but it begins like the keyword and lacks one letter.
bool lacks_one_letter(std::string_view typed, std::string_view keyword) {
    return typed.size() + 1 == typo_letters_min && keyword.size() == typo_letters_min &&
           typed[0] == keyword[0] && distance(Letters{typed}, Letters{keyword}, 1) == 1;
}

bool is_swapped(std::string_view typed, std::string_view keyword) {
    const auto [a, b] = std::mismatch(typed.begin(), typed.end(), keyword.begin(), keyword.end());
    return typed.size() == keyword.size() && typed.end() - a > 1 && *a == *(b + 1) && *(a + 1) == *b &&
           std::equal(a + 2, typed.end(), b + 2);
}

} // namespace

int distance(std::string_view a, std::string_view b, int limit) {
    return distance(Letters{a}, Letters{b}, limit);
}

bool is_typing_error(std::string_view typed, std::string_view meant, int edits_max) {
    const Letters a{typed}, b{meant};
    if (a.size < typo_letters_min || b.size < typo_letters_min) return false;
    const int limit = std::min(edits_max, a.size >= two_edits_from ? 2 : 1);
    return distance(a, b, limit) <= limit;
}

bool is_inflected(std::string_view typed, std::string_view word) {
    const auto end = ending(typed, word);
    if (end == "s" || end == "ed" || end == "es" || end == "ing" || (end == "d" && word.ends_with('e')))
        return true;
    // "noting", "updating": the e falls away.
    return word.ends_with('e') && ending(typed, word.substr(0, word.size() - 1)) == "ing";
}

bool is_everyday_word(std::string_view folded) {
    return std::binary_search(std::begin(everyday_words), std::end(everyday_words), folded);
}

bool is_near_keyword(std::string_view typed, std::string_view keyword, int edits_max) {
    if (typed == keyword) return false;
    return is_typing_error(typed, keyword, edits_max) || is_inflected(typed, keyword) ||
           is_swapped(typed, keyword) || lacks_one_letter(typed, keyword) ||
           has_doubled_letter_of(typed, keyword) ||
           (typed.size() >= prefix_letters_min && keyword.starts_with(typed));
}

} // namespace tocsin::grammar
