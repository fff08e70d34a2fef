// Cuts a text into sentences, words and tokens, and finds phrases in it. Linear in the text.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::text::linting {
namespace {

constexpr std::string_view apostrophe = "\xE2\x80\x99"; // U+2019

bool is_word_part(char32_t c) { return is_letter(c) || is_mark(c) || (c >= '0' && c <= '9'); }
bool is_full_stop(char32_t c) { return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E; } // CJK

// An apostrophe, an underscore: inside a word they belong to it, around one they do not.
bool joins(char32_t c) { return c == '\'' || c == 0x2019 || c == '_'; }

std::size_t word_end(std::string_view s, std::size_t i) {
    std::size_t end = i;
    while (i < s.size()) {
        const auto c = next_code_point(s, i);
        if (is_word_part(c)) {
            end = i;
            continue;
        }
        std::size_t after = i;
        if (!joins(c) || i == s.size() || !is_word_part(next_code_point(s, after))) break;
    }
    return end;
}

std::string plain(std::string_view typed) {
    std::string out = folded(typed);
    for (auto at = out.find(apostrophe); at != std::string::npos; at = out.find(apostrophe, at))
        out.replace(at, apostrophe.size(), "'");
    return out;
}

bool ends_before(std::string_view s, std::size_t i) {
    if (i >= s.size()) return true;
    return is_space(next_code_point(s, i));
}

// "p.m.", "e.g.": the point after a single letter ends no sentence.
bool follows_single_letter(std::string_view s, std::size_t i) {
    if (i == 0 || !is_ascii_letter(s[i - 1])) return false;
    return i == 1 || s[i - 2] == '.' || s[i - 2] == ' ';
}

std::vector<Span> sentences_of(std::string_view s) {
    std::vector<Span> out;
    std::size_t begin = 0;
    bool ended = false;
    for (std::size_t i = 0; i < s.size();) {
        const std::size_t at = i;
        const auto c = next_code_point(s, i);
        if (ended && !is_space(c)) {
            out.push_back({begin, at});
            begin = at;
            ended = false;
        }
        if (c == '\n' || is_full_stop(c)) ended = true;
        if ((c == '!' || c == '?') && ends_before(s, i)) ended = true;
        if (c == '.' && ends_before(s, i) && !follows_single_letter(s, at)) ended = true;
    }
    if (begin < s.size()) out.push_back({begin, s.size()});
    return out;
}

std::vector<Span> tokens_of(std::string_view s) {
    std::vector<Span> out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const std::size_t begin = i;
        while (i < s.size() && s[i] > ' ' && s[i] < 0x7F) ++i;
        if (i > begin) out.push_back({begin, i});
    }
    return out;
}

// Both lists are in order of place, so one pass marks every word inside a link or address.
void mark_opaque(Text& t) {
    std::size_t w = 0;
    for (const auto& token : t.tokens) {
        const Span bare = bare_token(t, token);
        if (bare.empty() || !is_link_or_address(t.of(bare))) continue;
        while (w < t.words.size() && t.words[w].at.begin < bare.begin) ++w;
        for (; w < t.words.size() && t.words[w].at.begin < bare.end; ++w) t.words[w].opaque = true;
    }
}

void mark_capitals(Word& word, std::string_view typed) {
    std::size_t i = 0;
    next_code_point(typed, i);
    const auto first = typed.substr(0, i);
    word.capital = folded(first) != first;
    word.shouted = word.capital && i < typed.size();
    while (i < typed.size()) {
        const std::size_t at = i;
        next_code_point(typed, i);
        const auto letter = typed.substr(at, i - at);
        if (folded(letter) == letter) word.shouted = false;
    }
}

bool starts_anew(std::string_view gap) { return gap.find_first_not_of(" ,'&/") != std::string_view::npos; }

bool meets(std::string_view word, std::string_view wanted) {
    while (!wanted.empty()) {
        const auto bar = wanted.find('|');
        const auto one = wanted.substr(0, bar);
        if (one == "_" || one == word) return true;
        if (one.ends_with('*') && word.starts_with(one.substr(0, one.size() - 1))) return true;
        wanted = bar == std::string_view::npos ? std::string_view{} : wanted.substr(bar + 1);
    }
    return false;
}

