// From facts to messages: the walk over a decision's events, and what its messages are made with.
#include "commands/notices/notices.hpp"

#include "commands/clocks/call_out.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <algorithm>

namespace tocsin {

std::string Noticing::who() const { return r.meta.by ? text::isolated(r.meta.by_name) : "Tocsin"; }

Message Noticing::one(std::string words) {
    Message m;
    m.lines.push_back({say(words)});
    return m;
}

Message Noticing::with_quote(std::string words, std::string_view quoted) {
    const bool none = text::trimmed(quoted).empty();
    Message m = one(words + (none ? "." : ": "));
    if (!none) m.lines.back().push_back(quote(text::cut(quoted, texts::words_max)));
    return m;
}

void Noticing::post(const RoomId& room, Priority priority, Message m) {
    const bool own = std::find(now.rooms.begin(), now.rooms.end(), room) != now.rooms.end();
    if (now.is_private && !own) return;
    out.push_back({.incident = now.id, .priority = priority, .room = room, .message = std::move(m)});
}

void Noticing::rooms(Priority priority, const Message& m) {
    for (const RoomId& room : now.rooms) post(room, priority, m);
}

void Noticing::tell(PersonId person, Priority priority, Message m) {
    if (person)
        out.push_back({.incident = now.id,
                       .priority = priority,
                       .room = now.home,
                       .person = person,
                       .message = std::move(m)});
}

void Noticing::remind(PersonId person, Message m) {
    // The event that is told of is in the log by now.
    if (clocks::unasked_lately(all, person, r.recorded_at) <= clocks::unasked_an_hour)
        tell(person, Priority::reply, std::move(m));
}

std::vector<Outgoing> notices(const Incident& was, const Everything& all, std::span<const Recorded> events) {
    std::vector<Outgoing> out;
    if (events.empty()) return out;
    const IncidentFile* file = all.find(events.front().incident);
    if (!file) return out;
    bool card_changed = false;
    for (const Recorded& r : events)
        std::visit(Noticing{was, all, *file, file->now, r, events, out, card_changed}, r.event);
    if (card_changed)
        for (const RoomId& room : file->now.rooms)
            out.push_back({.incident = file->now.id,
                           .priority = Priority::card,
                           .room = room,
                           .card = "card/" + std::to_string(file->now.id.value),
                           .message = views::card(all, file->now)});
    return out;
}

} // namespace tocsin
