// The room's inside: room.cpp wires it and delivers, calls.cpp answers the page, live.cpp and sessions.cpp do
// what they are named after.
#pragma once

#include "integrations/net/rate.hpp"
#include "integrations/room/live.hpp"
#include "integrations/room/room.hpp"
#include "integrations/room/sessions.hpp"

#include <deque>
#include <set>

namespace tocsin::room {

inline constexpr std::size_t lines_per_person_max = 20;
inline constexpr seconds lines_within{10};
inline constexpr std::size_t joins_per_address_max = 10;
inline constexpr minutes joins_within{1};
inline constexpr std::size_t line_bytes_max = 20'000;
inline constexpr std::size_t key_bytes_max = 100;
inline constexpr std::size_t talk_lines_max = 200;    // of one answer
inline constexpr std::size_t made_rooms_max = 200;    // rooms that people made by talking there
inline constexpr std::size_t waiting_talk_max = 1000; // talk whose line has not come back from the shell
inline constexpr std::size_t recent_talk_max =
    1000;                                    // keys of talk, so that a repeated request gets the first line
inline constexpr Duration line_within{1000}; // between "saved" and the line itself

struct Room::Impl : std::enable_shared_from_this<Room::Impl> {
    Impl(Settings s, Doors d);

    // room.cpp
    void serve(net::HttpServer&);
    void said(const TalkLine&);
    void changed(IncidentId, const RoomId& home, std::function<std::string()> card);
    std::string link_base() const;
    std::string rooms_json(PersonId viewer) const; // an array
    void looked(const Session&, const std::string& ref, std::string_view what);
    bool may_be_used(const std::string& name,
                     PersonId viewer); // also keeps that it exists; false: there are too many

    // calls.cpp. The session is the asker's; the request has passed the checks of its kind.
    void join(const net::Request&, net::Respond);
    void invite(const net::Request&, const Session&, net::Respond);
    void state(const net::Request&, const Session&, net::Respond);
    void talk(const net::Request&, const Session&, net::Respond);
    void incident(const net::Request&, const Session&, net::Respond);
    void timeline(const net::Request&, const Session&, net::Respond);
    void draft(const net::Request&, const Session&, net::Respond);
    void say(const net::Request&, const Session&, net::Respond);

    PersonId person_of(const Session& s) const { return doors.reader.person("room", s.account); }

    Settings settings;
    Doors doors;
    Sessions sessions{doors};
    Live live{settings, doors};
    net::Rate lines{lines_per_person_max, lines_within}, joins{joins_per_address_max, joins_within};
    const net::HttpServer* server{};

private:
    struct Waiting { // talk that is saved and whose line, with its id, comes next
        std::uint64_t number{};
        TalkLine line; // as far as known
        std::string talk_key;
        net::Respond respond;
    };
    void answered(Waiting, bool talk, const Answer&);
    void answer_waiting(const TalkLine&);
    void answer_talk(const Waiting&, const TalkLine&);
    const std::string* said_before(const std::string& talk_key) const; // the answer may have been lost
    std::deque<Waiting> waiting_;
    std::uint64_t waited_{};
    std::deque<std::pair<std::string, std::string>> recent_talk_; // account and key, the answer
    std::vector<std::string> made_rooms_;
    std::set<RoomId> homes_; // rooms of incidents that open pages have heard of
};

} // namespace tocsin::room
