// Whether a text speaks of something: plain words searched without case. No language is understood here, so
// what is found is only ever proposed.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace tocsin::postmortem {

// Signs are in small ASCII letters. One that begins with a space is the beginning of a word,
// one that ends with a space the end of one; the beginning and the end of the text count as spaces.
class Signs {
public:
    Signs(std::initializer_list<std::string_view>);
    bool in(std::string_view words) const;

private:
    bool stand_at(std::string_view words, std::size_t) const;
    std::vector<std::string_view> signs_;
    std::array<std::bitset<256>, 256> begin_{}; // [first letter][second]: what a sign begins with
};

} // namespace tocsin::postmortem
