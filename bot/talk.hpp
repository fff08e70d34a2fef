// Look-ups that the live reader and the command line share.
#pragma once

#include "commands/core/state.hpp"
#include "commands/core/talk.hpp"
#include "storage/store.hpp"

#include <string_view>
#include <vector>

namespace tocsin::bot {

inline constexpr std::size_t talk_in_draft_max =
    100'000; // newest lines of an incident's rooms that a draft looks at

// "INC-7", "inc-7" or "7"; nullptr: there is none.
const IncidentFile* find_by_ref(const Everything&, std::string_view ref);
// What people said in an incident's rooms, by time: no commands, no lines of Tocsin's own.
std::vector<TalkLine> people_talk(const storage::Store&, const IncidentFile&, std::string_view prefix);

} // namespace tocsin::bot
