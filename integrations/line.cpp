// Command or talk? Decided by the first characters alone, so that a command quoted or fenced inside a message
// is talk.
#include "integrations/line.hpp"

#include "commands/command.hpp"
#include "commands/text/unicode.hpp"

namespace tocsin {

namespace {

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

// Without the white space in front. Line breaks stay if asked for: what follows one is text, never a command.
std::string_view without_space(std::string_view s, bool keep_breaks = false) {
    for (std::size_t i = 0; i < s.size();) {
        const auto start = i;
        if ((keep_breaks && is_line_break(s[start])) || !text::is_space(text::next_code_point(s, i)))
            return s.substr(start);
    }
    return {};
}

std::string_view first_word(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        const auto start = i;
        if (text::is_space(text::next_code_point(s, i))) return s.substr(0, start);
    }
    return s;
}

bool is_letters(std::string_view word) {
    for (std::size_t i = 0; i < word.size();)
        if (!text::is_letter(text::next_code_point(word, i))) return false;
    return !word.empty();
}

bool is_verb(std::string_view word) {
    return command_named(word) != nullptr || grammar::is_later_verb(text::folded(word));
}

} // namespace

Typed typed(std::string_view text, std::string_view prefix, bool short_form) {
    const Typed talk{.line = std::string{text}, .talk = true};
    const auto command_word = first_word(without_space(prefix));
    const auto line = without_space(text);
    // Compared by as many bytes as the word has: true of every command word of plain letters.
    if (!command_word.empty() &&
        text::folded(line.substr(0, command_word.size())) == text::folded(command_word)) {
        const auto rest = line.substr(command_word.size());
        const auto glued = first_word(rest);
        if (glued.empty() || is_verb(glued)) return {.line = std::string{without_space(rest, true)}};
    }
    if (short_form && line.starts_with('/')) {
        const auto rest = line.substr(1);
        const auto word = first_word(rest);
        if (is_letters(word) || is_verb(word)) return {.line = std::string{rest}};
    }
    return talk;
}

} // namespace tocsin
