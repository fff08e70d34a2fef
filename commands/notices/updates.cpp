// Updates to their audiences, what became of them, and the ladder.
#include "commands/clocks/ladder.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {

void Noticing::send_update(const Update& update) {
    const auto targets = all.policy().targets.find(update.audience);
    if (targets == all.policy().targets.end()) return;
    for (const RoomId& room : targets->second) // approved where it is private: nothing else of it leaves
        out.push_back({.incident = now.id,
                       .priority = Priority::update,
                       .room = room,
                       .update = update.number,
                       .audience = update.audience,
                       .message = texts::update(now, update)});
}

void Noticing::operator()(const UpdateDrafted& e) {
    if (!e.rules) return;
    card_changed = true;
}
void Noticing::operator()(const UpdateApproved&) {}

void Noticing::operator()(const UpdateSubmitted& e) {
    if (e.goes_at != no_instant) return; // it can still be stopped
    if (const auto it = file.updates.find({e.number, e.audience}); it != file.updates.end())
        send_update(it->second);
}
void Noticing::operator()(const UpdateReleased& e) {
    for (const auto& [key, update] : file.updates)
        if (key.first == e.number) send_update(update);
}

// One line for all copies of a text: the first that was delivered says it, the others only show on the card.
void Noticing::operator()(const UpdateDelivered& e) {
    card_changed = true;
    const auto it = file.updates.find({e.number, e.audience});
    if (it == file.updates.end()) return;
    const bool copy = it->second.copy; // the text's own audience says it, not whoever got a copy sooner
    for (const auto& [key, other] : file.updates) {
        if (key.first != e.number || key.second == e.audience) continue;
        if (other.delivered != no_instant && (copy || !other.copy)) return;
        if (copy && !other.copy && other.delivered == no_instant && !other.undelivered) return;
    }
    rooms(Priority::mirror, texts::delivered(was, policy(), r, e, it->second));
}

void Noticing::operator()(const UpdateUndelivered& e) {
    Message m = one(fmt::format("U{} did NOT reach {} ({}): {}.", e.number, name_of(e.target),
                                views::audience_shown(e.audience), e.reason));
    m.tone = Tone::late;
    m.phone =
        fmt::format("{}: U{} did not reach {}.", now.ref(), e.number, views::audience_shown(e.audience));
    rooms(Priority::reply, std::move(m));
}

void Noticing::operator()(const ObligationOpened&) { card_changed = true; }

void Noticing::operator()(const ObligationMoved& e) {
    card_changed = true;
    if (e.why != MoveReason::by_hand) return;
    const std::string when = text::near(text::to_minute(e.due), r.recorded_at);
    const bool may_hear = !now.is_private || now.approved.contains(e.audience);
    if (const auto it = all.policy().targets.find(e.audience); may_hear && it != all.policy().targets.end())
        for (const RoomId& room : it->second)
            out.push_back({.incident = now.id,
                           .priority = Priority::update,
                           .room = room,
                           .message = one(
                               fmt::format("{}: the next update comes by {}: {}", now.ref(), when, e.text))});
    rooms(Priority::chatter, one(fmt::format("{}: next {} update moved to {}, by {}: {}", now.ref(),
                                             views::audience_shown(e.audience), when, who(), e.text)));
}

void Noticing::operator()(const RungReached& e) {
    if (e.skipped) return;
    const texts::Rungs rungs = texts::told_together(events, e);
    if (rungs.empty()) return; // one message for all audiences that share it
    switch (e.rung) {
    case Rung::reminder:
        tell(clocks::comms_or_lead(now), Priority::reply, texts::reminder(file, rungs, r.recorded_at));
        return;
    case Rung::due: rooms(Priority::reply, texts::update_due(file, rungs)); return;
    case Rung::deputy:
        if (e.told)
            tell(e.told, Priority::reply, texts::update_late(file, rungs, r.recorded_at));
        else
            rooms(Priority::reply, texts::role_missing(file, rungs, "deputy"));
        return;
    case Rung::page:
        if (!e.told) card_changed = true; // whoever could be woken was, a moment ago
        return;
    case Rung::duty:
        if (!e.told && !all.called(policy().duty_manager)) // else was paged, now or a moment ago
            rooms(Priority::reply, texts::role_missing(file, rungs, "duty manager"));
        return;
    }
}

void Noticing::operator()(const ClockPaused&) { card_changed = true; }
void Noticing::operator()(const ClockResumed& e) {
    card_changed = true;
    rooms(Priority::chatter, with_quote(fmt::format("{}: updates to {} go on, by {}", now.ref(),
                                                    views::audience_shown(e.audience), who()),
                                        e.text));
}

} // namespace tocsin
