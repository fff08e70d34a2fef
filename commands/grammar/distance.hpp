// How far two words are from each other: Damerau-Levenshtein, a swapped pair counts 1.
#pragma once

#include <cstddef>
#include <string_view>

namespace tocsin::grammar {

// Distance in code points; stops counting above `limit` (then returns limit + 1).
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit);

// The tolerance of the grammar: distance 1, from seven letters on 2. Equal words are not near.
bool is_near(std::string_view typed, std::string_view word);

} // namespace tocsin::grammar
