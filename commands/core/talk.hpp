// What people said in an incident's rooms. Not events: talk decides nothing, but the draft quotes it
// (DOMAIN 11.2).
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/time.hpp"

#include <string>

namespace tocsin {

struct TalkLine {
    std::uint64_t id{}; // grows; also the page's cursor
    RoomId room;
    PersonId person; // 0: Tocsin; then text is the message as JSON
    std::string name, text;
    Instant said_at{};
    PersonId only_for{};  // set: only this person sees it
    bool edited{};        // takes the place of Tocsin's own line of that id; not stored
    std::string ref{};    // the platform's id of the message; empty: of the own room
    std::string thread{}; // the message that it answers, by the same id
    // Set on a line that tells how the line of that ref reads since: it becomes the newest of them, the
    // earlier ones stay on disk and are shown nowhere.
    bool replaces{};
    bool deleted{}; // by whoever said it
    bool operator==(const TalkLine&) const = default;
};

} // namespace tocsin
