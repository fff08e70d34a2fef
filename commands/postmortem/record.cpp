// Reads the log once. Everything here is linear in its length.
#include "commands/postmortem/record.hpp"

#include "commands/core/item.hpp"
#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

Instant last_moment(const Source& source) {
    if (source.as_of != no_instant) return source.as_of;
    return source.file.log.empty() ? no_instant : source.file.log.back().recorded_at;
}

bool words_changed(const IncidentFile& file, const Recorded& r) {
    if (file.corrections.empty()) return false;
    const auto it = file.corrections.find(r.seq);
    return it != file.corrections.end() && it->second.old_text != it->second.text;
}

template <class... Es> bool is_one_of(const Event& e) { return (std::holds_alternative<Es>(e) || ...); }

bool is_turn(const Event& e) {
    return is_one_of<IncidentDeclared, StateChanged, SeverityChanged, IncidentResolved, IncidentReopened,
                     IncidentCancelled, IncidentClosed, IncidentMerged, MergeTaken, PhaseChanged,
                     KeyTimeStamped, ImpactStarted, ImpactEnded, ImpactStated>(e);
}
bool is_step(const Event& e) { return is_one_of<DecisionMade, TaskGiven, TaskDone, EvidenceTaken>(e); }
bool is_thought(const Event& e) {
    return is_one_of<HypothesisStated, HypothesisJudged, QuestionAsked, QuestionAnswered>(e);
}
// Who reads it or writes in it adds nothing to what happened.
bool is_about_the_document(const Event& e) {
    return is_one_of<SectionEdited, AccessNoted, ReviewReminded>(e);
}
bool is_promise(const Event& e) {
    const auto* moved = std::get_if<ObligationMoved>(&e);
    return (moved && moved->why == MoveReason::by_hand) || std::holds_alternative<ClockPaused>(e);
}
bool is_offer(const Event& e) { return is_one_of<RoleOffered, RoleTaken, OfferLapsed>(e); }

std::string_view without_utc(std::string_view time) {
    return time.ends_with(" UTC") ? time.substr(0, time.size() - 4) : time;
}

} // namespace

Record::Record(const Source& s)
    : source{s}, file{s.file}, now{s.file.now}, policy{s.all.policy_of(s.file.now)}, as_of{last_moment(s)},
      next_note_{s.file.notes.begin()}, highest_{s.file.now.severity_declared} {
    std::set<PersonId> seen;
    for (const Recorded& r : file.log) {
        if (!holds(r)) continue;
        if (const auto* edit = std::get_if<SectionEdited>(&r.event)) edits[edit->section] = r.recorded_at;
        if (is_about_the_document(r.event)) continue;
        if (r.meta.by && seen.insert(r.meta.by).second) authors.push_back(views::on_one_line(r.meta.by_name));
        listen(r);
        sort_in(r);
    }
    if (open_)
        silence = silence.length() < as_of - heard_ ? views::Stretch{.from = heard_, .to = as_of} : silence;
}

bool Record::holds(const Recorded& r) const {
    return !file.undone.contains(r.seq) && (file.retractions.empty() || !file.retractions.contains(r.seq));
}

// Silence is what nobody broke: entries by Tocsin do not count, and an incident that is over may be silent.
void Record::listen(const Recorded& r) {
    const bool ends = is_one_of<IncidentResolved, IncidentCancelled, IncidentMerged>(r.event);
    if (open_ && r.meta.by && r.recorded_at - heard_ > silence.length())
        silence = {.from = heard_, .to = r.recorded_at};
    if (is_one_of<IncidentDeclared, IncidentReopened>(r.event)) open_ = true;
    if (ends) open_ = false;
    if (r.meta.by) heard_ = r.recorded_at;
}

void Record::sort_in(const Recorded& r) {
    if (is_one_of<NoteAdded>(r.event)) { // most of a long log
        steps.push_back(&r);
        return find_note(r, std::get<NoteAdded>(r.event));
    }
    if (views::is_move(r.event)) moves.push_back(&r);
    if (is_turn(r.event)) turns.push_back(&r);
    if (is_promise(r.event)) promises.push_back(&r);
    if (is_step(r.event)) steps.push_back(&r);
    if (is_thought(r.event)) thoughts.push_back(&r);
    if (is_offer(r.event)) offers.push_back(&r);
    if (const auto item = item_of(r.event); item && item->kind != 'U') made[*item] = &r;
    if (const auto* state = std::get_if<StateChanged>(&r.event)) {
        if (state->to == State::identified) identified = &r;
        if (state->to == State::monitoring) monitoring = &r;
    } else if (const auto* severity = std::get_if<SeverityChanged>(&r.event)) {
        if (severity->to < highest_) raised = &r;
        highest_ = std::min(highest_, severity->to);
    } else if (const auto* ended = std::get_if<ImpactEnded>(&r.event)) {
        if (r.meta.day_only) day_ends.insert(ended->number);
    } else if (is_one_of<IncidentDeclared>(r.event)) {
        declared = &r;
    } else if (is_one_of<IncidentResolved>(r.event)) {
        resolved.push_back(&r);
    } else if (is_one_of<IncidentReopened>(r.event)) {
        reopened.push_back(&r);
    } else if (is_one_of<TeamNotified>(r.event)) {
        told.push_back(&r);
    }
}

void Record::find_note(const Recorded& r, const NoteAdded& added) {
    // Both are in the order of their numbers, so the next one is nearly always the one.
    if (next_note_ == file.notes.end() || next_note_->first != added.number)
        next_note_ = file.notes.find(added.number);
    if (next_note_ == file.notes.end()) return;
    notes.push_back({&next_note_->second, &r, words_changed(file, r)});
    ++next_note_;
}

std::string Record::when(Instant t, bool day) const {
    return day ? text::day(t) : text::near(t, now.declared_at);
}

std::string Record::range(Instant from, Instant to) const {
    const std::string start = when(from);
    return fmt::format("{} to {}", without_utc(start), text::near(to, from));
}

std::string Record::dated(Instant t, bool day) const {
    return day ? text::day(t) : text::day(t) + " " + text::hhmm_utc(t);
}

bool Record::day_only(const Recorded& r) const {
    if (file.corrections.empty()) return r.meta.day_only;
    const auto it = file.corrections.find(r.seq);
    return it == file.corrections.end() ? r.meta.day_only : it->second.day_only;
}

bool Record::corrected(Item item) const {
    const auto it = made.find(item);
    return it != made.end() && words_changed(file, *it->second);
}

std::vector<views::Entry> Record::quotes() const {
    if (source.talk.empty()) return {};
    return views::quoted_talk(file, source.talk);
}

Instant Record::end() const { return now.resolved_at != no_instant ? now.resolved_at : as_of; }

} // namespace tocsin::postmortem
