// Taking connections, and the end of all of them.
#include "tests/fakes/listener.hpp"

#include "tests/fakes/listener_core.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <thread>

namespace tocsin::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

asio::awaitable<void> accept_all(ListenerCore core) {
    while (!core->over) {
        auto [error, socket] = co_await core->acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error && core->over) co_return;
        if (error) continue;
        const std::size_t number = ++core->count;
        asio::co_spawn(core->loop, serve(core, std::move(socket), number), Listener::Core::ended);
    }
}

} // namespace

std::string HttpRequest::header(std::string_view lower_name) const {
    const auto found = headers.find(lower_name);
    return found == headers.end() ? std::string{} : found->second;
}

Listener::Core::Core(asio::io_context& l, ListenerHandlers h, ListenerSettings s)
    : loop{l}, handlers{std::move(h)}, settings{std::move(s)},
      acceptor{l, tcp::endpoint{asio::ip::address_v4::loopback(), settings.port}, true},
      port{acceptor.local_endpoint().port()} {
    if (!settings.tls) return;
    tls.emplace(asio::ssl::context::tls_server);
    tls->use_certificate_chain(asio::buffer(settings.tls->chain_pem));
    tls->use_private_key(asio::buffer(settings.tls->key_pem), asio::ssl::context::pem);
}

void Listener::Core::end() {
    over = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    const auto now_open = open;
    for (Open* one : now_open) one->cut();
}

void Listener::Core::ended(const std::exception_ptr& fault) {
    if (fault) std::rethrow_exception(fault);
}

struct Listener::Own {
    asio::io_context loop{1};
    std::thread thread;
};

Listener::Listener(asio::io_context& loop, ListenerHandlers handlers, ListenerSettings settings)
    : core_{std::make_shared<Core>(loop, std::move(handlers), std::move(settings))} {
    asio::co_spawn(loop, accept_all(core_), Core::ended);
}

Listener::Listener(ListenerHandlers handlers, ListenerSettings settings)
    : own_{std::make_unique<Own>()},
      core_{std::make_shared<Core>(own_->loop, std::move(handlers), std::move(settings))} {
    asio::co_spawn(own_->loop, accept_all(core_), Core::ended);
    own_->thread = std::thread{[this] { own_->loop.run(); }};
}

Listener::~Listener() {
    if (own_) {
        own_->loop.stop();
        own_->thread.join();
    }
    core_->end();
    core_->handlers = {};
    if (!own_) return;
    // Whatever still lies in the loop goes before it does: the coroutines hold the core, and the core the
    // loop.
    own_->loop.restart();
    own_->loop.poll();
    core_.reset();
}

std::uint16_t Listener::port() const { return core_->port; }

std::string Listener::url(std::string_view path) const {
    return (core_->tls ? "https://localhost:" : "http://localhost:") + std::to_string(port()) +
           std::string{path};
}

std::string Listener::socket_url(std::string_view path) const {
    return (core_->tls ? "wss://localhost:" : "ws://localhost:") + std::to_string(port()) + std::string{path};
}

std::size_t Listener::connections() const { return core_->count; }

} // namespace tocsin::test
