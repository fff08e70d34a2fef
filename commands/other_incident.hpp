// The other incident that a line names: "merge INC-2", "link INC-9 related".
#pragma once

#include "commands/replies.hpp"

namespace tocsin {

// Taken off the front of the text; nullptr: there is none that the speaker may know of, the text stays.
const IncidentFile* take_incident(const Context&, std::string_view& text);
// Who reads `here` would hear of `other` by it, and may not; empty: nobody (P8).
std::string outsider_of(const Incident& here, const Incident& other);
// "I know no INC-99. Nothing was done.": word for word the same for one that is hidden from the speaker.
Decision no_such_incident(const Context&, std::string_view text, std::string_view example);

} // namespace tocsin
