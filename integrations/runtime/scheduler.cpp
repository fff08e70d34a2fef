// The timer map: one ordered map a clock, no clock of its own.
#include "integrations/runtime/scheduler.hpp"

namespace tocsin::runtime {

Scheduler::Ticket Scheduler::add(Waiting& waiting, Ticket ticket, Action action) {
    const bool earlier = waiting.empty() || ticket < waiting.begin()->first;
    waiting.emplace(ticket, std::move(action));
    if (earlier && on_earlier) on_earlier();
    return ticket;
}

Scheduler::Ticket Scheduler::at(Instant when, Action action) {
    return add(by_wall_, {false, when.time_since_epoch().count(), ++count_}, std::move(action));
}

Scheduler::Ticket Scheduler::after(Duration wait, Action action) {
    return add(by_steady_, {true, (steady_() + wait).count(), ++count_}, std::move(action));
}

void Scheduler::cancel(const Ticket& ticket) { (ticket.steady ? by_steady_ : by_wall_).erase(ticket); }

Instant Scheduler::due_of(const Ticket& ticket, Instant now) const {
    if (!ticket.steady) return Instant{Duration{ticket.due_ms}};
    return now + (Duration{ticket.due_ms} - steady_());
}

std::optional<Instant> Scheduler::next(Instant now) const {
    std::optional<Instant> next;
    for (const Waiting* waiting : {&by_wall_, &by_steady_}) {
        if (waiting->empty()) continue;
        const Instant due = due_of(waiting->begin()->first, now);
        if (!next || due < *next) next = due;
    }
    return next;
}

Scheduler::Waiting* Scheduler::first(Instant now, Instant& due) {
    if (by_wall_.empty() && by_steady_.empty()) return nullptr;
    const auto rank = [&](const Waiting& waiting) {
        return std::pair{due_of(waiting.begin()->first, now), waiting.begin()->first.number};
    };
    Waiting* waiting = by_steady_.empty() || (!by_wall_.empty() && rank(by_wall_) < rank(by_steady_))
                           ? &by_wall_
                           : &by_steady_;
    due = rank(*waiting).first;
    return waiting;
}

void Scheduler::run_due(Instant now) {
    Instant due{};
    for (Waiting* waiting = first(now, due); waiting && due <= now; waiting = first(now, due)) {
        // Taken out before it runs: an action may cancel its own ticket, or add others.
        const auto ready = waiting->extract(waiting->begin());
        ready.mapped()();
    }
}

} // namespace tocsin::runtime
