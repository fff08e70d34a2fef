// A fake Slack on a real socket: the state machine's HTTP and WebSockets behind a listener, plain or under
// TLS, on the caller's loop. Who drives the machine's clock and timers is the caller's business.
#pragma once

#include "tests/fakes/listener.hpp"
#include "tests/fakes/slack/slack.hpp"

#include <map>

namespace tocsin::fakes {

class SlackListener {
public:
    // Asked first: true if it has answered the request itself.
    using Before = std::function<bool(const test::HttpRequest&, const test::Respond&)>;

    // The addresses in the settings of `slack` are set to where it listens.
    SlackListener(boost::asio::io_context&, Slack& slack, test::ListenerSettings, Before = {});
    const test::Listener& listener() const { return listener_; }
    void ping(const std::string& payload); // all connections
    void freeze();                         // half-open from now on: neither side is told

private:
    test::ListenerHandlers handlers();
    void answer(const test::HttpRequest&, const test::Respond&);
    void opened(const test::HttpRequest&, const test::SocketPtr&);
    void closed(std::size_t connection, int code);

    boost::asio::io_context& loop_;
    Slack& slack_;
    Before before_;
    std::map<std::size_t, Sockets::Id> ids_; // by connection
    std::map<std::size_t, test::SocketPtr> open_;
    test::Listener listener_;
};

} // namespace tocsin::fakes