bool only_spaces(std::string_view gap) {
    for (std::size_t i = 0; i < gap.size();)
        if (const auto c = next_code_point(gap, i); !is_space(c) && c != '-') return false;
    return true;
}

} // namespace

Text::Text(std::string_view given) : typed{nfc(given)} {
    sentences = sentences_of(typed);
    tokens = tokens_of(typed);
    std::size_t sentence = 0, before = 0;
    for (std::size_t i = 0; i < typed.size();) {
        const std::size_t begin = i;
        if (!is_word_part(next_code_point(typed, i))) continue;
        i = word_end(typed, begin);
        Word word{.at = {begin, i}, .folded = plain(of({begin, i}))};
        const bool first = words.empty() || begin >= sentences[sentence].end;
        while (begin >= sentences[sentence].end) ++sentence;
        word.sentence = sentence;
        word.starts = first || starts_anew(of({before, begin}));
        mark_capitals(word, of(word.at));
        words.push_back(std::move(word));
        before = i;
    }
    mark_opaque(*this);
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
}

bool in_sorted(std::string_view word, Words sorted) { return std::ranges::binary_search(sorted, word); }

std::size_t match(const Text& t, std::size_t i, std::string_view pattern) {
    // Nearly all words of a text miss nearly all patterns, and most of them by the first letter.
    if (pattern.substr(0, pattern.find(' ')).find_first_of("|_") == pattern.npos &&
        t.words[i].folded[0] != pattern[0])
        return 0;
    std::size_t count = 0;
    while (!pattern.empty()) {
        if (i + count >= t.words.size()) return 0;
        if (count > 0 && (!t.has(i + count, i) || !only_spaces(t.gap(i + count - 1)))) return 0;
        const auto space = pattern.find(' ');
        if (!meets(t.words[i + count].folded, pattern.substr(0, space))) return 0;
        pattern = space == std::string_view::npos ? std::string_view{} : pattern.substr(space + 1);
        ++count;
    }
    return count;
}

bool contains(const Text& t, Words patterns) {
    for (std::size_t i = 0; i < t.words.size(); ++i)
        for (const auto pattern : patterns)
            if (match(t, i, pattern)) return true;
    return false;
}

void find(Spots& out, const Text& t, Words patterns, std::uint8_t rule, std::string_view says) {
    for (std::size_t i = 0; i < t.words.size(); ++i)
        for (const auto pattern : patterns)
            if (const auto count = match(t, i, pattern)) {
                out.push_back({rule, t.over(i, count), std::string{says}});
                break;
            }
}

void add_outermost(Spots& out, Spots found) {
    std::ranges::sort(found, [](const Spot& a, const Spot& b) {
        return a.at.begin != b.at.begin ? a.at.begin < b.at.begin : a.at.end > b.at.end;
    });
    std::size_t end = 0;
    for (auto& spot : found) {
        if (spot.at.begin < end) continue;
        end = spot.at.end;
        out.push_back(std::move(spot));
    }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Span bare_token(const Text& t, Span token) {
    constexpr std::string_view before = "([{<\"'*`~,;:=|", after = ")]}>\"'*`~,;:.!?|";
    while (!token.empty() && before.find(t.typed[token.begin]) != std::string_view::npos) ++token.begin;
    while (!token.empty() && after.find(t.typed[token.end - 1]) != std::string_view::npos) --token.end;
    return token;
}

bool is_link_or_address(std::string_view token) {
    constexpr std::string_view ends[]{
        "ai",  "app", "br",  "ca",   "ch",  "cloud", "cn",       "co", "com", "corp", "de",
        "dev", "es",  "eu",  "fr",   "gov", "info",  "internal", "io", "jp",  "lan",  "local",
        "net", "nl",  "org", "page", "pl",  "pt",    "ru",       "se", "sh",  "uk",   "xyz"};
    if (token.find("://") != std::string_view::npos || token.starts_with("www.")) return true;
    const auto at = token.find('@');
    if (at != std::string_view::npos && at > 0 && token.find('.', at) != std::string_view::npos) return true;
    const auto host = token.substr(0, token.find_first_of("/:?#"));
    const auto point = host.rfind('.');
    if (point == std::string_view::npos || point == 0) return false;
    const std::string end = folded(host.substr(point + 1));
    return std::ranges::find(ends, end) != std::end(ends);
}

} // namespace tocsin::text::linting
