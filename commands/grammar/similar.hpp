// Which words are close enough to be a typing error, and which only look like one.
#pragma once

#include <string_view>

namespace tocsin::grammar {

// Edits between two words (a swapped pair counts 1), or anything above `limit` if there are more.
int distance(std::string_view a, std::string_view b, int limit);

// One edit, two from seven letters on. Words of fewer than four letters are close to everything, so they
// never count.
bool is_typing_error(std::string_view typed, std::string_view meant, int edits_max = 2);

// "updated" for update, "notes" for note: another form of the word begins a sentence, it is no typing error.
bool is_inflected(std::string_view typed, std::string_view word);

// What is asked back in option position: a typing error, an inflected form, a beginning, a doubled letter
// ("icc").
bool is_near_keyword(std::string_view typed, std::string_view keyword, int edits_max = 2);

// English words that lie within a typing error of a verb ("node" and note, "roll" and role).
bool is_everyday_word(std::string_view folded);

inline constexpr std::size_t prefix_letters_min = 4;

} // namespace tocsin::grammar
