// One connection of the HTTP server: one coroutine, two for a live page. The only file that knows how Beast
// serves; what is text alone lies in http_parts.cpp. Everything runs on one thread.
#include "integrations/net/http_core.hpp"

#include "integrations/net/live_page.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <array>
#include <optional>

namespace tocsin::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t header_bytes_max = 16 << 10;
constexpr auto page_closing_max = 3s;             // closing handshake
constexpr std::size_t linger_bytes_max = 8 << 20; // of a refused body, read so that the refusal arrives
constexpr auto linger_within = 5s;
constexpr std::size_t read_bytes = 4 << 10;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
using Stream = beast::tcp_stream;
using Parser = http::request_parser<http::string_body>;
using Incoming = http::request<http::string_body>;
using Outgoing = http::response<http::string_body>;

// Where a handler leaves its answer. Holds nothing of Asio: a handler may keep it longer than the loop lives.
struct Pending {
    std::optional<Response> response;
    std::function<void()> wake;
};

// Headers that come twice are joined, as RFC 9110 has it, so that a second Host or Origin never passes a
// check.
void take_headers(const Incoming& incoming, Request& request) {
    for (const auto& field : incoming) {
        const auto [at, fresh] =
            request.headers.emplace(lower(field.name_string()), std::string{field.value()});
        if (!fresh) at->second += (at->first == "cookie" ? "; " : ", ") + std::string{field.value()};
    }
}

// nullopt: go on. What is refused here never reaches a handler.
std::optional<Response> refused(const Core& core, const Incoming& incoming, Request& request) {
    request.method = std::string{incoming.method_string()};
    take_headers(incoming, request);
    const Target target = take_target(std::string_view{incoming.target()}, request);
    if (target == Target::malformed) return problem(400, "This address is malformed.");
    const auto host = request.header("host");
    if (host.empty()) return problem(400, "The request names no host.");
    if (!host_allowed(host, core.hosts, core.port))
        return problem(
            421, "Tocsin does not answer under this host name. Open it by the name it was set up with, or "
                 "add this one to the configuration.");
    if (target == Target::outside) return problem(404, "There is no such page.");
    return std::nullopt;
}

std::optional<Response> refused(boost::system::error_code error, const Limits& limits) {
    if (error == http::error::body_limit)
        return problem(413, "This is too long: at most " + std::to_string(limits.body_bytes_max) + " bytes.");
    if (error == http::error::header_limit) return problem(431, "The headers of this request are too long.");
    if (error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
        return problem(400, "This is not a well-formed HTTP request.");
    return std::nullopt; // the line is gone: nobody to tell
}

Outgoing wire_form(Response response, bool keep_alive, bool body_wanted) {
    bool cached = false, safe = safe_header("content-type", response.content_type);
    for (const auto& [name, value] : response.headers) {
        safe = safe && safe_header(name, value);
        cached = cached || lower(name) == "cache-control";
    }
    if (!safe) { // said by a person, taken over by a handler: a bug, but not one that an attacker may use
        response =
            problem(500, "The answer was not well formed. This is a fault in Tocsin, please report it.");
        cached = false;
    }
    Outgoing out;
    out.result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : HttpServer::security_headers()) out.set(name, value);
    if (!cached) out.set(http::field::cache_control, "no-store");
    if (!response.content_type.empty()) out.set(http::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers) out.insert(name, value);
    out.keep_alive(keep_alive);
    out.body() = std::move(response.body);
    out.prepare_payload();
    if (!body_wanted) out.body().clear(); // HEAD: its length is told, the body is not
    return out;
}

// Whether the connection goes on.
asio::awaitable<bool> write_answer(Stream& stream, Outgoing out, std::chrono::seconds within) {
    stream.expires_after(within);
    const auto [error, size] = co_await http::async_write(stream, out, as_tuple);
    co_return !error && out.keep_alive();
}

