// Fetches an address each minute, so that somebody else notices when this machine is dead. What is noticed
// here is only the other way round: that the address cannot be reached.
#pragma once

#include "commands/core/time.hpp"
#include "integrations/net/web.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tocsin {

class Heartbeat {
public:
    static constexpr Duration every = minutes{1};
    static constexpr Duration answer_within = seconds{30}; // less than `every`: one at a time
    // At the first beat of an outage that fails (works: false, with the problem), and at the first that works
    // again.
    using Changed = std::function<void(bool works, const std::string& words)>;

    // Beats at once and then each minute until it is destroyed. `web` and `scheduler` have to outlive it.
    Heartbeat(net::Web& web, runtime::Scheduler& scheduler, std::string url, Changed changed);
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

private:
    void beat();
    void heard(const net::WebResult&);

    net::Web& web_;
    runtime::Scheduler& scheduler_;
    std::string url_;
    Changed changed_;
    runtime::Scheduler::Ticket next_;
    std::shared_ptr<Heartbeat*> self_; // what an answer finds nullptr in when this is gone
    bool works_{true};
};

} // namespace tocsin
