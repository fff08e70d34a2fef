// Pages ask a person to come and to say so; notices only tell (DOMAIN 6).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// A page to one person. Its number is of its own row of numbers, not shown as an item.
struct PagePlaced {
    std::uint32_t number{};
    PersonId person; // 0: nobody of that name is known, nobody was paged
    PageReason why{};
    std::string person_name;
    std::string role; // the role that was typed, if one was
    std::string text;
    bool operator==(const PagePlaced&) const = default;
};
template <Of<PagePlaced> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("person", e.person);
    f("why", e.why);
    f("person_name", e.person_name);
    f("role", e.role);
    f("text", e.text);
}

// Its platform took it. Sent is not seen.
struct PageDelivered {
    std::uint32_t number{};
    std::string target;
    bool operator==(const PageDelivered&) const = default;
};
template <Of<PageDelivered> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("target", e.target);
}

// Given up: it did not reach the person.
struct PageFailed {
    std::uint32_t number{};
    std::string reason;
    bool operator==(const PageFailed&) const = default;
};
template <Of<PageFailed> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("reason", e.reason);
}

struct PageAcknowledged {
    std::uint32_t number{};
    std::string text;
    bool operator==(const PageAcknowledged&) const = default;
};
template <Of<PageAcknowledged> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct PageDeclined {
    std::uint32_t number{};
    std::string text;
    bool operator==(const PageDeclined&) const = default;
};
template <Of<PageDeclined> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

// Its time is up without an answer.
struct PageUnanswered {
    std::uint32_t number{};
    bool operator==(const PageUnanswered&) const = default;
};
template <Of<PageUnanswered> E, class F> void fields(E& e, F&& f) { f("number", e.number); }

// One message without an answer.
struct TeamNotified {
    std::string target; // as typed: a person, an audience or a room
    RoomId room;
    PersonId person;
    std::string text;
    bool operator==(const TeamNotified&) const = default;
};
template <Of<TeamNotified> E, class F> void fields(E& e, F&& f) {
    f("target", e.target);
    f("room", e.room);
    f("person", e.person);
    f("text", e.text);
}

} // namespace tocsin
