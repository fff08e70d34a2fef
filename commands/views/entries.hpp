// The timeline one entry at a time, for a reader that turns each into something else: a record of a hundred
// thousand entries need not exist twice.
#pragma once

#include "commands/views/views.hpp"

#include <functional>

namespace tocsin::views {

void each_entry(const IncidentFile&, bool full, const std::function<void(Entry&&)>&);

} // namespace tocsin::views
