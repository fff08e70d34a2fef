// Clocks and receipts. Each checks that the state still waits for it: somebody may have acted in the
// meantime.
#include "commands/core/ring.hpp"

#include "commands/clocks/due.hpp"
#include "commands/clocks/people.hpp"

#include <algorithm>

namespace tocsin {
namespace {

using What = ClockRang::What;

Meta own_meta(Instant at) { return {.by = {}, .by_name = "", .room = {}, .at = at}; }

Decision one(const Incident& i, Instant now, Event event) {
    Decision d;
    d.incident = i.id;
    d.outcome = Outcome::done;
    d.facts.push_back({i.id, own_meta(now), std::move(event)});
    return d;
}

Decision nothing(const Incident& i) {
    Decision d;
    d.incident = i.id;
    return d;
}

Decision task(const Incident& i, const ClockRang& rang, Instant now) {
    const auto it = i.tasks.find(rang.number);
    const bool in_room = rang.what == What::task_unanswered;
    if (it == i.tasks.end() || it->second.status != Task::Status::running || it->second.due != rang.due ||
        it->second.called != in_room || it->second.called_in_room)
        return nothing(i);
    return one(i, now, TaskCalled{rang.number, rang.due, in_room});
}

Decision offer(const Incident& i, const ClockRang& rang, Instant now) {
    const auto it = i.offers.find(rang.role);
    const bool lapses = rang.what == What::offer_lapses;
    if (it == i.offers.end() || !it->second.handoff || it->second.reminded != lapses) return nothing(i);
    if (lapses) return one(i, now, OfferLapsed{rang.role, false});
    return one(i, now, OfferReminded{rang.role});
}

Decision page(const Incident& i, const ClockRang& rang, Instant now) {
    const auto it = i.pages.find(rang.number);
    if (it == i.pages.end() || !it->second.waits() || it->second.called) return nothing(i);
    return one(i, now, PageUnanswered{rang.number});
}

Decision fatigue(const Incident& i, Instant now) {
    const auto at = clocks::fatigue_at(i);
    if (!at || *at > now) return nothing(i);
    const Tenure& commander = *i.commander();
    return one(i, now, FatigueCalled{"commander", commander.person, commander.since, now - commander.since});
}

Decision review(const Incident& i, Instant now) {
    const auto at = clocks::review_starts_at(i);
    if (!at || *at > now) return nothing(i);
    return one(i, now, StateChanged{State::resolved, State::postmortem, ""});
}

Decision review_reminder(const Incident& i, const ClockRang& rang, Instant now) {
    const auto due = clocks::review_reminder(i);
    if (!due || due->at > now || static_cast<std::uint32_t>(due->what) * 100 + due->step != rang.number)
        return nothing(i);
    const auto heard = clocks::caught_up(*due, now);
    return one(i, now, ReviewReminded{heard.what, heard.due, heard.person, heard.step});
}

// One message for all actions of the same person whose morning has come.
Decision actions(const Everything& all, const Incident& i, const ClockRang& rang, Instant now) {
    const auto rung = clocks::action_reminder(i, rang.number);
    if (!rung || rung->at > now) return nothing(i);
    const Person* manager = all.called(all.policy_of(i).duty_manager);
    if (manager && !i.may_read(manager->id)) manager = nullptr;
    // Nobody's action is that of who owns the review.
    const PersonId person = rung->owner ? rung->owner : i.postmortem_owner ? i.postmortem_owner : i.lead();
    Decision d = nothing(i);
    d.outcome = Outcome::done;
    for (const auto& [number, action] : i.open_actions) {
        auto r = clocks::action_reminder(i, number);
        if (!r || r->at > now || r->owner != rung->owner) continue;
        r = clocks::caught_up(*r, now);
        const bool tell_manager = manager && r->step >= clocks::action_step_manager;
        d.facts.push_back(
            {i.id, own_meta(now),
             ActionReminded{number, r->due, person, tell_manager ? manager->id : PersonId{}, r->step}});
    }
    return d;
}

Decision goes(const Incident& i, const ClockRang& rang, Instant now) {
    return i.going.contains(rang.number) ? one(i, now, UpdateReleased{rang.number}) : nothing(i);
}

} // namespace

Decision decide_clock(const Everything& all, const Ask&, const ClockRang& rang, Instant now) {
    const IncidentFile* file = all.find(rang.incident);
    if (!file) return {};
    const Incident& i = file->now;
    switch (rang.what) {
    case What::rung: return decide_rung(all, i, rang, now);
    case What::task_over:
    case What::task_unanswered: return task(i, rang, now);
    case What::update_goes: return goes(i, rang, now);
    case What::poll_over:
        return i.open_polls.contains(rang.number) ? one(i, now, PollClosed{rang.number}) : nothing(i);
    case What::can_over: return i.can_until == rang.due ? one(i, now, CanRoundOver{rang.due}) : nothing(i);
    case What::offer_reminder:
    case What::offer_lapses: return offer(i, rang, now);
    case What::page_unanswered: return page(i, rang, now);
    case What::vacancy: {
        const auto at = clocks::vacancy_at(i, all.policy_of(i));
        return at && *at <= now ? one(i, now, VacancyCalled{"commander"}) : nothing(i);
    }
    case What::fatigue: return fatigue(i, now);
    case What::call_out: return decide_call_out(all, *file, now);
    case What::review_starts: return review(i, now);
    case What::review_reminder: return review_reminder(i, rang, now);
    case What::action_reminder: return actions(all, i, rang, now);
    }
    return nothing(i);
}

namespace {

bool is_free_room(const Everything& all, const Incident& i, const RoomId& room) {
    const Policy& policy = all.policy();
    const auto in = [&](const std::vector<RoomId>& rooms) {
        return std::find(rooms.begin(), rooms.end(), room) != rooms.end();
    };
    if (room.value.empty() || i.is_private || all.in_room(room) || in(policy.never_bind)) return false;
    return std::none_of(policy.targets.begin(), policy.targets.end(),
                        [&](const auto& target) { return in(target.second); });
}

} // namespace

Decision decide_receipt(const Everything& all, const Ask& ask, const Receipt& receipt, Instant) {
    Decision d;
    const IncidentFile* file = all.find(receipt.incident);
    if (!file) return d;
    const auto add = [&](Event event) {
        d.incident = receipt.incident;
        d.outcome = Outcome::done;
        d.facts.push_back(
            {receipt.incident, own_meta(ask.said_at), std::move(event)}); // when the platform accepted it
    };
    if (receipt.room) {
        if (receipt.accepted) {
            if (!file->now.made.contains(receipt.target)) add(RoomMade{receipt.target, receipt.address});
            return d;
        }
        add(RoomFailed{receipt.target, receipt.reason});
        // Where it was declared, the work can go on; not where an audience reads, nor in another incident's
        // room.
        const RoomId origin = file->log.empty() ? RoomId{} : file->log.front().meta.room;
        if (is_free_room(all, file->now, origin)) add(RoomBound{origin, RoomUse::extra});
    } else if (receipt.page) {
        if (!file->now.pages.contains(receipt.page)) return d;
        const bool by_gateway = all.policy().traits_of(platform_of(receipt.target)).pages_only;
        if (receipt.accepted) // accepted by a gateway is not a ring
            add(PageDelivered{receipt.page, by_gateway ? "the page gateway" : name_of(receipt.target)});
        else if (!by_gateway) // the message in chat is the page; that this failed stands among the undelivered

            add(PageFailed{receipt.page, receipt.reason});
    } else if (file->updates.contains({receipt.update, receipt.audience})) {
        if (receipt.accepted)
            add(UpdateDelivered{receipt.update, receipt.audience, receipt.target});
        else
            add(UpdateUndelivered{receipt.update, receipt.audience, receipt.target, receipt.reason});
    }
    return d;
}

} // namespace tocsin
