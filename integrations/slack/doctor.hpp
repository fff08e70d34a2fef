// `tocsin doctor slack`: everything that has to be right for Tocsin to work in a workspace, looked at one by
// one, each with what is lost without it and how to mend it.
#pragma once

#include "integrations/slack/api.hpp"
#include "integrations/slack/slack.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tocsin::slack {

struct Checkup {
    enum class How : std::uint8_t { fine, worth_knowing, broken } how{};
    std::string what; // "Bot token: works, as @tocsin in Example"
    std::string fix;  // what to do; empty where it is fine
};

class Doctor {
public:
    struct Doors {
        net::Web& web;
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<void(const Checkup&)> tell; // as it is found
    };
    static constexpr Duration hello_within = seconds{10};
    static constexpr Duration skew_noted = seconds{5}, skew_max = minutes{5}; // signed requests fail beyond

    // `channel`: "#ops", for a test message that is deleted again; empty: none.
    Doctor(Settings, Doors, std::string channel);
    ~Doctor();
    void run(std::function<void()> done);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::slack
