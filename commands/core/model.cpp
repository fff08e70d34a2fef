// The names of the model's words, in one place for typing, storing and showing.
#include "commands/core/model.hpp"

#include <string>

namespace tocsin {
namespace {

constexpr std::array severities{"sev1", "sev2", "sev3", "sev4", "sev5"};
constexpr std::array states{"triage",     "investigating", "identified", "monitoring", "resolved",
                            "postmortem", "closed",        "cancelled",  "merged"};
constexpr std::array meanings{"not yet looked at",
                              "cause not known",
                              "cause known, users still hurt",
                              "users fine, we watch",
                              "over",
                              "over, the review runs",
                              "over, the review is done",
                              "was a false alarm",
                              "goes on in another incident"};
constexpr std::array types{"ops", "security"};
constexpr std::array levels{"degraded", "partial", "down", "data"};
constexpr std::array audiences{"responders", "internal", "executives", "customers"};
constexpr std::array phases{"none",        "identification", "containment-short", "containment-long",
                            "eradication", "recovery",       "lessons-learned"};
constexpr std::array key_times{"detected", "acknowledged", "identified", "mitigated", "contained"};
constexpr std::array relations{"caused-by", "related", "recurrence"};
constexpr std::array verdicts{"supported", "confirmed", "ruled-out"};
constexpr std::array lesson_kinds{"well", "wrong", "lucky"};
constexpr std::array action_types{"none", "prevent", "detect", "mitigate", "process"};
constexpr std::array action_statuses{"open", "done", "verified", "dropped"};
constexpr std::array review_statuses{"draft", "in-review", "reviewed", "closed"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<const char*, N>& names, std::string_view name,
                         std::size_t first = 0) {
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
std::string_view word(Phase p) { return at(phases, static_cast<std::size_t>(p)); }
std::string_view word(KeyTime k) { return at(key_times, static_cast<std::size_t>(k)); }
std::string_view word(Relation r) { return at(relations, static_cast<std::size_t>(r)); }
std::string_view word(Verdict v) { return at(verdicts, static_cast<std::size_t>(v)); }
std::string_view word(LessonKind k) { return at(lesson_kinds, static_cast<std::size_t>(k)); }
std::string_view word(ActionType t) { return at(action_types, static_cast<std::size_t>(t)); }
std::string_view word(ActionStatus s) { return at(action_statuses, static_cast<std::size_t>(s)); }
std::string_view word(ReviewStatus s) { return at(review_statuses, static_cast<std::size_t>(s)); }
std::string_view meaning(State s) { return at(meanings, static_cast<std::size_t>(s)); }

std::optional<Severity> severity_of(std::string_view w) { return find<Severity>(severities, w, 1); }
std::optional<State> state_of(std::string_view w) { return find<State>(states, w); }
std::optional<Audience> audience_of(std::string_view w) { return find<Audience>(audiences, w); }
std::optional<ImpactLevel> impact_level_of(std::string_view w) { return find<ImpactLevel>(levels, w); }
std::optional<Phase> phase_of(std::string_view w) { return find<Phase>(phases, w); }
std::optional<KeyTime> key_time_of(std::string_view w) { return find<KeyTime>(key_times, w); }
std::optional<Relation> relation_of(std::string_view w) { return find<Relation>(relations, w); }
std::optional<Verdict> verdict_of(std::string_view w) { return find<Verdict>(verdicts, w); }
std::optional<LessonKind> lesson_kind_of(std::string_view w) { return find<LessonKind>(lesson_kinds, w); }
std::optional<ActionType> action_type_of(std::string_view w) { return find<ActionType>(action_types, w); }
std::optional<ActionStatus> action_status_of(std::string_view w) {
    return find<ActionStatus>(action_statuses, w);
}
std::optional<ReviewStatus> review_status_of(std::string_view w) {
    return find<ReviewStatus>(review_statuses, w);
}

} // namespace tocsin
