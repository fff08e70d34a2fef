// The longer texts of notices: lifecycle, updates, tasks (VOICE 3).
#pragma once

#include "commands/core/event.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"
#include "commands/postmortem/document.hpp"

#include <span>
#include <vector>

namespace tocsin::texts {

inline constexpr std::size_t words_max = 240; // of a person's words quoted in a room

Message resolved(const IncidentFile&, const Recorded&, const IncidentResolved&);
// What the draft cannot say yet: the first few, each with the line that fills it.
void add_gaps(const Incident&, const std::vector<postmortem::Gap>&, Message&);
Message review_begins(const Incident&);
Message update(const Incident&, const Update&); // what the audience reads
Message delivered(const Incident& was, const Policy&, const Recorded&, const UpdateDelivered&, const Update&);
// The rungs of a decision that one message tells together, as the same people hear of them (VOICE 5: one for
// all audiences): those of the farthest audience first. Empty unless `e` is the first of them, so that it is
// told once.
using Rungs = std::vector<RungReached>;
Rungs told_together(std::span<const Recorded>, const RungReached& e);
Message update_due(const IncidentFile&, const Rungs&);
Message update_late(const IncidentFile&, const Rungs&, Instant now); // to one person
Message role_missing(const IncidentFile&, const Rungs&, std::string_view role);
Message reminder(const IncidentFile&, const Rungs&, Instant now);
Message task_over(const Incident&, const Task&);
Message task_unanswered(const Incident&, const Task&);
// "Due sooner now: customers 21:16 UTC": the obligations a decision opened or moved; empty: none.
Line moved_dues(std::span<const Recorded>);
// The state left triage because somebody took command: one line tells both.
bool command_taken(std::span<const Recorded>);
// "Customers have heard nothing since INC-12 opened, 25 min ago.": how long an audience has been without
// word.
std::string silence(const Incident&, Audience, Instant now);

} // namespace tocsin::texts
