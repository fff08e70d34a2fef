// The HTTP server's outside: routes, listening, the bound on connections, stopping.
#include "integrations/net/http_server.hpp"

#include "integrations/net/http_core.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace tocsin::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {
constexpr auto stop_within = 3s;           // then what is still open is cut
constexpr auto accept_again_after = 100ms; // out of file descriptors, most likely
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
} // namespace

std::function<void(std::exception_ptr)> Core::ended() {
    return [self = shared_from_this()](const std::exception_ptr& error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& e) {
            self->fault(e.what());
        }
    };
}

void Core::stop() {
    if (std::exchange(stopping, true)) return;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    for (Connection* connection : open)
        if (connection->stop) connection->stop();
    if (open.empty()) return;
    last_call.expires_after(stop_within);
    last_call.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
        if (cancelled) return;
        for (Connection* connection : self->open) connection->abort();
    });
}

void Core::left(Connection* connection) {
    open.erase(connection);
    if (stopping && open.empty()) last_call.cancel();
}

namespace {

// One more than the bound: told at once, without waiting for it.
void turn_away(tcp::socket& socket) {
    static const std::string body = problem(503, "Too many connections, try again soon.").body;
    static const std::string busy =
        "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
        "Content-Type: application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(busy), ignored);
}

asio::awaitable<void> accept_all(Server server) {
    asio::steady_timer pause{server->loop};
    while (server->acceptor.is_open()) {
        auto [error, socket] = co_await server->acceptor.async_accept(as_tuple);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            pause.expires_after(accept_again_after);
            co_await pause.async_wait(as_tuple);
            continue;
        }
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        const auto peer = socket.remote_endpoint(ignored);
        if (server->open.size() >= server->limits.connections_max)
            turn_away(socket);
        else
            asio::co_spawn(server->loop, serve(server, std::move(socket), peer.address().to_string()),
                           server->ended());
    }
}

Error cannot_listen(const std::string& address, std::uint16_t port, boost::system::error_code error) {
    const std::string where = address + ":" + std::to_string(port);
    if (error == asio::error::address_in_use)
        return {ErrorCode::refused,
                where + " is taken by another program. Stop that one, or set another port."};
    if (error == asio::error::access_denied)
        return {ErrorCode::refused, where + " may not be opened by this user. Set a port above 1023."};
    return {ErrorCode::bad_input, "Cannot listen on " + where + " (" + error.message() +
                                      "). Set an address of this machine, such as 127.0.0.1."};
}

} // namespace

struct HttpServer::Impl : Core {
    using Core::Core;
};

HttpServer::HttpServer(asio::io_context& loop, Limits limits) : impl_{std::make_shared<Impl>(loop, limits)} {}

HttpServer::~HttpServer() {
    stop();
    // What was read but not handled yet finds no handler of parts that may be gone.
    impl_->routes.clear();
    impl_->sockets.clear();
    impl_->on_fault = nullptr;
}

void HttpServer::route(std::string method, std::string path, Handler handler) {
    impl_->routes.add(std::move(method), std::move(path), std::move(handler));
}

void HttpServer::socket(std::string path, Gate gate, Opened opened) {
    impl_->sockets[std::move(path)] = {std::move(gate), std::move(opened)};
}

void HttpServer::allow_hosts(std::vector<std::string> hosts) {
    if (hosts.empty()) return;
    impl_->hosts = std::move(hosts);
    impl_->hosts_named = true;
}
void HttpServer::on_fault(std::function<void(const std::string&)> tell) { impl_->on_fault = std::move(tell); }
std::uint16_t HttpServer::port() const { return impl_->port; }
void HttpServer::stop() { impl_->stop(); }

Result<std::uint16_t> HttpServer::listen(const std::string& address, std::uint16_t port) {
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) return cannot_listen(address, port, error);
    const tcp::endpoint endpoint{ip, port};
    auto& acceptor = impl_->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(asio::socket_base::reuse_address{true}, error); // or a restart waits a minute
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        boost::system::error_code ignored;
        acceptor.close(ignored);
        return cannot_listen(address, port, error);
    }
    impl_->port = acceptor.local_endpoint().port();
    if (!impl_->hosts_named) impl_->hosts.push_back(ip.is_v6() ? "[" + address + "]" : address);
    const Server server = impl_;
    asio::co_spawn(impl_->loop, accept_all(server), server->ended());
    return impl_->port;
}

} // namespace tocsin::net
