// Lengths and cuts.
#include "integrations/slack/fit.hpp"

#include "integrations/slack/text.hpp"

#include "commands/text/unicode.hpp"

#include <utility>

namespace tocsin::slack {
namespace {

constexpr std::string_view dots = "...";

std::size_t units(char32_t c) { return c > 0xFFFF ? 2 : 1; }

std::size_t cost(char32_t c, As as) {
    if (as == As::plain) return units(c);
    const bool mark = c == '*' || c == '_' || c == '~' || c == '`';
    switch (c) {
    case '&': return 5;
    case '<': return 4;
    case '>': return as == As::words ? 5 : 4; // a zero-width space before one that would quote
    default: break;
    }
    if (as == As::words && mark) return 3;
    if (as == As::fenced && c == '`') return 2;
    return units(c);
}

std::string shortened_as(std::string_view words, std::size_t max, As as) {
    if (slack::cost(words, as) <= max) return std::string{words};
    const auto bytes = bytes_that_fit(words, max - dots.size(), as, Cut::graphemes);
    return text::trimmed(words.substr(0, bytes)).append(dots);
}

} // namespace

std::size_t units(std::string_view s) { return cost(s, As::plain); }

std::string clean(std::string_view words) { return unescaped(escaped(words)); }

std::string on_one_line(std::string_view words) {
    std::string out;
    bool space = false;
    const std::string cleaned = clean(words);
    for (std::size_t i = 0; i < cleaned.size();) {
        const char32_t c = text::next_code_point(cleaned, i);
        if (text::is_space(c)) {
            space = !out.empty();
            continue;
        }
        if (std::exchange(space, false)) out += ' ';
        text::append(out, c);
    }
    return out;
}

std::string shortened(std::string_view words, std::size_t max) { return shortened_as(words, max, As::plain); }
std::string shortened_escaped(std::string_view words, std::size_t max) {
    return shortened_as(words, max, As::escaped);
}

std::size_t cost(std::string_view words, As as) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < words.size();) sum += cost(text::next_code_point(words, i), as);
    return sum;
}

std::size_t bytes_that_fit(std::string_view words, std::size_t room, As as, Cut cut) {
    std::size_t used = 0, line = 0, word = 0, grapheme = 0;
    for (std::size_t i = 0; i < words.size();) {
        const auto end = text::cluster_end(words, i);
        const auto cluster = words.substr(i, end - i);
        used += cost(cluster, as);
        if (used > room) break;
        std::size_t first = 0;
        const char32_t c = text::next_code_point(cluster, first);
        if (c == '\n')
            line = end;
        else if (text::is_space(c))
            word = end;
        grapheme = end;
        i = end;
    }
    if (grapheme == words.size()) return grapheme;
    if (cut != Cut::graphemes && line > 0) return line;
    if (cut == Cut::whole_words || (cut == Cut::words && word > 0)) return word;
    if (grapheme > 0) return grapheme;
    // One grapheme of more marks than a message takes: cut inside.
    std::size_t bytes = 0;
    used = 0;
    for (std::size_t i = 0; i < words.size();) {
        used += cost(text::next_code_point(words, i), as);
        if (used > room && bytes > 0) break;
        bytes = i;
    }
    return bytes;
}

} // namespace tocsin::slack
