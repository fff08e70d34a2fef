// Declared, moved, over; phases, relations, entries, tasks.
#include "commands/core/room_wish.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {

void Noticing::operator()(const PolicyAdopted&) {}
void Noticing::operator()(const PersonSeen&) {}
void Noticing::operator()(const SystemNoted&) {}

void Noticing::operator()(const IncidentDeclared& e) {
    card_changed = true;
    Message m = one(fmt::format("{} is open, {}: ", now.ref(), word(e.severity)));
    m.lines.back().push_back(quote(e.title));
    m.lines.back().push_back(say(". Go to "));
    m.lines.back().push_back(link(name_of(now.home), "/i/" + now.slug()));
    m.phone = fmt::format("{} open, {}: {}.", now.ref(), word(e.severity), text::cut(e.title, 60));
    if (!r.meta.room.value.empty() && r.meta.room != now.home)
        post(r.meta.room, Priority::chatter, std::move(m));
}

void Noticing::operator()(const RoomBound& e) {
    card_changed = true;
    if (e.use == RoomUse::extra && was.id) // of one that is just declared, its card says it
        post(e.room, Priority::chatter,
             one(fmt::format("This is a room of {} from now on: {}.", now.ref(), now.title)));
}
void Noticing::operator()(const RoomUnbound& e) {
    card_changed = true;
    if (now.is_private) return; // nobody there is told why
    out.push_back({.incident = now.id,
                   .priority = Priority::chatter,
                   .room = e.room,
                   .message = one("This is no room of an incident any more.")});
}

void Noticing::operator()(const StateChanged& e) {
    card_changed = true;
    if (texts::command_taken(events)) return; // that line says it
    if (e.to == State::postmortem) {
        rooms(Priority::chatter, texts::review_begins(now));
        return;
    }
    Message m = with_quote(
        fmt::format("{}: {} → {}, by {}", now.ref(), word(e.from), views::state_shown(e.to), who()), e.text);
    if (e.to < e.from && was.mitigated_at != no_instant && now.mitigated_at == no_instant)
        m.lines.push_back({say("Users are hurt again? "), command("impact start level=partial TEXT")});
    m.phone =
        fmt::format("{} {}: {}", now.ref(), word(e.to), text::cut(e.text.empty() ? now.title : e.text, 70));
    rooms(Priority::chatter, std::move(m));
}

void Noticing::operator()(const SeverityChanged& e) {
    card_changed = true;
    Message m = with_quote(
        fmt::format("{} is {} now, was {}, by {}", now.ref(), word(e.to), word(e.from), who()), e.text);
    if (const Line due = texts::moved_dues(events); !due.empty()) m.lines.push_back(due);
    m.phone = fmt::format("{} is {} now: {}", now.ref(), word(e.to), text::cut(now.title, 70));
    rooms(Priority::chatter, std::move(m));
}

void Noticing::operator()(const IncidentResolved& e) {
    card_changed = true;
    Message m = texts::resolved(file, r, e);
    const std::string none;
    texts::add_gaps(
        now,
        postmortem::gaps({.all = all, .file = file, .talk = {}, .as_of = no_instant, .chain_head = none}), m);
    rooms(Priority::chatter, m);
    if (all.policy().traits_of(platform_of(now.home)).makes_rooms)
        out.push_back({.incident = now.id,
                       .priority = Priority::chatter,
                       .room = now.home,
                       .card = draft_card(now.id, now.resolved_history.size()),
                       .message = {},
                       .wish = draft_errand(now.id)});
    close_call_out(fmt::format("{} is resolved.", now.ref()));
}

void Noticing::operator()(const IncidentReopened& e) {
    card_changed = true;
    Message m = with_quote(fmt::format("{} is open again, by {}", now.ref(), who()), e.text);
    m.phone = fmt::format("{} open again: {}", now.ref(), text::cut(now.title, 70));
    rooms(Priority::chatter, std::move(m));
}

void Noticing::operator()(const IncidentCancelled& e) {
    card_changed = true;
    Message m = with_quote(fmt::format("{} is cancelled, a false alarm, by {}", now.ref(), who()), e.text);
    m.lines.push_back({say("No update is owed any more. Not right? "), command("reopen REASON")});
    m.phone = fmt::format("{} cancelled: it was a false alarm.", now.ref());
    rooms(Priority::chatter, std::move(m));
    close_call_out(fmt::format("{} is cancelled.", now.ref()));
}
void Noticing::operator()(const IncidentClosed&) {
    card_changed = true;
    rooms(Priority::chatter, one(fmt::format("{} is closed, by {}.", now.ref(), who())));
}

