// One HTTP server with a route table and WebSockets for live pages. Beast stays in the .cpp: this header is
// std types only, so that what includes it compiles fast (STACK 2).
#pragma once

#include "commands/core/error.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace tocsin::net {

struct Request {
    std::string method;                                      // "GET"
    std::string path;                                        // decoded, without query; "/i/INC-7"
    std::map<std::string, std::string, std::less<>> query;   // decoded
    std::map<std::string, std::string, std::less<>> headers; // names in lower case
    std::string body;
    std::string from; // address of the peer, without port
    std::string_view header(std::string_view lower_name) const;
    std::string_view parameter(std::string_view name) const;
    std::string cookie(std::string_view name) const; // "" if absent
};

struct Response {
    int status{200};
    std::string content_type{"application/json"};
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};
using Respond = std::function<void(Response)>; // once; later calls are ignored

// A live page. Text frames only; what the page sends is limited to frame_bytes_max.
class Socket {
public:
    virtual ~Socket() = default;
    virtual void send(std::string text) = 0; // queued; a page that reads too slowly is closed (queue_max)
    virtual void close() = 0;
    std::function<void(std::string)> on_text;
    std::function<void()> on_closed; // once
};

struct Limits {
    std::size_t body_bytes_max{1 << 20};
    std::size_t frame_bytes_max{64 << 10};
    std::size_t socket_queue_max{1024};
    std::size_t connections_max{1024};
    std::chrono::seconds request_within{30}; // whole request, keep-alive idle
    std::chrono::seconds answer_within{60};  // a handler that does not answer: 503; longer than any long poll
    std::chrono::seconds page_silent{30};    // a page that answers no ping is gone
};

class HttpServer {
public:
    using Handler = std::function<void(const Request&, Respond)>;
    // Decides whether a page may open a live socket: a Response with status 101 accepts, any other is sent.
    using Gate = std::function<Response(const Request&)>;
    using Opened = std::function<void(const Request&, std::shared_ptr<Socket>)>;

    HttpServer(boost::asio::io_context&, Limits = {});
    ~HttpServer();

    // Path: exact ("/join") or with a last segment that is free ("/i/*", the rest is in request.path).
    void route(std::string method, std::string path, Handler);
    void socket(std::string path, Gate, Opened);
    // Host names that may stand in the Host header, alone or with the port of listen() (DNS rebinding guard);
    // with another port: only so. Empty: "127.0.0.1", "localhost" and the address of listen().
    void allow_hosts(std::vector<std::string> hosts);

    // Port 0: any free one. Returns the port. Errors name address, port, and what to do.
    Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
    std::uint16_t port() const; // 0: not listening yet
    void stop();                // no new connections; open answers are finished, sockets closed
    // A handler threw: a bug. Its request got 500, or its page was closed; the words are for the log.
    void on_fault(std::function<void(const std::string&)>);

    // Headers put on every answer: content security policy and friends.
    static const std::vector<std::pair<std::string, std::string>>& security_headers();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::net
