// Lifecycle, phases, relations, notes, impact, tasks, upkeep.
#include "commands/views/describe.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

template <class E> constexpr bool upkeep = false;
template <> constexpr bool upkeep<Unknown> = true;
template <> constexpr bool upkeep<PolicyAdopted> = true;
template <> constexpr bool upkeep<PersonSeen> = true;
template <> constexpr bool upkeep<SystemNoted> = true;
template <> constexpr bool upkeep<RoomBound> = true;
template <> constexpr bool upkeep<RoomUnbound> = true;
template <> constexpr bool upkeep<RoomMade> = true;
template <> constexpr bool upkeep<UpdateReleased> = true;
template <> constexpr bool upkeep<UpdateDelivered> = true;
template <> constexpr bool upkeep<ObligationOpened> = true;
template <> constexpr bool upkeep<RungReached> = true;
template <> constexpr bool upkeep<EntryCorrected> = true;
template <> constexpr bool upkeep<EntryRetracted> = true;
template <> constexpr bool upkeep<CommandUndone> = true;
template <> constexpr bool upkeep<TaskCalled> = true;
template <> constexpr bool upkeep<PageDelivered> = true;
template <> constexpr bool upkeep<OfferReminded> = true;
template <> constexpr bool upkeep<FatigueCalled> = true;
template <> constexpr bool upkeep<CommanderCalled> = true;
template <> constexpr bool upkeep<ActionReminded> = true;
template <> constexpr bool upkeep<CanRoundOver> = true;
template <> constexpr bool upkeep<SectionEdited> = true;
template <> constexpr bool upkeep<ReviewReminded> = true;
template <> constexpr bool upkeep<AccessNoted> = true;
template <> constexpr bool upkeep<AudienceApproved> = true;

} // namespace

bool is_upkeep(const Event& event) {
    if (const auto* moved = std::get_if<ObligationMoved>(&event)) return moved->why != MoveReason::by_hand;
    return std::visit([](const auto& e) { return upkeep<std::remove_cvref_t<decltype(e)>>; }, event);
}

std::string said(std::string_view words) {
    std::string line = on_one_line(words);
    return line.empty() ? line : ": " + line;
}

std::string_view Describe::words(const std::string& first) const {
    if (file.corrections.empty()) return first; // the look-up is not for the many others
    const auto it = file.corrections.find(r.seq);
    return it == file.corrections.end() ? std::string_view{first} : std::string_view{it->second.text};
}

std::string Describe::due(Instant t) const { return due_text(t, r.meta.at); }

void Describe::operator()(const Unknown& e) const {
    set("unknown", "an entry that a newer Tocsin wrote: " + on_one_line(e.name));
}
void Describe::operator()(const PolicyAdopted& e) const {
    set("system", fmt::format("policy {} adopted", e.version));
}
void Describe::operator()(const PersonSeen& e) const { set("system", "first seen: " + on_one_line(e.name)); }
void Describe::operator()(const SystemNoted& e) const { set("system", on_one_line(e.text)); }

