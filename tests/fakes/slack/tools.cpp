// Encodings, chance and timers of the fake.
#include "tests/fakes/slack/tools.hpp"

#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin::fakes {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::uint64_t Dice::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// Draws only where there is a choice, so that an unused fault does not shift a run.
bool Dice::happens(double share) {
    if (share <= 0) return false;
    if (share >= 1) return true;
    return static_cast<double>(next() >> 11) < share * 9007199254740992.0;
}

std::string Dice::letters(std::size_t n) {
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string out;
    while (out.size() < n) out += digits[below(digits.size())];
    return out;
}

void Timers::at(Instant when, std::function<void()> action) {
    waiting_.emplace(when, std::move(action));
    if (on_added) on_added();
}

std::optional<Instant> Timers::next() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first;
}

void Timers::run_due(Instant now) {
    while (!waiting_.empty() && waiting_.begin()->first <= now) {
        auto action = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        action();
    }
}

std::string ts_of_micros(std::int64_t micros) {
    return fmt::format("{:010}.{:06}", micros / 1'000'000, micros % 1'000'000);
}

std::string full_ts(std::string_view ts) {
    const auto dot = std::min(ts.find('.'), ts.size());
    std::string whole{ts.substr(0, dot)}, fraction{ts.substr(std::min(dot + 1, ts.size()))};
    const auto digits = [](std::string_view t) { return t.find_first_not_of("0123456789") == t.npos; };
    if (whole.empty() || whole.size() > 10 || fraction.size() > 6 || !digits(whole) || !digits(fraction))
        return {};
    whole.insert(0, 10 - whole.size(), '0');
    fraction.resize(6, '0');
    return whole + "." + fraction;
}

std::int64_t seconds_of(Instant t) {
    return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

std::size_t points(std::string_view utf8) {
    std::size_t n = 0;
    for (const char c : utf8)
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++n;
    return n;
}

std::string first_points(std::string_view utf8, std::size_t n) {
    std::size_t i = 0;
    for (; i < utf8.size(); ++i)
        if ((static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80 && n-- == 0) break;
    return std::string{utf8.substr(0, i)};
}

std::string form_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+') c = ' ';
        if (c == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            c = static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        }
        out += c;
    }
    return out;
}

std::optional<std::map<std::string, std::string>> form_fields(std::string_view text) {
    std::map<std::string, std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = form_decoded(pair.substr(0, equals));
        auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!text::valid_utf8(name) || !text::valid_utf8(value)) return std::nullopt;
        out.insert_or_assign(std::move(name), std::move(value));
    }
    return out;
}

std::string url_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string base64(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t block = 0;
        for (std::size_t k = 0; k < 3; ++k)
            block = block << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k <= text.size() ? base64_digits[block >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::optional<std::string> base64_decoded(std::string_view text) {
    std::string out;
    std::uint32_t block = 0;
    unsigned bits = 0;
    for (const char c : text) {
        if (c == '=') break;
        const auto at = base64_digits.find(c);
        if (at == base64_digits.npos) return std::nullopt;
        block = block << 6 | static_cast<std::uint32_t>(at);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(block >> bits & 255);
        }
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(by), text.size());
        auto part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) out.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

} // namespace tocsin::fakes
