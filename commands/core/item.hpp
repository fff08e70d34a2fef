// Which numbered entry an event makes: N5, I1, T2, U4; and its words.
#pragma once

#include "commands/core/event.hpp"

#include <optional>

namespace tocsin {

// Pages are counted too, but are no items: nobody types their numbers.
inline constexpr char page_kind = 'G';

std::optional<Item> item_of(const Event&); // nullopt: it makes none
// The words of an entry that `correct` replaces; nullptr: it makes none, or has none of its own.
std::string* words_in(Event&);
const std::string* words_in(const Event&);
inline constexpr std::string_view redacted_mark = "[redacted]";
// Empties every text and name of the event, as the store has emptied its row; ids, enums and times stay
// (DESIGN 4.8).
void empty_words(Event&, Meta&);
// The same, with the mark where people look for the words.
void mark_redacted(Event&, Meta&);

} // namespace tocsin
