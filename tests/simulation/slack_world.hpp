// One run in a Slack workspace: people type there, Slack misbehaves in every way that it is known to, the
// machine crashes, and the promises hold all the same. Only the network between bot and Slack is played.
#pragma once

#include "tests/simulation/chance.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/met.hpp"
#include "tests/simulation/people.hpp"
#include "tests/support/slack_bot.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tocsin::simulation {

class SlackWorld {
public:
    SlackWorld(std::uint64_t seed, Met&);

    // Throws a Violation.
    void run(std::uint64_t steps, hours at_most);
    std::uint64_t steps_done() const { return steps_done_; }
    Duration lived() const { return t_.bot.now - began_; }

private:
    struct Typed {
        std::string who, channel, tag, text, ts;
        bool talk{};
        Instant at{};
    };
    void step();
    void pass(Duration);
    void say_something();
    void press_something();
    void slack_fault();
    void machine_fault();
    void end_faults();
    void died();
    void come_up(Duration down);
    void settle();
    void check();
    void nothing_twice();
    void updates_once();
    void talk_is_there();
    void stays_private();
    void answered(const Typed&, std::size_t seen_before);
    std::string channel_for(const Said&);
    std::string user_of(std::string_view who);

    Met& met_;
    Chance chance_;
    test::SlackBot t_;
    People people_;
    Faults faults_;
    Instant began_;
    std::uint64_t steps_done_{};
    std::vector<Typed> typed_;
    std::string production_;                  // a channel that is renamed now and then
    bool trouble_{};                          // something may keep answers from arriving
    std::set<std::string> refused_for_fault_; // reasons that faults bring about
};

} // namespace tocsin::simulation
