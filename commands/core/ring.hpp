// Decisions of Tocsin's own Asks: a moment has come, a message was delivered or given up.
#pragma once

#include "commands/core/decision.hpp"

namespace tocsin {

Decision decide_clock(const Everything&, const Ask&, const ClockRang&, Instant now);
Decision decide_receipt(const Everything&, const Ask&, const Receipt&, Instant now);
Decision decide_hearing(const Everything&, const Hearing&, Instant now);

// Parts of decide_clock: the rungs of an update (ring_ladder.cpp), what waits for the commander
// (ring_call_out.cpp).
Decision decide_rung(const Everything&, const Incident&, const ClockRang&, Instant now);
Decision decide_call_out(const Everything&, const IncidentFile&, Instant now);

} // namespace tocsin
