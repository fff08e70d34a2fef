// The store on a disk that fails, fills up and forgets, at every single step of a story: what was
// acknowledged is there, what was not left nothing, and the chain holds.
#include "tests/support/faulty_vfs.hpp"
#include "tests/support/storage_samples.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace tocsin::storage;
using test::FaultyDisk;
using Fault = FaultyDisk::Fault;
using Crash = FaultyDisk::Crash;

namespace {

const std::string path = "tocsin.db";
constexpr std::uint64_t seed = 20240601;

Result<std::unique_ptr<Store>> open_on(const FaultyDisk& disk) {
    return Store::open(path, {.vfs = disk.name(), .random = test::counted_random()});
}

// Whether command n is there, and that it is there whole or not at all.
bool whole(const Store& store, std::uint64_t n) {
    const bool inbox = store.find_inbox("room", test::key_of(n)).value().has_value();
    std::size_t parts = 0;
    for (const auto& e : store.load_events().value()) parts += e.seq.value == n;
    for (const auto& row : store.pending_outbox().value()) parts += row.id.value == n;
    const RoomId room{"room:#ops"};
    for (const auto& line : store.talk({&room, 1}, 0, 100).value()) parts += line.id == n;
    CHECK(parts == (inbox ? 3 : 0));
    return inbox;
}

// Opens, commits, folds back, commits, opens again, commits. Returns the last command that was acknowledged;
// stops at the first thing that fails.
std::uint64_t story(const FaultyDisk& disk, std::uint64_t& submitted) {
    std::uint64_t acknowledged = submitted = 0;
    for (const std::uint64_t until : {3u, 6u}) {
        auto store = open_on(disk);
        if (!store) return acknowledged;
        while (submitted < until) {
            ++submitted;
            const Write w = test::command(submitted, 3, static_cast<std::uint32_t>(submitted));
            if (!(*store)->commit({&w, 1})) return acknowledged;
            acknowledged = submitted;
            if (submitted == 2 && !(*store)->checkpoint()) return acknowledged;
        }
    }
    return acknowledged;
}

void check_life_after(FaultyDisk& disk, std::uint64_t acknowledged, std::uint64_t submitted) {
    auto store = open_on(disk);
    INFO((store ? std::string{} : store.error().detail));
    REQUIRE(store.has_value());
    std::uint64_t there = 0;
    for (std::uint64_t n = 1; n <= 6; ++n)
        if (whole(**store, n)) CHECK(++there == n);
    CHECK(there >= acknowledged);
    CHECK(there <= submitted);
    CHECK((*store)->verify().value().problems.empty());
    const Write next = test::command(there + 1, 3, static_cast<std::uint32_t>(there + 1));
    test::must((*store)->commit({&next, 1}));
}

std::uint64_t steps_of_story() {
    FaultyDisk disk{seed};
    std::uint64_t submitted{};
    REQUIRE(story(disk, submitted) == 6);
    return disk.counts().steps;
}

// Of the second commit, the last one being its sync.
std::uint64_t steps_of_commit() {
    FaultyDisk disk{seed};
    auto store = *open_on(disk);
    const Write first = test::command(1, 3, 1), second = test::command(2, 3, 2);
    test::must(store->commit({&first, 1}));
    const auto before = disk.counts().steps;
    test::must(store->commit({&second, 1}));
    return disk.counts().steps - before;
}

} // namespace

TEST_CASE("P1: killed or without power at any step, everything acknowledged is there after a restart",
          "[storage]") {
    const auto how = GENERATE(Fault::killed, Fault::power_cut, Fault::torn);
    const std::uint64_t steps = steps_of_story();
    REQUIRE(steps > 60);
    for (std::uint64_t k = 1; k <= steps; ++k)
        for (std::uint64_t s = 0; s < (how == Fault::torn ? 4u : 1u); ++s) {
            INFO("fault " << static_cast<int>(how) << " at step " << k << ", seed " << seed + s);
            FaultyDisk disk{seed + s};
            disk.fail_after(k, how);
            std::uint64_t submitted{};
            const auto acknowledged = story(disk, submitted);
            disk.restart();
            check_life_after(disk, acknowledged, submitted);
        }
}

TEST_CASE("P1: a second power cut, while the first is being recovered from, loses nothing either",
          "[storage]") {
    const std::uint64_t steps = steps_of_story();
    for (std::uint64_t k = 1; k <= steps; k += 5)
        for (std::uint64_t again = 1; again <= 9; ++again) {
            INFO("power cut at step " << k << ", and at step " << again << " after the restart");
            FaultyDisk disk{seed + k};
            disk.fail_after(k, Fault::torn);
            std::uint64_t submitted{};
            const auto acknowledged = story(disk, submitted);
            disk.restart();
            disk.fail_after(again, Fault::torn);
            (void)open_on(disk);
            disk.crash(Crash::torn);
            disk.restart();
            check_life_after(disk, acknowledged, submitted);
        }
}

