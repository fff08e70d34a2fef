// One table from SQLite's and the system's codes to ours, each with the sentence that tells what to do.
#include "storage/failure.hpp"

#include <cerrno>
#include <sqlite3.h>
#include <system_error>

namespace tocsin::storage {
namespace {

Error full(const std::string& path) {
    return {ErrorCode::disk_full,
            path + ": no space is left on its disk. Free some; then it goes on by itself."};
}
Error not_writable(const std::string& path) {
    return {ErrorCode::read_only,
            path +
                ": it, or its folder, cannot be written. Give the user that runs Tocsin the right to write "
                "there, or make its disk writable again."};
}

} // namespace

Error error_of_errno(int number, const std::string& path, const std::string& what) {
    switch (number) {
    case ENOSPC:
    case EDQUOT: return full(path);
    case EROFS:
    case EACCES:
    case EPERM: return not_writable(path);
    case ENOENT:
    case ENOTDIR: return {ErrorCode::not_found, path + ": there is no such file or folder. Check the path."};
    default:
        return {ErrorCode::io, path + ": " + what + " (" + std::generic_category().message(number) +
                                   "). Look at its disk and the system's log."};
    }
}

Error error_of(const SQLite::Exception& e, sqlite3* db, const std::string& path) {
    const std::string said = std::string{" ("} + e.what() + "). ";
    const int system = db ? sqlite3_system_errno(db) : 0;
    switch (e.getErrorCode() & 0xff) {
    case SQLITE_FULL: return full(path);
    case SQLITE_READONLY: return not_writable(path);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        if (system != 0) return error_of_errno(system, path, "the disk reports an error");
        return {ErrorCode::io,
                path + ": the disk reports an error" + said + "Look at its disk and the system's log."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return {ErrorCode::damaged,
                path + ": the file is damaged" + said + "Keep a copy of it and put a backup in its place."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::io, path + ": another program holds it" + said + "Close that program."};
    case SQLITE_CONSTRAINT:
        return {ErrorCode::refused,
                path + ": a row contradicts one that is there" + said + "Nothing was recorded."};
    case SQLITE_TOOBIG:
        return {ErrorCode::bad_input, path + ": a row is too large. Nothing was recorded; send less text."};
    default:
        return {ErrorCode::io, path + ": SQLite refuses" + said + "Look at its disk and the system's log."};
    }
}

void check(int code, sqlite3* db) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) throw SQLite::Exception(db, code);
}

} // namespace tocsin::storage
