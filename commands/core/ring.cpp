// Clocks and receipts. Each checks that the state still waits for it: an update may have come in the
// meantime.
#include "commands/core/ring.hpp"

#include "commands/clocks/due.hpp"

namespace tocsin {
namespace {

Meta own_meta(Instant at) { return {.by = {}, .by_name = "", .room = {}, .at = at}; }

const Obligation* open_obligation(const Incident& i, Audience a) {
    const auto it = i.clocks.find(a);
    return it != i.clocks.end() && it->second.open ? &*it->second.open : nullptr;
}

// Updates due within a few minutes of each other share one reminder (DOMAIN 5.3): their rungs are reached
// with it.
void share_reminder(const Incident& i, const Policy& policy, const ClockRang& rang, Instant now,
                    std::vector<Fact>& facts) {
    for (const auto& [audience, clock] : i.clocks) {
        if (audience == rang.audience || audience == Audience::responders || !clock.open ||
            clock.open->reminded)
            continue;
        const auto apart =
            clock.open->due > rang.due ? clock.open->due - rang.due : rang.due - clock.open->due;
        if (apart > policy.share_reminder_within || clock.open->began > now) continue;
        facts.push_back(
            {i.id, own_meta(now), RungReached{audience, Rung::reminder, clock.open->due, false, rang.late}});
    }
}

Decision update_rung(const Everything& all, const Incident& i, const ClockRang& rang, Instant now) {
    Decision d;
    d.incident = i.id;
    const Obligation* open = open_obligation(i, rang.audience);
    const Rung rung = rang.what == ClockRang::What::reminder ? Rung::reminder : Rung::due;
    if (!open || open->due != rang.due || (rung == Rung::reminder ? open->reminded : open->called)) return d;
    // The reminder of a time that has passed says nothing: the line at due, marked late, says it
    // (DOMAIN 5.3).
    const bool skipped = rung == Rung::reminder && now >= open->due;
    d.outcome = Outcome::done;
    d.facts.push_back({i.id, own_meta(now), RungReached{rang.audience, rung, open->due, skipped, rang.late}});
    if (rung == Rung::reminder && !skipped) share_reminder(i, all.policy_of(i), rang, now, d.facts);
    return d;
}

Decision task_over(const Incident& i, const ClockRang& rang, Instant now) {
    Decision d;
    d.incident = i.id;
    const auto it = i.tasks.find(rang.task);
    if (it == i.tasks.end() || it->second.status != Task::Status::running || it->second.called ||
        it->second.due != rang.due)
        return d;
    d.outcome = Outcome::done;
    d.facts.push_back({i.id, own_meta(now), TaskCalled{rang.task, rang.due}});
    return d;
}

} // namespace

Decision decide_clock(const Everything& all, const Ask&, const ClockRang& rang, Instant now) {
    const IncidentFile* file = all.find(rang.incident);
    if (!file) return {};
    if (rang.what == ClockRang::What::task_over) return task_over(file->now, rang, now);
    return update_rung(all, file->now, rang, now);
}

Decision decide_receipt(const Everything& all, const Ask& ask, const Receipt& receipt, Instant) {
    Decision d;
    const IncidentFile* file = all.find(receipt.incident);
    if (!file || !file->updates.contains(receipt.update)) return d;
    d.incident = receipt.incident;
    d.outcome = Outcome::done;
    Meta meta = own_meta(ask.said_at); // when the platform accepted it
    if (receipt.accepted)
        d.facts.push_back(
            {receipt.incident, meta, UpdateDelivered{receipt.update, receipt.audience, receipt.target}});
    else
        d.facts.push_back(
            {receipt.incident, meta,
             UpdateUndelivered{receipt.update, receipt.audience, receipt.target, receipt.reason}});
    return d;
}

} // namespace tocsin
