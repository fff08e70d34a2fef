// The disk: files with their unsynced changes, locks and shared memory as SQLite's unix VFS has them, and the
// C functions through which SQLite comes in.
#include "faulty_vfs.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <random>
#include <sqlite3.h>
#include <utility>

namespace tocsin::test {
namespace {

constexpr std::size_t sector = 512; // what a torn write is cut at
constexpr int slots = SQLITE_SHM_NLOCK;

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

} // namespace

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

namespace {

struct File : sqlite3_file {
    FaultyDisk::Impl* disk{};
    NodePtr node;
    int level{SQLITE_LOCK_NONE};
    bool mapped{}, delete_on_close{};
    std::string path;
    std::array<int, slots> held{}; // as Shared::held, this connection's part
};

File& file_of(sqlite3_file* f) { return *static_cast<File*>(f); }
FaultyDisk::Impl& disk_of(sqlite3_vfs* v) { return *static_cast<FaultyDisk::Impl*>(v->pAppData); }

constexpr int torn_write = -1; // a step that is to happen in part

} // namespace

// What the next step meets: SQLITE_OK, an error, or torn_write.
int FaultyDisk::Impl::step(int error) {
    ++counts.steps;
    if (!on) return error;
    if (fault_times == 0 || --fault_in > 0) return SQLITE_OK;
    fault_in = 1;
    if (fault_times != for_ever) --fault_times;
    switch (fault) {
    case Fault::io_error: return error;
    case Fault::disk_full: return error == SQLITE_IOERR_WRITE ? SQLITE_FULL : SQLITE_OK;
    case Fault::torn_write: return error == SQLITE_IOERR_WRITE ? torn_write : error;
    case Fault::killed: crash(Crash::killed); return error;
    case Fault::power_cut: crash(Crash::power_cut); return error;
    case Fault::torn: crash(Crash::torn); return error;
    }
    return error;
}

NodePtr FaultyDisk::Impl::after_crash(const Node& old, Crash how) {
    auto node = std::make_shared<Node>();
    node->bytes = old.bytes;
    node->entry_synced = old.entry_synced;
    if (how == Crash::killed) {
        node->unsynced = old.unsynced;
        return node;
    }
    if (!old.entry_synced && (how == Crash::power_cut || coin())) return nullptr;
    node->entry_synced = true;
    node->unsynced = old.unsynced;
    node->undo_all();
    for (const auto& change : std::exchange(node->unsynced, {})) {
        if (how != Crash::torn || coin()) continue;
        const std::size_t sectors = change.after.size() / sector;
        node->apply(change, sectors > 0 && coin() ? random() % sectors * sector : change.after.size());
    }
    return node;
}

void FaultyDisk::Impl::crash(Crash how) {
    on = false;
    fault_times = 0;
    if (how != Crash::killed)
        for (auto& [path, node] : std::exchange(ghosts, {}))
            if (!files.contains(path) && coin()) files[path] = node;
    for (auto& [path, node] : std::exchange(files, {})) {
        node->dead = true;
        if (auto next = after_crash(*node, how)) files[path] = std::move(next);
    }
}

std::uint64_t FaultyDisk::Impl::used() const {
    std::uint64_t sum = 0;
    for (const auto& [path, node] : files) sum += node->bytes.size();
    return sum;
}

int FaultyDisk::Impl::write(Node& node, std::string_view data, std::size_t offset) {
    ++counts.writes;
    const int met = step(SQLITE_IOERR_WRITE);
    if (node.dead) return SQLITE_IOERR_WRITE;
    if (met != SQLITE_OK && met != torn_write) return met;
    const std::size_t end = offset + data.size();
    if (end > node.bytes.size() && used() + (end - node.bytes.size()) > capacity) return SQLITE_FULL;
    Change change{offset, node.bytes.size(), {}, std::string{data}, false};
    if (offset < node.bytes.size()) change.before = node.bytes.substr(offset, data.size());
    if (met == torn_write) change.after.resize(random() % (data.size() + 1));
    node.apply(change, change.after.size());
    node.unsynced.push_back(std::move(change));
    return met == torn_write ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int FaultyDisk::Impl::truncate(Node& node, std::size_t size) {
    const int met = step(SQLITE_IOERR_TRUNCATE);
    if (node.dead) return SQLITE_IOERR_TRUNCATE;
    if (met != SQLITE_OK) return met;
    if (size >= node.bytes.size()) return SQLITE_OK;
    node.unsynced.push_back({size, node.bytes.size(), node.bytes.substr(size), {}, true});
    node.bytes.resize(size);
    return SQLITE_OK;
}

int FaultyDisk::Impl::sync(const NodePtr& node) {
    ++counts.syncs;
    const int met = step(SQLITE_IOERR_FSYNC);
    if (node->dead) return SQLITE_IOERR_FSYNC;
    if (met != SQLITE_OK) return met;
    node->unsynced.clear();
    if (node->entry_synced) return SQLITE_OK;
    ghosts.clear(); // the unix VFS syncs the folder, with all that happened in it, at a new file's first sync
    for (const auto& [path, file] : files) file->entry_synced = true;
    return SQLITE_OK;
}

int FaultyDisk::Impl::remove(const std::string& path, bool sync_folder) {
    const auto at = files.find(path);
    if (!on) return SQLITE_IOERR_DELETE;
    if (at == files.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (const int met = step(SQLITE_IOERR_DELETE); met != SQLITE_OK) return met;
    if (at->second->entry_synced) ghosts[path] = at->second;
    if (sync_folder) ghosts.clear();
    files.erase(at);
    return SQLITE_OK;
}

int FaultyDisk::Impl::open(const char* path, int flags, NodePtr& out) {
    if (!on) return SQLITE_CANTOPEN;
    if (!path) {
        out = std::make_shared<Node>();
        return SQLITE_OK;
    }
    auto& node = files[path];
    if (!node && (flags & SQLITE_OPEN_CREATE) == 0) {
        files.erase(path);
        return SQLITE_CANTOPEN;
    }
    if (!node) node = std::make_shared<Node>();
    out = node;
    return SQLITE_OK;
}

namespace {

// The lock levels of a database file.
int lock(File& f, int wanted) {
    Node& n = *f.node;
    if (n.dead) return SQLITE_IOERR_LOCK;
    if (f.level >= wanted) return SQLITE_OK;
    const auto others = [&f](const void* holder) { return holder && holder != &f; };
    if (wanted == SQLITE_LOCK_SHARED) {
        if (others(n.pending) || others(n.exclusive)) return SQLITE_BUSY;
        ++n.readers;
    } else if (wanted == SQLITE_LOCK_RESERVED) {
        if (others(n.reserved)) return SQLITE_BUSY;
        n.reserved = &f;
    } else {
        if (others(n.reserved) || others(n.pending)) return SQLITE_BUSY;
        n.pending = &f;
        f.level = SQLITE_LOCK_PENDING;
        if (n.readers > 1) return SQLITE_BUSY;
        n.exclusive = &f;
    }
    f.level = wanted;
    return SQLITE_OK;
}
int unlock(File& f, int wanted) {
    Node& n = *f.node;
    if (f.level <= wanted) return SQLITE_OK;
    for (const void** holder : {&n.reserved, &n.pending, &n.exclusive})
        if (*holder == &f) *holder = nullptr;
    if (wanted == SQLITE_LOCK_NONE && f.level >= SQLITE_LOCK_SHARED) --n.readers;
    f.level = wanted;
    return SQLITE_OK;
}

// The lock slots of the shared memory.
void shm_release(File& f, int slot) {
    int& all = f.node->shared.held[static_cast<std::size_t>(slot)];
    int& mine = f.held[static_cast<std::size_t>(slot)];
    if (mine < 0) all = 0;
    if (mine > 0) --all;
    mine = 0;
}
int shm_lock(File& f, int offset, int n, int flags) {
    if (f.node->dead) return SQLITE_IOERR_SHMLOCK;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (int i = offset; i < offset + n; ++i) {
        if ((flags & SQLITE_SHM_UNLOCK) != 0) {
            shm_release(f, i);
            continue;
        }
        const auto at = static_cast<std::size_t>(i);
        const int by_others = f.node->shared.held[at] - f.held[at];
        if (f.node->shared.held[at] < 0 ? f.held[at] == 0 : exclusive && by_others > 0) return SQLITE_BUSY;
    }
    for (int i = offset; i < offset + n && (flags & SQLITE_SHM_LOCK) != 0; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (f.held[at] != 0) continue;
        f.held[at] = exclusive ? -1 : 1;
        f.node->shared.held[at] += f.held[at];
    }
    return SQLITE_OK;
}
int shm_map(File& f, int region, int size, int extend, void volatile** out) {
    *out = nullptr;
    Shared& shared = f.node->shared;
    if (f.node->dead) return SQLITE_IOERR_SHMMAP;
    if (!f.mapped && shared.users++ == 0) shared.regions.clear();
    f.mapped = true;
    const auto wanted = static_cast<std::size_t>(region);
    while (shared.regions.size() <= wanted && extend)
        shared.regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    if (wanted < shared.regions.size()) *out = shared.regions[wanted].get();
    return SQLITE_OK;
}
int shm_unmap(File& f) {
    if (!f.mapped) return SQLITE_OK;
    for (int i = 0; i < slots; ++i) shm_release(f, i);
    f.mapped = false;
    --f.node->shared.users;
    return SQLITE_OK;
}

// Every entry from SQLite takes the disk's mutex.
template <class Body> int inside(sqlite3_file* f, Body body) {
    File& file = file_of(f);
    const std::lock_guard hold{file.disk->mutex};
    return body(file);
}

int close_file(sqlite3_file* f) {
    std::recursive_mutex& mutex = file_of(f).disk->mutex;
    const std::lock_guard hold{mutex};
    File& file = file_of(f);
    shm_unmap(file);
    unlock(file, SQLITE_LOCK_NONE);
    if (file.delete_on_close) file.disk->remove(file.path, false);
    file.~File();
    return SQLITE_OK;
}

int read_file(File& f, char* out, std::size_t n, std::size_t offset) {
    ++f.disk->counts.reads;
    if (f.node->dead) return SQLITE_IOERR_READ;
    const std::string& bytes = f.node->bytes;
    const std::size_t there = offset < bytes.size() ? std::min(n, bytes.size() - offset) : 0;
    std::memcpy(out, bytes.data() + (there ? offset : 0), there);
    std::memset(out + there, 0, n - there);
    return there == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

const sqlite3_io_methods methods{
    2,
    close_file,
    [](sqlite3_file* f, void* out, int n, sqlite3_int64 at) {
        return inside(f, [&](File& file) {
            return read_file(file, static_cast<char*>(out), static_cast<std::size_t>(n),
                             static_cast<std::size_t>(at));
        });
    },
    [](sqlite3_file* f, const void* data, int n, sqlite3_int64 at) {
        return inside(f, [&](File& file) {
            return file.disk->write(*file.node, {static_cast<const char*>(data), static_cast<std::size_t>(n)},
                                    static_cast<std::size_t>(at));
        });
    },
    [](sqlite3_file* f, sqlite3_int64 size) {
        return inside(
            f, [&](File& file) { return file.disk->truncate(*file.node, static_cast<std::size_t>(size)); });
    },
    [](sqlite3_file* f, int) { return inside(f, [](File& file) { return file.disk->sync(file.node); }); },
    [](sqlite3_file* f, sqlite3_int64* size) {
        return inside(f, [&](File& file) {
            *size = static_cast<sqlite3_int64>(file.node->bytes.size());
            return file.node->dead ? SQLITE_IOERR_FSTAT : SQLITE_OK;
        });
    },
    [](sqlite3_file* f, int level) { return inside(f, [&](File& file) { return lock(file, level); }); },
    [](sqlite3_file* f, int level) { return inside(f, [&](File& file) { return unlock(file, level); }); },
    [](sqlite3_file* f, int* held) {
        return inside(f, [&](File& file) {
            *held = file.node->reserved != nullptr;
            return file.node->dead ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
        });
    },
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return 4096; },
    [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }, // as the unix VFS says
    [](sqlite3_file* f, int region, int size, int extend, void volatile** out) {
        return inside(f, [&](File& file) { return shm_map(file, region, size, extend, out); });
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
        return inside(f, [&](File& file) { return shm_lock(file, offset, n, flags); });
    },
    [](sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); },
    [](sqlite3_file* f, int) { return inside(f, [](File& file) { return shm_unmap(file); }); },
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs* v, sqlite3_filename path, sqlite3_file* f, int flags, int* out_flags) {
    auto& disk = disk_of(v);
    const std::lock_guard hold{disk.mutex};
    f->pMethods = nullptr;
    NodePtr node;
    if (const int code = disk.open(path, flags, node); code != SQLITE_OK) return code;
    auto* const file = new (f) File{};
    file->pMethods = &methods;
    file->disk = &disk;
    file->node = std::move(node);
    file->path = path ? path : "";
    file->delete_on_close = path && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}
int delete_file(sqlite3_vfs* v, const char* path, int sync_folder) {
    const std::lock_guard hold{disk_of(v).mutex};
    return disk_of(v).remove(path, sync_folder != 0);
}
int access_file(sqlite3_vfs* v, const char* path, int, int* there) {
    const std::lock_guard hold{disk_of(v).mutex};
    *there = disk_of(v).files.contains(path);
    return disk_of(v).on ? SQLITE_OK : SQLITE_IOERR_ACCESS;
}
int full_path(sqlite3_vfs*, const char* path, int max, char* out) {
    sqlite3_snprintf(max, out, "%s", path);
    return SQLITE_OK;
}
int fill_random(sqlite3_vfs* v, int n, char* out) {
    const std::lock_guard hold{disk_of(v).mutex};
    for (int i = 0; i < n; ++i) out[i] = static_cast<char>(disk_of(v).random());
    return n;
}
// SQLite's own random numbers (the salts of a WAL), for the whole process; 0: as usual.
void seed_sqlite(int seed) { sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, static_cast<sqlite3*>(nullptr)); }
int sleep_for(sqlite3_vfs*, int us) { return us; }
int last_error(sqlite3_vfs*, int, char*) { return 0; }
int now_ms(sqlite3_vfs*, sqlite3_int64* ms) {
    *ms = 212'000'000'000'000; // some moment; nothing of ours asks SQLite for the time
    return SQLITE_OK;
}
int now_days(sqlite3_vfs*, double* days) {
    *days = 2'460'000;
    return SQLITE_OK;
}

} // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed) : impl_{std::make_unique<Impl>(seed)} {
    static std::atomic<int> made{0};
    impl_->name = "faulty-" + std::to_string(++made);
    sqlite3_vfs& v = impl_->vfs;
    v.iVersion = 2;
    v.szOsFile = sizeof(File);
    v.mxPathname = 512;
    v.zName = impl_->name.c_str();
    v.pAppData = impl_.get();
    v.xOpen = open_file;
    v.xDelete = delete_file;
    v.xAccess = access_file;
    v.xFullPathname = full_path;
    v.xRandomness = fill_random;
    v.xSleep = sleep_for;
    v.xCurrentTime = now_days;
    v.xGetLastError = last_error;
    v.xCurrentTimeInt64 = now_ms;
    sqlite3_vfs_register(&v, 0);
    seed_sqlite(static_cast<int>(seed % INT32_MAX) + 1);
}
FaultyDisk::~FaultyDisk() {
    seed_sqlite(0);
    sqlite3_vfs_unregister(&impl_->vfs);
}

