// tocsin_bench_slack [--share X] [--tocsin LINE] [--bolt LINE] [--first LINE] [--command LINE]: what a
// command on Slack costs, as one table with ratios. A LINE for the shell may hold {folder}, {api}, {ca},
// {config}; "" leaves that one out.
#include "tests/bench/slack/slack_bench.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>

namespace tocsin::bench {
namespace {

constexpr double full_one = 2'000, full_many = 10'000;
constexpr std::size_t rounds = 25; // short: a partner that is not served for 5 s gives its connection up

struct Row {
    std::string name;
    Figures figures;
};

std::string times(double of, double base) { return base > 0 ? fmt::format(" ({:.3g}x)", of / base) : ""; }

void latencies(std::vector<Row>& rows, const char* what, Times Figures::* which) {
    fmt::print("{:<26}", what);
    auto& floor_times = rows.front().figures.*which;
    for (auto& r : rows) {
        auto& t = r.figures.*which;
        fmt::print("{:<30}", fmt::format("p50 {:.2f}, p99 {:.2f} ms{}", t.at(0.5), t.at(0.99),
                                         &r == &rows.front() ? "" : times(t.at(0.5), floor_times.at(0.5))));
    }
    fmt::print("\n{:<26}", "  a second");
    for (auto& r : rows) {
        const auto rate = (r.figures.*which).per_second();
        fmt::print("{:<30}", fmt::format("{:.0f}{}", rate,
                                         &r == &rows.front() ? "" : times(rate, floor_times.per_second())));
    }
    fmt::print("\n");
}

void line(const std::vector<Row>& rows, const char* what,
          const std::function<std::string(const Figures&)>& of) {
    fmt::print("{:<26}{:<30}", what, "-"); // nothing of the floor
    for (std::size_t i = 1; i < rows.size(); ++i) fmt::print("{:<30}", of(rows[i].figures));
    fmt::print("\n");
}

std::string mib(std::size_t bytes) {
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

void table(std::vector<Row> rows) {
    fmt::print("{:<26}", "frame out to ack in");
    for (const auto& r : rows) fmt::print("{:<30}", r.name);
    fmt::print("\n");
    latencies(rows, "one at a time", &Figures::one);
    latencies(rows, "64 in flight", &Figures::many);
    line(rows, "deaf over a refresh", [](const Figures& f) { return fmt::format("{:.0f} ms", f.deaf_ms); });
    line(rows, "  commands lost by it", [](const Figures& f) { return std::to_string(f.lost); });
    line(rows, "  slowest of the others",
         [](const Figures& f) { return fmt::format("{:.0f} ms", f.slowest_ms); });
    line(rows, "memory, connected", [](const Figures& f) { return mib(f.rss_idle); });
    line(rows, "memory, after the load", [](const Figures& f) { return mib(f.rss_after); });
    if (rows.size() < 3) return;
    const auto& ours = rows[1].figures;
    const auto& theirs = rows[2].figures;
    fmt::print("{} to {}: memory 1 to {:.1f}, throughput with 64 in flight {:.1f} to 1\n", rows[1].name,
               rows[2].name, static_cast<double>(theirs.rss_after) / static_cast<double>(ours.rss_after),
               ours.many.per_second() / theirs.many.per_second());
}

} // namespace
} // namespace tocsin::bench

int main(int argc, char** argv) {
    using namespace tocsin::bench;
    const std::string top{TOCSIN_SOURCE_DIR};
    const auto tocsin = (std::filesystem::canonical("/proc/self/exe").parent_path() / "tocsin").string();
    std::map<std::string, std::string> options{
        {"--share", "1"},
        {"--tocsin", tocsin + " run --config {config} --data {folder}/data --port 0"},
        {"--bolt", top + "/build/tools/bin/node " + top + "/tests/bench/slack/bolt.mjs {folder}"},
        {"--first", "declare sev3 The bench"},
        {"--command", "INC-1 note Rolled back to the build of yesterday, errors are falling"},
    };
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!options.contains(argv[i])) {
            fmt::print(stderr, "tocsin_bench_slack: unknown argument {}\n", argv[i]);
            return 2;
        }
        options[argv[i]] = argv[i + 1];
    }
    const double share = std::atof(options["--share"].c_str());
    const auto part = [&](double all) {
        return static_cast<std::size_t>(all * share / static_cast<double>(rounds)) + 1;
    };
    const Load round{.one = part(full_one), .many = part(full_many)};
    try {
        std::vector<std::pair<std::string, std::unique_ptr<Contender>>> all;
        all.emplace_back("floor", start_floor());
        const auto add = [&](const char* name, const char* option, std::size_t sockets) {
            if (options[option].empty()) return;
            all.emplace_back(name, start({.name = name,
                                          .line = options[option],
                                          .first = options["--first"],
                                          .command = options["--command"],
                                          .sockets = sockets}));
        };
        add("Tocsin", "--tocsin", 2);
        add("Bolt", "--bolt", 1);
        const auto serve = [&] {
            for (auto& [name, contender] : all) contender->serve();
        };
        for (std::size_t i = 0; i < rounds; ++i)
            for (auto& [name, contender] : all) {
                serve();
                contender->run(round);
            }
        std::vector<Row> rows;
        for (auto& [name, contender] : all) {
            contender->refresh(serve);
            rows.push_back({name, contender->figures});
        }
        table(std::move(rows));
    } catch (const std::exception& problem) {
        fmt::print(stderr, "{}\n", problem.what());
        return 1;
    }
}
