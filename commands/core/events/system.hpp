// Facts that belong to no incident: who exists, which policy holds, what Tocsin noticed about itself.
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// The policy in force from here on, whole, in the text form of policy::to_text (DESIGN 4.6).
struct PolicyAdopted {
    std::uint32_t version{};
    std::string document;
    bool operator==(const PolicyAdopted&) const = default;
};
template <Of<PolicyAdopted> E, class F> void fields(E& e, F&& f) {
    f("version", e.version);
    f("document", e.document);
}

// First line by an account: it becomes a person (DESIGN 4.9).
struct PersonSeen {
    PersonId person;
    std::string platform, account, name;
    bool operator==(const PersonSeen&) const = default;
};
template <Of<PersonSeen> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("platform", e.platform);
    f("account", e.account);
    f("name", e.name);
}

// The wall clock jumped by more than 5 s (DESIGN 4.7), a restart after an unclean stop, and the like.
struct SystemNoted {
    std::string text;
    bool operator==(const SystemNoted&) const = default;
};
template <Of<SystemNoted> E, class F> void fields(E& e, F&& f) { f("text", e.text); }

} // namespace tocsin
