// The way out to servers on the internet: HTTPS requests over kept-alive connections, and WebSockets as a
// client. Std types only: Beast stays in the .cpp files, and the simulation puts a fake in the place of both.
#pragma once

#include "commands/core/error.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::net {

struct WebCall {
    std::string method{"POST"};
    std::string url; // "https://slack.com/api/auth.test"; plain http only towards loopback
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::chrono::milliseconds within{10'000}; // all of it: a free connection, connecting, the answer
};

struct WebResult {
    enum class How : std::uint8_t {
        answered, // status, headers and body are those of the server
        not_sent, // not a byte of the request left: it did not happen
        doubtful, // it was sent, wholly or in part, and no whole answer came: it may have happened
        refused, // it never will: no such address, plain http to another machine, a certificate that is wrong
    } how{How::not_sent};
    int status{};
    std::map<std::string, std::string, std::less<>> headers{}; // names in lower case
    std::string body{};
    std::string problem{}; // a sentence for the log, without secrets: neither query nor token of the address
};

// A WebSocket as a client has it. Whoever drops the last pointer closes it without a Close frame.
class WebLine {
public:
    virtual ~WebLine() = default;
    virtual void send(std::string text) = 0; // queued; in order
    virtual void ping(std::string payload) = 0;
    // Sends a Close frame after what is queued; on_closed follows when the other side has answered it, or
    // after 5 s.
    virtual void close(std::uint16_t code = 1000) = 0;
};

struct LineEvents {
    std::function<void()> on_open;            // the handshake is done
    std::function<void(std::string)> on_text; // one whole text message, at most frame_bytes_max
    std::function<void()> on_alive; // any frame came, control frames too; pings are answered already
    std::function<void(const std::string&)>
        on_closed; // once, and nothing after it; why, in words without secrets
};

class Web {
public:
    static constexpr std::size_t answer_bytes_max = 16 << 20;
    static constexpr std::size_t frame_bytes_max = 4 << 20;

    virtual ~Web() = default;
    // `done` is called once, on the loop, never from within call().
    virtual void call(WebCall, std::function<void(WebResult)> done) = 0;
    // `url` is "wss://..."; plain ws only towards loopback. The events are called on the loop, never from
    // within connect().
    virtual std::shared_ptr<WebLine> connect(std::string url, LineEvents) = 0;
};

} // namespace tocsin::net
