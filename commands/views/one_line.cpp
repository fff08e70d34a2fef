// Scans bytes: everything that matters here is ASCII or has a fixed UTF-8 form.
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <array>

namespace tocsin::views {
namespace {

constexpr std::string_view line_break = " / ";

enum class Kind { plain, space, line_end, dropped };
struct Step {
    Kind kind;
    std::size_t size;
};

struct Special {
    std::string_view bytes;
    Kind kind;
};
constexpr std::array specials{
    Special{"\xC2\x85", Kind::line_end},     Special{"\xE2\x80\xA8", Kind::line_end},
    Special{"\xE2\x80\xA9", Kind::line_end}, Special{"\xE2\x80\xAA", Kind::dropped},
    Special{"\xE2\x80\xAB", Kind::dropped},  Special{"\xE2\x80\xAC", Kind::dropped},
    Special{"\xE2\x80\xAD", Kind::dropped},  Special{"\xE2\x80\xAE", Kind::dropped},
};

bool is_plain(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x20 && u != 0x7f && u != 0xC2 && u != 0xE2;
}

Step step_at(std::string_view rest) {
    const char c = rest.front();
    if (c == ' ' || c == '\t') return {Kind::space, 1};
    // Whatever a reader of the text may split lines at, the information separators included.
    if ((c >= '\n' && c <= '\r') || (c >= '\x1c' && c <= '\x1e')) return {Kind::line_end, 1};
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x20 || u == 0x7f) return {Kind::dropped, 1};
    for (const Special& special : specials)
        if (rest.starts_with(special.bytes)) return {special.kind, special.bytes.size()};
    return {Kind::plain, 1};
}

std::string_view without_spaces(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
}

} // namespace

std::string on_one_line(std::string_view words) {
    if (std::all_of(words.begin(), words.end(), is_plain)) return std::string{without_spaces(words)};
    std::string out;
    out.reserve(words.size());
    bool broken = false; // a line end was seen, and nothing but space since
    for (std::size_t i = 0; i < words.size();) {
        const Step step = step_at(words.substr(i));
        if (step.kind == Kind::line_end) broken = true;
        if (step.kind == Kind::space && !broken) out += ' ';
        if (step.kind == Kind::plain) {
            if (broken) {
                while (!out.empty() && out.back() == ' ') out.pop_back();
                if (!out.empty()) out += line_break;
                broken = false;
            }
            out.append(words, i, step.size);
        }
        i += step.size;
    }
    return std::string{without_spaces(out)};
}

} // namespace tocsin::views