// Says that nothing more comes, then reads what the other side is still sending: closing at once would make
// the system throw away an answer that was not read yet.
asio::awaitable<void> close_gently(Stream& stream) {
    boost::system::error_code failed;
    stream.socket().shutdown(tcp::socket::shutdown_send, failed);
    std::array<char, 16 << 10> scrap;
    std::size_t read = 0;
    stream.expires_after(linger_within);
    while (!failed && read < linger_bytes_max) {
        const auto [error, size] = co_await stream.async_read_some(asio::buffer(scrap), as_tuple);
        failed = error;
        read += size;
    }
    stream.close();
}

// Runs a handler; its answer, given now or later, goes to `pending`. Only the first one counts.
void hand_over(const Server& server, const HttpServer::Handler& handler, const Request& request,
               const std::shared_ptr<Pending>& pending) {
    const Respond respond = [pending](Response response) {
        if (pending->response) return;
        pending->response = std::move(response);
        if (pending->wake) pending->wake();
    };
    try {
        handler(request, respond);
    } catch (const std::exception& e) {
        server->fault(request.path + ": " + e.what());
        respond(
            problem(500, "This failed in Tocsin and was not done. Try again; if it fails again, report it."));
    }
}

Response no_route(const Request& request, const std::vector<std::string>& methods) {
    if (methods.empty()) return problem(404, "There is no such page.");
    std::string allowed;
    for (const std::string& method : methods) allowed += (allowed.empty() ? "" : ", ") + method;
    Response wrong = problem(405, "This address takes " + allowed + ", not " + request.method + ".");
    wrong.headers.emplace_back("Allow", allowed);
    return wrong;
}

asio::awaitable<Response> answer_of(Server server, const Request& request) {
    const auto found = server->routes.find(request.method, request.path);
    if (!found.handler) co_return no_route(request, found.methods);
    const auto pending = std::make_shared<Pending>();
    hand_over(server, *found.handler, request, pending);
    if (!pending->response) {
        asio::steady_timer deadline{server->loop, server->limits.answer_within};
        pending->wake = [&deadline] { deadline.cancel(); };
        // Also when the loop is taken down under us: the handler may still hold on to `pending`.
        const std::unique_ptr<Pending, void (*)(Pending*)> asleep{pending.get(),
                                                                  [](Pending* p) { p->wake = nullptr; }};
        co_await deadline.async_wait(as_tuple);
    }
    if (!pending->response)
        pending->response = problem(
            503, "No answer came in time. Whether it was done is not known: look before you repeat it.");
    co_return *pending->response;
}

asio::awaitable<boost::system::error_code> read_request(Stream& stream, beast::flat_buffer& buffer,
                                                        Parser& parser, std::chrono::seconds within) {
    stream.expires_after(within);
    if (buffer.size() == 0) { // idle: the clock of the request starts at its first byte
        const auto space = buffer.prepare(read_bytes);
        const auto [idle_end, first] = co_await stream.async_read_some(space, as_tuple);
        if (idle_end) co_return idle_end;
        buffer.commit(first);
        stream.expires_after(within);
    }
    const auto [header_error, header_size] =
        co_await http::async_read_header(stream, buffer, parser, as_tuple);
    if (header_error) co_return header_error;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on{http::status::continue_, 11};
        const auto [error, size] = co_await http::async_write(stream, go_on, as_tuple);
        if (error) co_return error;
    }
    const auto [body_error, body_size] = co_await http::async_read(stream, buffer, parser, as_tuple);
    co_return body_error;
}

// Both coroutines of a live page share this; whoever keeps the page itself may do so for longer.
struct Live {
    Live(Stream stream, std::shared_ptr<LivePage> p)
        : ws{std::move(stream)}, wake{ws.get_executor()}, page{std::move(p)} {
        page->wake = [this] { wake.cancel(); };
        page->abort = [this] { cut(); };
    }
    ~Live() {
        page->wake = nullptr;
        page->abort = nullptr;
    }
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;
    void cut() { beast::get_lowest_layer(ws).close(); }

    websocket::stream<Stream> ws;
    asio::steady_timer wake;
    std::shared_ptr<LivePage> page;
};

