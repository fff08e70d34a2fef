// The disk: what is synced lasts, what is not may be lost, torn or kept, and any step may fail.
#include "faulty_disk.hpp"

#include <cstring>

namespace tocsin::test {

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
    case Fault::read_only: return error == SQLITE_IOERR_FSYNC ? SQLITE_OK : SQLITE_READONLY;
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
