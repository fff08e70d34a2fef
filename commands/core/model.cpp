// The names of the model's words, in one place for typing, storing and showing.
#include "commands/core/model.hpp"

#include <string>

namespace tocsin {
namespace {

constexpr std::array severities{"sev1", "sev2", "sev3", "sev4", "sev5"};
constexpr std::array states{"triage",   "investigating", "identified", "monitoring", "resolved",
                            "postmortem", "closed",      "cancelled",  "merged"};
constexpr std::array meanings{"not yet looked at", "cause not known", "cause known, users still hurt",
                              "users fine, we watch", "over", "over, the review runs", "over, the review is done",
                              "was a false alarm", "goes on in another incident"};
constexpr std::array types{"ops", "security"};
constexpr std::array levels{"degraded", "partial", "down", "data"};
constexpr std::array audiences{"responders", "internal", "executives", "customers"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<const char*, N>& names, std::string_view name, std::size_t first = 0) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name) return static_cast<Enum>(i + first);
    return std::nullopt;
}
template <std::size_t N> std::string_view at(const std::array<const char*, N>& names, std::size_t i) {
    return i < N ? names[i] : "unknown";
}

} // namespace

std::string_view word(Severity s) { return at(severities, static_cast<std::size_t>(s) - 1); }
std::string_view word(State s) { return at(states, static_cast<std::size_t>(s)); }
std::string_view word(IncidentType t) { return at(types, static_cast<std::size_t>(t)); }
std::string_view word(ImpactLevel l) { return at(levels, static_cast<std::size_t>(l)); }
std::string_view word(Audience a) { return at(audiences, static_cast<std::size_t>(a)); }
std::string_view meaning(State s) { return at(meanings, static_cast<std::size_t>(s)); }

std::optional<Severity> severity_of(std::string_view w) { return find<Severity>(severities, w, 1); }
std::optional<State> state_of(std::string_view w) { return find<State>(states, w); }
std::optional<Audience> audience_of(std::string_view w) { return find<Audience>(audiences, w); }
std::optional<ImpactLevel> impact_level_of(std::string_view w) { return find<ImpactLevel>(levels, w); }

} // namespace tocsin
