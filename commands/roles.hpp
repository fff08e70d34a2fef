// What the verbs about roles share.
#pragma once

#include "commands/replies.hpp"

#include <string>

namespace tocsin {

struct WantedRole {
    std::string role, person, text; // person: as typed, empty: nobody was named
};
// "role restore @zoë": a role of the team's own stands in the text, with the person on either side of it.
// `text` is what comes after both.
WantedRole wanted_role(const Arguments&);
// Someone acts on it: an incident that was only declared is being looked into (DOMAIN 2.2).
void leave_triage(const Context&, std::string_view role, Facts&);

} // namespace tocsin
