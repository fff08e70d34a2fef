// What follows from an Ask: facts to record and one reply. Who else must be told is derived from the facts
// (notices/), never decided here.
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

enum class Outcome : std::uint8_t {
    done,    // events were recorded
    shown,   // read-only answer
    refused, // nothing was done; the reply says what to type
    asked,   // nothing was done yet; `yes` runs `offer`
};

struct Decision {
    Outcome outcome{Outcome::shown};
    std::vector<Fact> facts;
    Message reply;
    IncidentId incident;              // what the answer is about; 0: none
    std::optional<std::string> offer; // the line that `yes` runs
    bool unknown_verb{};              // the verb does not exist (yet): counted by `replay`
};

// Everything a decision may look at. The core has no clock: `now` comes from the shell.
struct Context {
    const Everything& all;
    const Ask& ask;
    Instant now{};
    PersonId speaker; // known or about to be known (then facts begin with PersonSeen)
    std::string speaker_name;
    const IncidentFile* file{}; // the incident this line is about, nullptr: none
    bool named{};               // by a reference in the line, not by the room
    bool elsewhere{};           // not by the room either: the one open incident the person takes part in
    std::optional<std::string> offered; // what Tocsin last asked this person in this room, if recent
    const Incident& incident() const { return file->now; }
};

// The one entrance of the core. Never throws, never reads anything but its arguments.
Decision decide(const Everything&, const Ask&, Instant now,
                std::optional<std::string> offered = std::nullopt);

// What Tocsin kept of an Ask: the first answer, given again when the same key comes back (DESIGN 4.2).
struct Answer {
    Outcome outcome{Outcome::shown};
    Message reply;
    std::string incident; // "INC-7", empty: none
    std::string room;     // the incident's own room as its platform names it ("#inc-7"); empty: none
    struct Kept {
        std::uint32_t seq{}; // per incident (DESIGN 4.11)
        std::string kind;    // stored name of the event
        bool operator==(const Kept&) const = default;
    };
    std::vector<Kept> events;
    bool duplicate{};    // set on the way out, never stored
    bool recorded{true}; // false: could not be saved, send it again
    bool unknown_verb{};
    bool operator==(const Answer&) const = default;
};

// {"reply":{...,"text":""},"incident":null,"room":null,"events":[{"seq":1,"kind":""}],"duplicate":false,"outcome":"done",...}
std::string to_json(const Answer&, std::string_view prefix);

} // namespace tocsin
