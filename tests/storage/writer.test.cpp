// Group commit: order, exactly one answer for each write, and what happens when the disk says no.
#include "storage/writer.hpp"

#include "tests/support/faulty_vfs.hpp"
#include "tests/support/storage_samples.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <semaphore>

using namespace tocsin;
using namespace tocsin::storage;

namespace {

// The loop that a writer posts to; it runs on the test's thread.
class Loop {
public:
    ThreadWriter::Post post() {
        return [this](std::function<void()> f) {
            const std::lock_guard hold{mutex_};
            posted_.push_back(std::move(f));
            some_.notify_one();
        };
    }
    // Runs what was posted until `done` says so.
    template <class Done> void until(Done done) {
        while (!done()) {
            std::unique_lock hold{mutex_};
            REQUIRE(some_.wait_for(hold, std::chrono::seconds{30}, [this] { return !posted_.empty(); }));
            auto f = std::move(posted_.front());
            posted_.pop_front();
            hold.unlock();
            f();
        }
    }
    void run_posted() {
        std::size_t n = 0;
        {
            const std::lock_guard hold{mutex_};
            n = posted_.size();
        }
        for (; n > 0; --n) {
            std::unique_lock hold{mutex_};
            auto f = std::move(posted_.front());
            posted_.pop_front();
            hold.unlock();
            f();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable some_;
    std::deque<std::function<void()>> posted_;
};

// A store whose commits stand still, just after they have begun, until they are let go; salts are drawn
// there.
struct Gate {
    std::counting_semaphore<> entered{0}, let_go{0};
    std::atomic<int> commits{0};
    std::atomic<bool> open{false};
    Options options(const std::string& vfs = {}) {
        return {.vfs = vfs, .random = [this](std::span<std::byte> bytes) {
                    std::ranges::fill(bytes, std::byte{7});
                    ++commits;
                    if (open) return;
                    entered.release();
                    let_go.acquire();
                }};
    }
};

struct Heard {
    std::vector<std::uint64_t> order;
    std::vector<bool> good;
    Writer::Done of(std::uint64_t n) {
        return [this, n](const Result<void>& r) {
            order.push_back(n);
            good.push_back(r.has_value());
        };
    }
};
using Order = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("P1: each write hears once, in order, and only when it is on disk", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    Loop loop;
    Heard heard;
    Order expected;
    {
        ThreadWriter writer{*store, loop.post()};
        for (std::uint32_t i = 1; i <= 500; ++i) {
            expected.push_back(i);
            writer.submit(test::command(i, 3, i), [&, i](const Result<void>& r) {
                heard.of(i)(r);
                if (!store->find_inbox("room", test::key_of(i)).value())
                    heard.order.clear(); // said too early
            });
            if (i % 7 == 0) loop.run_posted();
        }
        loop.until([&] { return heard.order.size() == 500; });
    }
    CHECK(heard.order == expected);
    CHECK(std::ranges::count(heard.good, true) == 500);
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("What is submitted while a commit runs is committed together, in one transaction", "[storage]") {
    const test::TempFolder folder;
    Gate gate;
    auto store = test::open_store(folder.file(), gate.options());
    Loop loop;
    Heard heard;
    ThreadWriter writer{*store, loop.post()};
    writer.submit(test::command(1, 3, 1), heard.of(1));
    gate.entered.acquire();
    for (std::uint32_t i = 2; i <= 64; ++i) writer.submit(test::command(i, 3, i), heard.of(i));
    gate.open = true;
    gate.let_go.release();
    writer.drain();
    CHECK(store->load_events().value().size() == 64);
    CHECK(heard.order.empty()); // posted, not called: the loop has not run
    loop.until([&] { return heard.order.size() == 64; });
    CHECK(gate.commits == 2);
}

TEST_CASE("P11: a write too many is refused at once and the ones before it are kept", "[storage]") {
    const test::TempFolder folder;
    Gate gate;
    auto store = test::open_store(folder.file(), gate.options());
    Loop loop;
    std::size_t good = 0;
    Heard heard;
    ThreadWriter writer{*store, loop.post()};
    writer.submit(test::command(1, 3, 1), heard.of(1));
    gate.entered.acquire();
    Write talk;
    for (std::uint64_t i = 1; i <= ThreadWriter::queue_max; ++i) {
        talk.talk = {{100 + i, RoomId{"room:#ops"}, {}, "", "x", Instant{}, {}}};
        writer.submit(talk, [&](const Result<void>& r) { good += r.has_value(); });
    }
    writer.submit(test::command(2, 3, 2), heard.of(2));
    writer.submit(test::command(3, 3, 3), heard.of(3)); // decided on the second: it falls too
    loop.until([&] { return heard.order.size() == 2; });
    CHECK(heard.order == Order{2, 3});
    CHECK(heard.good == std::vector{false, false});
    gate.open = true;
    gate.let_go.release();
    loop.until([&] { return good == ThreadWriter::queue_max; });
    writer.submit(test::command(2, 3, 2), heard.of(4));
    loop.until([&] { return heard.order.size() == 4; });
    CHECK(heard.good == std::vector{false, false, true, true});
}

TEST_CASE("A failed batch takes along all that was decided since, and the disk's return ends it",
          "[storage]") {
    test::FaultyDisk disk{1};
    Gate gate;
    auto store = test::open_store("tocsin.db", gate.options(disk.name()));
    Loop loop;
    Heard heard;
    ThreadWriter writer{*store, loop.post()};
    writer.submit(test::command(1, 3, 1), heard.of(1));
    gate.entered.acquire();
    writer.submit(test::command(2, 3, 2), heard.of(2)); // waits in the queue while the first fails
    disk.fail_after(1, test::FaultyDisk::Fault::disk_full, 1);
    gate.open = true;
    gate.let_go.release();
    writer.drain();
    writer.submit(test::command(3, 4, 1),
                  heard.of(3)); // of another incident, but decided before anyone heard
    bool retried = false;
    const auto retry = [&] {
        if (heard.order.empty() || std::exchange(retried, true)) return;
        writer.submit(test::command(1, 3, 1), heard.of(11));
    };
    loop.until([&] {
        retry();
        return heard.order.size() == 4;
    });
    CHECK(heard.order == Order{1, 2, 3, 11});
    CHECK(heard.good == std::vector{false, false, false, true});
    const auto events = store->load_events().value();
    REQUIRE(events.size() == 1);
    CHECK(events[0].incident == IncidentId{3});
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("A writer that ends first writes what waits, and its answers may be heard later", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    Loop loop;
    Heard heard;
    {
        ThreadWriter writer{*store, loop.post()};
        for (std::uint32_t i = 1; i <= 100; ++i) writer.submit(test::command(i, 3, i), heard.of(i));
    }
    CHECK(store->load_events().value().size() == 100);
    loop.until([&] { return heard.order.size() == 100; });
    CHECK(std::ranges::count(heard.good, true) == 100);
}

TEST_CASE("P11: the WAL stays small under load and is folded back in a quiet moment", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    Loop loop;
    std::size_t done = 0;
    {
        ThreadWriter writer{*store, loop.post()};
        for (std::uint32_t i = 1; i <= 1'500; ++i) {
            writer.submit(test::command(i, 3, i), [&](const Result<void>&) { ++done; });
            loop.until([&] { return done == i; });
        }
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (store->wal_pages() > 1'000 && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
        CHECK(store->wal_pages() <= 1'000);
    }
    CHECK(std::filesystem::file_size(folder.file("tocsin.db-wal")) < 45u << 20);
}

TEST_CASE("The inline writer answers within submit, also when the disk fails", "[storage]") {
    test::FaultyDisk disk{1};
    auto store = test::open_store("tocsin.db", {.vfs = disk.name(), .random = test::counted_random()});
    InlineWriter writer{*store};
    Heard heard;
    writer.submit(test::command(1, 3, 1), heard.of(1));
    disk.fail_after(1, test::FaultyDisk::Fault::io_error);
    writer.submit(test::command(2, 3, 2), heard.of(2));
    writer.submit(test::command(2, 3, 2), heard.of(3));
    CHECK(heard.order == Order{1, 2, 3});
    CHECK(heard.good == std::vector{true, false, true});
}
