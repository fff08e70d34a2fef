// Durable asks a second: the bare commit of the same rows, the pipeline in process, and the whole program
// over HTTP on loopback.
#include "bot/config.hpp"
#include "bot/engine.hpp"
#include "integrations/room/lines.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/http_clients.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace tocsin::bench {
namespace {

constexpr std::string_view words = "Rolled back to the build of yesterday, errors are falling";

// A loop of one thread for what other threads post.
struct Loop {
    std::mutex mutex;
    std::condition_variable some;
    std::vector<std::function<void()>> posted;

    void post(std::function<void()> f) {
        const std::lock_guard hold{mutex};
        posted.push_back(std::move(f));
        some.notify_one();
    }
    void turn() {
        std::unique_lock hold{mutex};
        some.wait(hold, [&] { return !posted.empty(); });
        const auto now = std::exchange(posted, {});
        hold.unlock();
        for (const auto& f : now) f();
    }
    void until(const std::function<bool()>& done) {
        while (!done()) turn();
    }
};

// Keeps `in_flight` of them going until `total` have ended.
template <class Send> Times keep_going(Loop& loop, std::size_t in_flight, std::size_t total, Send send) {
    Times times;
    std::size_t sent = 0;
    const auto start = Clock::now();
    const std::function<void()> next = [&] {
        send(sent++, [&, at = Clock::now()] {
            times.ms.push_back(ms_since(at));
            if (sent < total) next();
        });
    };
    for (std::size_t i = 0; i < in_flight; ++i) next();
    loop.until([&] { return times.ms.size() >= total; });
    times.took_ms = ms_since(start);
    return times;
}

// What one `note` writes: its key with the answer, its event, its line of talk.
storage::Write rows_of_a_note(std::uint64_t n) {
    storage::Write w;
    w.inbox = storage::InboxRow{.source = "api",
                                .key = std::to_string(n),
                                .line = std::string{words},
                                .answer = std::string(300, 'a')};
    w.events.push_back(
        {.seq = {n + 1},
         .command = {n + 1},
         .incident = {static_cast<std::uint32_t>(1 + n % incidents_asked)},
         .index = static_cast<std::uint32_t>(1 + n / incidents_asked),
         .recorded_at = Instant{Duration{1'700'000'000'000 + static_cast<std::int64_t>(n)}},
         .meta = {.by = {1}, .by_name = "ana", .room = {"room:#inc-1"}},
         .event = NoteAdded{static_cast<std::uint32_t>(1 + n / incidents_asked), std::string{words}}});
    w.talk.push_back(
        {.id = n + 1, .room = {"room:#inc-1"}, .person = {1}, .name = "ana", .text = std::string{words}});
    return w;
}

Times commits(std::size_t in_flight, std::size_t total) {
    const test::TempFolder folder;
    auto store = open_store(folder.file());
    Loop loop;
    storage::ThreadWriter writer{*store, [&](std::function<void()> f) { loop.post(std::move(f)); }};
    return keep_going(loop, in_flight, total, [&](std::size_t n, auto done) {
        writer.submit(rows_of_a_note(n), [done](const Result<void>& r) {
            must(r);
            done();
        });
    });
}

class AcceptsAll final : public ChatPort {
public:
    std::string_view platform() const override { return "room"; }
    void deliver(Delivery, std::function<void(Delivered)> done) override { done({.receipt = "r"}); }
};

Instant wall() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Times pipeline(std::size_t in_flight, std::size_t total) {
    const test::TempFolder folder;
    Loop loop;
    const auto steady = [] { return std::chrono::duration_cast<Duration>(Clock::now().time_since_epoch()); };
    runtime::Scheduler scheduler{steady};
    AcceptsAll port;
    bot::Engine engine{{.store = open_store(folder.file()),
                        .scheduler = scheduler,
                        .wall = wall,
                        .steady = steady,
                        .jitter = [] { return 0.5; },
                        .writer =
                            [&](storage::Store& s) {
                                return std::make_unique<storage::ThreadWriter>(
                                    s, [&](std::function<void()> f) { loop.post(std::move(f)); });
                            }},
                       {}};
    engine.add_port(port);
    must(engine.start(bot::default_config().policy));
    std::uint64_t key = 0;
    const auto ask = [&](const std::string& room, std::string line, std::function<void()> done) {
        engine.pipeline().ask({.source = "api",
                               .key = std::to_string(++key),
                               .platform = "room",
                               .account = "ana",
                               .name = "ana",
                               .room = {"room:" + room},
                               .said_at = wall(),
                               .heard_at = wall(),
                               .entropy = {},
                               .what = Typed{std::move(line), false}},
                              [done = std::move(done)](const Answer& a) {
                                  if (!a.recorded) throw std::runtime_error{"not recorded"};
                                  done();
                              });
    };
    std::size_t open = 0;
    for (std::size_t i = 0; i < incidents_asked; ++i)
        ask("#ops", fmt::format("declare sev3 service {} is slow", i), [&] { ++open; });
    loop.until([&] { return open == incidents_asked; });
    Times times = keep_going(loop, in_flight, total, [&](std::size_t n, std::function<void()> done) {
        ask(fmt::format("#inc-{}", 1 + n % incidents_asked), fmt::format("note {} {}", words, n),
            std::move(done));
    });
    engine.quiet();
    engine.stop();
    return times;
}

} // namespace

void asks(double n, const std::string& tocsin) {
    for (const auto& [in_flight, total] :
         {std::pair<std::size_t, double>{1, 4'000}, {8, 15'000}, {64, 60'000}, {512, 100'000}}) {
        const auto count = static_cast<std::size_t>(total * n) + in_flight;
        Times bare = commits(in_flight, count);
        row(fmt::format("{} in flight: bare commit of the rows", in_flight), shown(bare));
        Times inside = pipeline(in_flight, count);
        row("  through the pipeline", shown(inside),
            fmt::format("{:.2f} of the bare rate", inside.per_second() / bare.per_second()));
        Child bot{tocsin};
        Times http = notes_over_http(bot.port(), bot.token(), in_flight, count / 2 + in_flight);
        row("  over HTTP on loopback", shown(http),
            fmt::format("{:.2f} of the bare rate", http.per_second() / bare.per_second()));
    }
}

} // namespace tocsin::bench
