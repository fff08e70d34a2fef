// When a review owes what (DOMAIN 11.3). Pure: each follows from the incident alone.
#pragma once

#include "commands/core/state.hpp"

namespace tocsin::postmortem {

// sev1 and sev2 that were resolved or still run; a false alarm and a merged one owe no review.
bool required(const Incident&);

// no_instant from all three: not resolved, or no review is required.
Instant
meeting_due(const Incident&); // sev1: 3 calendar days after resolve; sev2: 5 business days (Mon to Fri, UTC)
Instant text_due(const Incident&);   // 24 h before the meeting that was set, else before the day it is due
Instant closed_due(const Incident&); // 30 days after resolve

// How long an action without a due date has: sev1 `prevent` 30 days, others 60.
Duration action_time(Severity, ActionType);
// Its own due date, else the default one.
Instant action_due(const Incident&, const Action&);

// The same time of the day, so many business days on; those are Monday to Friday in UTC.
Instant business_days_after(Instant, int days);

} // namespace tocsin::postmortem
