// Who may read an incident (DESIGN 4.11).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct PrivacyChanged {
    bool on{};
    std::uint32_t number{}; // INC-n, given when it becomes public without having one
    std::string code_name;  // given with the first `private on`
    std::string text;
    bool operator==(const PrivacyChanged&) const = default;
};
template <Of<PrivacyChanged> E, class F> void fields(E& e, F&& f) {
    f("on", e.on);
    f("number", e.number);
    f("code_name", e.code_name);
    f("text", e.text);
}

struct MemberAdded {
    PersonId person;
    std::string person_name;
    bool operator==(const MemberAdded&) const = default;
};
template <Of<MemberAdded> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("person_name", e.person_name);
}

// A text to that audience was approved; from now on it may hear of a private incident.
struct AudienceApproved {
    Audience audience{};
    bool operator==(const AudienceApproved&) const = default;
};
template <Of<AudienceApproved> E, class F> void fields(E& e, F&& f) { f("audience", e.audience); }

// A member read a private incident; at most once an hour for each thing.
struct AccessNoted {
    std::string what; // what was read: the timeline, the draft
    bool operator==(const AccessNoted&) const = default;
};
template <Of<AccessNoted> E, class F> void fields(E& e, F&& f) { f("what", e.what); }

} // namespace tocsin
