// How one event changes one incident. Used by state.cpp only.
#pragma once

#include "commands/core/state.hpp"

namespace tocsin::fold {

// Corrections and undo change what earlier events meant: the incident is folded anew.
bool rewrites_history(const Event&);

// Applies an event that rewrites nothing, as it was recorded.
void one(IncidentFile&, const Recorded&);

} // namespace tocsin::fold
