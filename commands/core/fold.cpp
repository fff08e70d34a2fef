// One event, one incident. Visited without a catch-all: a new event does not compile until it is answered here.
#include "commands/core/fold.hpp"

#include "commands/core/item.hpp"

#include <algorithm>

namespace tocsin::fold {
namespace {

// Exactly one person holds these; a new holder ends the earlier one's time (DOMAIN 3).
bool single(std::string_view role) { return role == "commander" || role == "scribe"; }

struct Fold {
    IncidentFile& file;
    Incident& now;
    const Recorded& r;
    const Meta& meta; // with the corrected time, if there is one

    void operator()(const Unknown&) {}
    void operator()(const PolicyAdopted&) {}
    void operator()(const PersonSeen&) {}
    void operator()(const SystemNoted&) {}

    void operator()(const IncidentDeclared& e) {
        now.number = e.number;
        now.title = e.title;
        now.service = e.service;
        now.type = e.type;
        now.severity = now.severity_declared = e.severity;
        now.severity_given = e.severity_given;
        now.policy_version = e.policy_version;
        now.declarer = meta.by;
        now.declarer_name = meta.by_name;
        now.declared_at = meta.at;
        now.declared_recorded = r.recorded_at;
    }

    void operator()(const RoomBound& e) {
        if (e.use == RoomUse::home) now.home = e.room;
        if (std::find(now.rooms.begin(), now.rooms.end(), e.room) == now.rooms.end()) now.rooms.push_back(e.room);
    }

    void operator()(const StateChanged& e) {
        if (e.from == State::monitoring && e.to < State::monitoring) now.mitigated_at = no_instant; // DOMAIN 2.2
        now.state = e.to;
        if (e.to == State::investigating && now.investigating_at == no_instant) now.investigating_at = meta.at;
        if (e.to == State::identified) {
            if (now.identified_at == no_instant) now.identified_at = meta.at;
            if (!e.text.empty()) now.identified_text = e.text;
        }
        if (e.to == State::monitoring) now.mitigated_at = meta.at;
    }

    void operator()(const SeverityChanged& e) { now.severity = e.to; }

    void operator()(const IncidentResolved& e) {
        now.state = State::resolved;
        now.resolved_at = meta.at;
        now.resolved_history.push_back(meta.at);
        now.resolve_text = e.text;
        for (Window& w : now.windows)
            if (w.end == no_instant) {
                w.end = std::max(w.start, meta.at);
                w.ended_by_resolve = true;
            }
    }

    void operator()(const IncidentReopened&) {
        now.state = State::investigating;
        now.resolved_at = no_instant;
        now.reopened_at = meta.at;
        ++now.reopened_count;
        now.mitigated_at = no_instant;
    }

    void operator()(const PostmortemOwned& e) {
        now.postmortem_owner = e.person;
        now.postmortem_owner_name = e.person_name;
    }

    void operator()(const RoleOffered& e) { now.offers[e.role] = {e.person, e.person_name, meta.by, meta.at}; }

    void operator()(const RoleTaken& e) {
        now.offers.erase(e.role);
        auto& tenures = now.roles[e.role];
        for (Tenure& t : tenures) {
            if (t.until != no_instant) continue;
            if (t.person == e.person) return;
            if (single(e.role)) t.until = meta.at;
        }
        tenures.push_back({e.person, e.person_name, meta.at, no_instant});
        now.participants.insert(e.person);
        if (e.role == "commander" && now.acknowledged_at == no_instant) now.acknowledged_at = meta.at;
    }

    void operator()(const UpdateSubmitted& e) {
        now.updates = std::max(now.updates, e.number);
        file.updates[e.number] = {e.number,     e.audience, r.recorded_at, no_instant, e.promise, e.next_given,
                                  e.closing,    false,      e.text,        e.published, meta.by,  meta.by_name};
    }

