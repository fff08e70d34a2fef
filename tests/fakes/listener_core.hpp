// What the connections of one listener share. Asio, but no Beast.
#pragma once

#include "integrations/net/wire.hpp"
#include "tests/fakes/listener.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <exception>
#include <set>

namespace tocsin::test {

struct Listener::Core : std::enable_shared_from_this<Core> {
    // One connection, as the end of the listener sees it.
    struct Open {
        Open(Core& c, std::function<void()> how) : core{c}, cut{std::move(how)} { core.open.insert(this); }
        ~Open() { core.open.erase(this); }
        Open(const Open&) = delete;
        Open& operator=(const Open&) = delete;
        Core& core;
        std::function<void()> cut;
    };

    Core(boost::asio::io_context&, ListenerHandlers, ListenerSettings);
    void end();
    // How a coroutine's end is heard: an exception in a handler of a test ends the test program.
    static void ended(const std::exception_ptr&);

    boost::asio::io_context& loop;
    ListenerHandlers handlers;
    ListenerSettings settings;
    std::optional<boost::asio::ssl::context> tls;
    boost::asio::ip::tcp::acceptor acceptor;
    std::uint16_t port{};
    std::atomic<std::size_t> count{};
    std::set<Open*> open;
    bool over{};
};
using ListenerCore = std::shared_ptr<Listener::Core>;

boost::asio::awaitable<void> serve(ListenerCore, boost::asio::ip::tcp::socket, std::size_t number);

// Never ends by itself; `cut` of the connection cancels the timer.
boost::asio::awaitable<void> stand_still(boost::asio::steady_timer&);

// The connection once it has asked to become a WebSocket and was let in.
boost::asio::awaitable<void> run_socket(ListenerCore, net::Wire, HttpRequest, Listener::Core::Open&);

} // namespace tocsin::test
