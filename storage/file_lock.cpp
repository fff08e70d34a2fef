// The lock lies on a file of its own: closing any descriptor of the data file would drop SQLite's own locks
// on it.
#include "storage/file_lock.hpp"

#include "storage/failure.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tocsin::storage {
namespace {

constexpr int owner_only = 0600;

int open_or_fail(const std::string& path, int flags, const std::string& shown) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, owner_only);
    if (fd < 0) throw Failure{error_of_errno(errno, shown, "it cannot be opened")};
    return fd;
}

} // namespace

FileLock::FileLock(const std::string& data_file)
    : fd_{open_or_fail(data_file + ".lock", O_RDWR | O_CREAT, data_file)} {
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
    const int number = errno;
    ::close(std::exchange(fd_, -1));
    if (number != EWOULDBLOCK) throw Failure{error_of_errno(number, data_file, "it cannot be locked")};
    fail(ErrorCode::already_open,
         data_file + ": another Tocsin is running on it. Stop that one first, or name another data file.");
}
FileLock::FileLock(FileLock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}
FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

void create_data_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (file < 0 && errno == EEXIST) return;
    if (file < 0) throw Failure{error_of_errno(errno, path, "it cannot be made")};
    ::close(file);
    const std::string folder = std::filesystem::path{path}.parent_path();
    const int dir = open_or_fail(folder, O_RDONLY | O_DIRECTORY, path);
    const bool synced = ::fsync(dir) == 0;
    const int number = errno;
    ::close(dir);
    if (!synced) throw Failure{error_of_errno(number, path, "its folder cannot be written to the disk")};
}

} // namespace tocsin::storage
