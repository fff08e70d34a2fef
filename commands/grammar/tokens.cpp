// Splits a line at white space of any script and evens out what phones and word processors make of dashes and
// quotes.
#include "commands/grammar/tokens.hpp"

#include "commands/grammar/grammar.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::grammar {

namespace {

constexpr std::string_view em_dash = "\xE2\x80\x94";

bool is_dash(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFF0D; }

bool is_double_quote(char32_t c) {
    return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0xFF02;
}

// Marks that only say in which direction to write; the names Tocsin prints carry them (text::isolated).
bool is_direction_mark(char32_t c) {
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void append_plain(std::string& out, char32_t c) {
    if (is_dash(c))
        out += '-';
    else if (!is_direction_mark(c))
        text::append(out, c);
}

bool is_forbidden(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0); }

// Of the control characters, those that part lines or words still do.
void append_clean(std::string& out, char32_t c) {
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        out += '\n';
    else if (c == '\v' || c == '\f')
        out += ' ';
    else if (!is_forbidden(c))
        text::append(out, c);
}

} // namespace

std::string cleaned(std::string_view raw) {
    const auto is_usual = [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\t'; };
    if (std::all_of(raw.begin(), raw.end(), is_usual)) return std::string{raw};
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
        const auto c = text::next_code_point(raw, i);
        if (c != '\r')
            append_clean(out, c);
        else if (i == raw.size() || raw[i] != '\n')
            out += '\n';
    }
    return text::nfc(out);
}

std::string_view without_punctuation(std::string_view word) {
    const auto last = word.find_last_not_of("?!.,:;");
    return last == std::string_view::npos ? std::string_view{} : word.substr(0, last + 1);
}

Tokens::Tokens(std::string_view line) : line_{line}, first_line_end_{std::min(line.find('\n'), line.size())} {
    read(0);
}

void Tokens::take() { read(next_.end); }

void Tokens::ignore_punctuation() {
    next_.plain = without_punctuation(next_.plain);
    next_.word = without_punctuation(next_.word);
}

void Tokens::seek(std::size_t position) { read(position); }

void Tokens::read(std::size_t position) {
    has_next_ = false;
    while (position < first_line_end_) {
        const auto start = position;
        if (text::is_space(text::next_code_point(line_, position))) continue;
        next_ = {.begin = start};
        position = start;
        has_next_ = true;
        break;
    }
    if (!has_next_) return;
    while (position < first_line_end_) {
        const auto start = position;
        const auto c = text::next_code_point(line_, position);
        if (text::is_space(c)) {
            position = start;
            break;
        }
        append_plain(next_.plain, c);
    }
    next_.end = position;
    next_.word = text::folded(next_.plain);
    const auto typed = line_.substr(next_.begin, next_.end - next_.begin);
    next_.ends_options = typed == "--" || typed == em_dash;
}

Tokens::Value Tokens::value_at(std::size_t position) const {
    Value value{.end = position};
    bool quoted = false;
    while (value.end < first_line_end_) {
        const auto start = value.end;
        auto next = start;
        const auto c = text::next_code_point(line_, next);
        const bool opens = start == position && is_double_quote(c);
        const bool closes = quoted && is_double_quote(c);
        if (!quoted && text::is_space(c)) break;
        if (opens || closes)
            quoted = opens;
        else if (quoted)
            text::append(value.plain, c);
        else
            append_plain(value.plain, c);
        value.end = next;
    }
    value.unclosed = quoted;
    return value;
}

std::string Tokens::text() const { return text::trimmed(line_.substr(position())); }

} // namespace tocsin::grammar
