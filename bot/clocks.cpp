// Clocks.
#include "bot/clocks.hpp"

#include <utility>

namespace tocsin::bot {

Clocks::Clocks(Pipeline& pipeline, runtime::Scheduler& scheduler, std::function<Instant()> now)
    : pipeline_{pipeline}, scheduler_{scheduler}, now_{std::move(now)} {}

void Clocks::start() { all(); }

// Not at once: every ring that fails rewinds, and two that are due would call each other up for ever.
void Clocks::rewound() {
    if (stopped_ || after_rewind_) return;
    for (const auto& [id, ticket] : std::exchange(tickets_, {})) scheduler_.cancel(ticket);
    after_rewind_ = scheduler_.after(again_after, [this] {
        after_rewind_.reset();
        all();
    });
}

void Clocks::all() {
    for (const auto& [id, file] : pipeline_.state().incidents) set(id);
}

void Clocks::applied(IncidentId id) {
    if (!after_rewind_) set(id);
}

void Clocks::stop() {
    stopped_ = true;
    if (after_rewind_) scheduler_.cancel(*after_rewind_);
    for (const auto& [id, ticket] : std::exchange(tickets_, {})) scheduler_.cancel(ticket);
}

void Clocks::call_off(IncidentId id) {
    if (const auto ticket = tickets_.extract(id)) scheduler_.cancel(ticket.mapped());
}

void Clocks::set(IncidentId id) {
    call_off(id);
    const IncidentFile* file = pipeline_.state().find(id);
    if (stopped_ || !file) return;
    const auto due = clocks::next_of(file->now, pipeline_.state().policy_of(file->now));
    if (due) tickets_[id] = scheduler_.at(due->at, [this, id] { ring(id); });
}

// In a while, on the steady clock: a wall clock that is set back must not hold it.
void Clocks::again(IncidentId id) {
    call_off(id);
    if (!stopped_ && !after_rewind_) tickets_[id] = scheduler_.after(again_after, [this, id] { set(id); });
}

void Clocks::ring(IncidentId id) {
    tickets_.erase(id);
    const IncidentFile* file = pipeline_.state().find(id);
    if (!file) return;
    const auto due = clocks::next_of(file->now, pipeline_.state().policy_of(file->now));
    if (!due) return;
    if (due->at > now_()) return set(id); // it moved meanwhile
    ClockRang rang = due->rang;
    rang.late = now_() - due->at > late_after;
    Ask ask{.source = "clock",
            .key = clocks::key_of(rang, file->now.last_seq),
            .platform = "",
            .account = "",
            .name = "",
            .room = {},
            .said_at = now_(),
            .heard_at = now_(),
            .entropy = {},
            .what = rang};
    pipeline_.ask(std::move(ask), [this, id](Answer a) {
        // Recorded: `applied` has set the next moment. Not recorded: again in a while, not at once.
        if (a.outcome != Outcome::done || a.duplicate) again(id);
    });
}

} // namespace tocsin::bot
