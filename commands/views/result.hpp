// What is left of an incident that is over: the card's second form.
#pragma once

#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

namespace tocsin::views {

// Length, impact, updates on time, what is still owed, draft and owner.
void add_result(Message&, const Everything&, const Incident&);

} // namespace tocsin::views
