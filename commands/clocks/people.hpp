// When people have to be asked: a role without anybody, somebody in command for too long, a hand-off without
// an answer, and when the review begins by itself (DOMAIN 2.2, 3).
#pragma once

#include "commands/core/state.hpp"

#include <optional>

namespace tocsin::clocks {

inline constexpr minutes offer_reminded_after{3}, offer_lapses_after{6};
inline constexpr minutes fatigue_after{60}, fatigue_strongly_after{180};
inline constexpr minutes review_after{
    10}; // after the last owed update, so that `undo` of resolve stays simple
inline constexpr hours review_latest{24};

// Nobody is commander of a sev1 or sev2 some minutes after it became one; nullopt: somebody is, or it was
// said.
std::optional<Instant> vacancy_at(const Incident&, const Policy&);
// The commander's next prompt to hand over; nullopt: none is left.
std::optional<Instant> fatigue_at(const Incident&);
// What the review owes next and nobody was reminded of (DOMAIN 11.3); nullopt: nothing.
struct ReviewReminder {
    ReviewDue what{};
    Instant at{}, due{};
    PersonId person;
    std::uint32_t step{}; // from 1
};
std::optional<ReviewReminder> review_reminder(const Incident&);
// The same, heard at a moment that may be long after it: one reminder, not all that were missed.
ReviewReminder caught_up(ReviewReminder, Instant now);
// The next reminder of an open action: a week before, on the day, then weekly, in the morning of its day
// (DOMAIN 11.3); nullopt: none is left.
struct ActionReminder {
    std::uint32_t number{};
    Instant at{}, due{};
    PersonId owner; // 0: nobody
    std::uint32_t step{};
};
inline constexpr std::uint32_t action_step_manager = 4; // two weeks late: the owner's manager hears of it
std::optional<ActionReminder> action_reminder(const Incident&);
std::optional<ActionReminder> action_reminder(const Incident&, std::uint32_t number);
ActionReminder caught_up(ActionReminder, Instant now);
// When a resolved sev1 or sev2 moves on to its review; nullopt: never by itself.
std::optional<Instant> review_starts_at(const Incident&);

} // namespace tocsin::clocks
