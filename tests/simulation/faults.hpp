// What goes wrong with the machine: the disk, the process, the clock. Crashes strike at a chosen step of the
// disk, which is where a kill makes a difference.
#pragma once

#include "tests/simulation/chance.hpp"
#include "tests/simulation/met.hpp"
#include "tests/support/bot_on_disk.hpp"

namespace tocsin::simulation {

class Faults {
public:
    Faults(Chance&, Met&, test::BotOnDisk&);

    // The n-th step of the disk from now, n up to `within`, finds the process killed or the power gone.
    void crash_soon(std::uint64_t within);
    // Writes fail for a number of steps.
    void trouble();
    void full_disk();
    void jump_clock();
    // The disk works again; a crash that has not struck yet does not.
    void heal();

    bool dead() const { return armed_ && bot_.disk.counts().steps >= strikes_at_; }
    bool in_trouble() const { return trouble_; }
    // After a crash: what it was called.
    void restarted();

private:
    Chance& chance_;
    Met& met_;
    test::BotOnDisk& bot_;
    bool armed_{}, trouble_{};
    std::uint64_t strikes_at_{};
    const char* name_{""};
};

} // namespace tocsin::simulation
