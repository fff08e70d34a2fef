// Time that counts: quiet hours of an audience and announced pauses do not run (DOMAIN 5.6).
#pragma once

#include "commands/core/state.hpp"

namespace tocsin::clocks {

// The moment at which `target` of active time of that audience has passed since `from`. An explicit next= is
// never shifted by it.
Instant due_after(const Incident&, Audience, const Policy&, Instant from, Duration target);
// Is it a quiet hour of that audience? Never at sev1, never of the responders.
bool is_quiet(const Incident&, Audience, const Policy&, Instant);

} // namespace tocsin::clocks
