// Identifiers. Ids of different things are different types, so that one cannot be passed for another.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin {

template <class Tag, class Rep> struct Id {
    Rep value{};
    // False for "none": real ids start at 1.
    explicit constexpr operator bool() const { return value != Rep{}; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using IncidentId = Id<struct IncidentTag, std::uint32_t>; // 0: no incident (people, policy)
using PersonId = Id<struct PersonTag, std::uint32_t>;     // 0: Tocsin itself
using Seq = Id<struct SeqTag, std::uint64_t>;             // position in the whole log, from 1
using OutboxId = Id<struct OutboxTag, std::uint64_t>;

// A room of some platform: "room:#ops", "slack:C024BE91L". The part before the first colon is the platform.
using RoomId = Id<struct RoomTag, std::string>;

// The platform of Tocsin's own room, which is always there.
inline constexpr std::string_view own_platform = "room";

inline std::string platform_of(const RoomId& room) { return room.value.substr(0, room.value.find(':')); }
// The room as its own platform calls it ("#ops").
inline std::string name_of(const RoomId& room) {
    const auto colon = room.value.find(':');
    return colon == std::string::npos ? room.value : room.value.substr(colon + 1);
}

// N3, T2, U4: a numbered entry of one incident. Kind letters are those of the grammar.
struct Item {
    char kind{};
    std::uint32_t number{};
    friend constexpr auto operator<=>(const Item&, const Item&) = default;
};
inline std::string to_string(Item item) { return item.kind + std::to_string(item.number); }

} // namespace tocsin
