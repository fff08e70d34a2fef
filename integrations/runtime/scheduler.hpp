// The one timer map. Everything that waits asks it; the live program drives it from one real timer, replay
// and simulation by moving a clock (STACK 8).
#pragma once

#include "commands/core/time.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace tocsin::runtime {

class Scheduler {
public:
    struct Ticket {
        bool steady{};          // of `after`
        std::int64_t due_ms{};  // on its clock
        std::uint64_t number{}; // of equal moments the one that was asked first goes first
        auto operator<=>(const Ticket&) const = default;
    };
    using Action = std::function<void()>;

    // `steady`: a clock that only ever goes forward, from any beginning.
    explicit Scheduler(std::function<Duration()> steady) : steady_{std::move(steady)} {}

    // At a moment of the wall clock: what people were promised.
    Ticket at(Instant when, Action);
    // After so much time, whatever becomes of the wall clock: retries, pings, time limits.
    Ticket after(Duration, Action);
    void cancel(const Ticket&);
    // The wall clock's moment at which something is due next if it goes on evenly; nullopt: nothing waits.
    std::optional<Instant> next(Instant now) const;
    // Runs what is due, in the order of time, then of asking. Actions may add more; those due run too.
    void run_due(Instant now);
    // Called whenever `next()` became earlier, so that the driver can set its timer anew.
    std::function<void()> on_earlier;

private:
    using Waiting = std::map<Ticket, Action>;
    Ticket add(Waiting&, Ticket, Action);
    // The one that is due first, on the wall clock's scale; nullptr: nothing waits.
    Waiting* first(Instant now, Instant& due);
    Instant due_of(const Ticket&, Instant now) const;

    std::function<Duration()> steady_;
    Waiting by_wall_, by_steady_;
    std::uint64_t count_{};
};

} // namespace tocsin::runtime
