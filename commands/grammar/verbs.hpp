// Finding the verb: exact before beginning before typing error, and the verbs of the grammar that do not
// exist yet.
#pragma once

#include "commands/grammar/grammar.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::grammar {

using Verbs = std::span<const Command* const>;

struct FoundVerb {
    enum class How : std::uint8_t {
        none,
        exact,
        prefix,
        typing_error,
        several, // `several` holds them
        later,   // `later` names it
    };
    How how{How::none};
    const Command* verb{};
    std::string_view later{};
    std::vector<const Command*> several{};
};

// Words are folded and without punctuation.
const Command* named(std::string_view name, Verbs); // by name alone
FoundVerb exact_verb(std::string_view word, Verbs);
FoundVerb guessed_verb(std::string_view word, Verbs);

// Verbs that are also everyday words, followed by what only a sentence goes on with ("check is it up").
bool begins_sentence(std::string_view verb, std::string_view next_word);

// A line to offer: how it begins, and what of the typed line follows.
struct Offer {
    std::string head; // "status monitoring"
    const Command* verb{};
    enum class Text : std::uint8_t {
        rest,          // what stood after the word
        word_and_rest, // "fixed the index" is the text of resolve
        none,
    } text{Text::rest};
};

// "fixed", "mitigated": words that people type when they mean a verb, and states that a command of their own
// sets. Empty: `word` is none. `later` is set if the verb that is meant does not exist yet.
std::vector<Offer> synonyms(std::string_view word, Verbs, std::string_view& later);
bool is_state_with_own_verb(std::string_view word);

// Is `word` a state that `status` sets ("monitoring")?
bool is_status_word(std::string_view word, const Command& status);

// What may have been meant, nearest first, at most `choices_max`.
std::vector<Offer> nearest(std::string_view word, Verbs);

// The verb whose lines may begin with an item ("T1 done" is "task T1 done"); empty: none.
std::string_view verb_of_item(char kind);

// What stands for the text in the first form of a verb: "REASON", "TITLE", "TEXT".
std::string_view placeholder(const Command& verb);

inline constexpr std::size_t choices_max = 3;

} // namespace tocsin::grammar
