// Stakeholder updates, the promises they make, and the clocks that watch them (DOMAIN 5).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// Fixes the text and the promise; it counts once it is delivered (DESIGN 4.5).
struct UpdateSubmitted {
    std::uint32_t number{};
    Audience audience{Audience::internal};
    Instant promise{};  // next due time, or no_instant: none (closing update, or the state has no target)
    bool next_given{};  // the time was typed as next=
    bool closing{};
    std::string text;      // as typed
    std::string published; // as sent: with the appended next time
    bool operator==(const UpdateSubmitted&) const = default;
};
template <Of<UpdateSubmitted> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("audience", e.audience);
    f("promise", e.promise);
    f("next_given", e.next_given);
    f("closing", e.closing);
    f("text", e.text);
    f("published", e.published);
}

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
    bool operator==(const RungReached&) const = default;
};
template <Of<RungReached> E, class F> void fields(E& e, F&& f) {
    f("audience", e.audience);
    f("rung", e.rung);
    f("due", e.due);
    f("skipped", e.skipped);
    f("late", e.late);
}

} // namespace tocsin
