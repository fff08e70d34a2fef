// Faults.
#include "tests/simulation/faults.hpp"

#include <array>

namespace tocsin::simulation {
namespace {

using Fault = test::FaultyDisk::Fault;

struct Named {
    Fault fault;
    const char* name;
};
constexpr std::array crashes{Named{Fault::killed, "killed"}, Named{Fault::power_cut, "power cut"},
                             Named{Fault::torn, "power cut, torn"}};
constexpr std::array troubles{Named{Fault::io_error, "write error"},
                              Named{Fault::disk_full, "no space for a write"},
                              Named{Fault::torn_write, "torn write"}};

} // namespace

Faults::Faults(Chance& chance, Met& met, test::BotOnDisk& bot) : chance_{chance}, met_{met}, bot_{bot} {
    for (const auto& c : crashes) met_.expect("fault", c.name);
    for (const auto& t : troubles) met_.expect("fault", t.name);
    for (const auto* name :
         {"disk away for long", "disk read-only", "disk full", "clock ahead", "clock back"})
        met_.expect("fault", name);
}

void Faults::crash_soon(std::uint64_t within) {
    heal();
    const auto& how = chance_.one_of(crashes);
    const std::uint64_t n = chance_.from_to(1, within);
    bot_.disk.fail_after(n, how.fault);
    armed_ = true;
    strikes_at_ = bot_.disk.counts().steps + n;
    name_ = how.name;
}

void Faults::trouble() {
    heal();
    trouble_ = true;
    if (chance_.percent(20)) {
        const bool read_only = chance_.percent(50);
        met_.count("fault", read_only ? "disk read-only" : "disk away for long");
        return bot_.disk.fail_after(1, read_only ? Fault::read_only : Fault::io_error,
                                    test::FaultyDisk::for_ever);
    }
    const auto& how = chance_.one_of(troubles);
    met_.count("fault", how.name);
    bot_.disk.fail_after(chance_.from_to(1, 20), how.fault, chance_.percent(60) ? 1 : chance_.from_to(2, 40));
}

void Faults::full_disk() {
    heal();
    trouble_ = true;
    met_.count("fault", "disk full");
    bot_.disk.set_capacity(bot_.disk.used() + chance_.below(40'000));
}

void Faults::jump_clock() {
    const Duration far{static_cast<std::int64_t>(chance_.from_to(6'000, 180'000))};
    const bool ahead = chance_.percent(50);
    met_.count("fault", ahead ? "clock ahead" : "clock back");
    bot_.jump(ahead ? far : -far);
}

void Faults::heal() {
    bot_.disk.heal();
    bot_.disk.set_capacity(UINT64_MAX);
    armed_ = trouble_ = false;
}

void Faults::restarted() {
    if (armed_) met_.count("fault", name_);
    armed_ = trouble_ = false;
    bot_.disk.heal();
    bot_.disk.set_capacity(UINT64_MAX);
}

} // namespace tocsin::simulation
