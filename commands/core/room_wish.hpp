// How an incident's room should be on a platform that has to make it. Made so by whoever serves the platform,
// again and again, as the wish changes: a row of the outbox like a card, of which only the newest counts.
#pragma once

#include "commands/core/state.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

struct RoomWish {
    std::string name; // without mark, as wished: the platform may add to it
    std::string mark; // by which a half-made room is recognised: the incident's slug
    bool is_private{};
    std::string topic;
    std::set<PersonId> people;                                  // who belongs in it; nobody is ever taken out
    std::vector<std::pair<std::string, std::string>> bookmarks; // title, address below the page
    bool operator==(const RoomWish&) const = default;
};

RoomWish room_wish(const Everything&, const Incident&);
// {"room":{"name":"","mark":"","private":false,"topic":"","people":[1],"bookmarks":[{"title":"","href":""}]}}
std::string to_json(const RoomWish&);
// The outbox's card key of that row.
inline std::string room_card(IncidentId incident) { return "room/" + std::to_string(incident.value); }
// The draft as a file of the room: an outbox row of its own, {"draft":7}, one each time the incident ends.
inline std::string draft_card(IncidentId incident, std::size_t nth) {
    return "draft/" + std::to_string(incident.value) + "/" + std::to_string(nth);
}
inline std::string draft_errand(IncidentId incident) { return "{\"draft\":" + std::to_string(incident.value) + "}"; }
inline bool is_room_card(std::string_view card) { return card.starts_with("room/"); }

} // namespace tocsin
