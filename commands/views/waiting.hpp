// What waits for the commander: late, vacant, unanswered, undecided (VOICE 5, DOMAIN 9).
#pragma once

#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

#include <string>
#include <vector>

namespace tocsin::views {

struct Waiting {
    std::string key;   // names it in the log: "customers@1773455340", "page3", "comms"
    bool urgent{};     // late, vacant or unanswered
    bool heard{};      // the commander was told of it by name, or paged
    std::string brief; // "customers late", for the notification
    Line line;
};
// The most pressing first.
std::vector<Waiting> waiting(const IncidentFile&, Instant now);

// The message itself; without a notification line, because an edit rings nobody.
Message call_out(const IncidentFile&, const std::vector<Waiting>&);

} // namespace tocsin::views
