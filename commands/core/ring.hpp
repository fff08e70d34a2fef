// What follows when a clock rings or a receipt comes in: Asks by Tocsin itself (DESIGN 2).
#pragma once

#include "commands/core/decision.hpp"

namespace tocsin {

Decision decide_clock(const Everything&, const Ask&, const ClockRang&, Instant now);
Decision decide_receipt(const Everything&, const Ask&, const Receipt&, Instant now);

} // namespace tocsin