    void operator()(const UpdateDelivered& e) {
        const auto it = file.updates.find(e.number);
        if (it == file.updates.end() || it->second.delivered != no_instant) return; // a further target of the same text
        Update& update = it->second;
        update.delivered = meta.at;
        update.undelivered = false;
        AudienceClock& clock = now.clocks[e.audience];
        clock.started = true;
        clock.last_update = e.number;
        clock.last_published = meta.at;
        if (clock.open) {
            clock.open->published = meta.at;
            clock.open->update = e.number;
            clock.settled.push_back(*clock.open);
            clock.open.reset();
        }
        if (update.promise == no_instant) return;
        // An update typed before `resolve` and delivered after it: what it promised is the closing one.
        const auto kind = is_over(now.state) && !update.next_given ? ObligationKind::closing : ObligationKind::cadence;
        clock.open = Obligation{.kind = kind, .began = update.submitted, .due = update.promise};
    }

    void operator()(const UpdateUndelivered& e) {
        const auto it = file.updates.find(e.number);
        if (it != file.updates.end() && it->second.delivered == no_instant) it->second.undelivered = true;
    }

    void operator()(const ObligationOpened& e) {
        AudienceClock& clock = now.clocks[e.audience];
        clock.started = true;
        clock.open = Obligation{.kind = e.kind, .began = e.began, .due = e.due};
    }

    void operator()(const ObligationMoved& e) {
        AudienceClock& clock = now.clocks[e.audience];
        if (!clock.open) return;
        if (e.due > clock.open->due) clock.open->reminded = clock.open->called = false; // a later time is a new wait
        clock.open->kind = e.kind;
        clock.open->due = e.due;
    }

    void operator()(const RungReached& e) {
        AudienceClock& clock = now.clocks[e.audience];
        if (!clock.open || clock.open->due != e.due) return;
        clock.open->reminded = true; // the line at due makes a reminder pointless
        if (e.rung == Rung::due) clock.open->called = true;
    }

    void operator()(const NoteAdded& e) { file.notes[e.number] = {e.number, meta.at, e.text, meta.by_name}; }

    void operator()(const ImpactStarted& e) {
        for (Window& w : now.windows)
            if (w.end == no_instant) w.end = std::max(w.start, meta.at);
        now.windows.push_back({e.number, e.level, meta.at, no_instant, false, e.text, meta.by_name});
    }

    void operator()(const ImpactEnded& e) {
        for (Window& w : now.windows)
            if (w.number == e.number && (w.end == no_instant || w.ended_by_resolve)) {
                w.end = std::max(w.start, meta.at);
                w.ended_by_resolve = false; // a person has said when
            }
    }

    void operator()(const ImpactStated& e) {
        now.statements.push_back({e.number, meta.at, e.customers, e.text, meta.by_name});
    }

    void operator()(const EntryCorrected&) {}
    void operator()(const CommandUndone&) {}

    void operator()(const TaskGiven& e) {
        now.tasks[e.number] = {e.number, e.owner, e.owner_name, e.text, "", meta.at, e.due, no_instant};
        now.participants.insert(e.owner);
    }
    void operator()(const TaskDone& e) { end_task(e.number, Task::Status::done, e.text); }
    void operator()(const TaskDropped& e) { end_task(e.number, Task::Status::dropped, e.text); }
    void operator()(const TaskExtended& e) {
        const auto it = now.tasks.find(e.number);
        if (it == now.tasks.end()) return;
        it->second.due = e.due;
        it->second.called = false;
    }
    void operator()(const TaskCalled& e) {
        const auto it = now.tasks.find(e.number);
        if (it != now.tasks.end() && it->second.due == e.due) it->second.called = true;
    }