asio::awaitable<void> write_frames(std::shared_ptr<Live> live) {
    while (!live->page->ended()) {
        const auto frame = live->page->next();
        if (frame) {
            const auto [error, size] = co_await live->ws.async_write(asio::buffer(*frame), as_tuple);
            if (error) co_return live->cut();
        } else if (live->page->closing()) {
            const websocket::close_reason leaving{websocket::close_code::going_away};
            co_await live->ws.async_close(leaving, as_tuple);
            co_return live->cut();
        } else {
            live->wake.expires_at(asio::steady_timer::time_point::max());
            co_await live->wake.async_wait(as_tuple);
        }
    }
}

asio::awaitable<void> read_frames(std::shared_ptr<Live> live) {
    beast::flat_buffer buffer;
    for (;;) {
        const auto [error, size] = co_await live->ws.async_read(buffer, as_tuple);
        if (error) break;
        if (!live->ws.got_text()) break;
        if (live->page->on_text) live->page->on_text(beast::buffers_to_string(buffer.data()));
        buffer.consume(buffer.size());
    }
    live->cut();
}

asio::awaitable<void> run_page(Server server, Core::Connection& connection, Stream& stream, Incoming incoming,
                               Request request, HttpServer::Opened opened) {
    const auto page = std::make_shared<LivePage>(server->limits.socket_queue_max);
    const auto live = std::make_shared<Live>(std::move(stream), page);
    connection.abort = [&live] { live->cut(); };
    connection.stop = [&page] { page->close(); };

    beast::get_lowest_layer(live->ws).expires_never(); // from here on the stream's own timeouts
    live->ws.set_option(websocket::stream_base::timeout{page_closing_max, server->limits.page_silent, true});
    live->ws.auto_fragment(false);
    live->ws.read_message_max(server->limits.frame_bytes_max);
    live->ws.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
        for (const auto& [name, value] : HttpServer::security_headers()) response.set(name, value);
    }));
    const auto [error] = co_await live->ws.async_accept(incoming, as_tuple);
    if (error) co_return live->cut();

    asio::co_spawn(server->loop, write_frames(live), server->ended());
    std::exception_ptr fault;
    try {
        opened(request, page);
        co_await read_frames(live);
    } catch (...) {
        fault = std::current_exception(); // the owner of the page still hears that it is gone
    }
    live->cut();
    page->end();
    if (fault) std::rethrow_exception(fault);
}

} // namespace

asio::awaitable<void> serve(Server server, tcp::socket socket, std::string from) {
    if (server->stopping) co_return;
    Stream stream{std::move(socket)};
    Core::Connection connection{*server};
    beast::flat_buffer buffer;
    connection.abort = [&stream] { stream.close(); };
    bool more = true;
    while (more && !server->stopping) {
        connection.stop = connection.abort;
        Parser parser;
        parser.header_limit(header_bytes_max);
        parser.body_limit(server->limits.body_bytes_max);
        const auto error = co_await read_request(stream, buffer, parser, server->limits.request_within);
        Request request{.from = from};
        std::optional<Response> response =
            error ? refused(error, server->limits) : refused(*server, parser.get(), request);
        if (error && !response) co_return stream.close();

        const bool upgrade = !error && websocket::is_upgrade(parser.get());
        const auto live = server->sockets.find(request.path);
        if (!response && upgrade && live != server->sockets.end()) {
            response = live->second.gate(request);
            if (response->status == 101) {
                co_await run_page(server, connection, stream, parser.release(), request, live->second.opened);
                co_return;
            }
        }
        connection.stop = nullptr; // from here on it is finished first
        request.body = std::move(parser.get().body());
        if (!response) response = co_await answer_of(server, request);
        const bool keep = !error && parser.keep_alive() && !server->stopping;
        const bool body_wanted = request.method != "HEAD";
        Outgoing out = wire_form(std::move(*response), keep, body_wanted);
        more = co_await write_answer(stream, std::move(out), server->limits.request_within);
    }
    co_await close_gently(stream);
}

} // namespace tocsin::net
