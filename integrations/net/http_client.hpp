// A small blocking HTTP client for the command line, which talks to the running bot on this machine. Plain
// HTTP only.
#pragma once

#include "commands/core/error.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tocsin::net {

struct Fetched {
    int status{};
    std::string body;
};

// `url` is "http://127.0.0.1:8080/api/v1/ask". Errors: unreachable, timeout, bad_input.
Result<Fetched> fetch(const std::string& method, const std::string& url,
                      const std::vector<std::pair<std::string, std::string>>& headers,
                      const std::string& body, std::chrono::seconds within = std::chrono::seconds{10});

} // namespace tocsin::net
