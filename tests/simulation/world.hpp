// One run: people, platform, machine and bot, all moved by one number.
#pragma once

#include "tests/simulation/chance.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/met.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/platform.hpp"
#include "tests/support/bot_on_disk.hpp"

#include <cstdint>
#include <string>

namespace tocsin::simulation {

class World {
public:
    World(std::uint64_t seed, Met&);

    // Throws a Violation.
    void run(std::uint64_t steps, hours at_most);
    std::uint64_t steps_done() const { return steps_done_; }
    Duration lived() const { return bot_.now - began_; }

private:
    void step();
    void let_time_pass(Duration);
    void let_days_pass();
    void look_at_clocks();
    void something_happens();
    // What people do.
    void say_something();
    void ask_again();
    void repeat_a_key();
    void repeat_a_line();
    void send(Ask, const Said&, const std::string& repeats = "");
    std::string new_key();
    // What happens to the machine.
    void machine_fault();
    void poison();
    void let_it_write(std::uint64_t percent);
    void write_everything();
    void clear_trouble();
    void stop_in_order();
    void died(); // and lives again
    void come_up();
    // What must hold.
    void check();
    void settle_and_check();
    void finish();

    Met& met_;
    Chance chance_;
    test::BotOnDisk bot_;
    People people_;
    Faults faults_;
    Platform platform_;
    Ledger ledger_;
    Drafts drafts_;
    ClockWatch clocks_;
    Instant began_;
    std::uint64_t keys_{}, steps_done_{};
};

} // namespace tocsin::simulation
