// Small readers of source text for the tidy checks: lines, words, brackets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::tidy {

std::vector<std::string_view> lines_of(std::string_view);
std::size_t line_at(std::string_view text, std::size_t position); // from 1
std::string complaint(std::string_view path, std::size_t line, std::string_view what);
bool word_char(char);
std::string_view trimmed(std::string_view);
// Where `word` stands as a whole word at or after `from`; npos: nowhere. "::now(" counts from its first
// letter.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);
// Position of the bracket that encloses `position` and is not closed before it; npos: none. `open` is one of
// ({[.
std::size_t enclosing(std::string_view code, std::size_t position, char open);
std::size_t closing(std::string_view code, std::size_t open_at); // npos: none
std::string_view word_before(std::string_view code, std::size_t position);

} // namespace tocsin::tidy
