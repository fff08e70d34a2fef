// The fake Slack without a network: net::Web on top of the state machine, on simulated time. It drives the
// machine's timers too, so whoever drives the scheduler drives all of it.
#pragma once

#include "integrations/net/web.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

class InProcess final : public net::Web {
public:
    struct Times {
        Duration one_way{std::chrono::milliseconds{20}};
        Duration server_ping{std::chrono::seconds{30}}; // 0: it never pings
    };
    // Addresses other than those of slack.settings are refused, as if no such host existed.
    InProcess(Slack&, runtime::Scheduler&, Times);
    InProcess(Slack& slack, runtime::Scheduler& scheduler) : InProcess{slack, scheduler, Times{}} {}
    ~InProcess() override;

    void call(net::WebCall, std::function<void(net::WebResult)> done) override;
    std::shared_ptr<net::WebLine> connect(std::string url, net::LineEvents) override;

    // The program died: no answer comes any more, and its connections vanish without a Close frame. What it
    // had sent by then still arrives at Slack.
    void forget();
    std::size_t calls_under_way() const;

private:
    struct Core;
    class Wire;
    std::shared_ptr<Core> core_;
};

} // namespace tocsin::fakes