    void end_task(std::uint32_t number, Task::Status status, const std::string& text) {
        const auto it = now.tasks.find(number);
        if (it == now.tasks.end()) return;
        it->second.status = status;
        it->second.outcome = text;
        it->second.ended = meta.at;
    }
};

// kind 0: it makes none.
Item made_by(const Event& event) { return item_of(event).value_or(Item{}); }

// Numbers are never given twice, also not those of what was undone.
void count(Incident& now, const Event& event) {
    const Item item = made_by(event);
    std::uint32_t* const counter = item.kind == 'N'   ? &now.notes
                                   : item.kind == 'I' ? &now.impacts
                                   : item.kind == 'T' ? &now.task_count
                                   : item.kind == 'U' ? &now.updates
                                                      : nullptr;
    if (counter) *counter = std::max(*counter, item.number);
}

void visit(IncidentFile& file, const Recorded& r, const Meta& meta, const Event& event) {
    if (meta.by) file.now.participants.insert(meta.by);
    std::visit(Fold{file, file.now, r, meta}, event);
}

std::string* text_of(Event& event) {
    return std::visit(overloaded{[](NoteAdded& e) { return &e.text; }, [](ImpactStarted& e) { return &e.text; },
                                 [](ImpactStated& e) { return &e.text; }, [](TaskGiven& e) { return &e.text; },
                                 [](auto&) { return static_cast<std::string*>(nullptr); }},
                      event);
}

void position(Incident& now, const Recorded& r) {
    now.last_seq = r.seq;
    now.changed_at = r.recorded_at;
    count(now, r.event);
}

void find_undone(IncidentFile& file) {
    for (const Recorded& r : file.log)
        if (const auto* undone = std::get_if<CommandUndone>(&r.event))
            for (const Recorded& other : file.log)
                if (other.seq >= undone->first && other.seq <= undone->last) file.undone.insert(other.seq);
}

// The newest correction of each entry, with the entry's first words and time.
void find_corrections(IncidentFile& file) {
    std::map<Item, const Recorded*> items;
    for (const Recorded& r : file.log) {
        const Item made = made_by(r.event);
        if (made.kind) items[made] = &r;
        const auto* corrected = std::get_if<EntryCorrected>(&r.event);
        if (!corrected || file.undone.contains(r.seq)) continue;
        const auto it = items.find({corrected->kind, corrected->number});
        if (it == items.end()) continue;
        Event first = it->second->event;
        const std::string* text = text_of(first);
        file.corrections[it->second->seq] = {it->second->seq, r.seq, text ? *text : "", it->second->meta.at};
    }
}

// All corrections of one entry in order: a later one may change only the text or only the time.
void fold_corrected(IncidentFile& file, const Recorded& r,
                    const std::map<Item, std::vector<const Recorded*>>& corrections) {
    Event event = r.event;
    Meta meta = r.meta;
    for (const Recorded* by : corrections.at(made_by(r.event))) {
        const auto& corrected = std::get<EntryCorrected>(by->event);
        if (corrected.moved) {
            meta.at = by->meta.at;
            meta.day_only = by->meta.day_only;
        }
        if (std::string* text = text_of(event); text && !corrected.text.empty()) *text = corrected.text;
    }
    visit(file, r, meta, event);
}

} // namespace

bool rewrites_history(const Event& e) {
    return std::holds_alternative<EntryCorrected>(e) || std::holds_alternative<CommandUndone>(e);
}

void one(IncidentFile& file, const Recorded& r) {
    position(file.now, r);
    visit(file, r, r.meta, r.event);
}

void all(IncidentFile& file) {
    const IncidentId id = file.now.id;
    file.now = Incident{};
    file.now.id = id;
    file.notes.clear();
    file.updates.clear();
    file.corrections.clear();
    file.undone.clear();
    find_undone(file);
    find_corrections(file);
    std::map<Item, std::vector<const Recorded*>> corrections;
    for (const Recorded& r : file.log)
        if (const auto* c = std::get_if<EntryCorrected>(&r.event); c && !file.undone.contains(r.seq))
            corrections[{c->kind, c->number}].push_back(&r);
    for (const Recorded& r : file.log) {
        position(file.now, r);
        if (file.undone.contains(r.seq)) continue;
        if (file.corrections.contains(r.seq))
            fold_corrected(file, r, corrections);
        else
            visit(file, r, r.meta, r.event);
    }
}

} // namespace tocsin::fold

namespace tocsin {
void refold(IncidentFile& file) { fold::all(file); }
} // namespace tocsin
