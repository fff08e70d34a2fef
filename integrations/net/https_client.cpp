// HTTPS calls: for each host some kept connections, and calls that wait for a free one in order.
#include "integrations/net/web_core.hpp"

#include "integrations/net/http_parts.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <list>
#include <set>

namespace tocsin::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

namespace {

using How = WebResult::How;
using Clock = std::chrono::steady_clock;
using Parser = http::response_parser<http::string_body>;

constexpr std::size_t waiting_max = 256; // a host
constexpr std::uint32_t answer_header_bytes_max = 64 << 10;
constexpr auto idle_max = 30s; // load balancers close after 60 s and more
constexpr int interim_max = 4; // answers of kind 1xx before the real one
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Call {
    Call(asio::io_context& loop, WebCall w, WebUrl u, std::function<void(WebResult)> d)
        : what{std::move(w)}, url{std::move(u)}, done{std::move(d)}, deadline{loop} {}
    WebCall what;
    WebUrl url;
    std::function<void(WebResult)> done;
    asio::steady_timer deadline;
    EndingPtr ending{std::make_shared<Ending>()};
    enum class At { waiting, opening, sent } at{At::waiting};
    bool finished{};
};
using CallPtr = std::shared_ptr<Call>;

struct Kept {
    std::shared_ptr<Wire> wire;
    Clock::time_point until;
};

struct Host {
    std::deque<CallPtr> waiting;
    std::list<Kept> idle;
    std::size_t busy{};
};
using HostPtr = std::shared_ptr<Host>;

// What became of one request on one connection.
struct Exchanged {
    WebResult result{};
    bool keep{};      // the connection may be used again
    bool untouched{}; // no byte of an answer came
    Clock::duration idle_within{idle_max};
};

// "timeout=5" of a Keep-Alive header: the server closes after that, and we want to be first.
Clock::duration idle_time(std::string_view keep_alive) {
    const auto at = keep_alive.find("timeout=");
    if (at == std::string_view::npos) return idle_max;
    const auto digits = keep_alive.substr(at + 8);
    unsigned seconds = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    return std::min<Clock::duration>(idle_max, std::chrono::seconds{seconds > 0 ? seconds - 1 : 0});
}

// Nothing is expected on an idle connection: whatever lies there is its end.
bool still_open(Wire& wire) {
    char byte = 0;
    const auto got = ::recv(wire.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

// What may be done twice without harm (RFC 9110, 9.2.2). A POST may have been carried out although nobody
// said so.
bool repeatable(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" ||
           method == "OPTIONS";
}

http::request<http::string_body> wire_form(const Call& call) {
    http::request<http::string_body> request;
    request.version(11);
    request.method_string(call.what.method);
    request.target(call.url.target);
    request.set(http::field::host, call.url.host_header());
    request.set(http::field::user_agent, "tocsin/" TOCSIN_VERSION);
    for (const auto& [name, value] : call.what.headers) request.set(name, value);
    request.body() = call.what.body;
    request.prepare_payload();
    return request;
}

WebResult plain_form(Parser& parser) {
    WebResult result{.how = How::answered, .status = static_cast<int>(parser.get().result_int())};
    for (const auto& field : parser.get()) {
        const auto [at, fresh] =
            result.headers.emplace(lower(field.name_string()), std::string{field.value()});
        if (!fresh) at->second += ", " + std::string{field.value()};
    }
    result.body = std::move(parser.get().body());
    return result;
}

std::string lost_words(const WebUrl& url, const boost::system::error_code& error) {
    if (error == http::error::body_limit)
        return url.where() + " answered with more than " + std::to_string(Web::answer_bytes_max) + " bytes.";
    return "The connection to " + url.where() +
           " was lost before its answer was complete: " + error.message() + ".";
}

asio::awaitable<Exchanged> read_answer(CallPtr call, std::shared_ptr<Wire> wire) {
    Exchanged out{.result = {.how = How::doubtful}};
    boost::beast::flat_buffer buffer;
    for (int interim = 0; interim <= interim_max; ++interim) {
        Parser parser;
        parser.header_limit(answer_header_bytes_max);
        parser.body_limit(Web::answer_bytes_max);
        parser.skip(call->what.method == "HEAD");
        const auto [error, size] = co_await http::async_read(*wire, buffer, parser, as_tuple);
        out.untouched = error && interim == 0 && buffer.size() == 0 && !parser.got_some();
        if (error) {
            out.result.problem = lost_words(call->url, error);
            co_return out;
        }
        if (parser.get().result_int() < 200) continue;
        out.keep = parser.keep_alive() && buffer.size() == 0;
        out.idle_within = idle_time(std::string_view{parser.get()[http::field::keep_alive]});
        out.result = plain_form(parser);
        co_return out;
    }
    out.result.problem = call->url.where() + " never came to its answer.";
    co_return out;
}

asio::awaitable<Exchanged> exchange(CallPtr call, std::shared_ptr<Wire> wire) {
    call->ending->cut = [wire] { wire->close(); };
    call->at = Call::At::sent;
    const auto request = wire_form(*call);
    const auto [error, written] = co_await http::async_write(*wire, request, as_tuple);
    if (error && written == 0) {
        call->at = Call::At::opening;
        Exchanged out{.untouched = true};
        out.result.problem = "Nothing could be sent to " + call->url.where() + ": " + error.message() + ".";
        co_return out;
    }
    // Also after an error: a server may refuse a long body before it has read it all.
    Exchanged out = co_await read_answer(call, wire);
    co_return out;
}

class Calls final : public std::enable_shared_from_this<Calls> {
public:
    explicit Calls(WebCorePtr core) : core_{std::move(core)} {}
    void call(WebCall, std::function<void(WebResult)>);
    void end();

private:
    void finish(const CallPtr&, WebResult);
    void time_out(const CallPtr&);
    void serve(const std::string& key);
    std::shared_ptr<Wire> take_idle(Host&);
    void keep(const std::string& key, std::shared_ptr<Wire>, Clock::duration within);
    static asio::awaitable<void> run(std::shared_ptr<Calls>, HostPtr, std::string key, CallPtr);

    WebCorePtr core_;
    std::map<std::string, HostPtr> hosts_;
    std::set<CallPtr> open_;
};

void Calls::call(WebCall what, std::function<void(WebResult)> done) {
    WebUrl url = parse_url(what.url, WebKind::http);
    std::string problem = url.problem;
    const auto bad = [](const auto& header) { return !safe_header(header.first, header.second); };
    if (!safe_header(what.method, "")) problem = "The method of a request is malformed.";
    if (std::ranges::any_of(what.headers, bad)) problem = "A header of a request is malformed.";
    std::string key = (url.secure ? "s " : "p ") + url.where();
    const auto within = what.within;
    const auto call = std::make_shared<Call>(core_->loop, std::move(what), std::move(url), std::move(done));
    if (!problem.empty()) return finish(call, {.how = How::refused, .problem = problem});
    auto& host = hosts_[key];
    if (!host) host = std::make_shared<Host>();
    if (host->waiting.size() >= waiting_max)
        return finish(call, {.problem = "Too many calls wait for " + call->url.where() + " already."});
    open_.insert(call);
    call->deadline.expires_after(within);
    call->deadline.async_wait([self = shared_from_this(), call](boost::system::error_code cancelled) {
        if (!cancelled) self->time_out(call);
    });
    host->waiting.push_back(call);
    serve(key);
}

void Calls::finish(const CallPtr& call, WebResult result) {
    if (std::exchange(call->finished, true)) return;
    call->deadline.cancel();
    open_.erase(call);
    asio::post(core_->loop,
               [core = core_, done = std::move(call->done), result = std::move(result)]() mutable {
                   if (!core->over && done) done(std::move(result));
               });
}

void Calls::time_out(const CallPtr& call) {
    if (call->finished) return; // just now; its connection may be another call's already
    const std::string after = " within " + std::to_string(call->what.within.count()) + " ms.";
    const std::string where = call->url.where();
    switch (call->at) {
    case Call::At::waiting:
        finish(call, {.problem = "No connection to " + where + " became free" + after});
        break;
    case Call::At::opening: finish(call, {.problem = where + " could not be reached" + after}); break;
    case Call::At::sent:
        finish(call, {.how = How::doubtful, .problem = where + " did not answer" + after});
        break;
    }
    call->ending->ask();
}

void Calls::serve(const std::string& key) {
    const auto found = hosts_.find(key);
    if (core_->over || found == hosts_.end()) return;
    const HostPtr host = found->second;
    std::erase_if(host->waiting, [](const CallPtr& call) { return call->finished; });
    while (!host->waiting.empty() && host->busy < std::max<std::size_t>(core_->settings.connections_max, 1)) {
        const CallPtr call = host->waiting.front();
        host->waiting.pop_front();
        call->at = Call::At::opening;
        ++host->busy;
        asio::co_spawn(core_->loop, run(shared_from_this(), host, key, call),
                       [self = shared_from_this(), host, key, call](const std::exception_ptr& fault) {
                           --host->busy;
                           if (fault)
                               self->finish(call,
                                            {.how = How::doubtful,
                                             .problem = "A call failed within Tocsin. Please report it."});
                           self->serve(key);
                       });
    }
    if (host->busy == 0 && host->idle.empty()) hosts_.erase(key);
}

std::shared_ptr<Wire> Calls::take_idle(Host& host) {
    while (!host.idle.empty()) {
        Kept kept = std::move(host.idle.back()); // the one used last is the surest
        host.idle.pop_back();
        kept.wire->cancel(); // its watch
        if (Clock::now() < kept.until && still_open(*kept.wire)) return kept.wire;
    }
    return nullptr;
}

// Watched while idle, so that what the server closes does not stay half open here.
void Calls::keep(const std::string& key, std::shared_ptr<Wire> wire, Clock::duration within) {
    const auto found = hosts_.find(key);
    if (core_->over || found == hosts_.end()) return;
    const std::weak_ptr<Host> weak = found->second;
    found->second->idle.push_back({wire, Clock::now() + within});
    wire->socket().async_wait(
        asio::ip::tcp::socket::wait_read, [weak, watched = wire.get()](boost::system::error_code cancelled) {
            const auto host = weak.lock();
            if (cancelled || !host) return;
            host->idle.remove_if([&](const Kept& k) { return k.wire.get() == watched; });
        });
}

asio::awaitable<void> Calls::run(std::shared_ptr<Calls> self, HostPtr host, std::string key, CallPtr call) {
    if (call->finished) co_return;
    auto wire = self->take_idle(*host);
    if (wire) {
        Exchanged tried = co_await exchange(call, wire);
        const bool unsent = tried.result.how == How::not_sent;
        const bool again = tried.untouched && (unsent || repeatable(call->what.method)) && !call->finished;
        if (!again) {
            if (tried.keep && !call->finished) self->keep(key, wire, tried.idle_within);
            self->finish(call, std::move(tried.result));
            co_return;
        }
        call->at = Call::At::opening;
    }
    Opened opened = co_await open_wire(self->core_, call->url, call->ending);
    if (!opened.wire || call->finished)
        co_return self->finish(call, {.how = opened.how, .problem = std::move(opened.problem)});
    Exchanged out = co_await exchange(call, opened.wire);
    if (out.keep && !call->finished) self->keep(key, opened.wire, out.idle_within);
    self->finish(call, std::move(out.result));
}

void Calls::end() {
    core_->over = true;
    const auto open = std::exchange(open_, {});
    for (const CallPtr& call : open) {
        call->finished = true;
        call->done = nullptr;
        call->deadline.cancel();
        call->ending->ask();
    }
    hosts_.clear();
}

class CallsHandle final : public HttpsCalls {
public:
    explicit CallsHandle(WebCorePtr core) : calls_{std::make_shared<Calls>(std::move(core))} {}
    ~CallsHandle() override { calls_->end(); }
    CallsHandle(const CallsHandle&) = delete;
    CallsHandle& operator=(const CallsHandle&) = delete;
    void call(WebCall what, std::function<void(WebResult)> done) override {
        calls_->call(std::move(what), std::move(done));
    }

private:
    std::shared_ptr<Calls> calls_;
};

} // namespace

std::unique_ptr<HttpsCalls> make_calls(WebCorePtr core) {
    return std::make_unique<CallsHandle>(std::move(core));
}

} // namespace tocsin::net
