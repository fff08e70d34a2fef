// Reads C++ well enough for habits: comments, literals, words and brackets; no grammar.
#include "tests/support/tidy_text.hpp"

#include "tests/support/tidy.hpp"

#include <algorithm>

namespace tocsin::tidy {
namespace {

// Walks over a text and says what each character belongs to.
struct Walk {
    enum class Kind : unsigned char { code, comment, literal };
    std::string_view text;
    std::vector<Kind> kinds;

    explicit Walk(std::string_view t) : text{t}, kinds(t.size(), Kind::code) {
        for (std::size_t i = 0; i < text.size();) i = step(i);
    }

    std::size_t mark(std::size_t from, std::size_t to, Kind kind) {
        to = std::min(to, text.size());
        std::fill(kinds.begin() + static_cast<std::ptrdiff_t>(from),
                  kinds.begin() + static_cast<std::ptrdiff_t>(to), kind);
        return to;
    }
    std::size_t end_after(std::string_view what, std::size_t from) const {
        const auto at = text.find(what, from);
        return at == std::string_view::npos ? text.size() : at + what.size();
    }
    std::size_t step(std::size_t i) {
        const auto rest = text.substr(i);
        if (rest.starts_with("//")) return mark(i, std::min(text.find('\n', i), text.size()), Kind::comment);
        if (rest.starts_with("/*")) return mark(i, end_after("*/", i + 2), Kind::comment);
        if (rest.starts_with("R\"") && (i == 0 || !word_char(text[i - 1]))) return raw(i);
        if (rest[0] == '"') return quoted(i);
        const bool separator = rest[0] == '\'' && i > 0 && word_char(text[i - 1]); // 1'000
        if (rest[0] == '\'' && !separator) return quoted(i);
        return i + 1;
    }
    std::size_t raw(std::size_t i) {
        const auto open = text.find('(', i);
        if (open == std::string_view::npos) return i + 1;
        const auto end = ")" + std::string{text.substr(i + 2, open - i - 2)} + "\"";
        const auto past = end_after(end, open);
        mark(i + 2, past - 1, Kind::literal);
        return past;
    }
    std::size_t quoted(std::size_t i) {
        auto end = i + 1;
        while (end < text.size() && text[end] != text[i] && text[end] != '\n')
            end += text[end] == '\\' ? 2U : 1U;
        mark(i + 1, end, Kind::literal);
        return std::min(end + 1, text.size());
    }
    std::string only(Kind kind) const {
        std::string out{text};
        for (std::size_t i = 0; i < out.size(); ++i)
            if (kinds[i] != kind && out[i] != '\n') out[i] = ' ';
        return out;
    }
};

} // namespace

std::string code_of(std::string_view text) { return Walk{text}.only(Walk::Kind::code); }
std::string comments_of(std::string_view text) { return Walk{text}.only(Walk::Kind::comment); }

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::size_t line_at(std::string_view text, std::size_t position) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, position), '\n'));
}

std::string complaint(std::string_view path, std::size_t line, std::string_view what) {
    return std::string{path} + ":" + std::to_string(line) + ": " + std::string{what};
}

bool word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    for (auto at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool free_before = at == 0 || !word_char(word.front()) || !word_char(text[at - 1]);
        const bool free_after = end == text.size() || !word_char(word.back()) || !word_char(text[end]);
        if (free_before && free_after) return at;
    }
    return std::string_view::npos;
}

std::size_t enclosing(std::string_view code, std::size_t position, char open) {
    const char close = open == '(' ? ')' : open == '{' ? '}' : ']';
    std::size_t depth = 0;
    for (auto i = position; i-- > 0;) {
        if (code[i] == close) ++depth;
        if (code[i] != open) continue;
        if (depth == 0) return i;
        --depth;
    }
    return std::string_view::npos;
}

std::size_t closing(std::string_view code, std::size_t open_at) {
    const char open = code[open_at], close = open == '(' ? ')' : open == '{' ? '}' : ']';
    std::size_t depth = 0;
    for (auto i = open_at; i < code.size(); ++i) {
        if (code[i] == open) ++depth;
        if (code[i] == close && --depth == 0) return i;
    }
    return std::string_view::npos;
}

std::string_view word_before(std::string_view code, std::size_t position) {
    const auto before = trimmed(code.substr(0, position));
    auto start = before.size();
    while (start > 0 && word_char(before[start - 1])) --start;
    return before.substr(start);
}

} // namespace tocsin::tidy
