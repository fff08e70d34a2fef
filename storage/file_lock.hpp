// Keeps a second process off the data file. The lock is the kernel's (flock): it ends with the process,
// however that ends, and leaves nothing behind that would have to be cleaned up.
#pragma once

#include <string>

namespace tocsin::storage {

class FileLock {
public:
    FileLock() = default;
    // Throws Failure: already_open, or why the lock file cannot be made.
    explicit FileLock(const std::string& data_file);
    FileLock(FileLock&&) noexcept;
    FileLock& operator=(FileLock&&) noexcept;
    ~FileLock();

private:
    int fd_{-1};
};

// Makes the empty data file, for its owner only, and makes sure that it is still there after a power cut.
void create_data_file(const std::string& path);

} // namespace tocsin::storage
