// Everything that is shown, as pure functions of the state (DESIGN 2). Each file here is one of them.
#pragma once

#include "commands/clocks/due.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"
#include "commands/core/talk.hpp"

#include <span>
#include <string>
#include <vector>

namespace tocsin::views {

// card.cpp: the message pinned in a room and edited in place (VOICE 4). After resolve it is the result.
Message card(const Everything&, const Incident&);
// card.cpp: "INC-12 sev2 investigating: Card payments fail. Customers next 02:29 UTC."
std::string one_line(const Everything&, const Incident&);
// card_json.cpp: the same facts for the page, which counts down itself; instants as milliseconds since 1970.
std::string card_json(const Everything&, const Incident&);

// timeline.cpp: one entry a fact, by occurred time, then seq (DOMAIN 7).
struct Entry {
    Seq seq;
    std::uint32_t index{};
    std::string
        kind; // declared, state, severity, role, impact, note, task, update, promise, overdue, talk, ...
    std::string item; // "N5" or empty
    Instant at{}, recorded{};
    bool day_only{}, corrected{}, undone{};
    bool withdrawn{};   // it stays, marked, and counts no more
    bool upkeep{};      // corrections, undo, ladder, routine promises: in the full view only
    std::string author; // empty: Tocsin
    std::string text;   // one line, ready to show, newest words
    std::string before; // the first words and time, if corrected
};
std::vector<Entry> timeline(const IncidentFile&, const Everything&, bool full);
// Talk lines said within 2 min before a severity, impact or state entry (DOMAIN 11.2), as entries of kind
// "talk".
std::vector<Entry> quoted_talk(const IncidentFile&, std::span<const TalkLine>);
std::string timeline_json(std::span<const Entry>);
Message timeline_message(const IncidentFile&, const Everything&, std::string_view kind, Instant since,
                         Instant now);

// sitrep.cpp: where we are, in one message (DOMAIN 9).
Message sitrep(const Everything&, const Incident&, Instant now);

// overview.cpp: the open incidents and the latest that are over.
Message overview(const Everything&, PersonId viewer, Instant now);
std::string overview_json(const Everything&, PersonId viewer);

// completion.cpp: the verbs as the page's composer offers them:
// [{"verb","summary","forms":[{"line","example"}]}]
std::string completion_json();

// Shared by views and replies: "commander", "comms" as shown; the update line of one audience.
std::string audience_shown(Audience); // "customers", "executives", "internal", "responders"
std::string state_shown(State);       // "investigating (cause not known)"
// "Owed: closing update to customers by 02:29 UTC, to internal by 02:44 UTC"; empty: nothing is.
Line owed_line(std::span<const std::pair<Instant, Audience>> in_order);

} // namespace tocsin::views
