// Lifecycle, phases, impact, tasks, relations.
#include "commands/core/fold_event.hpp"

#include <algorithm>

namespace tocsin::fold {

void OneEvent::operator()(const PolicyAdopted&) {}
void OneEvent::operator()(const PersonSeen&) {}
void OneEvent::operator()(const SystemNoted&) {}
void OneEvent::operator()(const EntryCorrected&) {}
void OneEvent::operator()(const EntryRetracted&) {}
void OneEvent::operator()(const EntryRedacted&) {}
void OneEvent::operator()(const CommandUndone&) {}

void OneEvent::operator()(const IncidentDeclared& e) {
    now.number = e.number;
    now.is_private = e.is_private;
    now.code_name = e.code_name;
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
    if (now.is_major()) now.raised_at = r.recorded_at;
    now.members[meta.by] = meta.by_name;
    if (e.is_private) now.approved = {Audience::responders, Audience::executives}; // DESIGN 4.11
}

void OneEvent::operator()(const RoomBound& e) {
    if (e.use == RoomUse::home) now.home = e.room;
    if (std::find(now.rooms.begin(), now.rooms.end(), e.room) == now.rooms.end()) now.rooms.push_back(e.room);
}
void OneEvent::operator()(const RoomUnbound& e) { std::erase(now.rooms, e.room); }
void OneEvent::operator()(const RoomMade& e) { now.made[e.room] = e.address; }
void OneEvent::operator()(const RoomFailed& e) {
    std::erase(now.rooms, e.room);
    if (now.home != e.room) return;
    now.home_failed = true;
    if (!now.rooms.empty()) now.home = now.rooms.front();
}
void OneEvent::operator()(const PlatformLost& e) { now.unheard.insert(e.platform); }
void OneEvent::operator()(const PlatformBack& e) { now.unheard.erase(e.platform); }

void OneEvent::stamp(KeyTime what, Instant& field, Instant at) {
    if (!now.stamped.contains(what)) field = at;
}

void OneEvent::enter(State to, Instant at) {
    if (now.state == State::monitoring && to < State::monitoring)
        stamp(KeyTime::mitigated, now.mitigated_at, no_instant); // DOMAIN 2.2
    now.state = to;
    if (to == State::investigating) {
        if (now.investigating_at == no_instant) now.investigating_at = at;
        if (now.acknowledged_at == no_instant) stamp(KeyTime::acknowledged, now.acknowledged_at, at);
    }
    if (to == State::identified && now.identified_at == no_instant)
        stamp(KeyTime::identified, now.identified_at, at);
    if (to == State::monitoring) stamp(KeyTime::mitigated, now.mitigated_at, at);
    if (to == State::postmortem) now.review_moved = at;
}

void OneEvent::operator()(const StateChanged& e) {
    enter(e.to, meta.at);
    if (e.to == State::identified && !e.text.empty()) now.identified_text = e.text;
}

void OneEvent::operator()(const SeverityChanged& e) {
    const bool was_major = now.is_major();
    now.severity = e.to;
    if (now.is_major() && !was_major) now.raised_at = r.recorded_at;
}

void OneEvent::end_impact(Instant at, bool by_resolve) {
    for (Window& w : now.windows)
        if (w.end == no_instant) {
            w.end = std::max(w.start, at);
            w.ended_by_resolve = by_resolve;
        }
}

void OneEvent::operator()(const IncidentResolved& e) {
    now.state = State::resolved;
    now.resolved_at = meta.at;
    now.resolved_recorded = r.recorded_at;
    now.resolved_history.push_back(meta.at);
    now.resolve_text = e.text;
    end_impact(meta.at, true);
}

void OneEvent::operator()(const IncidentReopened&) {
    now.state = State::investigating;
    now.resolved_at = now.closed_at = no_instant;
    now.reopened_at = meta.at;
    ++now.reopened_count;
    now.review = ReviewStatus::draft;
    now.review_reminders.clear();
    now.vacancy_called = false;
    if (now.is_major()) now.raised_at = r.recorded_at;
    stamp(KeyTime::mitigated, now.mitigated_at, no_instant);
}

// Cancelled and merged incidents owe nobody anything from then on (DOMAIN 5.6).
void OneEvent::end_obligations() {
    for (auto& [audience, clock] : now.clocks) clock.open.reset();
    now.offers.clear();
    now.open_polls.clear();
    now.can_until = no_instant;
}

void OneEvent::operator()(const IncidentCancelled&) {
    now.state = State::cancelled;
    now.resolved_at = meta.at;
    end_impact(meta.at, false);
    end_obligations();
}

void OneEvent::operator()(const IncidentClosed&) {
    now.state = State::closed;
    now.closed_at = meta.at;
}

void OneEvent::operator()(const IncidentMerged& e) {
    now.state = State::merged;
    now.merged_into = e.into;
    end_impact(meta.at, false);
    end_obligations();
    now.related.push_back({.how = Related::How::parent, .incident = e.into, .ref = e.into_ref});
    for (auto& [number, page] : now.pages) page.called = true; // pages of the other stop (DOMAIN 2.4)
}
void OneEvent::operator()(const MergeTaken& e) {
    now.related.push_back(
        {.how = Related::How::merged_here, .incident = e.other, .ref = e.other_ref, .title = e.title});
}
void OneEvent::operator()(const ChildSplit& e) {
    now.related.push_back(
        {.how = Related::How::child, .incident = e.child, .ref = e.child_ref, .title = e.title});
}
void OneEvent::operator()(const SplitFrom& e) {
    now.related.push_back({.how = Related::How::parent, .incident = e.parent, .ref = e.parent_ref});
}
void OneEvent::operator()(const IncidentLinked& e) {
    now.related.push_back(
        {.how = Related::How::linked, .relation = e.relation, .incident = e.other, .ref = e.other_ref});
}

void OneEvent::operator()(const PhaseChanged& e) {
    if (!now.phases.empty() && now.phases.back().to == no_instant)
        now.phases.back().to = std::max(now.phases.back().from, meta.at);
    now.phases.push_back({e.to, meta.at, no_instant, e.text, meta.by_name});
    now.phase = e.to;
    const bool contains = e.to == Phase::containment_short || e.to == Phase::containment_long;
    if (contains && now.contained_at == no_instant) stamp(KeyTime::contained, now.contained_at, meta.at);
}
void OneEvent::operator()(const CheckTicked& e) {
    file.checks[{e.phase, e.item}] = {e.phase, e.item, meta.at, e.label, e.text, meta.by_name};
}

void OneEvent::operator()(const KeyTimeStamped& e) {
    now.stamped[e.what] = meta.at;
    switch (e.what) {
    case KeyTime::detected: now.detected_at = meta.at; break;
    case KeyTime::acknowledged: now.acknowledged_at = meta.at; break;
    case KeyTime::identified: now.identified_at = meta.at; break;
    case KeyTime::mitigated: now.mitigated_at = meta.at; break;
    case KeyTime::contained: now.contained_at = meta.at; break;
    }
}

void OneEvent::operator()(const NoteAdded& e) {
    file.notes[e.number] = {e.number, meta.at, e.text, meta.by_name};
}

void OneEvent::operator()(const ImpactStarted& e) {
    end_impact(meta.at, false);
    now.windows.push_back({e.number, e.level, meta.at, no_instant, false, e.text, meta.by_name});
}

void OneEvent::operator()(const ImpactEnded& e) {
    for (Window& w : now.windows)
        if (w.number == e.number && (w.end == no_instant || w.ended_by_resolve)) {
            w.end = std::max(w.start, meta.at);
            w.ended_by_resolve = false; // a person has said when
        }
}

void OneEvent::operator()(const ImpactStated& e) {
    now.statements.push_back({e.number, meta.at, e.customers, e.text, meta.by_name});
}

void OneEvent::operator()(const TaskGiven& e) {
    now.tasks[e.number] = {e.number, e.owner, e.owner_name, e.text, "", meta.at, e.due, no_instant};
    now.participants.insert(e.owner);
    now.members[e.owner] = e.owner_name;
}
void OneEvent::operator()(const TaskDone& e) { end_task(e.number, Task::Status::done, e.text); }
void OneEvent::operator()(const TaskDropped& e) { end_task(e.number, Task::Status::dropped, e.text); }
void OneEvent::operator()(const TaskExtended& e) {
    const auto it = now.tasks.find(e.number);
    if (it == now.tasks.end()) return;
    it->second.due = e.due;
    it->second.called = it->second.called_in_room = false;
}
void OneEvent::operator()(const TaskCalled& e) {
    const auto it = now.tasks.find(e.number);
    if (it == now.tasks.end() || it->second.due != e.due) return;
    it->second.called = true;
    it->second.called_in_room = e.in_room;
}

void OneEvent::end_task(std::uint32_t number, Task::Status status, const std::string& text) {
    const auto it = now.tasks.find(number);
    if (it == now.tasks.end()) return;
    it->second.status = status;
    it->second.outcome = text;
    it->second.ended = meta.at;
}

} // namespace tocsin::fold
