// The C functions through which SQLite comes in: locks and shared memory as its unix VFS has them.
#include "faulty_disk.hpp"

#include <atomic>
#include <cstring>
#include <new>

namespace tocsin::test {
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

} // namespace

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
void seed_sqlite(int seed) {
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, static_cast<sqlite3*>(nullptr));
}
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

} // namespace tocsin::test
