// A rung of the ladder: the highest that is due is taken, those below it are entered as skipped (DOMAIN 5.3).
#include "commands/clocks/due.hpp"
#include "commands/clocks/ladder.hpp"
#include "commands/core/item.hpp"
#include "commands/core/ring.hpp"
#include "commands/text/unicode.hpp"

namespace tocsin {
namespace {

constexpr seconds late_after{30};

struct RungDecision {
    const Everything& all;
    const Incident& i;
    const ClockRang& rang;
    Instant now{};
    const Policy& policy;
    Decision d{};

    void add(Event event) {
        d.facts.push_back({i.id, {.by = {}, .by_name = "", .room = {}, .at = now}, std::move(event)});
    }

    // Updates due within a few minutes of each other share one reminder: their rungs are reached with it.
    void share_reminder() {
        for (const auto& [audience, clock] : i.clocks) {
            if (audience == rang.audience || audience == Audience::responders || !clock.open ||
                clock.open->reached(Rung::reminder))
                continue;
            const auto apart =
                clock.open->due > rang.due ? clock.open->due - rang.due : rang.due - clock.open->due;
            if (apart > policy.share_reminder_within || clock.open->began > now) continue;
            add(RungReached{
                .audience = audience, .rung = Rung::reminder, .due = clock.open->due, .late = rang.late});
        }
    }

    // The highest rung of an audience whose moment has come.
    Rung highest_due(Audience audience, const Obligation& open, Rung from) const {
        Rung highest = from;
        for (const Rung rung : {Rung::due, Rung::deputy, Rung::page, Rung::duty}) {
            const auto at = clocks::rung_at(i, audience, open, rung, policy);
            if (rung > highest && at && *at <= now) highest = rung;
        }
        return highest;
    }

    void skip_below(Rung highest, Audience audience, const Obligation& open) {
        for (const Rung rung : {Rung::reminder, Rung::due, Rung::deputy, Rung::page})
            if (rung < highest && !open.reached(rung) && clocks::rung_at(i, audience, open, rung, policy))
                add(RungReached{.audience = audience, .rung = rung, .due = open.due, .skipped = true});
    }

    // What the same people would hear of another audience at the same moment is part of the same message.
    void share(const RungReached& mine) {
        for (const auto& [audience, clock] : i.clocks) {
            if (audience == rang.audience || audience == Audience::responders || !clock.open) continue;
            const Obligation& open = *clock.open;
            if (open.reached(mine.rung) || highest_due(audience, open, Rung::reminder) != mine.rung) continue;
            RungReached rung = mine;
            rung.audience = audience;
            rung.due = open.due;
            if (mine.rung == Rung::deputy) rung.told = clocks::deputy_rung(i, open).person;
            if (rung.told != mine.told) continue;
            skip_below(mine.rung, audience, open);
            add(rung);
        }
    }

    void page(RungReached& rung, PersonId person, const std::string& name) {
        rung.told = person;
        add(rung);
        add(PagePlaced{.number = i.next(page_kind),
                       .person = person,
                       .why = PageReason::update_late,
                       .person_name = name});
    }

    // Another audience is late too, and somebody was woken for that a moment ago: that page tells of both.
    bool woken_just_now() const {
        for (const auto& [number, p] : i.pages)
            if (p.why == PageReason::update_late && p.person && now - p.at < policy.share_reminder_within &&
                p.status != Page::Status::declined)
                return true;
        return false;
    }

    void take(Rung highest, const Obligation& open) {
        // Late is what is said long after its own moment, not what was said in time because a lower rung was
        // missed.
        const auto at = clocks::rung_at(i, rang.audience, open, highest, policy).value_or(open.due);
        const bool late = rang.late && now - at > late_after;
        RungReached rung{.audience = rang.audience, .rung = highest, .due = open.due, .late = late};
        if (highest == Rung::due) {
            rung.told = clocks::comms_or_lead(i);
            rung.also = i.lead();
        } else if (highest == Rung::deputy) {
            rung.told = clocks::deputy_rung(i, open).person;
        } else if (highest == Rung::page) {
            const auto reached = clocks::page_rung(i, open, now);
            if (reached.person && !woken_just_now()) return page(rung, reached.person, reached.name);
        } else if (highest == Rung::duty) {
            const Person* manager = policy.duty_manager.empty() ? nullptr : all.called(policy.duty_manager);
            if (manager && !open.was_paged(manager->id) && !clocks::paged_lately(i, manager->id, now))
                return page(rung, manager->id, manager->name);
        }
        add(rung);
        if (highest == Rung::reminder)
            share_reminder();
        else if (highest != Rung::page)
            share(rung);
    }
};

} // namespace

Decision decide_rung(const Everything& all, const Incident& i, const ClockRang& rang, Instant now) {
    RungDecision work{all, i, rang, now, all.policy_of(i)};
    work.d.incident = i.id;
    const auto clock = i.clocks.find(rang.audience);
    if (clock == i.clocks.end() || !clock->second.open) return work.d;
    const Obligation& open = *clock->second.open;
    if (open.due != rang.due || open.reached(rang.rung)) return work.d;
    Rung highest = work.highest_due(rang.audience, open, rang.rung);
    // The reminder of a time that has passed says nothing; the line at due does, also to who is alone.
    if (highest == Rung::reminder && now >= open.due) highest = Rung::due;
    work.d.outcome = Outcome::done;
    work.skip_below(highest, rang.audience, open);
    work.take(highest, open);
    return work.d;
}

} // namespace tocsin
