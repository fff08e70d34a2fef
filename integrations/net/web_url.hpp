// Addresses of servers: taken apart, and which of them may be spoken to without TLS. Text alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::net {

struct WebUrl {
    bool secure{};
    bool numeric{};        // the host is an IP address
    std::string host{};    // in lower case, IPv6 without brackets
    std::string port{};    // in digits
    std::string target{};  // path and query; never to be logged, either may hold a secret
    std::string problem{}; // not empty: refused, and this is why, without the address itself

    std::string where() const;       // "slack.com", "localhost:4711": what may be logged
    std::string host_header() const; // the same with an IPv6 address in brackets
    bool local() const;              // never leaves this machine
};

enum class WebKind : std::uint8_t { http, socket };
WebUrl parse_url(std::string_view text, WebKind);

} // namespace tocsin::net
