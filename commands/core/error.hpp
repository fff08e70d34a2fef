// Operating errors (network, disk, platform). A user's mistake is a reply, a bug is an assertion: neither is
// this.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace tocsin {

enum class ErrorCode {
    not_found,    // no such file, row, host
    already_open, // another process holds the data file
    newer_schema, // the data file was written by a newer Tocsin
    damaged,      // the data file or a message does not hold together
    disk_full,    // no space left
    read_only,    // the file or its folder cannot be written
    io,           // any other disk error
    refused,      // the other side said no; repeating does not help
    unreachable,  // the other side cannot be reached; repeating may help
    timeout,      // no answer within the deadline
    bad_input,    // what was given cannot be used
};

struct Error {
    ErrorCode code{ErrorCode::io};
    std::string detail; // what failed, where, and the next step; never a secret
};

[[noreturn]] inline void throw_exception_from_error(const Error& e, const boost::source_location&) {
    throw std::runtime_error(e.detail);
}

template <class T> using Result = boost::system::result<T, Error>;

} // namespace tocsin
