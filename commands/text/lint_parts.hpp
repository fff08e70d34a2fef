// What the rules of the wording check share: the text cut into words, and the places where a rule was met.
// Only lint*.cpp includes this.
#pragma once

#include "commands/text/lint.hpp"

#include <initializer_list>
#include <span>

namespace tocsin::text::linting {

struct Span {
    std::size_t begin{}, end{}; // bytes of Text::typed
    bool empty() const { return begin == end; }
};

struct Word {
    Span at;
    std::string folded; // "don't" is one word; typographic apostrophes are plain ones
    std::size_t sentence{};
    bool capital{}; // begins with a capital letter
    bool shouted{}; // all capitals
    bool starts{};  // a capital says nothing here: first of a sentence, or after a colon, quote or bracket
    bool opaque{};  // part of a link, host or mail address
};

struct Text {
    explicit Text(std::string_view words);
    std::string_view of(Span at) const { return std::string_view{typed}.substr(at.begin, at.end - at.begin); }
    std::string_view gap(std::size_t i) const { // between word i and the one after it
        return of({words[i].at.end, words[i + 1].at.begin});
    }
    bool has(std::size_t i, std::size_t as) const { // word i exists and stands in the sentence of `as`
        return i < words.size() && words[i].sentence == words[as].sentence;
    }
    Span over(std::size_t first, std::size_t count) const {
        return {words[first].at.begin, words[first + count - 1].at.end};
    }

    std::string typed; // NFC, valid UTF-8
    std::vector<Word> words;
    std::vector<Span> sentences; // with the white space after them; they cover the text
    std::vector<Span> tokens;    // runs of printable ASCII: what links, keys and hosts are written in
};

// A place that met a rule. The sentence for the author is the quoted place and `says`, or `says` alone if the
// place is empty.
struct Spot {
    std::uint8_t rule{};
    Span at;
    std::string says;
    bool hushed{}; // only its beginning may be repeated
};
using Spots = std::vector<Spot>;

using Words = std::span<const std::string_view>;
bool one_of(std::string_view word, std::initializer_list<std::string_view> list);
bool in_sorted(std::string_view word, Words sorted);

// How many words the pattern covers from word i on; 0: it is not there. A pattern is words apart by spaces;
// "apologi*" is any ending, "a|b" either, "_" any word. Nothing but spaces and hyphens lies between them.
std::size_t match(const Text&, std::size_t i, std::string_view pattern);
bool contains(const Text&, Words patterns);
void find(Spots&, const Text&, Words patterns, std::uint8_t rule, std::string_view says);

// Those that lie in no other of them, in order of place.
void add_outermost(Spots&, Spots found);

bool is_digit(char);
bool is_ascii_letter(char);
bool is_link_or_address(std::string_view token); // https://x, status.example.com, ana@example.com
// "(https://x/y)." without the punctuation around it.
Span bare_token(const Text&, Span token);

bool is_english(const Text&);
bool is_common_word(std::string_view folded); // an English word first, even if somebody is called that
bool is_place(std::string_view folded);
bool is_never_a_person(std::string_view folded); // products and functions, however they are written

// A clock time in the text. `zone`: what to take off to have UTC, none if the zone is not known by heart.
struct Clock {
    Span at; // with its zone
    Duration of_day{};
    bool zoned{};
    std::optional<Duration> zone;
};
std::vector<Clock> clocks_in(const Text&);
// The month and day beside a clock time, with the year that lies nearest.
std::optional<std::chrono::sys_days> date_beside(const Text&, Span, Instant near);
std::size_t dates_in(const Text&);

bool is_alike(std::string_view a, std::string_view b); // U03

void check_impact_named(Spots&, const Text&);                // U01
void check_next_time(Spots&, const Text&, const LintInput&); // U02
void check_internals(Spots&, const Text&);                   // U04
void check_people(Spots&, const Text&, const LintInput&);    // U05
void check_blame(Spots&, const Text&);                       // U06
void check_strong_words(Spots&, const Text&, ImpactLevel);   // U07
void check_end_promised(Spots&, const Text&);                // U08
void check_claims(Spots&, const Text&, State);               // U09
void check_guesses(Spots&, const Text&);                     // U10
void check_times(Spots&, const Text&, bool english);         // U11
void check_cliches(Spots&, const Text&);                     // U12
void check_secrets(Spots&, const Text&);                     // U13
void check_closing(Spots&, const Text&);                     // U15

// The text without the places that block, or empty.
std::string without(const Text&, const Spots& blocking);

} // namespace tocsin::text::linting
