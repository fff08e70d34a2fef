// Updates, promises, and the ladder.
#include "commands/views/describe.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>

namespace tocsin::views {

void Describe::operator()(const UpdateDrafted& e) const {
    const auto it = file.drafts.find(e.number);
    std::string to;
    for (const Audience a : all_audiences)
        if (it != file.drafts.end() && it->second.is_for(a))
            to += (to.empty() ? "" : " and ") + audience_shown(a);
    std::string text = e.rules ? "held back, to " : "draft to ";
    text += to;
    if (it != file.drafts.end() && it->second.approved_by.empty()) text += ", never published";
    set("update", {'U', e.number}, text + said(e.text));
}
void Describe::operator()(const UpdateApproved& e) const {
    set("update", {'U', e.number}, "approved" + said(e.text));
}

void Describe::operator()(const UpdateSubmitted& e) const {
    const auto update = file.updates.find({e.number, e.audience});
    std::string text = fmt::format("{} to {}",
                                   e.corrects  ? fmt::format("correction of U{}", e.corrects)
                                   : e.closing ? "closing update"
                                               : "update",
                                   audience_shown(e.audience));
    if (e.copy) text += " (copy)";
    if (update != file.updates.end() && update->second.undelivered) text += ", not delivered";
    const std::string& first = e.published.empty() ? e.text : e.published;
    const bool corrected = file.corrections.contains(r.seq);
    set("update", {'U', e.number}, text + said(corrected ? words(e.text) : std::string_view{first}));
}
void Describe::operator()(const UpdateReleased& e) const {
    set("update", {'U', e.number}, "can no longer be stopped");
}
void Describe::operator()(const UpdateDelivered& e) const {
    set("update", {'U', e.number},
        fmt::format("reached {} in {}", audience_shown(e.audience), name_of(e.target)));
}
void Describe::operator()(const UpdateUndelivered& e) const {
    set("update", {'U', e.number},
        fmt::format("did not reach {} in {}{}", audience_shown(e.audience), name_of(e.target),
                    said(e.reason)));
}
void Describe::operator()(const ObligationOpened& e) const {
    set("promise",
        fmt::format("{} expect {} by {}", audience_shown(e.audience),
                    e.kind == ObligationKind::closing ? "the closing update" : "an update", due(e.due)));
}
void Describe::operator()(const ObligationMoved& e) const {
    set("promise",
        fmt::format("update to {} is due {} now{}", audience_shown(e.audience), due(e.due), said(e.text)));
}
void Describe::operator()(const RungReached& e) const {
    static constexpr std::string_view beyond[] = {"", "", ", told in person", ", the lead is to be paged",
                                                  ", the duty manager is to be paged"};
    std::string text =
        e.rung == Rung::reminder
            ? fmt::format("reminder: update to {} due {}", audience_shown(e.audience), due(e.due))
            : fmt::format("update to {} was due {} and not sent{}", audience_shown(e.audience), due(e.due),
                          beyond[static_cast<std::size_t>(e.rung) % 5]);
    if (e.skipped)
        text += ", skipped: Tocsin was not running";
    else if (e.late)
        text += ", said late";
    set(e.rung == Rung::reminder ? "ladder" : "overdue", std::move(text));
}
void Describe::operator()(const ClockPaused& e) const {
    set("pause", fmt::format("updates to {} pause until {}{}", audience_shown(e.audience), due(e.until),
                             said(e.text)));
}
void Describe::operator()(const ClockResumed& e) const {
    set("pause", fmt::format("updates to {} go on{}", audience_shown(e.audience), said(e.text)));
}

} // namespace tocsin::views
