// The rooms that an incident has from its beginning.
#pragma once

#include "commands/core/decision.hpp"

#include <string>
#include <vector>

namespace tocsin {

// Its own room on the platform where it was declared ("slack:#inc-7"); and beside it, where the own room is
// served, the room of that name there: the place to go on when the platform is down (DESIGN 5).
void bind_first_rooms(const Context&, IncidentId, const RoomId& home, std::vector<Fact>&);

} // namespace tocsin
