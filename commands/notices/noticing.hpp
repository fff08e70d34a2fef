// Who is told what of one event. Declared from events.def, so that a new event does not link until somebody
// has said who hears of it, in one of the files of this folder.
#pragma once

#include "commands/notices/notices.hpp"

#include <string>

namespace tocsin {

struct Noticing {
    const Incident& was;
    const Everything& all;
    const IncidentFile& file;
    const Incident& now;
    const Recorded& r;
    std::span<const Recorded> events; // of the whole decision
    std::vector<Outgoing>& out;
    bool& card_changed;

    void operator()(const Unknown&) {}
#define EVENT(type, name, version) void operator()(const type&);
#include "commands/core/events.def"
#undef EVENT

    const Policy& policy() const { return all.policy_of(now); }
    std::string who() const; // made the event, as shown in a sentence

    static Message one(std::string words);
    // "words: \"quote\"", the person's words cut.
    static Message with_quote(std::string words, std::string_view quoted);
    // To one room. Of a private incident only to rooms of its own.
    void post(const RoomId&, Priority, Message);
    void rooms(Priority, const Message&); // all rooms of the incident
    void tell(PersonId, Priority, Message);
    // Unless they were told enough of late (VOICE 5); the card shows it, and what matters is said in the room
    // next.
    void remind(PersonId, Message);
    // Puts these words in place of what waited for the commander; nothing, if no message said it.
    void close_call_out(std::string words);
    void send_update(const Update&);
};

} // namespace tocsin
