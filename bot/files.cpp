// Small files.
#include "bot/files.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tocsin::bot::files {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t text_bytes_max = 64 << 20; // a chat script is the largest file that is read whole

Error failure(const std::string& what, const std::string& path) {
    const int code = errno;
    return {code == ENOSPC                    ? ErrorCode::disk_full
            : code == EROFS || code == EACCES ? ErrorCode::read_only
                                              : ErrorCode::io,
            fmt::format("{} {}: {}", what, path, std::strerror(code))};
}

} // namespace

std::string data_file(const std::string& folder) { return folder + "/tocsin.db"; }
std::string token_file(const std::string& folder) { return folder + "/token"; }
std::string address_file(const std::string& folder) { return folder + "/address"; }

Result<void> make_folder(const std::string& folder) {
    std::error_code ec;
    const bool made = std::filesystem::create_directories(folder, ec);
    if (ec)
        return Error{ErrorCode::read_only,
                     fmt::format("cannot make the data folder {}: {}. Name another one with --data.", folder,
                                 ec.message())};
    if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ec);
    return {};
}

Result<std::string> read_text(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        return Error{ErrorCode::not_found, fmt::format("cannot read {}: {}", path, std::strerror(errno))};
    std::stringstream text;
    text << file.rdbuf();
    std::string all = text.str();
    if (all.size() > text_bytes_max) return Error{ErrorCode::bad_input, path + " is larger than 64 MiB"};
    return all;
}

Result<void> write_text(const std::string& path, const std::string& text) {
    const std::string fresh = path + ".new";
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return failure("cannot write", fresh);
    const ssize_t written = ::write(fd, text.data(), text.size());
    const bool ok = written == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
    ::close(fd);
    if (!ok) return failure("cannot write", fresh);
    if (std::rename(fresh.c_str(), path.c_str()) != 0) return failure("cannot replace", path);
    return {};
}

Result<std::string> token(const std::string& folder) {
    const std::string path = token_file(folder);
    if (auto kept = read_text(path); kept && kept->size() >= 2 * token_bytes)
        return kept->substr(0, 2 * token_bytes);
    std::array<unsigned char, token_bytes> random{};
    if (RAND_bytes(random.data(), token_bytes) != 1)
        return Error{ErrorCode::io, "no random bytes to make a token"};
    std::string token;
    for (const unsigned char byte : random) token += fmt::format("{:02x}", byte);
    if (auto written = write_text(path, token + "\n"); !written) return written.error();
    return token;
}

} // namespace tocsin::bot::files
