// How fast the store is, on the disk below the temporary folder: tocsin_tests "[.bench]" (STACK 5, DESIGN 6).
#include "storage/writer.hpp"
#include "tests/support/storage_samples.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

using namespace tocsin;
using namespace tocsin::storage;
using Clock = std::chrono::steady_clock;

namespace {

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// As STACK 5 measures: an inbox key, two events, an outbox row.
Write usual(std::uint64_t n) {
    Write w =
        test::command(n, static_cast<std::uint32_t>(1 + n % 50), static_cast<std::uint32_t>(1 + n / 50));
    w.talk.clear();
    w.inbox->answer.assign(300, 'a');
    w.outbox[0].body.assign(300, 'b');
    w.events.clear();
    const auto incident = static_cast<std::uint32_t>(1 + n % 50),
               index = static_cast<std::uint32_t>(1 + 2 * (n / 50));
    w.events.push_back(
        test::note(2 * n + 1, incident, index, "Rolled back to the build of yesterday, errors falling"));
    w.events.push_back(test::note(2 * n + 2, incident, index + 1, "Watching"));
    return w;
}

// Keeps `in_flight` writes going, answers on a thread of their own, and prints rate and waiting times.
void measure_commits(std::size_t in_flight, std::uint64_t total) {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    std::mutex mutex;
    std::condition_variable some;
    std::vector<std::function<void()>> posted;
    const auto post = [&](std::function<void()> f) {
        const std::lock_guard hold{mutex};
        posted.push_back(std::move(f));
        some.notify_one();
    };
    std::vector<double> waited;
    std::uint64_t sent = 0, failed = 0;
    const auto start = Clock::now();
    {
        ThreadWriter writer{*store, post};
        const std::function<void()> next = [&] {
            writer.submit(usual(sent++), [&, at = Clock::now()](const Result<void>& r) {
                waited.push_back(ms_since(at));
                failed += r.has_error();
                if (sent < total) next();
            });
        };
        for (std::size_t i = 0; i < in_flight; ++i) next();
        while (waited.size() < total) {
            std::unique_lock hold{mutex};
            some.wait(hold, [&] { return !posted.empty(); });
            const auto now = std::exchange(posted, {});
            hold.unlock();
            for (const auto& f : now) f();
        }
    }
    const double ms = ms_since(start);
    std::ranges::sort(waited);
    const auto at = [&](double share) {
        return waited[static_cast<std::size_t>(share * static_cast<double>(total - 1))];
    };
    std::printf("%4zu in flight: %7.0f commands/s, p50 %.3f ms, p99 %.3f ms, most %.3f ms\n", in_flight,
                static_cast<double>(total) / ms * 1000, at(0.5), at(0.99), at(1));
    CHECK(failed == 0);
}

} // namespace

TEST_CASE("Commits a second, by how many are in flight", "[.bench][storage]") {
    {
        const test::TempFolder folder;
        const int fd = ::open(folder.file("raw").c_str(), O_CREAT | O_WRONLY, 0600);
        const std::string page(4096, 'x');
        const auto start = Clock::now();
        for (int i = 0; i < 500; ++i) {
            REQUIRE(::write(fd, page.data(), page.size()) == 4096);
            REQUIRE(::fdatasync(fd) == 0);
        }
        std::printf("   write + fdatasync alone: %.3f ms each\n", ms_since(start) / 500);
        ::close(fd);
    }
    measure_commits(1, 5'000);
    measure_commits(8, 20'000);
    measure_commits(64, 100'000);
    measure_commits(512, 100'000);
}

TEST_CASE("A million events are read in under half a second", "[.bench][storage]") {
    const test::TempFolder folder;
    {
        auto store = test::open_store(folder.file());
        const auto start = Clock::now();
        std::vector<Write> batch;
        for (std::uint64_t n = 0; n < 500'000; ++n) {
            Write w = usual(n);
            w.inbox.reset();
            w.outbox.clear();
            batch.push_back(std::move(w));
            if (batch.size() < 10'000) continue;
            test::must(store->commit(batch));
            test::must(store->checkpoint());
            batch.clear();
        }
        std::printf("written in %.0f ms\n", ms_since(start));
    }
    for (int i = 0; i < 3; ++i) {
        const auto start = Clock::now();
        auto store = test::open_store(folder.file());
        const double opened = ms_since(start);
        std::uint64_t events = 0, letters = 0;
        test::must(store->each_event([&](Recorded& e) {
            ++events;
            letters += e.meta.by_name.size();
        }));
        std::printf("opened in %.0f ms, a million events one by one after %.0f ms\n", opened,
                    ms_since(start));
        CHECK(events == 1'000'000);
        CHECK(letters > events);
    }
    auto store = test::open_store(folder.file());
    auto start = Clock::now();
    const auto all = store->load_events();
    std::printf("as a vector: %.0f ms\n", ms_since(start));
    REQUIRE(all.value().size() == 1'000'000);
    start = Clock::now();
    CHECK(store->verify().value().problems.empty());
    std::printf("verified in %.0f ms; the file has %.0f MB\n", ms_since(start),
                static_cast<double>(std::filesystem::file_size(folder.file())) / 1e6);
}
