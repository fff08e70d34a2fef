// WebSockets as a client: one coroutine reads, one writes; the handle that callers hold knows nothing of
// Asio.
#include "integrations/net/web_core.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>
#include <set>

namespace tocsin::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using namespace std::chrono_literals;

namespace {

constexpr auto open_within = 15s;                 // name, connection, TLS and handshake
constexpr auto closing_within = 5s;               // what is queued, and both Close frames
constexpr std::size_t queued_bytes_max = 8 << 20; // not written yet
constexpr std::size_t queued_max = 4096;
constexpr std::size_t read_bytes = 64 << 10;
constexpr std::size_t ping_bytes_max = 125; // of the protocol
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Item {
    enum class Kind { text, ping, close } kind{Kind::text};
    std::string text{};
    std::uint16_t code{};
};

class Line;
using LinePtr = std::shared_ptr<Line>;
using LineSet = std::set<Line*>;

class Line : public std::enable_shared_from_this<Line> {
public:
    Line(WebCorePtr core, std::shared_ptr<LineSet> all, std::string where, LineEvents events)
        : core_{std::move(core)}, all_{std::move(all)}, events_{std::move(events)}, wake_{core_->loop},
          limit_{core_->loop}, handshake_over_{core_->loop}, where_{std::move(where)} {
        all_->insert(this);
    }
    ~Line() { all_->erase(this); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void push(Item);
    void close(std::uint16_t code);
    void end(std::string why); // cuts it; on_closed follows, never from within
    void drop();               // cuts it, and nobody is called any more

    static asio::awaitable<void> run(LinePtr, WebUrl);
    void fault(const std::exception_ptr&);

private:
    using Stream = websocket::stream<Wire>;
    static asio::awaitable<bool> open(LinePtr, WebUrl);
    static asio::awaitable<void> read(LinePtr);
    static asio::awaitable<void> write(LinePtr);
    static asio::awaitable<boost::system::error_code> write_one(LinePtr, Item);
    void limit(std::chrono::seconds, std::string why);
    void alive();
    void tell();
    std::string lost_words(const boost::system::error_code&) const;

    WebCorePtr core_;
    std::shared_ptr<LineSet> all_;
    LineEvents events_;
    asio::steady_timer wake_, limit_, handshake_over_;
    EndingPtr ending_{std::make_shared<Ending>()};
    std::optional<Stream> ws_;
    std::deque<Item> queue_;
    std::size_t queued_bytes_{};
    std::string where_, why_{};
    bool quiet_{}, ended_{}, open_{}, close_asked_{};
    // Our own Close handshake takes the reading over from the reader, which then waits for how it went.
    bool shaking_{};
};

void Line::push(Item item) {
    if (ended_ || close_asked_) return;
    close_asked_ = item.kind == Item::Kind::close;
    queued_bytes_ += item.text.size();
    queue_.push_back(std::move(item));
    if (queued_bytes_ > queued_bytes_max || queue_.size() > queued_max)
        return end(where_ + " takes up less than is sent to it; the line was given up.");
    wake_.cancel();
}

void Line::close(std::uint16_t code) {
    if (ended_ || close_asked_) return;
    if (!open_) return end("The line to " + where_ + " was closed before it was open.");
    push({.kind = Item::Kind::close, .code = code});
    limit(closing_within, where_ + " did not answer the Close frame.");
}

void Line::end(std::string why) {
    if (std::exchange(ended_, true)) return;
    why_ = std::move(why);
    ending_->ask();
    if (ws_) ws_->next_layer().close();
    wake_.cancel();
    limit_.cancel();
    handshake_over_.cancel();
    asio::post(core_->loop, [self = shared_from_this()] { self->tell(); });
}

void Line::drop() {
    quiet_ = true;
    end({});
}

void Line::limit(std::chrono::seconds within, std::string why) {
    limit_.expires_after(within);
    limit_.async_wait([weak = weak_from_this(), why = std::move(why)](boost::system::error_code cancelled) {
        const auto line = weak.lock();
        if (!cancelled && line) line->end(why);
    });
}

void Line::alive() {
    if (!quiet_ && !ended_ && events_.on_alive) events_.on_alive();
}

std::string Line::lost_words(const boost::system::error_code& error) const {
    if (error == websocket::error::closed)
        return where_ + " closed the line with code " + std::to_string(ws_->reason().code) + ".";
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return where_ + " sent a message of more than " + std::to_string(Web::frame_bytes_max) + " bytes.";
    return "The line to " + where_ + " was cut without a Close frame: " + error.message() + ".";
}

void Line::fault(const std::exception_ptr& error) {
    if (error) end("The line to " + where_ + " failed within Tocsin. Please report it.");
}

// Never from within a call of the owner or an event, and not only when a name lookup that hangs comes back.
void Line::tell() {
    const auto on_closed = std::exchange(events_, {}).on_closed;
    if (!quiet_ && !core_->over && on_closed) on_closed(why_);
}

asio::awaitable<bool> Line::open(LinePtr self, WebUrl url) {
    self->limit(open_within, self->where_ + " did not open a line within 15 s.");
    Opened opened = co_await open_wire(self->core_, url, self->ending_);
    if (!opened.wire) self->end(std::move(opened.problem));
    if (self->ended_) co_return false;
    auto& ws = self->ws_.emplace(std::move(*opened.wire));
    self->ending_->cut = nullptr; // from here on end() closes it
    ws.auto_fragment(false);
    ws.read_message_max(Web::frame_bytes_max);
    ws.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
        request.set(http::field::user_agent, "tocsin/" TOCSIN_VERSION);
    }));
    ws.control_callback([line = self.get()](websocket::frame_type, std::string_view) { line->alive(); });
    websocket::response_type answer;
    const auto host = url.host_header();
    const auto [error] = co_await ws.async_handshake(answer, host, url.target, as_tuple);
    if (error == websocket::error::upgrade_declined)
        self->end(self->where_ + " answered HTTP " + std::to_string(answer.result_int()) +
                  " instead of opening a line.");
    else if (error)
        self->end(self->where_ + " did not open a line: " + error.message() + ".");
    self->limit_.cancel();
    co_return !self->ended_;
}

