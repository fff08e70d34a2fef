// A client that can misbehave: HTTP and WebSocket over a plain loopback socket, byte by byte, each wait with
// an end.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
    int status{};                                    // 0: the connection ended without an answer
    std::multimap<std::string, std::string> headers; // names in lower case
    std::string head, body;
    std::string header(const std::string& lower_name) const;
};

class Wire {
public:
    explicit Wire(std::uint16_t port);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool send(std::string_view bytes);
    Reply reply(std::chrono::milliseconds within = std::chrono::seconds{
                    10});                             // one answer; the connection stays
    bool read_some(std::chrono::milliseconds within); // more into `unread`; false: nothing came, or closed
    bool ends_within(std::chrono::milliseconds);      // reads and throws away until the other side closes
    void read_slowly();                               // a small receive buffer
    std::string unread;
    bool closed{};

private:
    int socket_{-1};
};

// One request on a connection of its own. "Host" is added unless given.
Reply ask(std::uint16_t port, const std::string& method, const std::string& target,
          const Headers& headers = {}, const std::string& body = {});

// A live page. It answers no ping by itself.
class Page {
public:
    Page(std::uint16_t port, const std::string& target, const Headers& headers = {});
    int status() const { return opened_.status; } // 101: open
    const Reply& opened() const { return opened_; }
    // The next text frame; nullopt: none came, or closed.
    std::optional<std::string> next(std::chrono::milliseconds within = std::chrono::seconds{5});
    void send(std::string_view text);
    void pong();
    bool ends_within(std::chrono::milliseconds within) { return wire_.ends_within(within); }
    Wire& wire() { return wire_; }

private:
    void frame(unsigned char first, std::string_view payload);
    Wire wire_;
    Reply opened_;
};

} // namespace tocsin::test
