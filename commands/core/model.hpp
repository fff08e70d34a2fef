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
enum class MoveReason : std::uint8_t { raised, closing, reopened, by_hand };
enum class Rung : std::uint8_t { reminder, due };

inline constexpr std::array all_audiences{Audience::responders, Audience::internal, Audience::executives,
                                          Audience::customers};

// The typed and stored word ("sev1", "investigating", "customers").
std::string_view word(Severity);
std::string_view word(State);
std::string_view word(IncidentType);
std::string_view word(ImpactLevel);
std::string_view word(Audience);

// VOICE 1.8: a state is always shown with its meaning ("cause not known").
std::string_view meaning(State);

// Exact words only; tolerance is the grammar's.
std::optional<Severity> severity_of(std::string_view);
std::optional<State> state_of(std::string_view);
std::optional<Audience> audience_of(std::string_view);
std::optional<ImpactLevel> impact_level_of(std::string_view);

// Somebody still works on it: triage to monitoring.
constexpr bool is_open(State s) { return s <= State::monitoring; }
constexpr bool is_over(State s) { return s == State::resolved || s == State::postmortem || s == State::closed; }

} // namespace tocsin
