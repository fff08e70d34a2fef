// Unicode by way of utf8proc. Everything here takes any bytes at all: what is no UTF-8 reads as U+FFFD, one a
// byte.
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace tocsin::text {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view first_strong_isolate = "\xE2\x81\xA8"; // U+2068
constexpr std::string_view pop_isolate = "\xE2\x81\xA9";          // U+2069

bool is_ascii(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Length in bytes of the code point at `position`, 0 if the bytes there are no UTF-8.
std::size_t decode(std::string_view s, std::size_t position, utf8proc_int32_t& code_point) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(s.data()) + position;
    const auto size =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(s.size() - position), &code_point);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::string repaired(std::string_view s) {
    std::string out;
    out.reserve(s.size() + replacement.size());
    for (std::size_t i = 0; i < s.size();) {
        utf8proc_int32_t code_point{};
        const auto size = decode(s, i, code_point);
        out += size ? s.substr(i, size) : replacement;
        i += size ? size : 1;
    }
    return out;
}

std::string mapped(std::string_view s, utf8proc_option_t options) {
    const std::string fixed = valid_utf8(s) ? std::string{} : repaired(s);
    const std::string_view in = fixed.empty() ? s : std::string_view{fixed};
    utf8proc_uint8_t* raw{};
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(in.data()),
                                   static_cast<utf8proc_ssize_t>(in.size()), &raw, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{raw, &std::free};
    assert(size >= 0 && "valid UTF-8 always has a normal form");
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

// Where the last code point of a text that is not empty begins.
std::size_t last_code_point(std::string_view s) {
    std::size_t i = s.size() - 1;
    while (i > 0 && (static_cast<unsigned char>(s[i]) & 0xC0) == 0x80) --i;
    return i;
}

bool is_direction_control(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F ||
           c == 0x061C;
}

bool is_right_to_left(char32_t c) {
    const auto kind = utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->bidi_class;
    return kind == UTF8PROC_BIDI_CLASS_R || kind == UTF8PROC_BIDI_CLASS_AL;
}

} // namespace

char32_t next_code_point(std::string_view s, std::size_t& position) {
    assert(position < s.size());
    const auto first = static_cast<unsigned char>(s[position]);
    if (first < 0x80) {
        ++position;
        return first;
    }
    utf8proc_int32_t code_point{};
    const auto size = decode(s, position, code_point);
    position += size ? size : 1;
    return size ? static_cast<char32_t>(code_point) : replacement_character;
}

void append(std::string& out, char32_t c) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool is_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

bool is_letter(char32_t c) {
    const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t c) {
    const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

bool valid_utf8(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        if (static_cast<unsigned char>(s[i]) < 0x80) {
            ++i;
            continue;
        }
        utf8proc_int32_t code_point{};
        const auto size = decode(s, i, code_point);
        if (!size) return false;
        i += size;
    }
    return true;
}

std::string nfc(std::string_view s) {
    if (is_ascii(s)) return std::string{s};
    return mapped(s, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

std::string folded(std::string_view s) {
    if (!is_ascii(s))
        return mapped(s,
                      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
    std::string out{s};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Letters with a stroke have no decomposition, so those of European names are told by hand.
std::string without_accents(std::string_view s) {
    if (is_ascii(s)) return folded(s);
    const auto options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    const std::string bare = mapped(s, static_cast<utf8proc_option_t>(options));
    std::string out;
    for (std::size_t i = 0; i < bare.size();) {
        switch (const auto c = next_code_point(bare, i)) {
        case 0x142: out += 'l'; break;
        case 0xF8: out += 'o'; break;
        case 0x111: out += 'd'; break;
        case 0x131: out += 'i'; break;
        case 0xE6: out += "ae"; break;
        default: append(out, c);
        }
    }
    return out;
}

std::size_t cluster_end(std::string_view s, std::size_t start) {
    std::size_t i = start;
    utf8proc_int32_t state{};
    auto before = static_cast<utf8proc_int32_t>(next_code_point(s, i));
    while (i < s.size()) {
        std::size_t next = i;
        const auto here = static_cast<utf8proc_int32_t>(next_code_point(s, next));
        if (utf8proc_grapheme_break_stateful(before, here, &state)) break;
        before = here;
        i = next;
    }
    return i;
}

std::size_t length(std::string_view s) {
    std::size_t clusters = 0;
    for (std::size_t i = 0; i < s.size(); i = cluster_end(s, i)) ++clusters;
    return clusters;
}

std::string cut(std::string_view s, std::size_t clusters) {
    constexpr std::string_view dots = "...";
    assert(clusters >= dots.size());
    std::size_t kept = 0; // bytes that stay if dots must follow
    std::size_t seen = 0;
    for (std::size_t i = 0; i < s.size(); i = cluster_end(s, i)) {
        if (seen == clusters - dots.size()) kept = i;
        if (seen == clusters) return trimmed(s.substr(0, kept)).append(dots);
        ++seen;
    }
    return std::string{s};
}

std::string trimmed(std::string_view s) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < s.size() && is_space(next_code_point(s, i));) begin = i;
    std::size_t end = s.size();
    while (end > begin) {
        const std::size_t last = last_code_point(s.substr(begin, end - begin)) + begin;
        std::size_t i = last;
        if (!is_space(next_code_point(s, i)) || i != end) break;
        end = last;
    }
    return std::string{s.substr(begin, end - begin)};
}

// A name that brings direction controls of its own could end the isolate early, so those are dropped.
std::string isolated(std::string_view name) {
    std::string plain;
    bool wrap = false;
    for (std::size_t i = 0; i < name.size();) {
        const auto c = next_code_point(name, i);
        wrap = wrap || is_right_to_left(c) || is_direction_control(c);
        if (!is_direction_control(c)) append(plain, c);
    }
    if (!wrap) return std::string{name};
    return std::string{first_strong_isolate}.append(plain).append(pop_isolate);
}

} // namespace tocsin::text
