// Reading, writing and greeting over one socket. Asio and OpenSSL, no Beast.
#include "integrations/net/wire.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <optional>

namespace tocsin::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {
constexpr std::size_t gathered_bytes_max = 16 << 10; // one TLS record
} // namespace

struct Wire::Impl {
    using Tls = asio::ssl::stream<tcp::socket&>;

    Impl(tcp::socket s, asio::ssl::context* context) : socket{std::move(s)} {
        if (context) tls.emplace(socket, *context);
    }

    tcp::socket socket;
    std::optional<Tls> tls;
    std::array<char, gathered_bytes_max> scratch{};
};

Wire::Wire(tcp::socket socket, asio::ssl::context* tls)
    : impl_{std::make_unique<Impl>(std::move(socket), tls)} {
    Error ignored; // a socket that is not connected yet or no more says so when it is used
    impl_->socket.set_option(tcp::no_delay{true}, ignored);
}
Wire::~Wire() = default;
Wire::Wire(Wire&&) noexcept = default;
Wire& Wire::operator=(Wire&&) noexcept = default;

Wire::executor_type Wire::get_executor() { return impl_->socket.get_executor(); }
tcp::socket& Wire::socket() { return impl_->socket; }
SSL* Wire::ssl() { return impl_->tls ? impl_->tls->native_handle() : nullptr; }
asio::mutable_buffer Wire::scratch() { return asio::buffer(impl_->scratch); }

void Wire::close() {
    Error ignored;
    impl_->socket.close(ignored);
}

void Wire::cancel() {
    Error ignored;
    impl_->socket.cancel(ignored);
}

void Wire::read(Impl& impl, asio::mutable_buffer into, Sized handler) {
    if (impl.tls)
        impl.tls->async_read_some(into, std::move(handler));
    else
        impl.socket.async_read_some(into, std::move(handler));
}

void Wire::write(Impl& impl, asio::const_buffer from, Sized handler) {
    if (impl.tls)
        impl.tls->async_write_some(from, std::move(handler));
    else
        impl.socket.async_write_some(from, std::move(handler));
}

void Wire::greet(Impl& impl, Role role, Plain handler) {
    if (impl.tls)
        return impl.tls->async_handshake(role == Role::client ? Impl::Tls::client : Impl::Tls::server,
                                         std::move(handler));
    asio::post(impl.socket.get_executor(), asio::append(std::move(handler), Error{}));
}

// Never an error: the other side may be gone already, which is what this is about.
void Wire::part(Impl& impl, Plain handler) {
    if (!impl.tls) {
        Error ignored;
        impl.socket.shutdown(tcp::socket::shutdown_send, ignored);
        return asio::post(impl.socket.get_executor(), asio::append(std::move(handler), Error{}));
    }
    const auto executor = asio::get_associated_executor(handler, impl.socket.get_executor());
    impl.tls->async_shutdown(asio::bind_executor(
        executor, [handler = std::move(handler)](const Error&) mutable { std::move(handler)(Error{}); }));
}

} // namespace tocsin::net
