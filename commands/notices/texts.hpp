// The longer texts of notices.cpp (VOICE 3).
#pragma once

#include "commands/core/event.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

#include <span>

namespace tocsin::texts {

inline constexpr std::size_t words_max = 240; // of a person's words quoted in a room

Instant minute(Instant); // nearest minute
Message resolved(const Incident&, const Recorded&, const IncidentResolved&);
Message update(const Incident&, const UpdateSubmitted&);                    // what the audience reads
Message delivered(const Incident& was, const Policy&, const Recorded&, const UpdateDelivered&, const Update&);
Message update_due(const Incident&, const RungReached&);
Message reminder(const Everything&, const Incident&, std::span<const Recorded> rungs, Instant now);
Message task_over(const Incident&, const Task&);
// "Due sooner now: customers 21:16 UTC": the obligations a decision opened or moved; empty: none.
Line moved_dues(std::span<const Recorded>);
// The state left triage because somebody took command: one line tells both.
bool command_taken(std::span<const Recorded>);
const Recorded* first_reminder(std::span<const Recorded>);
// Vacant comms: the commander; vacant commander: the declarer (DOMAIN 5.3).
PersonId comms_or_lead(const Incident&);

} // namespace tocsin::texts
