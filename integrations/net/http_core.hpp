// What the connections of one server share. Asio, but no Beast: http_server.cpp accepts and stops,
// http_connection.cpp speaks HTTP.
#pragma once

#include "integrations/net/http_parts.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <set>

namespace tocsin::net {

struct SocketRoute {
    HttpServer::Gate gate;
    HttpServer::Opened opened;
};

struct Core : std::enable_shared_from_this<Core> {
    // What stop() does to a connection. `stop` is empty while an answer is being made: that is finished
    // first.
    struct Connection {
        explicit Connection(Core& c) : core{c} { core.open.insert(this); }
        ~Connection() { core.left(this); }
        Connection(const Connection&) = delete;
        Connection& operator=(const Connection&) = delete;
        Core& core;
        std::function<void()> stop, abort;
    };

    Core(boost::asio::io_context& l, Limits m) : loop{l}, limits{m}, acceptor{l}, last_call{l} {}

    boost::asio::io_context& loop;
    Limits limits;
    RouteTable routes;
    std::map<std::string, SocketRoute, std::less<>> sockets;
    std::vector<std::string> hosts{"127.0.0.1",
                                   "localhost"}; // and where it listens, unless others were named
    bool hosts_named{};
    std::function<void(const std::string&)> on_fault;
    std::uint16_t port{};
    boost::asio::ip::tcp::acceptor acceptor;
    boost::asio::steady_timer last_call;
    std::set<Connection*> open;
    bool stopping{};

    void fault(const std::string& what) const {
        if (on_fault) on_fault(what);
    }
    // How a coroutine's end is heard: an exception in one is a bug, told, and not fatal to the others.
    std::function<void(std::exception_ptr)> ended();
    void stop();
    void left(Connection*);
};
using Server = std::shared_ptr<Core>;

boost::asio::awaitable<void> serve(Server, boost::asio::ip::tcp::socket, std::string from);

} // namespace tocsin::net
