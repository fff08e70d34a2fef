// From facts to messages: who is told what. The only place that decides it, so that no path can forget the
// card, the audience or the person (DESIGN 2).
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/decision.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

#include <span>
#include <string>
#include <vector>

namespace tocsin {

// Lower goes first within a lane (DESIGN 2).
enum class Priority : std::uint8_t { page, reply, update, card, mirror, chatter };

// One message to send. Exactly one of room and person is the target.
struct Outgoing {
    IncidentId incident;
    Priority priority{Priority::chatter};
    RoomId room;            // where it is posted; for a person: the room it is about
    PersonId person;        // set: only this person sees it
    std::string card;       // set: the one card of (incident, room); a newer text replaces it (DESIGN 4.13)
    std::uint32_t update{}; // set: this is update Un for `audience`; its receipt becomes an event
    Audience audience{};
    std::uint32_t page{}; // set: this is that page; its receipt becomes an event
    Instant not_after{};  // dropped, and shown as such, when it could not be sent by then; no_instant: never
    Message message;
    std::string wish{}; // set: no message, but how the room should be (core/room_wish.hpp)
};

// `was` is the incident before these events (default-constructed if it did not exist), `all` the state after
// them. `events` are of one decision and one incident. `unseen`: nobody saw the line that made them, so that
// the room hears of entries that it otherwise reads as they are typed (VOICE 5).
std::vector<Outgoing> notices(const Incident& was, const Everything& all, std::span<const Recorded> events,
                              bool unseen = false);

} // namespace tocsin
