// The one way in: every chat line, button, API call, clock that fires and receipt that matters is an Ask.
#pragma once

#include "commands/core/event.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tocsin {

// A moment the state was waiting for has come (clocks/due.hpp finds them).
struct ClockRang {
    enum class What : std::uint8_t {
        rung,            // an update is due soon, is due, or is late
        task_over,       // its owner is asked
        task_unanswered, // ... and did not answer
        update_goes,     // it can no longer be stopped
        poll_over,
        can_over, // who has not reported is named
        offer_reminder,
        offer_lapses,
        page_unanswered,
        vacancy,  // nobody is commander
        fatigue,  // the commander has been it for long
        call_out, // ... and is told what waits
        review_starts,
        review_reminder, // number: ReviewDue * 100 + step
        action_reminder, // number: of the action
    };
    What what{};
    IncidentId incident;
    Audience audience{}; // of a rung
    Rung rung{};
    std::uint32_t number{}; // of the task, update, poll or page
    std::string role;       // of the offer
    Instant due{};          // of the obligation or task, else the moment itself
    bool late{};            // found after its time, because Tocsin was not running
    bool operator==(const ClockRang&) const = default;
};

// What became of an outgoing message that matters to the state (DESIGN 4.5).
struct Receipt {
    OutboxId outbox;
    IncidentId incident;
    std::uint32_t update{}; // Un to `audience`, or
    std::uint32_t page{};   // a page; 0: neither
    Audience audience{};
    RoomId target;
    bool accepted{};
    std::string reason;    // if not accepted: given up, and why
    bool room{};           // it was the room itself that was made, or could not be
    std::string address{}; // of a made room: how its platform calls it ("C024BE91L")
};

// A typed line (prefix already stripped), or plain talk.
struct Typed {
    std::string line;
    bool talk{};          // not addressed to Tocsin: kept as talk of an incident's room, never decided on
    std::string ref{};    // of talk: the platform's id of the message, unique within its room; empty: none
    std::string thread{}; // of talk: the message that it answers, by the same id
};

// Somebody changed or deleted what they had said in an incident's room.
struct TalkChanged {
    std::string ref;
    std::string text; // what it says since
    bool deleted{};
};

// Tocsin could not hear a platform for a while (P12).
struct Hearing {
    IncidentId incident;
    std::string platform; // "slack", shown with a capital letter
    Instant since{};
    Instant until{};              // no_instant: it still cannot
    std::uint32_t recovered{};    // lines that were read later
    std::string lost;             // what could not be recovered: "edits and reactions made meanwhile"
    std::vector<std::string> old; // commands found that are too old to run: "olena 02:32 \"severity sev1\""
};

// A person whom the line names: where it says "@token", this account is meant.
struct MentionedPerson {
    std::string token, account, name;
};

// Somebody read an incident elsewhere than by a line: its page, its draft. Kept of private ones (`who
// access`).
struct Looked {
    std::string ref, what; // "the timeline", "the draft"
};

struct Ask {
    std::string source;   // room, api, say, replay, clock, receipt
    std::string key;      // idempotency key within the source (DESIGN 4.3); never empty
    std::string platform; // whose accounts `account` belongs to: "room", "slack", ...; empty: Tocsin itself
    std::string account;  // external id of the person on that platform
    std::string name;     // as shown
    RoomId room;
    Instant said_at{}, heard_at{};
    std::array<std::byte, 16> entropy{};
    std::vector<MentionedPerson> mentions{};
    bool unseen{}; // the platform showed the typed line to nobody else: what it noted is told in the room
    // Set: the answer is a message of the outbox, in this thread of the room ("": in none) or, where the room
    // is not named, to the asker alone; for platforms whose lines cannot be answered in passing.
    std::optional<std::string> answer_in{};
    bool answer_alone{}; // ... and to the asker alone, though a room is named
    std::variant<Typed, ClockRang, Receipt, Looked, TalkChanged, Hearing> what;

    const Typed* typed() const { return std::get_if<Typed>(&what); }
};

} // namespace tocsin
