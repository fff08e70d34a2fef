// Roles, pages, members, and the life of the review.
#include "commands/core/fold_event.hpp"

namespace tocsin::fold {
namespace {

// Exactly one person holds these; a new holder ends the earlier one's time (DOMAIN 3).
bool single(std::string_view role) { return role == "commander" || role == "scribe"; }

} // namespace

void OneEvent::operator()(const RoleOffered& e) {
    now.offers[e.role] = {.person = e.person,
                          .name = e.person_name,
                          .by = meta.by,
                          .by_name = meta.by_name,
                          .at = r.recorded_at,
                          .handoff = e.handoff,
                          .brief = e.brief};
    now.members[e.person] = e.person_name;
}

void OneEvent::operator()(const RoleTaken& e) {
    const auto offer = now.offers.extract(e.role);
    auto& tenures = now.roles[e.role];
    for (Tenure& t : tenures) {
        if (t.until != no_instant) continue;
        if (t.person == e.person) return;
        // A hand-off moves the role; where several may hold it, the others keep it.
        const bool handed_over = offer && offer.mapped().handoff && offer.mapped().by == t.person;
        if (single(e.role) || handed_over) t.until = meta.at;
    }
    tenures.push_back({e.person, e.person_name, meta.at, no_instant});
    now.participants.insert(e.person);
    now.members[e.person] = e.person_name;
    if (e.role == "commander" && now.acknowledged_at == no_instant)
        stamp(KeyTime::acknowledged, now.acknowledged_at, meta.at);
}

void OneEvent::operator()(const OfferReminded& e) {
    if (const auto it = now.offers.find(e.role); it != now.offers.end()) it->second.reminded = true;
}
void OneEvent::operator()(const OfferLapsed& e) { now.offers.erase(e.role); }
void OneEvent::operator()(const VacancyCalled&) { now.vacancy_called = true; }

void OneEvent::operator()(const FatigueCalled& e) {
    for (Tenure& t : now.roles[e.role])
        if (t.person == e.person && t.until == no_instant) ++t.fatigue_calls;
}

void OneEvent::operator()(const CommanderCalled& e) {
    now.call_out = {e.person, e.number, r.recorded_at, r.seq, e.shown, e.urgent};
}

void OneEvent::operator()(const PagePlaced& e) {
    now.pages[e.number] = {.number = e.number,
                           .person = e.person,
                           .by = meta.by,
                           .why = e.why,
                           .name = e.person_name,
                           .role = e.role,
                           .text = e.text,
                           .by_name = meta.by_name,
                           .at = r.recorded_at,
                           .status = e.person ? Page::Status::placed : Page::Status::nobody};
    if (!e.person) return;
    now.members[e.person] = e.person_name;
    if (e.why != PageReason::update_late) return;
    for (auto& [audience, clock] : now.clocks) // one page tells of all that is late
        if (clock.open && clock.open->due <= r.recorded_at) clock.open->paged.push_back(e.person);
}

void OneEvent::operator()(const PageDelivered& e) {
    if (const auto it = now.pages.find(e.number);
        it != now.pages.end() && it->second.status == Page::Status::placed)
        it->second.status = Page::Status::sent;
}
void OneEvent::operator()(const PageFailed& e) {
    if (const auto it = now.pages.find(e.number); it != now.pages.end() && it->second.waits())
        it->second.status = Page::Status::failed;
}
void OneEvent::operator()(const PageAcknowledged& e) {
    const auto it = now.pages.find(e.number);
    if (it == now.pages.end()) return;
    it->second.status = Page::Status::acknowledged;
    it->second.answered = meta.at;
    it->second.answer = e.text;
    now.participants.insert(it->second.person);
    if (now.acknowledged_at == no_instant) stamp(KeyTime::acknowledged, now.acknowledged_at, meta.at);
}
void OneEvent::operator()(const PageDeclined& e) {
    const auto it = now.pages.find(e.number);
    if (it == now.pages.end()) return;
    it->second.status = Page::Status::declined;
    it->second.answered = meta.at;
    it->second.answer = e.text;
}
void OneEvent::operator()(const PageUnanswered& e) {
    if (const auto it = now.pages.find(e.number); it != now.pages.end()) it->second.called = true;
}
void OneEvent::operator()(const TeamNotified& e) {
    if (e.person) now.members.emplace(e.person, e.target);
}

void OneEvent::operator()(const PrivacyChanged& e) {
    now.is_private = e.on;
    if (e.on && now.approved.empty()) now.approved = {Audience::responders, Audience::executives};
    if (!e.code_name.empty()) now.code_name = e.code_name;
    if (e.number) now.number = e.number;
}
void OneEvent::operator()(const MemberAdded& e) { now.members[e.person] = e.person_name; }
void OneEvent::operator()(const AudienceApproved& e) { now.approved.insert(e.audience); }
void OneEvent::operator()(const AccessNoted& e) {
    file.accesses.push_back({meta.by, meta.by_name, e.what, meta.at});
}

void OneEvent::operator()(const PostmortemOwned& e) {
    now.postmortem_owner = e.person;
    now.postmortem_owner_name = e.person_name;
    now.members[e.person] = e.person_name;
    now.review_reminders.erase(ReviewDue::owner);
}
void OneEvent::operator()(const PostmortemMoved& e) {
    now.review = e.to;
    now.review_moved = meta.at;
}
void OneEvent::operator()(const MeetingSet& e) { now.meeting = e.when; }
void OneEvent::operator()(const SectionEdited& e) {
    if (e.text.empty())
        file.edits.erase(e.section); // back to what the data says
    else
        file.edits[e.section] = {e.section, e.text, e.proposal, meta.by_name, meta.at};
}
void OneEvent::operator()(const ReviewReminded& e) { now.review_reminders[e.what] = e.step; }

} // namespace tocsin::fold