TEST_CASE("A commit that meets a bad write is all or nothing, and the next one works", "[storage]") {
    const auto fault = GENERATE(Fault::io_error, Fault::disk_full, Fault::torn_write);
    const std::uint64_t steps = steps_of_commit();
    for (std::uint64_t k = 1; k <= steps + 1; ++k) {
        INFO("fault " << static_cast<int>(fault) << " at step " << k);
        FaultyDisk disk{seed};
        auto store = *open_on(disk);
        const Write first = test::command(1, 3, 1), second = test::command(2, 3, 2),
                    third = test::command(3, 3, 3);
        test::must(store->commit({&first, 1}));
        disk.fail_after(k, fault);
        const auto met = store->commit({&second, 1});
        disk.heal();
        CHECK(whole(*store, 2) == met.has_value());
        CHECK(met.has_value() ==
              (k > steps || (k == steps && fault == Fault::disk_full))); // a full disk syncs
        if (!met) {
            CHECK(met.error().code == (fault == Fault::disk_full ? ErrorCode::disk_full : ErrorCode::io));
            CHECK(met.error().detail.find(path) == 0);
            test::must(store->commit({&second, 1}));
        }
        test::must(store->commit({&third, 1}));
        CHECK(store->verify().value().problems.empty());
    }
}

TEST_CASE("P5: what was told to be not recorded does not come back with the next power cut", "[storage]") {
    const std::uint64_t steps = steps_of_commit();
    std::size_t refused = 0;
    for (const auto fault : {Fault::io_error, Fault::torn_write})
        for (std::uint64_t k = 1; k <= steps; ++k)
            for (const auto how : {Crash::killed, Crash::torn, Crash::power_cut}) {
                INFO("fault " << static_cast<int>(fault) << " at step " << k << ", then crash "
                              << static_cast<int>(how));
                FaultyDisk disk{seed + k};
                auto store = *open_on(disk);
                const Write first = test::command(1, 3, 1), second = test::command(2, 3, 2);
                test::must(store->commit({&first, 1}));
                disk.fail_after(k, fault);
                const auto met = store->commit({&second, 1});
                disk.crash(how);
                store.reset();
                disk.restart();
                store = *open_on(disk);
                CHECK(whole(*store, 1));
                CHECK(whole(*store, 2) == met.has_value());
                refused += met.has_error();
            }
    CHECK(refused == 2 * 3 * steps);
}

TEST_CASE("A full disk is named as such; nothing is lost and work goes on once there is space", "[storage]") {
    FaultyDisk disk{seed};
    auto store = *open_on(disk);
    disk.set_capacity(disk.used() + 200'000);
    std::uint64_t n = 0;
    Result<void> last;
    while (n < 1'000 && last) {
        const Write w = test::command(n + 1, 3, static_cast<std::uint32_t>(n + 1));
        last = store->commit({&w, 1});
        if (last) ++n;
    }
    REQUIRE(last.has_error());
    CHECK(last.error().code == ErrorCode::disk_full);
    CHECK(last.error().detail.find("no space") != std::string::npos);
    CHECK(store->load_events().value().size() == n);
    CHECK_FALSE(store->find_inbox("room", test::key_of(n + 1)).value().has_value());
    disk.set_capacity(UINT64_MAX);
    const Write w = test::command(n + 1, 3, static_cast<std::uint32_t>(n + 1));
    test::must(store->commit({&w, 1}));
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("A disk that is away for long is the same as one that is away once", "[storage]") {
    FaultyDisk disk{seed};
    auto store = *open_on(disk);
    const Write w = test::command(1, 3, 1);
    disk.fail_after(1, Fault::io_error, FaultyDisk::for_ever);
    for (int i = 0; i < 5; ++i) CHECK(store->commit({&w, 1}).error().code == ErrorCode::io);
    CHECK(store->load_events().value().empty()); // reading still works
    disk.heal();
    test::must(store->commit({&w, 1}));
    CHECK(whole(*store, 1));
}

TEST_CASE("Opening on a disk that fails at any step says so, and works once the disk does", "[storage]") {
    for (std::uint64_t k = 1; k <= 40; ++k) {
        INFO("step " << k);
        FaultyDisk disk{seed};
        disk.fail_after(k, Fault::io_error);
        (void)open_on(disk);
        disk.heal();
        check_life_after(disk, 0, 0);
    }
}
