// Facts about roles. A role offered is taken by `accept` or by acting in it (DOMAIN 3, DESIGN 4.10).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct RoleOffered {
    std::string role; // "commander", "scribe", or the team's own word
    PersonId person;
    std::string person_name;
    bool operator==(const RoleOffered&) const = default;
};
template <Of<RoleOffered> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("role", e.role);
    f("person_name", e.person_name);
}

// One holder at a time for the commander; the earlier holder's time ends here.
struct RoleTaken {
    std::string role;
    PersonId person;
    std::string person_name;
    bool operator==(const RoleTaken&) const = default;
};
template <Of<RoleTaken> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("role", e.role);
    f("person_name", e.person_name);
}

} // namespace tocsin
