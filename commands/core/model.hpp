// The words of incident response as types (DOMAIN 2 to 5), with the names that are typed, stored and shown.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

// Stored by number: never reorder, only append.
enum class Severity : std::uint8_t { sev1 = 1, sev2, sev3, sev4, sev5 };
enum class State : std::uint8_t {
    triage,        // not yet looked at
    investigating, // cause not known
    identified,    // cause known, users still hurt
    monitoring,    // users fine, we watch
    resolved,      // over
    postmortem,    // over, the review runs
    closed,        // over, the review is done
    cancelled,     // was a false alarm
    merged,        // goes on in another incident
};
enum class IncidentType : std::uint8_t { ops, security };
enum class ImpactLevel : std::uint8_t { degraded, partial, down, data };
enum class Audience : std::uint8_t { responders, internal, executives, customers };
enum class RoomUse : std::uint8_t { home, origin, extra };
enum class ObligationKind : std::uint8_t { first, cadence, closing };
enum class MoveReason : std::uint8_t { raised, closing, reopened, by_hand, paused, resumed };
// The ladder of an update that is owed (DOMAIN 5.3), lowest first.
enum class Rung : std::uint8_t {
    reminder, // before due, to who writes it
    due,      // in the room
    deputy,   // + 5 min, a direct message
    page,     // + 10 min, the commander is paged
    duty,     // + 15 min, the duty manager is paged
};
// Of a security incident (DOMAIN 2.3).
enum class Phase : std::uint8_t {
    none,
    identification,
    containment_short, // stop the spread now
    containment_long,  // a stable way to keep working
    eradication,
    recovery,
    lessons_learned,
};
enum class KeyTime : std::uint8_t { detected, acknowledged, identified, mitigated, contained };
enum class Relation : std::uint8_t { caused_by, related, recurrence };
enum class PageReason : std::uint8_t {
    asked,       // a person typed `escalate`
    update_late, // a rung of the ladder
};
enum class Verdict : std::uint8_t { supported, confirmed, ruled_out };
enum class LessonKind : std::uint8_t { well, wrong, lucky };
enum class ActionType : std::uint8_t { none, prevent, detect, mitigate, process };
enum class ActionStatus : std::uint8_t { open, done, verified, dropped };
enum class ReviewStatus : std::uint8_t { draft, in_review, reviewed, closed };
// What a review owes (DOMAIN 11.3).
enum class ReviewDue : std::uint8_t { owner, text, closing = 3 };

inline constexpr std::array all_audiences{Audience::responders, Audience::internal, Audience::executives,
                                          Audience::customers};

// The typed and stored word ("sev1", "investigating", "customers").
std::string_view word(Severity);
std::string_view word(State);
std::string_view word(IncidentType);
std::string_view word(ImpactLevel);
std::string_view word(Audience);
std::string_view word(Phase); // "containment-short"
std::string_view word(KeyTime);
std::string_view word(Relation); // "caused-by"
std::string_view word(Verdict);  // "ruled-out"
std::string_view word(LessonKind);
std::string_view word(ActionType);
std::string_view word(ActionStatus);
std::string_view word(ReviewStatus); // "in-review"

// VOICE 1.8: a state is always shown with its meaning ("cause not known").
std::string_view meaning(State);

// Exact words only; tolerance is the grammar's.
std::optional<Severity> severity_of(std::string_view);
std::optional<State> state_of(std::string_view);
std::optional<Audience> audience_of(std::string_view);
std::optional<ImpactLevel> impact_level_of(std::string_view);
std::optional<Phase> phase_of(std::string_view);
std::optional<KeyTime> key_time_of(std::string_view);
std::optional<Relation> relation_of(std::string_view);
std::optional<Verdict> verdict_of(std::string_view);
std::optional<LessonKind> lesson_kind_of(std::string_view);
std::optional<ActionType> action_type_of(std::string_view);
std::optional<ActionStatus> action_status_of(std::string_view);
std::optional<ReviewStatus> review_status_of(std::string_view);

// The state that a phase lifts an incident to at least (DOMAIN 2.3).
constexpr State floor_of(Phase p) {
    switch (p) {
    case Phase::none:
    case Phase::identification: return State::triage;
    case Phase::containment_short:
    case Phase::containment_long: return State::investigating;
    case Phase::eradication: return State::identified;
    case Phase::recovery: return State::monitoring;
    case Phase::lessons_learned: return State::resolved;
    }
    return State::triage;
}

// Somebody still works on it: triage to monitoring.
constexpr bool is_open(State s) { return s <= State::monitoring; }
constexpr bool is_over(State s) {
    return s == State::resolved || s == State::postmortem || s == State::closed;
}

} // namespace tocsin
