// The longer texts of notices: roles, hand-offs, pages, polls, reports (VOICE 3).
#pragma once

#include "commands/core/event.hpp"
#include "commands/core/message.hpp"
#include "commands/core/state.hpp"
#include "commands/views/waiting.hpp"

#include <span>
#include <vector>

namespace tocsin::texts {

Message role_offered(const Incident&, const RoleOffered&, const std::string& by);
// The brief of the giver, and what the state adds to it (DOMAIN 3).
Message handoff(const IncidentFile&, const RoleOffered&, const std::string& by, Instant now);
Message offer_waits(const Incident&, const std::string& role, const Offer&);
Message fatigue(const Incident&, const FatigueCalled&);
Message page(const IncidentFile&, const PagePlaced&, const std::string& by, Instant now, const Policy&);
// What whoever is paged can press; they name the incident, so that they work anywhere.
std::vector<Button> page_buttons(const Incident&);
Message paged_nobody(const Incident&, const PagePlaced&, const std::string& by);
Message acknowledged(const Incident&, const Page&);
Message declined(const Incident&, const Page&);
Message unanswered(const Incident&, const Page&, Instant now);
Message poll_over(const Incident&, const Poll&);
Message can_asked(const Incident&, const std::string& by);
// Who has not reported; empty: everybody has.
Message can_over(const IncidentFile&);
Message review_reminder(const Incident&, const ReviewReminded&);
std::vector<ActionReminded> actions_together(std::span<const Recorded>);
Message actions_due(const IncidentFile&, const std::vector<ActionReminded>&);  // to their owner
Message actions_late(const IncidentFile&, const std::vector<ActionReminded>&); // to the duty manager
// The notification line of what waits for the commander.
std::string waits_for_you(const Incident&, const std::vector<views::Waiting>&);

} // namespace tocsin::texts
