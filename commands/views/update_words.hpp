// Ready words for an update, from data alone: nothing is guessed (DOMAIN 5.5).
#pragma once

#include "commands/core/state.hpp"

#include <string>

namespace tocsin::views {

// What is known now, as a text for that audience: the template of the state, filled; what is not known is
// left out or stands as TODO. Without the next time, which is appended when it is sent.
std::string draft_words(const IncidentFile&, Audience);
// "We are still working on ...": nothing has changed since the last word (DOMAIN 5.5, holding).
std::string holding_words(const IncidentFile&, Audience, Instant now);

} // namespace tocsin::views
