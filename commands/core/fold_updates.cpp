// Updates, what they promise, and the clocks (DOMAIN 5).
#include "commands/core/fold_event.hpp"

namespace tocsin::fold {
namespace {

Obligation* open_obligation(Incident& now, Audience audience, Instant due) {
    AudienceClock& clock = now.clocks[audience];
    return clock.open && clock.open->due == due ? &*clock.open : nullptr;
}

} // namespace

void OneEvent::operator()(const UpdateDrafted& e) {
    file.drafts[e.number] = {.number = e.number,
                             .audiences = e.audiences,
                             .rules = e.rules,
                             .next = e.next,
                             .holding = e.holding,
                             .at = r.recorded_at,
                             .text = e.text,
                             .by = meta.by,
                             .by_name = meta.by_name};
}

void OneEvent::operator()(const UpdateApproved& e) {
    const auto it = file.drafts.find(e.number);
    if (it == file.drafts.end()) return;
    it->second.approved_by = meta.by_name;
    it->second.approved_why = e.text;
}

void OneEvent::operator()(const UpdateSubmitted& e) {
    Update update{.number = e.number,
                  .audience = e.audience,
                  .submitted = r.recorded_at,
                  .promise = e.promise,
                  .goes_at = e.goes_at,
                  .next_given = e.next_given,
                  .closing = e.closing,
                  .copy = e.copy,
                  .holding = e.holding,
                  .rules = e.rules,
                  .corrects = e.corrects,
                  .text = e.text,
                  .published = e.published,
                  .by = meta.by,
                  .by_name = meta.by_name};
    if (const auto draft = file.drafts.find(e.number);
        draft != file.drafts.end()) { // the author is who wrote it
        update.by = draft->second.by;
        update.by_name = draft->second.by_name;
    }
    file.updates[{e.number, e.audience}] = std::move(update);
    if (e.goes_at != no_instant) now.going[e.number] = e.goes_at;
    if (!e.corrects) return;
    for (auto& [key, earlier] : file.updates)
        if (key.first == e.corrects) earlier.corrected_by = e.number;
}

void OneEvent::operator()(const UpdateReleased& e) {
    now.going.erase(e.number);
    for (auto& [key, update] : file.updates)
        if (key.first == e.number) update.goes_at = no_instant;
}

void OneEvent::operator()(const UpdateDelivered& e) {
    const auto it = file.updates.find({e.number, e.audience});
    if (it == file.updates.end() || it->second.delivered != no_instant)
        return; // a further target of the same text
    Update& update = it->second;
    update.delivered = meta.at;
    update.undelivered = false;
    if (update.corrects) return; // a correction neither keeps a promise nor makes one
    AudienceClock& clock = now.clocks[e.audience];
    clock.started = true;
    clock.last_update = e.number;
    clock.last_published = meta.at;
    if (now.state == State::cancelled || now.state == State::merged) return;
    if (clock.open) {
        clock.open->published = meta.at;
        clock.open->update = e.number;
        clock.settled.push_back(*clock.open);
        clock.open.reset();
    }
    if (update.promise == no_instant) return;
    // An update typed before `resolve` and delivered after it: what it promised is the closing one.
    const auto kind =
        is_over(now.state) && !update.next_given ? ObligationKind::closing : ObligationKind::cadence;
    clock.open = Obligation{.kind = kind, .began = update.submitted, .due = update.promise};
}

void OneEvent::operator()(const UpdateUndelivered& e) {
    const auto it = file.updates.find({e.number, e.audience});
    if (it != file.updates.end() && it->second.delivered == no_instant) it->second.undelivered = true;
}

void OneEvent::operator()(const ObligationOpened& e) {
    AudienceClock& clock = now.clocks[e.audience];
    clock.started = true;
    clock.open = Obligation{.kind = e.kind, .began = e.began, .due = e.due};
}

void OneEvent::operator()(const ObligationMoved& e) {
    AudienceClock& clock = now.clocks[e.audience];
    if (!clock.open) return;
    if (e.due > clock.open->due) { // a later time is a new wait
        clock.open->rungs = 0;
        clock.open->heard.clear();
        clock.open->paged.clear();
    }
    clock.open->kind = e.kind;
    clock.open->due = e.due;
}

void OneEvent::operator()(const RungReached& e) {
    Obligation* open = open_obligation(now, e.audience, e.due);
    if (!open) return;
    for (auto below = 0; below <= static_cast<int>(e.rung); ++below)
        open->reach(static_cast<Rung>(below)); // one above makes those below pointless
    for (const PersonId person : {e.told, e.also})
        if (person && !open->has_heard(person)) open->heard.push_back(person);
}

void OneEvent::operator()(const ClockPaused& e) { now.clocks[e.audience].paused_until = e.until; }
void OneEvent::operator()(const ClockResumed& e) { now.clocks[e.audience].paused_until = no_instant; }

} // namespace tocsin::fold
