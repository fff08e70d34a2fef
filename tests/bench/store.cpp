// A store for figures: as the program's, but for chance.
#include "tests/bench/bench.hpp"

namespace tocsin::bench {

std::unique_ptr<storage::Store> open_store(const std::string& path) {
    const auto salts = [](std::span<std::byte> bytes) {
        for (auto& b : bytes) b = std::byte{7};
    };
    return must(storage::Store::open(path, {.random = salts}));
}

} // namespace tocsin::bench
