// One field at a time: a body holds fifteen, and a hostile one may hold as many as it likes.
#include "integrations/slack/decode_forms.hpp"

#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::slack {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// net::percent_decoded refuses control characters; a command of several lines has some.
std::string decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && text.size() - i > 2;
        const int high = escape ? hex_digit(text[i + 1]) : -1, low = escape ? hex_digit(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

} // namespace

std::optional<std::string> form_field(std::string_view body, std::string_view name) {
    while (!body.empty()) {
        const auto field = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(field.size() + 1, body.size()));
        const auto equals = std::min(field.find('='), field.size());
        const auto its_name = field.substr(0, equals);
        if (its_name != name && (its_name.find('%') == its_name.npos || decoded(its_name) != name)) continue;
        std::string value = decoded(field.substr(std::min(equals + 1, field.size())));
        if (!text::valid_utf8(value)) return std::nullopt;
        return value;
    }
    return std::nullopt;
}

} // namespace tocsin::slack