void Noticing::operator()(const IncidentMerged& e) {
    card_changed = true;
    const IncidentFile* into = all.find(e.into);
    Message m = one(fmt::format("{} goes on in {}, by {}. Go to ", now.ref(), e.into_ref, who()));
    if (into) m.lines.back().push_back(link(name_of(into->now.home), "/i/" + into->now.slug()));
    m.phone = fmt::format("{} goes on in {}.", now.ref(), e.into_ref);
    rooms(Priority::chatter, std::move(m));
    close_call_out(fmt::format("{} goes on in {}.", now.ref(), e.into_ref));
}
void Noticing::operator()(const MergeTaken& e) {
    card_changed = true;
    Message m = with_quote(fmt::format("{} goes on here, by {}", e.other_ref, who()), e.title);
    m.phone = fmt::format("{} goes on in {}.", e.other_ref, now.ref());
    rooms(Priority::chatter, std::move(m));
}
void Noticing::operator()(const ChildSplit& e) {
    card_changed = true;
    rooms(Priority::chatter, with_quote(fmt::format("{} was split off, by {}", e.child_ref, who()), e.title));
}
void Noticing::operator()(const SplitFrom&) { card_changed = true; }
void Noticing::operator()(const IncidentLinked&) { card_changed = true; }

void Noticing::operator()(const PhaseChanged& e) {
    card_changed = true;
    for (const Recorded& other : events) // its own line says it
        if (std::holds_alternative<IncidentResolved>(other.event) ||
            std::holds_alternative<IncidentReopened>(other.event))
            return;
    if (e.from == Phase::none) return; // declared
    Message m = with_quote(fmt::format("{}: phase {}, by {}", now.ref(), word(e.to), who()), e.text);
    m.lines.push_back({say("What it asks for: "), command("checklist")});
    m.phone = fmt::format("{} phase {}: {}", now.ref(), word(e.to),
                          text::cut(e.text.empty() ? now.title : e.text, 60));
    rooms(Priority::chatter, std::move(m));
}
void Noticing::operator()(const CheckTicked&) {}
void Noticing::operator()(const KeyTimeStamped&) { card_changed = true; }

void Noticing::operator()(const NoteAdded&) {}
void Noticing::operator()(const ImpactStarted&) { card_changed = true; }
void Noticing::operator()(const ImpactEnded&) { card_changed = true; }
void Noticing::operator()(const ImpactStated&) { card_changed = true; }
void Noticing::operator()(const EntryCorrected&) { card_changed = true; }
void Noticing::operator()(const EntryRetracted&) { card_changed = true; }
void Noticing::operator()(const EntryRedacted&) { card_changed = true; }

void Noticing::operator()(const CommandUndone& e) {
    card_changed = true;
    rooms(Priority::chatter, one(fmt::format("{}: {} took back {}.", now.ref(), who(), e.line)));
}

void Noticing::operator()(const TaskGiven& e) {
    card_changed = true;
    if (e.owner == r.meta.by) return;
    Message m = one(fmt::format("T{} is yours, until {}: ", e.number, text::due_utc(e.due)));
    m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
    m.lines.push_back({say("Done: "), command(fmt::format("task T{} done WHAT", e.number))});
    m.phone = fmt::format("{} T{} is yours: {}", now.ref(), e.number, text::cut(e.text, 70));
    tell(e.owner, Priority::reply, std::move(m));
}
void Noticing::operator()(const TaskDone&) { card_changed = true; }
void Noticing::operator()(const TaskExtended&) { card_changed = true; }
void Noticing::operator()(const TaskDropped&) { card_changed = true; }

void Noticing::operator()(const TaskCalled& e) {
    card_changed = true;
    const auto it = now.tasks.find(e.number);
    if (it == now.tasks.end()) return;
    if (e.in_room)
        rooms(Priority::chatter, texts::task_unanswered(now, it->second));
    else
        remind(it->second.owner, texts::task_over(now, it->second));
}

} // namespace tocsin
