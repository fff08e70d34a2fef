// What both benches share: figures and rows.
#include "tests/bench/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include <unistd.h>

namespace tocsin::bench {

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::size_t resident(int pid) {
    std::ifstream statm{fmt::format("/proc/{}/statm", pid ? std::to_string(pid) : "self")};
    std::size_t size{}, pages{};
    statm >> size >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void row(std::string_view what, const std::string& figure, const std::string& beside) {
    fmt::print("{:<46} {:<44} {}\n", what, figure, beside);
    std::fflush(stdout);
}

double Times::at(double share) {
    const auto nth = static_cast<std::ptrdiff_t>(share * static_cast<double>(ms.size() - 1));
    std::nth_element(ms.begin(), ms.begin() + nth, ms.end());
    return ms[static_cast<std::size_t>(nth)];
}

std::string shown(Times& t) {
    return fmt::format("{:.0f} /s, p50 {:.2f} ms, p99 {:.2f} ms", t.per_second(), t.at(0.5), t.at(0.99));
}

} // namespace tocsin::bench
