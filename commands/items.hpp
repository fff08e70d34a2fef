// Numbered entries of an incident, for the verbs that point at one.
#pragma once

#include "commands/core/item.hpp"
#include "commands/replies.hpp"

#include <optional>
#include <string>

namespace tocsin {

inline constexpr std::string_view all_items = "NITUHQDPVALC";
// A report has three parts, so it is withdrawn and given anew.
inline constexpr std::string_view correctable_items = "NITUHQDPVAL";

// The recorded event that made an item; nullptr: there is none, or it was taken back. {kind 0}: the newest of
// any of `kinds`; a number of 0 means the newest of that kind.
const Recorded* find_item(const IncidentFile&, Item, std::string_view kinds);
// Its newest words.
std::string words_of(const IncidentFile&, const Recorded&);
// "INC-1 has no N9. Nothing was done. It has N1 to N6, I1." as a refusal.
Decision no_such_item(const Context&, Item, std::string_view kinds);
// The same for an entry that was withdrawn and can take part in nothing any more.
Decision withdrawn(const Context&, Item);

} // namespace tocsin
