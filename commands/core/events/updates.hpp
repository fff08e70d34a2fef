// Stakeholder updates, the promises they make, and the clocks that watch them (DOMAIN 5).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// Kept and not sent: typed as a draft, or held back by the wording check (DOMAIN 5.4).
struct UpdateDrafted {
    std::uint32_t number{};
    std::uint32_t audiences{}; // bit 1 << Audience
    Duration next{};           // next= as typed, zero: none
    bool holding{};
    std::uint32_t rules{}; // bit 1 << n: held back by rule Un of the wording check, 0: typed as a draft
    std::string text;
    bool operator==(const UpdateDrafted&) const = default;
};
template <Of<UpdateDrafted> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("audiences", e.audiences);
    f("next", e.next);
    f("holding", e.holding);
    f("rules", e.rules);
    f("text", e.text);
}

// A draft may go out; the UpdateSubmitted beside it fixes what and when.
struct UpdateApproved {
    std::uint32_t number{};
    std::string text; // the reason, when the author had nobody else to ask
    bool operator==(const UpdateApproved&) const = default;
};
template <Of<UpdateApproved> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

// Fixes the text and the promise to one audience; it counts once it is delivered (DESIGN 4.5). One number may
// go to several audiences.
struct UpdateSubmitted {
    std::uint32_t number{};
    Audience audience{Audience::internal};
    Instant promise{}; // next due time, or no_instant: none (closing update, or the state has no target)
    bool next_given{}; // the time was typed as next=
    bool closing{};
    bool copy{};              // of a text for customers
    bool holding{};           // says only that nothing has changed
    Instant goes_at{};        // until then `undo` stops it; no_instant: at once
    std::uint32_t rules{};    // bit 1 << n: warned by rule Un
    std::uint32_t corrects{}; // the update that it corrects, 0: none; discharges and promises nothing
    std::string text;         // as typed
    std::string published;    // as sent: with the appended next time
    bool operator==(const UpdateSubmitted&) const = default;
};
template <Of<UpdateSubmitted> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("audience", e.audience);
    f("promise", e.promise);
    f("next_given", e.next_given);
    f("closing", e.closing);
    f("copy", e.copy);
    f("holding", e.holding);
    f("goes_at", e.goes_at);
    f("rules", e.rules);
    f("corrects", e.corrects);
    f("text", e.text);
    f("published", e.published);
}

// The time in which it could be stopped is over: it goes out now.
struct UpdateReleased {
    std::uint32_t number{};
    bool operator==(const UpdateReleased&) const = default;
};
template <Of<UpdateReleased> E, class F> void fields(E& e, F&& f) { f("number", e.number); }

// The first target accepted it: discharges the obligation. meta.at is that moment.
struct UpdateDelivered {
    std::uint32_t number{};
    Audience audience{Audience::internal};
    RoomId target;
    bool operator==(const UpdateDelivered&) const = default;
};
template <Of<UpdateDelivered> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("audience", e.audience);
    f("target", e.target);
}

// Given up after the last try: nobody there was told.
struct UpdateUndelivered {
    std::uint32_t number{};
    Audience audience{Audience::internal};
    RoomId target;
    std::string reason;
    bool operator==(const UpdateUndelivered&) const = default;
};
template <Of<UpdateUndelivered> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("audience", e.audience);
    f("target", e.target);
    f("reason", e.reason);
}

struct ObligationOpened {
    Audience audience{};
    ObligationKind kind{};
    Instant began{}, due{};
    bool operator==(const ObligationOpened&) const = default;
};
template <Of<ObligationOpened> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("kind", e.kind);
    f("began", e.began);
    f("due", e.due);
}

struct ObligationMoved {
    Audience audience{};
    ObligationKind kind{};
    MoveReason why{};
    Instant due{};
    std::string text; // the reason a person gave, if one did
    bool operator==(const ObligationMoved&) const = default;
};
template <Of<ObligationMoved> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("kind", e.kind);
    f("why", e.why);
    f("due", e.due);
    f("text", e.text);
}

// A rung of the ladder was reached (once each); skipped: it fell due while Tocsin was not running.
struct RungReached {
    Audience audience{};
    Rung rung{};
    Instant due{}; // of the obligation, which names it
    bool skipped{}, late{};
    PersonId told, also; // who heard of it by name; 0: nobody
    bool operator==(const RungReached&) const = default;
};
template <Of<RungReached> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("rung", e.rung);
    f("due", e.due);
    f("skipped", e.skipped);
    f("late", e.late);
    f("told", e.told);
    f("also", e.also);
}

// The clock of an audience stands still, as it was told (DOMAIN 5.6).
struct ClockPaused {
    Audience audience{};
    Instant until{};
    std::string text;
    bool operator==(const ClockPaused&) const = default;
};
template <Of<ClockPaused> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("until", e.until);
    f("text", e.text);
}

struct ClockResumed {
    Audience audience{};
    std::string text;
    bool operator==(const ClockResumed&) const = default;
};
template <Of<ClockResumed> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("text", e.text);
}

} // namespace tocsin
