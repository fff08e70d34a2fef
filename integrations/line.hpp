// What a chat line is to Tocsin: a command, or talk. One rule for every source that types plain text (own
// room, API, replay); platforms with commands of their own strip theirs themselves.
#pragma once

#include "commands/core/ask.hpp"

#include <string_view>

namespace tocsin {

// `prefix` is "/incident " (the command word and a space). A line is a command only if its first characters,
// after white space, are the word in any case, then a white space, the end, or (without the space) an exact
// verb or alias. With `short_form`, "/VERB ..." is one too, if VERB is a single word of letters and what
// follows is a space or the end ("/declare sev2 x"); "/var/log is full" is talk.
Typed typed(std::string_view text, std::string_view prefix, bool short_form);

} // namespace tocsin
