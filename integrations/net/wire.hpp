// One TCP connection, plain or under TLS, that Beast reads and writes as if it were one kind: the handlers
// are type-erased at its door, so that HTTP and WebSocket are compiled once and not once for each (STACK 2).
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace boost::asio::ssl {
class context;
}
namespace boost::beast {
enum class role_type;
}
typedef struct ssl_st SSL;

namespace tocsin::net {

class Wire {
public:
    using executor_type = boost::asio::any_io_executor;
    using Error = boost::system::error_code;

    // `tls`: nullptr means plain. It has to live as long as the wire.
    Wire(boost::asio::ip::tcp::socket, boost::asio::ssl::context* tls);
    ~Wire();
    Wire(Wire&&) noexcept;
    Wire& operator=(Wire&&) noexcept;

    executor_type get_executor();
    boost::asio::ip::tcp::socket& socket();
    SSL* ssl();    // nullptr: plain
    void close();  // at once; what is under way ends with operation_aborted
    void cancel(); // what is under way ends, the connection stays open; nothing can be read from it again

    template <class Buffers, class Token> auto async_read_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(Error, std::size_t)>(
            [impl = impl_.get()](auto handler, boost::asio::mutable_buffer into) {
                read(*impl, into, Sized{std::move(handler)});
            },
            token, first_of(buffers));
    }
    template <class Buffers, class Token> auto async_write_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(Error, std::size_t)>(
            [impl = impl_.get()](auto handler, boost::asio::const_buffer from) {
                write(*impl, from, Sized{std::move(handler)});
            },
            token, gathered(buffers));
    }
    enum class Role { client, server };
    template <class Token> auto async_handshake(Role role, Token&& token) { // none if plain
        return boost::asio::async_initiate<Token, void(Error)>(
            [impl = impl_.get(), role](auto handler) { greet(*impl, role, Plain{std::move(handler)}); },
            token);
    }
    // Says that nothing more comes; under TLS it then waits until the other side has said so too.
    template <class Token> auto async_shutdown(Token&& token) {
        return boost::asio::async_initiate<Token, void(Error)>(
            [impl = impl_.get()](auto handler) { part(*impl, Plain{std::move(handler)}); }, token);
    }

private:
    struct Impl;
    using Sized = boost::asio::any_completion_handler<void(Error, std::size_t)>;
    using Plain = boost::asio::any_completion_handler<void(Error)>;
    static void read(Impl&, boost::asio::mutable_buffer, Sized);
    static void write(Impl&, boost::asio::const_buffer, Sized);
    static void greet(Impl&, Role, Plain);
    static void part(Impl&, Plain);

    template <class Buffers> static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers); ++it)
            if (const boost::asio::mutable_buffer one{*it}; one.size() > 0) return one;
        return {};
    }
    // Small pieces are written as one, so that a header and its body share a TLS record and a packet.
    template <class Buffers> boost::asio::const_buffer gathered(const Buffers& buffers) {
        std::size_t pieces = 0;
        boost::asio::const_buffer first;
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers); ++it)
            if (const boost::asio::const_buffer one{*it}; one.size() > 0 && pieces++ == 0) first = one;
        if (pieces < 2) return first;
        const auto space = scratch();
        return {space.data(), boost::asio::buffer_copy(space, buffers)};
    }
    boost::asio::mutable_buffer scratch(); // free while nothing is being written

    std::unique_ptr<Impl> impl_;
};

// What Beast's WebSocket asks of a connection, found by its argument.
inline void beast_close_socket(Wire& wire) { wire.close(); }
template <class Handler> void async_teardown(boost::beast::role_type, Wire& wire, Handler&& handler) {
    wire.async_shutdown(std::forward<Handler>(handler));
}

} // namespace tocsin::net
