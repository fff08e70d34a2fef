// A line of a room as JSON, the same for the page and for the API (room.hpp, LINE).
#pragma once

#include "commands/core/talk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::room {

// Receipt of a line that was kept, so that an edit finds it again: "line/57/1773455340000", its number and
// its time.
std::string line_receipt(const TalkLine&);
struct KeptLine {
    std::uint64_t id{};
    Instant said_at{};
};
std::optional<KeptLine> line_of(std::string_view receipt);

// `prefix` stands before the commands in a message's plain form.
std::string line_json(const TalkLine&, std::string_view prefix);

} // namespace tocsin::room
