// Unicode through utf8proc: normal form, folding, widths, cutting. No locale.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::text {

inline constexpr char32_t replacement_character = 0xFFFD;

// Reads the code point at `position` and moves past it; a byte that is no UTF-8 reads as U+FFFD.
char32_t next_code_point(std::string_view, std::size_t& position);
void append(std::string&, char32_t);
// White space of any script, also the kinds that have no width (U+200B, U+FEFF).
bool is_space(char32_t);
bool is_letter(char32_t);
bool is_mark(char32_t); // written onto the letter before it: accents, vowel signs

std::string nfc(std::string_view);    // invalid bytes become U+FFFD
std::string folded(std::string_view); // NFC, case folded: what names and words are compared by
// Folded and without accents ("Łukasz" is "lukasz"), as names are typed in haste.
std::string without_accents(std::string_view);
bool valid_utf8(std::string_view);
std::size_t length(std::string_view); // grapheme clusters
// Where the cluster that begins at `start` ends; start < size.
std::size_t cluster_end(std::string_view, std::size_t start);
std::string cut(std::string_view,
                std::size_t clusters); // with "..." if something was left out; clusters >= 3
std::string trimmed(std::string_view); // white space, also U+00A0 and the like
// A name as shown inside a sentence: wrapped in FSI/PDI if it holds right-to-left letters (VOICE 6).
std::string isolated(std::string_view);

} // namespace tocsin::text
