// Who is told what. Each event is answered here, without a catch-all: nobody can forget the room, the card, the
// audience or the person.
#include "commands/notices/notices.hpp"

#include "commands/notices/texts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

struct Notices {
    const Incident& was;
    const Everything& all;
    const IncidentFile& file;
    const Incident& now;
    const Recorded& r;
    std::span<const Recorded> events; // of the whole decision
    std::vector<Outgoing>& out;
    bool& card_changed;

    void operator()(const Unknown&) {}
    void operator()(const PolicyAdopted&) {}
    void operator()(const PersonSeen&) {}
    void operator()(const SystemNoted&) {}

    void operator()(const IncidentDeclared& e) {
        card_changed = true;
        Message m = one(fmt::format("{} is open, {}: ", now.ref(), word(e.severity)));
        m.lines.back().push_back(quote(e.title));
        m.lines.back().push_back(say(". Go to "));
        m.lines.back().push_back(link(name_of(now.home), "/i/" + now.ref()));
        m.phone = fmt::format("{} open, {}: {}.", now.ref(), word(e.severity), text::cut(e.title, 60));
        if (!r.meta.room.value.empty() && r.meta.room != now.home) post(r.meta.room, Priority::chatter, std::move(m));
    }

    void operator()(const RoomBound& e) {
        card_changed = true;
        if (e.use == RoomUse::extra)
            post(e.room, Priority::chatter, one(fmt::format("This is a room of {} from now on: {}.", now.ref(), now.title)));
    }

    void operator()(const StateChanged& e) {
        card_changed = true;
        if (texts::command_taken(events)) return; // that line says it
        Message m = one(fmt::format("{}: {} → {}, by {}{}", now.ref(), word(e.from), views::state_shown(e.to), text::isolated(r.meta.by_name),
                                    e.text.empty() ? "." : ": "));
        if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
        m.phone = fmt::format("{} {}: {}", now.ref(), word(e.to), text::cut(e.text.empty() ? now.title : e.text, 70));
        rooms(Priority::chatter, std::move(m));
    }

    void operator()(const SeverityChanged& e) {
        card_changed = true;
        Message m = one(fmt::format("{} is {} now, was {}, by {}{}", now.ref(), word(e.to), word(e.from), text::isolated(r.meta.by_name),
                                    e.text.empty() ? "." : ": "));
        if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
        if (const Line due = texts::moved_dues(events); !due.empty()) m.lines.push_back(due);
        m.phone = fmt::format("{} is {} now: {}", now.ref(), word(e.to), text::cut(now.title, 70));
        rooms(Priority::chatter, std::move(m));
    }

    void operator()(const IncidentResolved& e) {
        card_changed = true;
        rooms(Priority::chatter, texts::resolved(now, r, e));
    }

    void operator()(const IncidentReopened& e) {
        card_changed = true;
        Message m = one(fmt::format("{} is open again, by {}{}", now.ref(), text::isolated(r.meta.by_name), e.text.empty() ? "." : ": "));
        if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
        m.phone = fmt::format("{} open again: {}", now.ref(), text::cut(now.title, 70));
        rooms(Priority::chatter, std::move(m));
    }

    void operator()(const PostmortemOwned& e) {
        card_changed = true;
        if (e.person != r.meta.by) tell(e.person, Priority::chatter, one(fmt::format("You own the post-mortem of {}: {}.", now.ref(), now.title)));
    }

    void operator()(const RoleOffered& e) {
        Message m = one(fmt::format("{} offers you the role {} of {}. Accept? ", text::isolated(r.meta.by_name), e.role, now.ref()));
        m.lines.back().push_back(command("accept"));
        m.buttons.push_back({fmt::format("Accept {} of {}", e.role, now.ref()), "accept"});
        m.phone = fmt::format("{} offers you {} of {}: {}", r.meta.by_name, e.role, now.ref(), text::cut(now.title, 50));
        tell(e.person, Priority::reply, std::move(m));
    }

    void operator()(const RoleTaken& e) {
        card_changed = true;
        const Tenure* before = was.holder(e.role);
        std::string words = fmt::format("{} is {} of {} since {}.", text::isolated(e.person_name), e.role, now.ref(), text::hhmm_utc(r.meta.at));
        if (was.state != now.state) words += fmt::format(" State: {}.", views::state_shown(now.state));
        if (before && before->person != e.person) words += fmt::format(" {} is not any more.", text::isolated(before->name));
        if (e.role == "commander" && !now.holder("comms")) words += " Comms: nobody yet.";
        Message m = one(words);
        m.phone = fmt::format("{}: {} is {} now.", now.ref(), e.person_name, e.role);
        rooms(Priority::chatter, std::move(m));
    }

    void operator()(const UpdateSubmitted& e) {
        const auto targets = all.policy().targets.find(e.audience);
        if (targets == all.policy().targets.end()) return;
        for (const RoomId& room : targets->second) {
            Outgoing o = to_room(room, Priority::update, texts::update(now, e));
            o.update = e.number;
            o.audience = e.audience;
            out.push_back(std::move(o));
        }
    }

