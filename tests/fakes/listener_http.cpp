// One connection of the listener, as far as it speaks HTTP.
#include "tests/fakes/listener_core.hpp"

#include "integrations/net/http_parts.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <openssl/ssl.h>

namespace tocsin::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using net::Wire;

namespace {

constexpr std::size_t body_bytes_max = 64 << 20;
constexpr std::size_t chunk_bytes = 7;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
using Incoming = http::request<http::string_body>;
using Outgoing = http::response<http::string_body>;
using How = HttpAnswer::How;

HttpRequest plain_form(const Incoming& incoming, std::size_t number) {
    const std::string_view target{incoming.target()};
    const auto mark = std::min(target.find('?'), target.size());
    HttpRequest request{.method = std::string{incoming.method_string()},
                        .path = std::string{target.substr(0, mark)},
                        .query = std::string{target.substr(std::min(mark + 1, target.size()))},
                        .connection = number};
    for (const auto& field : incoming) {
        const auto [at, fresh] =
            request.headers.emplace(net::lower(field.name_string()), std::string{field.value()});
        if (!fresh) at->second += ", " + std::string{field.value()};
    }
    request.body = incoming.body();
    return request;
}

// Where a handler leaves its answer, now or later.
struct Pending {
    std::optional<HttpAnswer> answer;
    std::function<void()> wake;
};

Respond respond_to(const ListenerCore& core, const std::shared_ptr<Pending>& pending) {
    return [weak = std::weak_ptr{core}, pending](HttpAnswer answer) {
        auto alive = weak.lock();
        if (!alive) return;
        auto& loop = alive->loop;
        asio::dispatch(loop, [alive = std::move(alive), pending, answer = std::move(answer)]() mutable {
            if (alive->over || pending->answer) return;
            pending->answer = std::move(answer);
            if (pending->wake) pending->wake();
        });
    };
}

asio::awaitable<HttpAnswer> answer_of(ListenerCore core, asio::steady_timer& still,
                                      const HttpRequest& request) {
    if (!core->handlers.request) co_return HttpAnswer{.status = 404};
    const auto pending = std::make_shared<Pending>();
    core->handlers.request(request, respond_to(core, pending));
    if (!pending->answer) {
        pending->wake = [&still] { still.cancel(); };
        const std::unique_ptr<Pending, void (*)(Pending*)> asleep{pending.get(),
                                                                  [](Pending* p) { p->wake = nullptr; }};
        co_await stand_still(still);
    }
    if (!pending->answer) pending->answer = HttpAnswer{.how = How::close}; // the listener is going away
    co_return std::move(*pending->answer);
}

Outgoing wire_form(HttpAnswer& answer, bool keep) {
    Outgoing out;
    out.result(static_cast<unsigned>(answer.status));
    out.set(http::field::content_type, "application/json; charset=utf-8");
    for (const auto& [name, value] : answer.headers)
        if (net::lower(name) == "content-type") out.erase(name);
    out.keep_alive(keep);
    for (const auto& [name, value] : answer.headers) out.insert(name, value); // may say otherwise
    out.body() = std::move(answer.body);
    if (answer.how == How::chunked)
        out.chunked(true);
    else
        out.prepare_payload();
    return out;
}

std::string head_of(const Outgoing& out) {
    std::string head =
        "HTTP/1.1 " + std::to_string(out.result_int()) + " " + std::string{out.reason()} + "\r\n";
    for (const auto& field : out)
        head += std::string{field.name_string()} + ": " + std::string{field.value()} + "\r\n";
    return head + "\r\n";
}

std::string in_chunks(std::string_view body) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (; !body.empty(); body.remove_prefix(std::min(chunk_bytes, body.size()))) {
        const auto piece = body.substr(0, chunk_bytes);
        out += digits[piece.size()];
        out += "\r\n" + std::string{piece} + "\r\n";
    }
    return out + "0\r\n\r\n";
}

// Whether the connection goes on.
asio::awaitable<bool> write_answer(Wire& wire, asio::steady_timer& still, HttpAnswer answer, bool keep) {
    const How how = answer.how;
    if (how == How::never) co_await stand_still(still);
    if (how == How::never || how == How::close) co_return false;
    const Outgoing out = wire_form(answer, keep);
    std::string bytes = head_of(out);
    if (how == How::chunked)
        bytes += in_chunks(out.body());
    else if (out.result_int() != 204 && out.result_int() != 304)
        bytes += how == How::whole ? out.body() : out.body().substr(0, out.body().size() / 2);
    const auto [error, size] = co_await asio::async_write(wire, asio::buffer(bytes), as_tuple);
    if (error || how == How::half_then_close) co_return false;
    if (how == How::half_then_stall) {
        co_await stand_still(still);
        co_return false;
    }
    if (!keep) co_await wire.async_shutdown(as_tuple);
    co_return keep;
}

asio::awaitable<bool> read_request(Wire& wire, beast::flat_buffer& buffer,
                                   http::request_parser<http::string_body>& parser) {
    parser.body_limit(body_bytes_max);
    const auto [no_header, header_size] = co_await http::async_read_header(wire, buffer, parser, as_tuple);
    if (no_header) co_return false;
    if (parser.get()[http::field::expect] == "100-continue") {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto [unheard, sent] = co_await asio::async_write(wire, asio::buffer(go_on), as_tuple);
        if (unheard) co_return false;
    }
    const auto [no_body, body_size] = co_await http::async_read(wire, buffer, parser, as_tuple);
    co_return !no_body;
}

} // namespace

asio::awaitable<void> stand_still(asio::steady_timer& still) {
    still.expires_at(asio::steady_timer::time_point::max());
    co_await still.async_wait(as_tuple);
}

asio::awaitable<void> serve(ListenerCore core, tcp::socket socket, std::size_t number) {
    Wire wire{std::move(socket), core->tls ? &*core->tls : nullptr};
    asio::steady_timer still{core->loop};
    Listener::Core::Open open{*core, [&wire, &still] {
                                  wire.close();
                                  still.cancel();
                              }};
    if (core->over) co_return;
    if (!core->settings.greets) {
        co_await stand_still(still);
        co_return;
    }
    const auto [strange] = co_await wire.async_handshake(Wire::Role::server, as_tuple);
    if (strange) co_return;
    beast::flat_buffer buffer;
    bool more = true;
    while (more && !core->over) {
        http::request_parser<http::string_body> parser;
        const bool read = co_await read_request(wire, buffer, parser);
        if (!read || core->over) break;
        HttpRequest request = plain_form(parser.get(), number);
        if (const auto* name =
                core->tls ? SSL_get_servername(wire.ssl(), TLSEXT_NAMETYPE_host_name) : nullptr)
            request.server_name = name;
        HttpAnswer answer;
        if (beast::websocket::is_upgrade(parser.get()) && core->handlers.on_open) {
            auto no = core->handlers.gate ? core->handlers.gate(request) : std::nullopt;
            if (!no) {
                co_await run_socket(core, std::move(wire), request, open);
                co_return;
            }
            answer = std::move(*no);
        } else {
            answer = co_await answer_of(core, still, request);
        }
        const bool keep = parser.keep_alive() && !answer.last;
        more = co_await write_answer(wire, still, std::move(answer), keep);
    }
    wire.close();
}

} // namespace tocsin::test
