// A line of a room as JSON, the same for the page and for the API (room.hpp, LINE).
#pragma once

#include "commands/core/talk.hpp"

#include <string>
#include <string_view>

namespace tocsin::room {

// `prefix` stands before the commands in a message's plain form.
std::string line_json(const TalkLine&, std::string_view prefix);

} // namespace tocsin::room
