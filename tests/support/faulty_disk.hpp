// The inside of FaultyDisk: files with their unsynced changes, and what SQLite's connections share. For
// faulty_disk.cpp, which is the disk, and faulty_vfs.cpp, through which SQLite comes in.
#pragma once

#include "faulty_vfs.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <random>
#include <sqlite3.h>
#include <utility>

namespace tocsin::test {

inline constexpr std::size_t sector = 512; // what a torn write is cut at
inline constexpr int slots = SQLITE_SHM_NLOCK;

struct Change {
    std::size_t offset{}, size_before{};
    std::string before, after;
    bool truncation{};
};

// Memory that connections to one file share, with its locks; -1 in `held`: exclusively.
struct Shared {
    std::vector<std::unique_ptr<char[]>> regions;
    std::array<int, slots> held{};
    int users{};
};

struct Node {
    std::string bytes;
    std::vector<Change> unsynced;
    bool entry_synced{}; // the folder knows of it for good
    bool dead{};         // belongs to a life that has ended
    int readers{};
    const void* reserved{};
    const void* pending{};
    const void* exclusive{};
    Shared shared;

    void apply(const Change& c, std::size_t length) {
        if (c.truncation) return bytes.resize(std::min(bytes.size(), c.offset));
        if (bytes.size() < c.offset + length) bytes.resize(c.offset + length);
        bytes.replace(c.offset, length, c.after, 0, length);
    }
    void undo(const Change& c) {
        bytes.resize(c.size_before);
        bytes.replace(c.offset, c.before.size(), c.before);
    }
    void undo_all() {
        for (auto c = unsynced.rbegin(); c != unsynced.rend(); ++c) undo(*c);
    }
};
using NodePtr = std::shared_ptr<Node>;

struct FaultyDisk::Impl {
    explicit Impl(std::uint64_t seed) : random{seed} {}
    std::string name;
    sqlite3_vfs vfs{};
    mutable std::recursive_mutex mutex;
    std::mt19937_64 random;
    std::map<std::string, NodePtr> files;
    std::map<std::string, NodePtr> ghosts; // deleted, but the folder was not synced since
    bool on{true};
    Counts counts;
    std::uint64_t capacity{UINT64_MAX};
    Fault fault{};
    std::uint64_t fault_in{}, fault_times{}; // steps until it strikes, and how often; times 0: none

    bool coin() { return (random() & 1) != 0; }
    int step(int error);
    void crash(Crash);
    NodePtr after_crash(const Node&, Crash);
    std::uint64_t used() const;
    int write(Node&, std::string_view, std::size_t offset);
    int truncate(Node&, std::size_t size);
    int sync(const NodePtr&);
    int remove(const std::string& path, bool sync_folder);
    int open(const char* path, int flags, NodePtr& out);
};

inline constexpr int torn_write = -1; // a step that is to happen in part

} // namespace tocsin::test
