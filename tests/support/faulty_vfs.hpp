// A disk in memory, as a SQLite VFS: it forgets what was not synced when the power goes, fills up, tears
// writes and fails, at a chosen step and always the same way for the same seed. Serves several connections
// and threads.
//
//   FaultyDisk disk{seed};
//   Store::open("tocsin.db", {.vfs = disk.name()});
//   disk.fail_after(3, FaultyDisk::Fault::power_cut);   // ... the third step from now finds the power gone
//   store.reset(); disk.restart();                      // a new life; open again
//
// The disk must outlive every connection to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin::test {

class FaultyDisk {
public:
    explicit FaultyDisk(std::uint64_t seed);
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    const std::string& name() const; // for storage::Options::vfs

    enum class Crash {
        killed,    // the process is gone, the machine lives on: every write is still there
        power_cut, // only what was synced is there
        torn,      // what was synced, and a random part of the rest, some of it only in part
    };
    // From here on every operation fails, until restart().
    void crash(Crash);
    void restart();

    // A step is a write, truncation, sync or deletion.
    enum class Fault {
        io_error,   // nothing of the step happens
        disk_full,  // the same, as SQLITE_FULL; a sync or deletion succeeds
        read_only,  // the same, as SQLITE_READONLY; a sync succeeds: the disk was mounted anew
        torn_write, // the first part of a write happens, and it fails; any other step just fails
        killed,     // crash() of that kind just before the step
        power_cut,
        torn,
    };
    static constexpr std::uint64_t for_ever = UINT64_MAX;
    // The n-th step from now (1: the next) meets the fault, and the times - 1 steps behind it too.
    void fail_after(std::uint64_t n, Fault, std::uint64_t times = 1);
    void heal(); // no fault is waiting any more

    // All files together; a write that would need more meets a full disk.
    void set_capacity(std::uint64_t bytes);
    std::uint64_t used() const;

    struct Counts {
        std::uint64_t reads{}, writes{}, syncs{}, steps{};
    };
    Counts counts() const;

    // What stands in a file now, and putting something else there, as if synced long ago.
    std::vector<std::string> files() const;
    std::string contents(const std::string& path) const;
    void set_contents(const std::string& path, std::string bytes);

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::test
