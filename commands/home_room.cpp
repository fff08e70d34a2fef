// The rooms that an incident has from its beginning.
#include "commands/home_room.hpp"

#include "commands/replies.hpp"

namespace tocsin {

void bind_first_rooms(const Context& c, IncidentId id, const RoomId& home, std::vector<Fact>& facts) {
    facts.push_back({id, meta_of(c), RoomBound{home, RoomUse::home}});
    const auto& platforms = c.all.policy().platforms;
    if (platform_of(home) == own_platform || !platforms.contains(std::string{own_platform})) return;
    facts.push_back(
        {id, meta_of(c), RoomBound{{std::string{own_platform} + ":" + name_of(home)}, RoomUse::extra}});
}

} // namespace tocsin
