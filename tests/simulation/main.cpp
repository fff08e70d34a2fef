// tocsin_simulation: seeded random runs of the whole bot but its network (DESIGN 4.15). A failure prints the
// number that repeats it.
#include "tests/simulation/slack_world.hpp"
#include "tests/simulation/world.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string_view>

#include <unistd.h>

namespace tocsin::simulation {
namespace {

constexpr std::uint64_t runs_that_meet_all = 5; // fewer cannot be asked to have met everything
constexpr unsigned hang_after_s = 300;          // of one run

struct Options {
    std::uint64_t seed{1}, runs{20}, steps{1'000}, hours{600}, slack{0}, trace{0};
};

constexpr std::string_view usage =
    "tocsin_simulation [--seed N] [--runs N] [--steps N] [--hours N] [--trace 1]\n"
    "  --seed N   the first run's number (1); with it, one run unless --runs says more\n"
    "  --runs N   runs, each with the next number (20)\n"
    "  --steps N  things that happen in a run (1000)\n"
    "  --hours N  simulated hours after which a run ends (600: the keys of asks are kept for a month)\n"
    "  --slack 1  in a Slack workspace that misbehaves, rather than in the own room\n"
    "  --trace 1  tells on standard error what happens\n";

bool read(int argc, char** argv, Options& o) {
    bool seeded = false, counted = false;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name{argv[i]}, value{i + 1 < argc ? argv[i + 1] : ""};
        std::uint64_t* const into = name == "--seed"    ? &o.seed
                                    : name == "--runs"  ? &o.runs
                                    : name == "--steps" ? &o.steps
                                    : name == "--hours" ? &o.hours
                                    : name == "--slack" ? &o.slack
                                    : name == "--trace" ? &o.trace
                                                        : nullptr;
        if (!into) return false;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), *into);
        if (error != std::errc{} || end != value.data() + value.size()) return false;
        seeded = seeded || name == "--seed";
        counted = counted || name == "--runs";
    }
    if (seeded && !counted) o.runs = 1;
    return true;
}

char hang_message[200];
void on_hang(int) {
    (void)!::write(STDERR_FILENO, hang_message, std::char_traits<char>::length(hang_message));
    ::_exit(1);
}

std::string again(const Options& o, std::uint64_t seed) {
    return fmt::format("tocsin_simulation --seed {} --steps {} --hours {}{}", seed, o.steps, o.hours,
                       o.slack ? " --slack 1" : "");
}

bool run(const Options& o, std::uint64_t seed, Met& met, Duration& lived, std::uint64_t& steps) {
    const auto end = fmt::format_to_n(hang_message, sizeof hang_message - 1, "run {} hangs. Again: {}\n",
                                      seed, again(o, seed))
                         .out;
    *end = '\0';
    ::alarm(hang_after_s);
    const auto lives = [&](auto world) {
        try {
            world->run(o.steps, hours{o.hours});
        } catch (const std::exception& e) {
            fmt::print(stderr, "run {} failed after {} steps: {}\nAgain: {}\n", seed, world->steps_done(),
                       e.what(), again(o, seed));
            return false;
        }
        lived += world->lived();
        steps += world->steps_done();
        return true;
    };
    return o.slack ? lives(std::make_unique<SlackWorld>(seed, met))
                   : lives(std::make_unique<World>(seed, met));
}

void print(const Met& met) {
    for (const auto& [kind, list] : met.counts()) {
        std::string line;
        for (const auto& [name, n] : list) line += fmt::format("{} {} {}", line.empty() ? "" : ",", name, n);
        fmt::print("met: {}:{}\n", kind, line);
    }
}

int simulate(const Options& o) {
    std::signal(SIGALRM, on_hang);
    Met met;
    if (o.trace != 0) met.trace = [](const std::string& what) { fmt::print(stderr, "{}\n", what); };
    Duration lived{};
    std::uint64_t steps{};
    const auto began = std::chrono::steady_clock::now();
    for (std::uint64_t n = 0; n < o.runs; ++n)
        if (!run(o, o.seed + n, met, lived, steps)) return 1;
    const auto took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began);
    print(met);
    const auto never = met.never();
    for (const auto& what : never) fmt::print("never met: {}\n", what);
    fmt::print("{} runs from number {} on, {} steps, {} hours lived, in {:.1f} s: {}\n", o.runs, o.seed,
               steps, std::chrono::duration_cast<hours>(lived).count(),
               static_cast<double>(took.count()) / 1000, "all promises held");
    return never.empty() || o.runs < runs_that_meet_all ? 0 : 1;
}

} // namespace
} // namespace tocsin::simulation

int main(int argc, char** argv) {
    tocsin::simulation::Options options;
    if (!tocsin::simulation::read(argc, argv, options)) {
        std::fputs(tocsin::simulation::usage.data(), stderr);
        return 2;
    }
    return tocsin::simulation::simulate(options);
}
