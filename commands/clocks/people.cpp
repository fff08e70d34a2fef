// Moments of people and of the review.
#include "commands/clocks/people.hpp"

#include "commands/postmortem/review.hpp"

#include <algorithm>

namespace tocsin::clocks {

std::optional<Instant> vacancy_at(const Incident& i, const Policy& policy) {
    if (!is_open(i.state) || !i.is_major() || i.vacancy_called || i.commander()) return std::nullopt;
    return i.raised_at + policy.vacancy_after;
}

std::optional<Instant> fatigue_at(const Incident& i) {
    const Tenure* commander = i.commander();
    if (!is_open(i.state) || !commander || commander->fatigue_calls > 1) return std::nullopt;
    return commander->since + (commander->fatigue_calls == 0 ? fatigue_after : fatigue_strongly_after);
}

namespace {

constexpr hours daily{24}, week{24 * 7};
constexpr std::uint32_t reminders_max = 8; // then everybody who reads them has decided not to

std::uint32_t reminded(const Incident& i, ReviewDue what) {
    const auto it = i.review_reminders.find(what);
    return it == i.review_reminders.end() ? 0 : it->second;
}

// Steps that came after it, `every` so long, up to now.
template <class Reminder> Reminder later(Reminder r, Instant now, hours every) {
    while (r.step < reminders_max && r.at + every <= now) {
        r.at += every;
        ++r.step;
    }
    return r;
}

// At half of the time, when it is due, then daily.
std::optional<ReviewReminder> towards(const Incident& i, ReviewDue what, Instant due, PersonId person) {
    const std::uint32_t step = reminded(i, what) + 1;
    if (due == no_instant || step > reminders_max) return std::nullopt;
    const Instant half = i.resolved_recorded + (due - i.resolved_recorded) / 2;
    return ReviewReminder{what, step == 1 ? half : due + daily * (step - 2), due, person, step};
}

} // namespace

std::optional<ReviewReminder> review_reminder(const Incident& i) {
    if ((i.state != State::resolved && i.state != State::postmortem) || !i.is_major()) return std::nullopt;
    std::optional<ReviewReminder> next;
    const auto consider = [&](std::optional<ReviewReminder> candidate) {
        if (candidate && (!next || candidate->at < next->at)) next = candidate;
    };
    const std::uint32_t asked = reminded(i, ReviewDue::owner);
    if (!i.postmortem_owner && asked < reminders_max) {
        const Instant at = i.resolved_recorded + daily * (asked + 1);
        consider(ReviewReminder{ReviewDue::owner, at, at, i.lead(), asked + 1});
    }
    const PersonId owner = i.postmortem_owner ? i.postmortem_owner : i.lead();
    if (i.review == ReviewStatus::draft)
        consider(towards(i, ReviewDue::text, postmortem::text_due(i), owner));
    if (i.review != ReviewStatus::closed)
        consider(towards(i, ReviewDue::closing, postmortem::closed_due(i), owner));
    return next;
}

ReviewReminder caught_up(ReviewReminder r, Instant now) {
    if (r.what != ReviewDue::owner && r.step == 1) { // half of the time, and all of it
        if (now < r.due) return r;
        r.step = 2;
        r.at = r.due;
    }
    return later(r, now, daily);
}
ActionReminder caught_up(ActionReminder r, Instant now) { return later(r, now, week); }

std::optional<ActionReminder> action_reminder(const Incident& i, std::uint32_t number) {
    constexpr hours morning{9};
    const auto it = i.open_actions.find(number);
    if (it == i.open_actions.end()) return std::nullopt;
    const ActionDue& action = it->second;
    const Instant due =
        action.due != no_instant ? action.due : action.at + postmortem::action_time(i.severity, action.type);
    const Instant day = std::chrono::floor<std::chrono::days>(due) + morning;
    std::uint32_t step = action.reminded + 1;
    if (step == 1 && day - week <= action.at) ++step; // given less than a week before
    if (step > reminders_max) return std::nullopt;
    return ActionReminder{number, day + week * (static_cast<int>(step) - 2), due, action.owner, step};
}

std::optional<ActionReminder> action_reminder(const Incident& i) {
    std::optional<ActionReminder> next;
    for (const auto& [number, action] : i.open_actions)
        if (const auto r = action_reminder(i, number); r && (!next || r->at < next->at)) next = r;
    return next;
}

std::optional<Instant> review_starts_at(const Incident& i) {
    if (i.state != State::resolved || !i.is_major()) return std::nullopt;
    Instant quiet_since = i.resolved_recorded;
    for (const auto& [audience, clock] : i.clocks) {
        if (clock.open) return i.resolved_recorded + review_latest;
        quiet_since = std::max(quiet_since, clock.last_published);
    }
    return std::min(quiet_since + review_after, i.resolved_recorded + review_latest);
}

} // namespace tocsin::clocks
