// The timeline one entry at a time, for a reader that turns each into something else: a record of a hundred
// thousand entries need not exist twice.
#pragma once

#include "commands/views/views.hpp"

#include <functional>

namespace tocsin::views {

// Of an incident that others were merged into their entries stand among its own, with their origin
// (DOMAIN 2.4).
void each_entry(const Everything&, const IncidentFile&, bool full, const std::function<void(Entry&&)>&);

} // namespace tocsin::views
