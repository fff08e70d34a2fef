// Is it English? A vote of letters and of the small words that no sentence does without.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::text::linting {
namespace {

// Fewer words than this decide nothing: "Card payments fail" has no small word at all.
constexpr std::size_t words_min = 5;
constexpr std::size_t small_words_expected = 12; // one in so many, and only asked of longer texts

// Words that two of the languages share ("die", "in", "was", "no") stand in neither list.
constexpr std::string_view english[]{
    "about", "affected", "again", "all",  "and",  "are",  "as",    "be",    "been", "by",
    "can",   "cannot",   "for",   "from", "has",  "have", "if",    "is",    "it",   "more",
    "not",   "now",      "of",    "on",   "or",   "our",  "since", "still", "than", "that",
    "the",   "their",    "there", "they", "this", "to",   "until", "up",    "we",   "were",
    "when",  "which",    "while", "with", "you",  "your",
};
constexpr std::string_view foreign[]{
    "aan",   "auf",  "av",   "avec", "con", "cu",    "czy", "da",   "das",  "de",   "dei",    "del",
    "della", "der",  "des",  "det",  "di",  "dos",   "du",  "een",  "el",   "em",   "en",     "est",
    "et",    "för",  "für",  "het",  "ich", "il",    "ist", "je",   "jest", "la",   "las",    "le",
    "les",   "los",  "mit",  "más",  "na",  "nicht", "nie", "niet", "nos",  "nous", "não",    "och",
    "og",    "os",   "para", "pas",  "por", "pour",  "que", "se",   "sie",  "sind", "sont",   "sur",
    "são",   "um",   "uma",  "un",   "una", "und",   "une", "ve",   "von",  "vous", "werden", "wij",
    "wir",   "wird", "y",    "zijn", "zu",  "är",    "à",
};

bool is_latin(char32_t c) { return c < 0x250 || (c >= 0x1E00 && c < 0x1F00) || (c >= 0xFF21 && c <= 0xFF5A); }

// Kana, Han and Hangul say in one letter what takes three of ours.
std::size_t letters_worth(char32_t c) {
    return (c >= 0x3040 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7B0) ? 3 : 1;
}

struct Votes {
    std::size_t words{}, at_home{}, abroad{}, common{};
    std::size_t latin{}, other{}; // letters
};

void count_letters(Votes& votes, std::string_view word) {
    for (std::size_t i = 0; i < word.size();)
        if (const auto c = next_code_point(word, i); is_letter(c))
            (is_latin(c) ? votes.latin : votes.other) += letters_worth(c);
}

// Links and numbers have no language, and the line about the next time is English below any text.
Votes votes_of(const Text& t) {
    Votes votes;
    std::size_t skipped = t.sentences.size();
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        const Word& w = t.words[i];
        if (match(t, i, "next update*")) skipped = w.sentence;
        if (w.opaque || is_digit(w.folded[0]) || w.sentence == skipped) continue;
        count_letters(votes, w.folded);
        ++votes.words;
        if (is_common_word(w.folded)) ++votes.common;
        if (std::ranges::find(english, w.folded) != std::end(english))
            ++votes.at_home;
        else if (std::ranges::find(foreign, w.folded) != std::end(foreign))
            ++votes.abroad;
    }
    return votes;
}

} // namespace

bool is_english(const Text& t) {
    const Votes v = votes_of(t);
    if (v.other > v.latin) return false;
    if (v.words < words_min) return true;
    if (v.abroad > v.at_home) return v.abroad < 2; // one may be a name: "Data center El Paso"
    // "Key rotation: done. Token: expired." has no small word, but its words are English.
    return v.at_home > 0 || v.words < small_words_expected || v.common * 4 >= v.words;
}

} // namespace tocsin::text::linting
