// Clocks.
#include "bot/clocks.hpp"

#include <algorithm>

namespace tocsin::bot {

Clocks::Clocks(Pipeline& pipeline, runtime::Scheduler& scheduler, std::function<Instant()> now)
    : pipeline_{pipeline}, scheduler_{scheduler}, now_{std::move(now)} {}

void Clocks::start() { all(no_instant); }

// Not at once: every ring that fails rewinds, and two that are due would call each other up for ever.
void Clocks::rewound() { all(now_() + again_after); }

void Clocks::all(Instant not_before) {
    for (const auto& [id, file] : pipeline_.state().incidents) set(id, not_before);
    std::erase_if(tickets_, [&](const auto& entry) {
        if (pipeline_.state().find(entry.first)) return false;
        scheduler_.cancel(entry.second);
        return true;
    });
}

void Clocks::applied(IncidentId id) { set(id, no_instant); }

void Clocks::stop() {
    stopped_ = true;
    for (const auto& [id, ticket] : tickets_) scheduler_.cancel(ticket);
    tickets_.clear();
}

void Clocks::set(IncidentId id, Instant not_before) {
    if (const auto it = tickets_.find(id); it != tickets_.end()) {
        scheduler_.cancel(it->second);
        tickets_.erase(it);
    }
    const IncidentFile* file = pipeline_.state().find(id);
    if (stopped_ || !file) return;
    const auto due = clocks::next_of(file->now, pipeline_.state().policy_of(file->now));
    if (due) tickets_[id] = scheduler_.at(std::max(due->at, not_before), [this, id] { ring(id); });
}

void Clocks::ring(IncidentId id) {
    tickets_.erase(id);
    const IncidentFile* file = pipeline_.state().find(id);
    if (!file) return;
    const auto due = clocks::next_of(file->now, pipeline_.state().policy_of(file->now));
    if (!due) return;
    if (due->at > now_()) return set(id, no_instant); // it moved meanwhile
    ClockRang rang = due->rang;
    rang.late = now_() - due->at > late_after;
    Ask ask{.source = "clock", .key = clocks::key_of(rang), .platform = "", .account = "", .name = "", .room = {}, .said_at = now_(), .heard_at = now_(),
            .entropy = {}, .what = rang};
    pipeline_.ask(std::move(ask), [this, id](Answer a) {
        // Recorded: `applied` has set the next moment. Not recorded: again in a while, not at once.
        if (a.outcome != Outcome::done || a.duplicate) set(id, now_() + again_after);
    });
}

} // namespace tocsin::bot
