// Lengths as Slack counts them, and cutting to them where it hurts least: at a line, a word, a grapheme.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::slack {

// In UTF-16 units: never fewer than code points, and what JavaScript and Java call the length, so that
// nothing is refused however Slack counts.
std::size_t units(std::string_view);

// Valid UTF-8 without control characters but line breaks and tabs: what may stand in JSON.
std::string clean(std::string_view);
// ... and with every run of white space as one space, none at the ends.
std::string on_one_line(std::string_view);

// At most `max` units, with "..." if something was left out; max >= 3.
std::string shortened(std::string_view clean_words, std::size_t max);
// The same for what is escaped afterwards: at most `max` units then.
std::string shortened_escaped(std::string_view clean_words, std::size_t max);

// What a code point takes at most once it is written.
enum class As : unsigned char {
    plain,   // as it is
    escaped, // & < > as entities
    words,   // ... and inert (text.hpp)
    fenced,  // escaped, with backticks parted
};
std::size_t cost(std::string_view, As);
enum class Cut : unsigned char {
    whole_words, // nothing rather than a part of a word
    words,       // a part of a word only if not even one fits
    graphemes,
};
// How many bytes of `words` to take so that they cost at most `room`: all, or up to the last line break,
// white space or grapheme that fits; at least one code point but for whole words.
std::size_t bytes_that_fit(std::string_view words, std::size_t room, As, Cut);

} // namespace tocsin::slack
