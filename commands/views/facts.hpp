// What several views read out of an incident: newest words, what is owed, who leads.
#pragma once

#include "commands/core/message.hpp"
#include "commands/core/state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::views {

// The newest words on what users notice: a statement, or what was said when the open window began.
struct Said {
    std::string_view text, by;
    Instant at{};
    std::uint32_t number{};
};
std::optional<Said> newest_statement(const Incident&);

// An update that is owed. Late: its time was called, or something was recorded after it. A view without `now`
// can know no more, and needs no more: the line at due is an event that draws it anew.
struct Owed {
    Audience audience{};
    const Obligation* what{};
    bool late{};
};
// Soonest first, of equal moments customers first; without the responders, whose update is the card.
std::vector<Owed> owed_updates(const Incident&);
std::size_t late_updates(const Incident&);

std::vector<const Task*> running_tasks(const Incident&);
bool is_late(const Incident&, const Task&);

// Somebody outside the responders is owed updates, so that comms is a role that can be vacant.
bool needs_comms(const Incident&);

// The newest update to that audience did not reach it; nullptr: it did, or there was none.
const Update* undelivered(const IncidentFile&, Audience);

// "02:29 UTC", with the day if it is another one than the reference's. Due times are rounded to the minute.
std::string when_text(Instant, Instant reference);
std::string due_text(Instant, Instant reference);
// The same as a run, which platforms may show in the reader's zone.
Run when(Instant, Instant reference);
Run due(Instant, Instant reference);

// "customers" -> "Customers".
std::string capital(std::string);
// "1 task", "2 tasks".
std::string counted(std::size_t n, std::string_view noun);

} // namespace tocsin::views
