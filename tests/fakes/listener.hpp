// An HTTP and WebSocket server on loopback, plain or under TLS, that can misbehave on purpose. It knows
// nothing of what is said: a fake platform is what one writes into its handlers. Keep-alive, chunked bodies
// and "Expect" are understood; permessage-deflate is granted to nobody.
#pragma once

#include "tests/fakes/certificates.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace tocsin::test {

struct HttpRequest {
    std::string method, path, query; // path and query as they came, the query without "?"
    std::map<std::string, std::string, std::less<>>
        headers; // names in lower case; those that come twice: "a, b"
    std::string body{};
    std::size_t connection{};  // of which connection, counted from 1: tells whether one was used again
    std::string server_name{}; // what TLS was asked for (SNI)
    std::string header(std::string_view lower_name) const;
};

struct HttpAnswer {
    enum class How {
        whole,
        chunked,         // whole, in chunks of a few bytes
        half_then_stall, // the headers and half of the body, then nothing, the connection stays open
        half_then_close,
        close, // not a byte of an answer
        never, // nor that
    };
    int status{200};
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{}; // JSON, unless a Content-Type is among them
    How how{How::whole};
    bool last{}; // "Connection: close"
};
using Respond = std::function<void(HttpAnswer)>; // from any thread; once

// One open WebSocket. From any thread; does nothing once it is closed.
class ListenerSocket {
public:
    virtual ~ListenerSocket() = default;
    virtual std::size_t number() const = 0;                             // of its connection
    virtual void send(std::string text, std::size_t fragments = 1) = 0; // one message
    virtual void ping(std::string payload) = 0;                         // at most 125 bytes
    virtual void close(std::uint16_t code = 1000,
                       std::string why = "") = 0; // a Close frame after what is queued
    virtual void drop() = 0;                      // cuts the connection without one
    virtual void stall() = 0; // neither reads nor writes any more, answers no ping, keeps the connection
};
using SocketPtr = std::shared_ptr<ListenerSocket>;

// All called on the loop of the listener. What is absent does nothing; without `request` everything is 404.
struct ListenerHandlers {
    std::function<void(const HttpRequest&, Respond)> request{};
    std::function<std::optional<HttpAnswer>(const HttpRequest&)> gate{}; // of a WebSocket; nullopt lets it in
    std::function<void(const HttpRequest&, SocketPtr)> on_open{};
    std::function<void(SocketPtr, std::string)> on_text{};
    std::function<void(SocketPtr, std::string)> on_ping{}; // answered already
    std::function<void(SocketPtr, std::string)> on_pong{}; // with its payload
    std::function<void(SocketPtr, int)> on_closed{};       // the code of the Close frame; 0: there was none
};

struct ListenerSettings {
    std::optional<Certificate> tls{}; // absent: plain
    std::uint16_t port{};             // 0: any free one
    bool greets{true};                // false: takes connections and then says nothing, not even in TLS
};

class Listener {
public:
    // On a thread of its own.
    explicit Listener(ListenerHandlers, ListenerSettings = {});
    // On the caller's loop; to be destroyed on its thread, or while it does not run.
    Listener(boost::asio::io_context&, ListenerHandlers, ListenerSettings = {});
    ~Listener(); // cuts every connection; no handler is called after it
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const;
    std::string url(std::string_view path = "/") const;        // "https://localhost:4711/", or http
    std::string socket_url(std::string_view path = "/") const; // "wss://localhost:4711/", or ws
    std::size_t connections() const;                           // taken since the start; from any thread

    struct Core; // of the .cpp files

private:
    struct Own;
    std::unique_ptr<Own> own_;
    std::shared_ptr<Core> core_;
};

} // namespace tocsin::test
