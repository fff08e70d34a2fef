// What goes wrong inside storage, on its way to the door (store.cpp), where it becomes a Result.
#pragma once

#include "commands/core/error.hpp"

#include <SQLiteCpp/Exception.h>
#include <functional>
#include <string>

struct sqlite3;

namespace tocsin::storage {

struct Failure {
    Error error;
};
[[noreturn]] inline void fail(ErrorCode code, std::string detail) {
    throw Failure{{code, std::move(detail)}};
}

// The library's code as one of ours; the detail names the file and the next step. `db` may be nullptr.
Error error_of(const SQLite::Exception&, sqlite3* db, const std::string& path);
// Throws it if `code` is none of OK, ROW, DONE.
void check(int code, sqlite3* db);
// A failed system call on `path`; `what` continues "the data file X ...".
Error error_of_errno(int number, const std::string& path, const std::string& what);

} // namespace tocsin::storage
