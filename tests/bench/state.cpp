// What a large log costs: reading it at start, drafting from it, holding it; and many clocks at once.
#include "bot/config.hpp"
#include "bot/replay.hpp"
#include "commands/clocks/due.hpp"
#include "commands/postmortem/document.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "storage/store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/child.hpp"
#include "tests/support/scene.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace tocsin::bench {
namespace {

constexpr std::string_view words = "Rolled back to the build of yesterday, errors are falling";

Recorded note(std::uint64_t seq, IncidentId incident, std::uint32_t index, Instant at, std::uint32_t number) {
    return {.seq = {seq},
            .command = {seq},
            .incident = incident,
            .index = index,
            .recorded_at = at,
            .meta = {.by = {1}, .by_name = "ana", .room = {"room:#inc-1"}, .at = at},
            .event = NoteAdded{number, std::string{words}}};
}

// A log of so many incidents with so many notes each, on disk.
void write_log(const std::string& path, std::size_t incidents, std::size_t notes) {
    auto store = open_store(path);
    test::Scene scene;
    std::vector<Recorded> log = scene.all.log;
    for (std::size_t i = 0; i < incidents; ++i) {
        scene.type("ana", "#ops", fmt::format("declare sev3 service {} is slow", i));
        const auto& file = scene.all.incidents.rbegin()->second;
        log.insert(log.end(), file.log.begin(), file.log.end());
    }
    for (const Recorded& r : scene.all.log)
        if (r.seq.value > 1) log.push_back(r);
    std::ranges::sort(log, {}, [](const Recorded& r) { return r.seq.value; });
    std::uint64_t seq = log.back().seq.value;
    storage::Write batch;
    batch.events = std::move(log);
    std::vector<std::pair<IncidentId, std::uint32_t>> next;
    for (const auto& [id, file] : scene.all.incidents) next.emplace_back(id, file.log.size());
    const auto flush = [&] {
        must(store->commit({&batch, 1}));
        must(store->checkpoint());
        batch = {};
    };
    for (std::size_t n = 0; n < notes; ++n)
        for (auto& [id, index] : next) {
            batch.events.push_back(
                note(++seq, id, ++index, scene.now() + seconds{n}, static_cast<std::uint32_t>(n + 1)));
            if (batch.events.size() == 20'000) flush();
        }
    flush();
}

double draft_ms(const Everything& all, const IncidentFile& file, std::size_t times) {
    const auto* layout = postmortem::layout_named("sre");
    double best = 1e9;
    for (std::size_t n = 0; n < times; ++n) {
        const auto start = Clock::now();
        const auto document =
            layout->draft({.all = all, .file = file, .talk = {}, .as_of = no_instant, .chain_head = ""});
        best = std::min(best, ms_since(start));
        if (document.sections.empty()) throw std::runtime_error{"an empty draft"};
    }
    return best;
}

void replay_and_draft(double n) {
    const auto events = static_cast<std::size_t>(1'000'000 * n);
    const test::TempFolder folder;
    write_log(folder.file(), 10, events / 10);
    const auto start = Clock::now();
    auto store = open_store(folder.file());
    Everything all;
    Loading loading{all};
    must(store->each_event([&](Recorded& r) { loading.take(r); }));
    const double read = ms_since(start);
    loading.finish();
    row(fmt::format("start: {} events read and folded", all.last_seq.value),
        fmt::format("{:.0f} ms, {:.0f} ms of it reading", ms_since(start), read),
        "budget 500 ms for a million");
    const IncidentFile& file = all.incidents.begin()->second;
    row(fmt::format("draft of {} entries", file.log.size()), fmt::format("{:.1f} ms", draft_ms(all, file, 5)),
        "budget 100 ms for 100,000");
}

void usual_draft() {
    std::ifstream in{TOCSIN_SOURCE_DIR "/tests/scenario/gitlab-2017.chat.jsonl"};
    std::ostringstream text;
    text << in.rdbuf();
    const auto lines = must(bot::read_script(text.str()));
    auto replay = must(bot::Replay::open("", bot::default_config()));
    must(replay->play(lines, text.str()));
    const auto& all = replay->engine().state();
    const auto& file = all.incidents.begin()->second;
    row(fmt::format("draft of a usual incident ({} entries)", file.log.size()),
        fmt::format("{:.2f} ms", draft_ms(all, file, 200)), "budget 2 ms");
}

} // namespace

void open_incidents(double n) {
    const auto count = static_cast<std::size_t>(10'000 * n);
    const std::size_t before = resident();
    test::Scene scene;
    for (std::size_t i = 0; i < count; ++i) {
        scene.type("ana", "#ops", fmt::format("declare sev3 service {} is slow", i));
        const std::string room = fmt::format("#inc-{}", i + 1);
        scene.type("bo", room, "role commander");
        scene.type("bo", room, "note rolled back the build of yesterday");
    }
    row(fmt::format("{} open incidents in memory", count),
        fmt::format("{:.0f} MiB", static_cast<double>(resident() - before) / 1048576),
        "budget 150 MiB for 10,000");
}

void big_logs(double n) {
    replay_and_draft(n);
    usual_draft();
}

void clocks(double n) {
    const auto count = static_cast<std::size_t>(100'000 * n);
    constexpr auto over = seconds{3};
    const auto now = [] { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); };
    runtime::Scheduler scheduler{
        [] { return std::chrono::duration_cast<Duration>(Clock::now().time_since_epoch()); }};
    const std::size_t before = resident();
    const Instant begin = now() + seconds{1};
    std::vector<double> late;
    late.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Instant due = begin + Duration{over} * i / count;
        scheduler.at(due, [&late, due] {
            late.push_back(
                std::chrono::duration<double, std::milli>(std::chrono::system_clock::now() - due).count());
        });
    }
    const std::size_t bytes = (resident() - before) / std::max<std::size_t>(count, 1);
    boost::asio::io_context loop; // waits as the program does: one real timer for all
    boost::asio::steady_timer timer{loop};
    const std::function<void()> wait = [&] {
        const auto next = scheduler.next(now());
        if (!next) return;
        timer.expires_after(std::max(*next - now(), Duration{}));
        timer.async_wait([&](boost::system::error_code) {
            scheduler.run_due(now());
            wait();
        });
    };
    wait();
    loop.run();
    Times times{late, 1};
    row(fmt::format("{} clocks, all within {} s", count, over.count()),
        fmt::format("late by p50 {:.2f} ms, most {:.2f} ms; {} bytes each", times.at(0.5), times.at(1),
                    bytes),
        "budget 5 ms, 200 bytes");
}

void process(const std::string& tocsin) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) best = std::min(best, Child{tocsin}.ready_ms());
    Child bot{tocsin};
    row("exec to ready, an empty data file", fmt::format("{:.0f} ms", best));
    row("memory once it is ready",
        fmt::format("{:.1f} MiB", static_cast<double>(resident(bot.pid())) / 1048576), "budget 20 MiB");
}

} // namespace tocsin::bench
