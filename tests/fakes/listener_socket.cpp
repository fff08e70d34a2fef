// One connection of the listener, once it is a WebSocket: one coroutine reads, one writes.
#include "tests/fakes/listener_core.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace tocsin::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using net::Wire;

namespace {

constexpr std::size_t message_bytes_max = 64 << 20;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Item {
    enum class Kind { text, ping, close } kind{Kind::text};
    std::string text{};
    std::size_t fragments{1};
    std::uint16_t code{};
};

struct Talk {
    Talk(ListenerCore c, Wire wire, std::size_t n)
        : core{std::move(c)}, ws{std::move(wire)}, wake{core->loop}, still{core->loop}, number{n} {}
    void cut() {
        over = true;
        ws.next_layer().close();
        wake.cancel();
        still.cancel();
    }
    void stall() {
        stalled = true;
        ws.next_layer().cancel();
        wake.cancel();
    }
    void push(Item item) {
        queue.push_back(std::move(item));
        wake.cancel();
    }

    ListenerCore core;
    websocket::stream<Wire> ws;
    asio::steady_timer wake, still;
    std::deque<Item> queue;
    std::size_t number;
    bool over{}, stalled{};
    // Our own Close handshake takes the reading over from the reader, which then waits for how it went.
    bool closing{}, closed_well{};
};
using TalkPtr = std::shared_ptr<Talk>;

// Holds nothing of Asio: a test may keep it longer than the listener lives.
class Handle final : public ListenerSocket {
public:
    explicit Handle(const TalkPtr& talk) : talk_{talk}, number_{talk->number} {}
    std::size_t number() const override { return number_; }
    void send(std::string text, std::size_t fragments) override {
        push({.kind = Item::Kind::text, .text = std::move(text), .fragments = fragments});
    }
    void ping(std::string payload) override { push({.kind = Item::Kind::ping, .text = std::move(payload)}); }
    void close(std::uint16_t code, std::string why) override {
        push({.kind = Item::Kind::close, .text = std::move(why), .code = code});
    }
    void drop() override {
        on_loop([](Talk& talk) { talk.cut(); });
    }
    void stall() override {
        on_loop([](Talk& talk) { talk.stall(); });
    }

private:
    void push(Item item) {
        on_loop([item = std::move(item)](Talk& talk) mutable { talk.push(std::move(item)); });
    }
    template <class What> void on_loop(What what) {
        auto talk = talk_.lock();
        if (!talk) return;
        auto& loop = talk->core->loop;
        asio::dispatch(loop, [talk = std::move(talk), what = std::move(what)]() mutable {
            if (!talk->over) what(*talk);
        });
    }
    std::weak_ptr<Talk> talk_;
    std::size_t number_;
};

asio::awaitable<boost::system::error_code> write_text(TalkPtr talk, std::string text, std::size_t fragments) {
    const std::size_t each = text.size() / std::max<std::size_t>(fragments, 1);
    std::string_view rest{text};
    for (std::size_t i = 1; i < fragments; ++i) {
        const auto piece = asio::buffer(rest.substr(0, each));
        const auto [error, size] = co_await talk->ws.async_write_some(false, piece, as_tuple);
        if (error) co_return error;
        rest.remove_prefix(each);
    }
    const auto [error, size] = co_await talk->ws.async_write_some(true, asio::buffer(rest), as_tuple);
    co_return error;
}

asio::awaitable<boost::system::error_code> write_control(TalkPtr talk, Item item) {
    if (item.kind == Item::Kind::ping) {
        const websocket::ping_data payload{item.text.substr(0, 125)};
        const auto [error] = co_await talk->ws.async_ping(payload, as_tuple);
        co_return error;
    }
    const websocket::close_reason reason{static_cast<websocket::close_code>(item.code),
                                         item.text.substr(0, 120)};
    talk->closing = true;
    const auto [error] = co_await talk->ws.async_close(reason, as_tuple);
    talk->closing = false;
    talk->closed_well = !error;
    talk->still.cancel();
    co_return error;
}

asio::awaitable<void> write_all(TalkPtr talk) {
    while (!talk->over) {
        if (talk->stalled) co_return;
        if (talk->queue.empty()) {
            talk->wake.expires_at(asio::steady_timer::time_point::max());
            co_await talk->wake.async_wait(as_tuple);
            continue;
        }
        Item item = std::move(talk->queue.front());
        talk->queue.pop_front();
        boost::system::error_code error;
        const bool last = item.kind == Item::Kind::close;
        if (item.kind == Item::Kind::text)
            error = co_await write_text(talk, std::move(item.text), item.fragments);
        else
            error = co_await write_control(talk, std::move(item));
        if (error || last) co_return; // the reader hears of it too, and ends the connection
    }
}

// Returns the code of the other side's Close frame; 0: it went without one.
asio::awaitable<int> read_all(TalkPtr talk, SocketPtr handle) {
    beast::flat_buffer buffer;
    const auto& handlers = talk->core->handlers;
    for (;;) {
        const auto [error, size] = co_await talk->ws.async_read(buffer, as_tuple);
        if (error == websocket::error::closed) co_return talk->ws.reason().code;
        if (error) co_return 0;
        if (!talk->over && !talk->stalled && handlers.on_text)
            handlers.on_text(handle, beast::buffers_to_string(buffer.data()));
        buffer.consume(buffer.size());
        if (talk->over || talk->stalled) co_return 0;
    }
}

void hear_control(Talk& talk, const std::weak_ptr<ListenerSocket>& socket, websocket::frame_type kind,
                  std::string_view payload) {
    const auto handle = socket.lock();
    if (!handle || talk.over || talk.stalled) return;
    const auto& handlers = talk.core->handlers;
    if (kind == websocket::frame_type::ping && handlers.on_ping)
        handlers.on_ping(handle, std::string{payload});
    if (kind == websocket::frame_type::pong && handlers.on_pong)
        handlers.on_pong(handle, std::string{payload});
}

// The upgrade once more as it came, for Beast's WebSocket to read.
std::string head_of(const HttpRequest& request) {
    std::string head = request.method + " " + request.path +
                       (request.query.empty() ? "" : "?" + request.query) + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    return head + "\r\n";
}

} // namespace

asio::awaitable<void> run_socket(ListenerCore core, Wire wire, HttpRequest request,
                                 Listener::Core::Open& open) {
    const auto talk = std::make_shared<Talk>(core, std::move(wire), request.connection);
    open.cut = [&talk = *talk] { talk.cut(); };
    const SocketPtr handle = std::make_shared<Handle>(talk);
    talk->ws.auto_fragment(false);
    talk->ws.read_message_max(message_bytes_max);
    talk->ws.control_callback(
        [&talk = *talk, weak = std::weak_ptr{handle}](websocket::frame_type kind, std::string_view payload) {
            hear_control(talk, weak, kind, payload);
        });
    const std::string head = head_of(request);
    const auto [refused] = co_await talk->ws.async_accept(asio::buffer(head), as_tuple);
    if (!refused && !talk->over) {
        asio::co_spawn(core->loop, write_all(talk), Listener::Core::ended);
        core->handlers.on_open(request, handle);
        int code = co_await read_all(talk, handle);
        if (talk->closing) co_await stand_still(talk->still);
        if (talk->closed_well) code = talk->ws.reason().code;
        if (talk->stalled && !talk->over) co_await stand_still(talk->still);
        talk->cut();
        if (!core->over && core->handlers.on_closed) core->handlers.on_closed(handle, code);
    }
    talk->cut();
}

} // namespace tocsin::test
