// The one timer map. Everything that waits asks it; the live program drives it from one real timer, replay
// and simulation by moving a clock (STACK 8).
#pragma once

#include "commands/core/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace tocsin::runtime {

class Scheduler {
public:
    using Ticket = std::pair<Instant, std::uint64_t>;
    using Action = std::function<void()>;

    Ticket at(Instant when, Action);
    void cancel(const Ticket&);
    std::optional<Instant> next() const; // nullopt: nothing waits
    // Runs what is due at `now`, in the order of time, then of asking. Actions may add more; those due run
    // too.
    void run_due(Instant now);
    // Called whenever `next()` became earlier, so that the driver can set its timer anew.
    std::function<void()> on_earlier;

private:
    std::map<Ticket, Action> waiting_;
    std::uint64_t count_{};
};

} // namespace tocsin::runtime
