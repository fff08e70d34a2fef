// The open pages of the room: who looks, and what they are told of what changed.
#pragma once

#include "integrations/room/room.hpp"

#include <list>
#include <map>
#include <optional>

namespace tocsin::room {

class Live {
public:
    static constexpr std::size_t pages_per_person_max = 20; // the oldest is closed
    static constexpr seconds ping_every{20};
    // Cards and the overview are told at most this often; the newest wins, and the last one always arrives.
    static constexpr Duration changes_every{40};

    Live(const Settings&, const Doors&);
    ~Live() { stop(); }
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    // `session_end`: the page is closed then.
    void opened(std::shared_ptr<net::Socket>, std::string account, Instant session_end);
    void closed(const net::Socket*);
    void said(const TalkLine&);
    // `card` is asked only when it is told, not for each of many changes.
    void changed(IncidentId, const RoomId& home, std::function<std::string()> card);
    // Each viewer's own list of rooms, as JSON, to those who may enter the one that came.
    void rooms_changed(const RoomId& room, const std::function<std::string(PersonId viewer)>& list);
    void stop();

private:
    struct Page {
        std::shared_ptr<net::Socket> socket;
        std::string account;
        Instant session_end{};
    };
    struct Change {
        RoomId home;
        std::function<std::string()> card;
    };
    PersonId viewer(const Page& page) const { return doors_.reader.person("room", page.account); }
    void tell_changes();
    void flush();
    void ping();

    const Settings& settings_;
    const Doors& doors_;
    std::list<Page> pages_; // oldest first
    std::map<IncidentId, Change> changes_;
    std::optional<runtime::Scheduler::Ticket> rests_, ping_at_;
};

} // namespace tocsin::room
