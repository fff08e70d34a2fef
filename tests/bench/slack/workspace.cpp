// The fake's bytes on loopback.
#include "tests/bench/slack/workspace.hpp"
#include "tests/fakes/listener.hpp"
#include "tests/fakes/slack/slack.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tocsin::bench {
namespace {

namespace asio = boost::asio;

Instant wall() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

std::string parameter(std::string_view query, std::string_view name) {
    const auto wanted = "&" + std::string{name} + "=", all = "&" + std::string{query};
    const auto at = all.find(wanted);
    if (at == all.npos) return {};
    const auto begin = at + wanted.size();
    return all.substr(begin, all.find('&', begin) - begin);
}

} // namespace

struct Workspace::Impl {
    asio::io_context loop;
    asio::executor_work_guard<asio::io_context::executor_type> busy{loop.get_executor()};
    asio::steady_timer alarm{loop};
    fakes::Slack slack{wall};
    test::CertificateAuthority authority;
    std::map<std::size_t, fakes::Sockets::Id> sockets; // by connection
    std::unique_ptr<test::Listener> listener;

    // Redelivery and time limits: run when they are due.
    void arm() {
        const auto due = slack.next_due();
        if (!due) return;
        alarm.expires_after(std::max(Duration{}, *due - wall()));
        alarm.async_wait([this](const auto& error) {
            if (error) return;
            slack.run_due(wall());
            arm();
        });
    }

    void answer(const test::HttpRequest& r, const test::Respond& respond) {
        const auto target = r.query.empty() ? r.path : r.path + "?" + r.query;
        const auto a =
            slack.request({.method = r.method, .target = target, .headers = r.headers, .body = r.body});
        test::HttpAnswer out{.status = a.status, .body = a.body};
        if (a.how != fakes::Answer::How::whole) out.how = test::HttpAnswer::How::close;
        for (const auto& [name, value] : a.headers) out.headers.emplace_back(name, value);
        respond(std::move(out));
    }

    void open(const test::HttpRequest& r, const test::SocketPtr& socket) {
        const auto id =
            slack.sockets.open(parameter(r.query, "ticket"),
                               {.send = [socket](std::string text) { socket->send(std::move(text)); },
                                .close = [socket](std::uint16_t code) { socket->close(code); },
                                .cut = [socket] { socket->drop(); }});
        if (id) sockets[socket->number()] = *id;
    }

    void closed(std::size_t number, int code) {
        const auto found = sockets.find(number);
        if (found == sockets.end()) return;
        const auto id = found->second;
        sockets.erase(found);
        slack.sockets.closed(id, code != 0);
    }
};

Workspace::Workspace() : impl_{std::make_unique<Impl>()} {
    auto& me = *impl_;
    test::ListenerHandlers handlers{
        .request = [&me](const test::HttpRequest& r, test::Respond respond) { me.answer(r, respond); },
        .gate = [&me](const test::HttpRequest& r) -> std::optional<test::HttpAnswer> {
            if (me.slack.sockets.ticket_good(parameter(r.query, "ticket"))) return std::nullopt;
            return test::HttpAnswer{.status = 404};
        },
        .on_open = [&me](const test::HttpRequest& r, test::SocketPtr socket) { me.open(r, socket); },
        .on_text =
            [&me](const test::SocketPtr& socket, const std::string& text) {
                const auto found = me.sockets.find(socket->number());
                if (found != me.sockets.end()) me.slack.sockets.received(found->second, text);
            },
        .on_closed = [&me](const test::SocketPtr& socket, int code) { me.closed(socket->number(), code); }};
    me.listener = std::make_unique<test::Listener>(me.loop, std::move(handlers),
                                                   test::ListenerSettings{.tls = me.authority.issue()});
    auto& settings = me.slack.settings;
    settings.api_base = me.listener->url("/api/");
    settings.link_base = me.listener->socket_url("/link/");
    settings.hooks_base = settings.files_base = me.listener->url("");
    settings.rates = false;
    settings.socket_lives = std::chrono::hours{10};
    me.slack.timers.on_added = [&me] { me.arm(); };
}

Workspace::~Workspace() { impl_->listener.reset(); }

fakes::Slack& Workspace::slack() { return impl_->slack; }
std::string Workspace::api_url() const { return impl_->slack.settings.api_base; }
const std::string& Workspace::authority_pem() const { return impl_->authority.pem(); }

bool Workspace::until(const std::function<bool()>& done, std::chrono::milliseconds within) {
    const auto end = Clock::now() + within;
    while (!done()) {
        if (Clock::now() >= end) return false;
        impl_->loop.run_one_until(end);
    }
    return true;
}

void Workspace::serve() { impl_->loop.poll(); }

void Workspace::after(std::chrono::milliseconds wait, std::function<void()> action) {
    auto timer = std::make_shared<asio::steady_timer>(impl_->loop, wait);
    timer->async_wait([timer, action = std::move(action)](const auto& error) {
        if (!error) action();
    });
}

} // namespace tocsin::bench
