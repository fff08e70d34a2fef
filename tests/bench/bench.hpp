// What Tocsin costs, as one table (DESIGN 6). Ratios are to the bare cost measured in the same run; absolute
// figures depend on the machine.
#pragma once

#include "commands/core/error.hpp"
#include "commands/core/time.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::bench {

using Clock = std::chrono::steady_clock;
double ms_since(Clock::time_point start);
// Resident memory of a process now, in bytes; 0: it cannot be read. 0 is this process.
std::size_t resident(int pid = 0);

// Prints one line: what, the figure, and what it is measured against ("" for none).
void row(std::string_view what, const std::string& figure, const std::string& beside = "");

// Waiting times of many asks, in ms.
struct Times {
    std::vector<double> ms;
    double took_ms{};
    double per_second() const { return static_cast<double>(ms.size()) / took_ms * 1000; }
    double at(double share); // 0.5: half of them were faster
};
std::string shown(Times&); // "1234 /s, p50 0.61 ms, p99 2.10 ms"

inline constexpr std::size_t incidents_asked = 50; // over which asks are spread

template <class T> T must(Result<T> r) {
    if (!r) throw std::runtime_error{r.error().detail};
    if constexpr (!std::is_void_v<T>) return std::move(*r);
}
// A store in that file, with salts that cost no randomness.
std::unique_ptr<storage::Store> open_store(const std::string& path);

// Each prints its rows. `n` scales the work: 1 is what the budgets speak of.
void asks(double n, const std::string& tocsin); // commits, pipeline, HTTP; `tocsin` is the binary
void open_incidents(double n);                  // many of them in memory
void big_logs(double n);                        // replay, drafts
void clocks(double n);
void process(const std::string& tocsin); // start, memory at rest

} // namespace tocsin::bench
