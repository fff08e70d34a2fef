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
// Puts the mark of a redaction in the place of every text of the event; ids, enums and times stay
// (DESIGN 4.8).
void redact_words(Event&);

} // namespace tocsin
