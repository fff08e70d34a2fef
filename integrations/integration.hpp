// The ports between the outside world and the bot (DESIGN 5). An integration turns what it hears into an Ask
// and renders what it is told to deliver; it knows nothing else of the bot.
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/decision.hpp"
#include "commands/core/error.hpp"
#include "commands/core/message.hpp"
#include "commands/core/talk.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Way in. `reply` is called once, on the loop, after the answer is durable; within 3 s or with `recorded =
// false`.
class Inbound {
public:
    virtual ~Inbound() = default;
    virtual void ask(Ask, std::function<void(Answer)> reply) = 0;
};

// Way to read. The viewer is always the first argument, and every read is filtered here and nowhere else
// (P8). Everything is JSON ready for the wire; nullopt: there is no such thing for this viewer.
class Reader {
public:
    virtual ~Reader() = default;
    // {"open":[card...],"recent":[card...],"late":n,"undelivered":[{...}]}
    virtual std::string overview(PersonId viewer) const = 0;
    virtual std::optional<std::string> incident(PersonId viewer, std::string_view ref) const = 0; // card_json
    virtual std::optional<std::string> timeline(PersonId viewer, std::string_view ref, bool full) const = 0;
    // format: "md", "html" or "json"
    virtual std::optional<std::string> draft(PersonId viewer, std::string_view ref, std::string_view layout,
                                             std::string_view format) const = 0;
    virtual std::string people(PersonId viewer) const = 0; // [{"id","name"}]
    // Talk of a room before a cursor (0: newest), oldest first.
    virtual std::vector<TalkLine> talk(PersonId viewer, const RoomId&, std::uint64_t before,
                                       std::size_t max) const = 0;
    virtual std::vector<RoomId> rooms(PersonId viewer,
                                      std::string_view platform) const = 0; // with talk or an incident
    // May this viewer read and write there? False for the room of a private incident of others, and for every
    // name that one could have.
    virtual bool may_enter(PersonId viewer, const RoomId&) const = 0;
    virtual PersonId person(std::string_view platform,
                            std::string_view account) const = 0; // 0: not known yet
    virtual std::string completion() const = 0;                  // views::completion_json

    // An update that somebody is about to write; nullopt: no such incident for this viewer.
    struct UpdateStart {
        std::string ref, draft, last_text; // what is ready to send, what that audience read last
    };
    virtual std::optional<UpdateStart> update_start(PersonId viewer, std::string_view ref,
                                                    std::string_view audience) const = 0;
    // What would be answered to a line; nothing is recorded.
    virtual Message preview(const Ask&) const = 0;
    // What a person should see first: open incidents, their tasks, the next updates.
    struct Desk {
        struct Open {
            std::string ref, line;
            RoomId home;
        };
        std::vector<Open> open;
        std::vector<std::string> tasks, updates; // sentences, the most urgent first
    };
    virtual Desk desk(PersonId viewer) const = 0;
};

// What an integration has to know to do its own work. Not for people's eyes: nothing of it is shown as such.
class Backstage {
public:
    virtual ~Backstage() = default;
    // A person's account as their platform writes it; "": not on that platform.
    virtual std::string account(PersonId, std::string_view platform) const = 0;
    // The incident that a room belongs to; 0: none. Talk is kept of those rooms alone.
    virtual IncidentId incident_in(const RoomId&) const = 0;
    // Rooms of incidents on a platform that are worth listening to: of open ones, and of those that ended
    // lately.
    struct Heard {
        RoomId room;
        IncidentId incident;
        std::string address; // of a room that was made; "": bound as it was
        bool is_private{}, is_open{};
    };
    virtual std::vector<Heard> rooms_of(std::string_view platform) const = 0;
    virtual std::string newest_ref(const RoomId&) const = 0; // "": no line of it was heard yet
    virtual std::optional<TalkLine> said(const RoomId&, std::string_view ref) const = 0;
    // The draft of an incident as a file; nullopt: no such incident.
    virtual std::optional<std::string> draft_file(IncidentId) const = 0;
    virtual std::string ref_of(IncidentId) const = 0; // "INC-7"; "": none
};

// How a try to deliver ended. Decides retry in one place per platform (STYLE, Errors).
struct Delivered {
    enum class How : std::uint8_t {
        accepted,
        try_again,
        refused,
        away, // the platform cannot be reached at all: the row waits without using up its tries
    } how{How::accepted};
    std::string receipt;    // the platform's id of the message, or of the room
    std::string reason;     // if not accepted
    Duration retry_after{}; // what the platform asked for; zero: the worker decides
};

// One message for one target.
struct Delivery {
    OutboxId id; // stable across tries: the platform's deduplication key where it has one
    RoomId room;
    PersonId person;     // 0: everybody in the room
    std::string edit_of; // receipt of the message to edit; empty: post anew
    std::string body;    // JSON of the message
    std::string card;    // set: a message that is edited in place, of the room or of one person
    Instant made_at{};
    std::string thread{};    // the message of the room that this answers, by the platform's id
    std::uint8_t priority{}; // lower goes first (notices.hpp)
    bool maybe_sent{};       // an earlier process had it: the message may be there already
    bool page{}, update{};   // what it is, where a platform treats it in a way of its own
    Audience audience{};     // of an update
    bool wish{};             // no message: how the room should be (core/room_wish.hpp)

    // Said in the room or to a person; the card of a room is shown beside the talk, where the platform can.
    bool is_line() const { return card.empty() || person; }
};

// Way out, one per platform.
class ChatPort {
public:
    virtual ~ChatPort() = default;
    virtual std::string_view platform() const = 0; // "room"
    // `done` is called once, on the loop, within the port's own deadline.
    virtual void deliver(Delivery, std::function<void(Delivered)> done) = 0;
};

} // namespace tocsin
