// A fake Slack on a real socket: the state machine's HTTP and WebSockets behind a listener, plain or under
// TLS, on the caller's loop. Who drives the machine's clock and timers is the caller's business.
#pragma once

#include "tests/fakes/listener.hpp"
#include "tests/fakes/slack/slack.hpp"

#include <map>

namespace tocsin::fakes {

class SlackListener {
public:
    SlackListener(boost::asio::io_context&, Slack&, test::ListenerSettings);
    const test::Listener& listener() const { return listener_; }

private:
    test::ListenerHandlers handlers();
    void opened(const test::HttpRequest&, const test::SocketPtr&);

    Slack& slack_;
    std::map<std::size_t, Sockets::Id> ids_; // by connection
    test::Listener listener_;
};

} // namespace tocsin::fakes
