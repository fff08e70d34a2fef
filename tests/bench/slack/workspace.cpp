// The fake's bytes on loopback.
#include "tests/bench/slack/workspace.hpp"
#include "tests/fakes/slack_listener.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>

namespace tocsin::bench {
namespace {

namespace asio = boost::asio;

Instant wall() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

} // namespace

struct Workspace::Impl {
    asio::io_context loop;
    asio::executor_work_guard<asio::io_context::executor_type> busy{loop.get_executor()};
    asio::steady_timer alarm{loop};
    fakes::Slack slack{wall};
    test::CertificateAuthority authority;
    std::optional<fakes::SlackListener> carrier;

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
};

Workspace::Workspace() : impl_{std::make_unique<Impl>()} {
    auto& me = *impl_;
    me.carrier.emplace(me.loop, me.slack, test::ListenerSettings{.tls = me.authority.issue()});
    auto& settings = me.slack.settings;
    settings.rates = false;
    settings.socket_lives = std::chrono::hours{10};
    me.slack.timers.on_added = [&me] { me.arm(); };
}

Workspace::~Workspace() { impl_->carrier.reset(); }

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