void Describe::operator()(const IncidentDeclared& e) const {
    std::string text = fmt::format("declared {}", word(e.severity));
    if (!e.severity_given) text += " (no severity was given)";
    if (e.is_private) text += ", private";
    if (e.type != IncidentType::ops) text += fmt::format(", {}", word(e.type));
    if (!e.service.empty()) text += ", " + on_one_line(e.service);
    set("declared", text + said(e.title));
}
void Describe::operator()(const RoomBound& e) const {
    static constexpr std::string_view uses[] = {"opened", "is where it was declared", "joined"};
    set("room", fmt::format("room {} {}", name_of(e.room), uses[static_cast<std::size_t>(e.use) % 3]));
}
void Describe::operator()(const RoomUnbound& e) const {
    set("room", fmt::format("room {} left", name_of(e.room)));
}
void Describe::operator()(const RoomMade& e) const {
    set("room", fmt::format("room {} made", name_of(e.room)));
}
void Describe::operator()(const RoomFailed& e) const {
    set("room", fmt::format("room {} could NOT be made{}", name_of(e.room), said(e.reason)));
}
void Describe::operator()(const PlatformLost& e) const {
    set("gap", fmt::format("{} not heard since {}", capital(e.platform), due(e.since)));
}
void Describe::operator()(const PlatformBack& e) const {
    std::string text = fmt::format("{} not heard from {} to {}, {} recovered", capital(e.platform),
                                   due(e.since), due(e.until), counted(e.recovered, "line"));
    if (!e.lost.empty()) text += "; not recoverable: " + on_one_line(e.lost);
    set("gap", text);
}
void Describe::operator()(const StateChanged& e) const {
    set("state", fmt::format("{} → {} ({}){}", word(e.from), word(e.to), meaning(e.to), said(e.text)));
}
void Describe::operator()(const SeverityChanged& e) const {
    set("severity", fmt::format("{} → {}{}", word(e.from), word(e.to), said(e.text)));
}
void Describe::operator()(const IncidentResolved& e) const { set("state", "resolved" + said(e.text)); }
void Describe::operator()(const IncidentReopened& e) const {
    set("reopened", fmt::format("reopened, was {}{}", word(e.from), said(e.text)));
}
void Describe::operator()(const IncidentCancelled& e) const {
    set("cancelled", "cancelled, a false alarm" + said(e.text));
}
void Describe::operator()(const IncidentClosed& e) const { set("closed", "closed" + said(e.text)); }
void Describe::operator()(const IncidentMerged& e) const {
    set("merged", fmt::format("goes on in {}{}", on_one_line(e.into_ref), said(e.text)));
}
void Describe::operator()(const MergeTaken& e) const {
    set("merged", fmt::format("{} goes on here{}", on_one_line(e.other_ref), said(e.title)));
}
void Describe::operator()(const ChildSplit& e) const {
    set("split", fmt::format("{} was split off{}", on_one_line(e.child_ref), said(e.title)));
}
void Describe::operator()(const SplitFrom& e) const {
    set("split", fmt::format("is a part of {}", on_one_line(e.parent_ref)));
}
void Describe::operator()(const IncidentLinked& e) const {
    static constexpr std::string_view relations[] = {"caused by", "related to", "a recurrence of"};
    set("link", fmt::format("is {} {}", relations[static_cast<std::size_t>(e.relation) % 3],
                            on_one_line(e.other_ref)));
}

void Describe::operator()(const PhaseChanged& e) const {
    set("phase", fmt::format("phase {}{}", word(e.to), said(e.text)));
}
void Describe::operator()(const CheckTicked& e) const {
    set("check", fmt::format("checked ({}): {}{}", word(e.phase), on_one_line(e.label), said(e.text)));
}
void Describe::operator()(const KeyTimeStamped& e) const {
    set("stamp", fmt::format("{}{}", word(e.what), said(e.text)));
}

void Describe::operator()(const NoteAdded& e) const {
    set("note", {'N', e.number}, on_one_line(words(e.text)));
}
void Describe::operator()(const ImpactStarted& e) const {
    set("impact", {'I', e.number}, fmt::format("impact {} from here{}", word(e.level), said(words(e.text))));
}
void Describe::operator()(const ImpactEnded& e) const {
    set("impact", {'I', e.number}, "impact ended" + said(e.text));
}
void Describe::operator()(const ImpactStated& e) const {
    std::string text = "impact";
    if (e.customers >= 0) text += fmt::format(", {} customers", e.customers);
    set("impact", {'I', e.number}, text + said(words(e.text)));
}

void Describe::operator()(const EntryCorrected& e) const {
    std::string text = fmt::format("corrected {}", to_string(Item{e.kind, e.number}));
    if (e.moved) text += " to " + text::near(r.meta.at, r.recorded_at);
    set("correction", text + said(e.text));
}
void Describe::operator()(const EntryRetracted& e) const {
    set("retraction", fmt::format("withdrew {}{}", to_string(Item{e.kind, e.number}), said(e.text)));
}
void Describe::operator()(const EntryRedacted& e) const {
    set("redaction", fmt::format("took the words of {} out of the record{}",
                                 to_string(Item{e.kind, e.number}), said(e.text)));
}
void Describe::operator()(const CommandUndone& e) const { set("undo", "undone" + said(e.line)); }

void Describe::operator()(const TaskGiven& e) const {
    set("task", {'T', e.number},
        fmt::format("task for {}, {}{}", on_one_line(e.owner_name), text::length(e.length),
                    said(words(e.text))));
}
void Describe::operator()(const TaskDone& e) const { set("task", {'T', e.number}, "done" + said(e.text)); }
void Describe::operator()(const TaskExtended& e) const {
    set("task", {'T', e.number}, fmt::format("extended until {}{}", due(e.due), said(e.text)));
}
void Describe::operator()(const TaskDropped& e) const {
    set("task", {'T', e.number}, "dropped" + said(e.text));
}
void Describe::operator()(const TaskCalled& e) const {
    set("task", {'T', e.number},
        e.in_room ? "no answer from the owner, the room was told" : "time is up, owner asked");
}

} // namespace tocsin::views