    void operator()(const UpdateDelivered& e) {
        card_changed = true;
        const auto it = file.updates.find(e.number);
        if (it != file.updates.end()) rooms(Priority::mirror, texts::delivered(was, all.policy_of(now), r, e, it->second));
    }

    void operator()(const UpdateUndelivered& e) {
        Message m = one(fmt::format("U{} did NOT reach {} ({}): {}.", e.number, name_of(e.target), views::audience_shown(e.audience), e.reason));
        m.tone = Tone::late;
        m.phone = fmt::format("{}: U{} did not reach {}.", now.ref(), e.number, views::audience_shown(e.audience));
        rooms(Priority::reply, std::move(m));
    }

    void operator()(const ObligationOpened&) { card_changed = true; }

    void operator()(const ObligationMoved& e) {
        card_changed = true;
        if (e.why != MoveReason::by_hand) return;
        Message m = one(fmt::format("{}: the next update comes by {}: {}", now.ref(), text::near(texts::minute(e.due), r.recorded_at), e.text));
        if (const auto it = all.policy().targets.find(e.audience); it != all.policy().targets.end())
            for (const RoomId& room : it->second) post(room, Priority::update, m);
        m.lines.front().front().text = fmt::format("{}: next {} update moved to {}, by {}: {}", now.ref(), views::audience_shown(e.audience),
                                                   text::near(texts::minute(e.due), r.recorded_at), text::isolated(r.meta.by_name), e.text);
        rooms(Priority::chatter, std::move(m));
    }

    void operator()(const RungReached& e) {
        if (e.skipped) return;
        if (e.rung == Rung::due) {
            rooms(Priority::reply, texts::update_due(now, e));
            return;
        }
        if (&r != texts::first_reminder(events)) return; // one message for all audiences that share it
        tell(texts::comms_or_lead(now), Priority::reply, texts::reminder(all, now, events, r.recorded_at));
    }

    void operator()(const NoteAdded&) {}
    void operator()(const ImpactStarted&) { card_changed = true; }
    void operator()(const ImpactEnded&) { card_changed = true; }
    void operator()(const ImpactStated&) { card_changed = true; }
    void operator()(const EntryCorrected&) { card_changed = true; }

    void operator()(const CommandUndone& e) {
        card_changed = true;
        rooms(Priority::chatter, one(fmt::format("{}: {} took back {}.", now.ref(), text::isolated(r.meta.by_name), e.line)));
    }

    void operator()(const TaskGiven& e) {
        card_changed = true;
        if (e.owner == r.meta.by) return;
        Message m = one(fmt::format("T{} is yours, until {}: ", e.number, text::due_utc(e.due)));
        m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
        m.lines.push_back({say("Done: "), command(fmt::format("task T{} done WHAT", e.number))});
        m.phone = fmt::format("{} T{} is yours: {}", now.ref(), e.number, text::cut(e.text, 70));
        tell(e.owner, Priority::reply, std::move(m));
    }
    void operator()(const TaskDone&) { card_changed = true; }
    void operator()(const TaskExtended&) { card_changed = true; }
    void operator()(const TaskDropped&) { card_changed = true; }

    void operator()(const TaskCalled& e) {
        card_changed = true;
        const auto it = now.tasks.find(e.number);
        if (it != now.tasks.end()) tell(it->second.owner, Priority::reply, texts::task_over(now, it->second));
    }

    static Message one(std::string words) {
        Message m;
        m.lines.push_back({say(words)});
        return m;
    }
    Outgoing to_room(const RoomId& room, Priority priority, Message m) const {
        return {.incident = now.id, .priority = priority, .room = room, .message = std::move(m)};
    }
    void post(const RoomId& room, Priority priority, Message m) { out.push_back(to_room(room, priority, std::move(m))); }
    void rooms(Priority priority, const Message& m) {
        for (const RoomId& room : now.rooms) post(room, priority, m);
    }
    void tell(PersonId person, Priority priority, Message m) {
        if (!person) return;
        Outgoing o = to_room(now.home, priority, std::move(m));
        o.person = person;
        out.push_back(std::move(o));
    }
};

} // namespace

std::vector<Outgoing> notices(const Incident& was, const Everything& all, std::span<const Recorded> events) {
    std::vector<Outgoing> out;
    if (events.empty()) return out;
    const IncidentFile* file = all.find(events.front().incident);
    if (!file) return out;
    bool card_changed = false;
    for (const Recorded& r : events) std::visit(Notices{was, all, *file, file->now, r, events, out, card_changed}, r.event);
    if (card_changed)
        for (const RoomId& room : file->now.rooms)
            out.push_back({.incident = file->now.id, .priority = Priority::card, .room = room,
                           .card = "card/" + std::to_string(file->now.id.value), .message = views::card(all, file->now)});
    return out;
}

} // namespace tocsin
