// One walk over the text and no copy of it: a record may hold a hundred thousand notes.
#include "commands/postmortem/mentions.hpp"

#include <algorithm>

namespace tocsin::postmortem {
namespace {

// Small letters for large ones, and one space for every kind.
constexpr std::array<char, 256> folding = [] {
    std::array<char, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) out[c] = static_cast<char>(c);
    for (char c = 'A'; c <= 'Z'; ++c) out[static_cast<std::size_t>(c)] = static_cast<char>(c - 'A' + 'a');
    for (const char c : {'\n', '\t', '\r'}) out[static_cast<std::size_t>(c)] = ' ';
    return out;
}();

char folded(char c) { return folding[static_cast<std::uint8_t>(c)]; }

// The text as if a space stood at both ends.
char at(std::string_view words, std::size_t i) {
    return i == 0 || i > words.size() ? ' ' : folded(words[i - 1]);
}

} // namespace

Signs::Signs(std::initializer_list<std::string_view> signs) : signs_{signs} {
    for (const std::string_view sign : signs) {
        auto& second = begin_[static_cast<std::uint8_t>(sign[0])];
        sign.size() > 1 ? second.set(static_cast<std::uint8_t>(sign[1]))
                        : second.set(); // "%": before anything
    }
}

bool Signs::stand_at(std::string_view words, std::size_t i) const {
    return std::any_of(signs_.begin(), signs_.end(), [&](std::string_view sign) {
        if (i + sign.size() > words.size() + 2) return false;
        for (std::size_t n = 0; n < sign.size(); ++n)
            if (at(words, i + n) != sign[n]) return false;
        return true;
    });
}

bool Signs::in(std::string_view words) const {
    auto letter = static_cast<std::uint8_t>(' ');
    for (std::size_t i = 0; i <= words.size(); ++i) {
        const auto next = static_cast<std::uint8_t>(at(words, i + 1));
        if (begin_[letter].test(next) && stand_at(words, i)) return true;
        letter = next;
    }
    return false;
}

} // namespace tocsin::postmortem
