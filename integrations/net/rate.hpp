// How often somebody may do something: at most so many within a sliding time, each key for itself.
#pragma once

#include "commands/core/time.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace tocsin::net {

class Rate {
public:
    static constexpr std::size_t keys_max = 4096; // beyond that, strangers share one allowance

    Rate(std::size_t count, Duration within) : count_{count}, within_{within} {}
    // Takes one of `key`'s; false: it has none left now.
    bool take(std::string_view key, Instant now);
    void give_back(std::string_view key); // the last one taken did not count after all

private:
    std::size_t count_;
    Duration within_;
    std::map<std::string, std::deque<Instant>, std::less<>> taken_;
};

} // namespace tocsin::net
