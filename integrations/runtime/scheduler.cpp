// The timer map: one ordered map, no clock of its own.
#include "integrations/runtime/scheduler.hpp"

namespace tocsin::runtime {

Scheduler::Ticket Scheduler::at(Instant when, Action action) {
    const bool earlier = waiting_.empty() || when < waiting_.begin()->first.first;
    const Ticket ticket{when, ++count_};
    waiting_.emplace(ticket, std::move(action));
    if (earlier && on_earlier) on_earlier();
    return ticket;
}

void Scheduler::cancel(const Ticket& ticket) { waiting_.erase(ticket); }

std::optional<Instant> Scheduler::next() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first.first;
}

void Scheduler::run_due(Instant now) {
    while (!waiting_.empty() && waiting_.begin()->first.first <= now) {
        // Taken out before it runs: an action may cancel its own ticket, or add others.
        const auto due = waiting_.extract(waiting_.begin());
        due.mapped()();
    }
}

} // namespace tocsin::runtime
