// The one source of chance: the same number gives the same run on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocsin::simulation {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_{seed} {}

    // splitmix64: the distributions of the standard library differ from one library to the next.
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t n) { return next() % n; }
    std::uint64_t from_to(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }
    bool percent(std::uint64_t n) { return below(100) < n; }
    bool permille(std::uint64_t n) { return below(1000) < n; }
    template <class List> const auto& one_of(const List& list) {
        return *(list.begin() + static_cast<std::ptrdiff_t>(below(static_cast<std::uint64_t>(list.size()))));
    }

private:
    std::uint64_t state_;
};

} // namespace tocsin::simulation
