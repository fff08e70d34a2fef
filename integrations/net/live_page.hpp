// A live page as the rest of the program sees it: a bounded queue of frames that the server's coroutines
// empty. Holds nothing of Asio, so that whoever keeps one may outlive the loop.
#pragma once

#include "integrations/net/http_server.hpp"

#include <deque>
#include <optional>

namespace tocsin::net {

class LivePage final : public Socket {
public:
    static constexpr std::size_t queue_bytes_max = 8 << 20;

    explicit LivePage(std::size_t queue_max) : queue_max_{queue_max} {}

    void send(std::string text) override;
    void close() override; // after what is queued

    // For the coroutines.
    std::optional<std::string> next();
    bool closing() const { return closing_; }
    bool ended() const { return ended_; }
    void end();                  // the connection is gone: tells the owner, once
    std::function<void()> wake;  // there is something to write, or to end
    std::function<void()> abort; // cuts the connection

private:
    std::size_t queue_max_, bytes_{};
    std::deque<std::string> queue_;
    bool closing_{}, ended_{};
};

} // namespace tocsin::net
