// What the HTTP server does with text alone: targets, routes, hosts, headers. Kept apart from Beast, so that
// it compiles and is tested fast.
#pragma once

#include "integrations/net/http_server.hpp"

#include <optional>

namespace tocsin::net {

std::string lower(std::string_view); // ASCII only, as headers and hosts are compared

// Undoes percent-encoding; nullopt if it is broken, not UTF-8, or holds control characters.
std::optional<std::string> percent_decoded(std::string_view, bool plus_is_space);

enum class Target { fine, malformed, outside };        // outside: climbs with ".."
Target take_target(std::string_view target, Request&); // sets path and query

// The rebinding guard: a page of another name that resolves to this machine still says its own name here. The
// entry "0.0.0.0" stands for every address in numbers.
bool host_allowed(std::string_view host, const std::vector<std::string>& allowed, std::uint16_t port);

// No line break or other control character, so that nothing said by a person can end a header and begin
// another.
bool safe_header(std::string_view name, std::string_view value);

Response json_response(std::string body, int status = 200);
Response problem(int status, std::string_view sentence); // {"error":"..."}

// Exact paths before free ones, of free ones the longest.
class RouteTable {
public:
    void add(std::string method, std::string path, HttpServer::Handler);
    void clear() { routes_.clear(); }
    struct Found {
        const HttpServer::Handler* handler{};
        std::vector<std::string> methods; // of this path, if the handler was not found
    };
    Found find(std::string_view method, std::string_view path) const; // HEAD is answered by GET

private:
    struct Route {
        std::string method, path;
        bool free{};
        HttpServer::Handler handler;
        bool matches(std::string_view p) const;
    };
    std::vector<Route> routes_;
};

} // namespace tocsin::net