const std::string& FaultyDisk::name() const { return impl_->name; }
void FaultyDisk::crash(Crash how) {
    const std::lock_guard hold{impl_->mutex};
    impl_->crash(how);
}
void FaultyDisk::restart() {
    const std::lock_guard hold{impl_->mutex};
    impl_->on = true;
}
void FaultyDisk::fail_after(std::uint64_t n, Fault fault, std::uint64_t times) {
    const std::lock_guard hold{impl_->mutex};
    impl_->fault = fault;
    impl_->fault_in = std::max<std::uint64_t>(n, 1);
    impl_->fault_times = times;
}
void FaultyDisk::heal() {
    const std::lock_guard hold{impl_->mutex};
    impl_->fault_times = 0;
}
void FaultyDisk::set_capacity(std::uint64_t bytes) {
    const std::lock_guard hold{impl_->mutex};
    impl_->capacity = bytes;
}
std::uint64_t FaultyDisk::used() const {
    const std::lock_guard hold{impl_->mutex};
    return impl_->used();
}
FaultyDisk::Counts FaultyDisk::counts() const {
    const std::lock_guard hold{impl_->mutex};
    return impl_->counts;
}
std::vector<std::string> FaultyDisk::files() const {
    const std::lock_guard hold{impl_->mutex};
    std::vector<std::string> paths;
    for (const auto& [path, node] : impl_->files) paths.push_back(path);
    return paths;
}
std::string FaultyDisk::contents(const std::string& path) const {
    const std::lock_guard hold{impl_->mutex};
    const auto at = impl_->files.find(path);
    return at == impl_->files.end() ? std::string{} : at->second->bytes;
}
void FaultyDisk::set_contents(const std::string& path, std::string bytes) {
    const std::lock_guard hold{impl_->mutex};
    auto node = std::make_shared<Node>();
    node->bytes = std::move(bytes);
    node->entry_synced = true;
    if (const auto at = impl_->files.find(path); at != impl_->files.end()) at->second->dead = true;
    impl_->files[path] = std::move(node);
}

} // namespace tocsin::test