asio::awaitable<void> Line::run(LinePtr self, WebUrl url) {
    if (!url.problem.empty()) self->end(url.problem);
    if (self->ended_) co_return;
    const bool open = co_await Line::open(self, std::move(url));
    if (!open) co_return;
    self->open_ = true;
    asio::co_spawn(self->core_->loop, write(self),
                   [self](const std::exception_ptr& error) { self->fault(error); });
    if (self->events_.on_open) self->events_.on_open();
    co_await read(self);
}

asio::awaitable<void> Line::read(LinePtr self) {
    beast::flat_buffer buffer;
    while (!self->ended_) {
        const auto [error, size] = co_await self->ws_->async_read_some(buffer, read_bytes, as_tuple);
        if (error && self->shaking_) {
            self->handshake_over_.expires_at(asio::steady_timer::time_point::max());
            co_await self->handshake_over_.async_wait(as_tuple);
        }
        if (error) self->end(self->lost_words(error));
        if (self->ended_) co_return;
        self->alive();
        if (self->ended_ || !self->ws_->is_message_done()) continue;
        if (self->ws_->got_text() && self->events_.on_text)
            self->events_.on_text(beast::buffers_to_string(buffer.data()));
        buffer.consume(buffer.size());
    }
}

asio::awaitable<boost::system::error_code> Line::write_one(LinePtr self, Item item) {
    if (item.kind == Item::Kind::text) {
        const auto text = asio::buffer(item.text);
        const auto [error, size] = co_await self->ws_->async_write(text, as_tuple);
        co_return error;
    }
    if (item.kind == Item::Kind::ping) {
        const websocket::ping_data payload{item.text};
        const auto [error] = co_await self->ws_->async_ping(payload, as_tuple);
        co_return error;
    }
    const websocket::close_reason reason{static_cast<websocket::close_code>(item.code)};
    self->shaking_ = true;
    const auto [error] = co_await self->ws_->async_close(reason, as_tuple);
    self->shaking_ = false;
    if (!error) self->end("The line to " + self->where_ + " was closed from here.");
    self->handshake_over_.cancel();
    co_return error;
}

asio::awaitable<void> Line::write(LinePtr self) {
    while (!self->ended_) {
        if (self->queue_.empty()) {
            self->wake_.expires_at(asio::steady_timer::time_point::max());
            co_await self->wake_.async_wait(as_tuple);
            continue;
        }
        Item item = std::move(self->queue_.front());
        self->queue_.pop_front();
        const std::size_t size = item.text.size();
        const bool last = item.kind == Item::Kind::close;
        const auto error = co_await write_one(self, std::move(item));
        self->queued_bytes_ -= size;  // still ours while it was being written
        if (error || last) co_return; // the reader hears of it too, and says why
    }
}

// What callers hold. Nothing of Asio: it may be dropped when the loop is gone.
class Handle final : public WebLine {
public:
    explicit Handle(const LinePtr& line) : line_{line} {}
    ~Handle() override {
        if (const auto line = line_.lock()) line->drop();
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    void send(std::string text) override {
        if (const auto line = line_.lock()) line->push({.text = std::move(text)});
    }
    void ping(std::string payload) override {
        payload.resize(std::min(payload.size(), ping_bytes_max));
        if (const auto line = line_.lock())
            line->push({.kind = Item::Kind::ping, .text = std::move(payload)});
    }
    void close(std::uint16_t code) override {
        if (const auto line = line_.lock()) line->close(code);
    }

private:
    std::weak_ptr<Line> line_;
};

class Lines final : public SocketLines {
public:
    explicit Lines(WebCorePtr core) : core_{std::move(core)} {}
    ~Lines() override {
        const auto now_open = *all_;
        for (Line* line : now_open) line->drop();
    }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

    std::shared_ptr<WebLine> connect(std::string url, LineEvents events) override {
        WebUrl where = parse_url(url, WebKind::socket);
        const auto line = std::make_shared<Line>(core_, all_, where.where(), std::move(events));
        asio::co_spawn(core_->loop, Line::run(line, std::move(where)),
                       [line](const std::exception_ptr& error) { line->fault(error); });
        return std::make_shared<Handle>(line);
    }

private:
    WebCorePtr core_;
    std::shared_ptr<LineSet> all_{std::make_shared<LineSet>()};
};

} // namespace

std::unique_ptr<SocketLines> make_lines(WebCorePtr core) { return std::make_unique<Lines>(std::move(core)); }

} // namespace tocsin::net
