// Facts of an incident's life: declared, moved from state to state, over, open again.
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct IncidentDeclared {
    std::uint32_t number{}; // the n of INC-n, without gaps; 0: a private one
    std::string title, service;
    Severity severity{Severity::sev3};
    bool severity_given{};
    IncidentType type{IncidentType::ops};
    std::uint32_t policy_version{}; // the policy in force at declaration (DESIGN 4.6)
    bool is_private{};
    std::string code_name; // of a private one, which has no number (DESIGN 4.11)
    bool operator==(const IncidentDeclared&) const = default;
};
template <Of<IncidentDeclared> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("severity", e.severity);
    f("severity_given", e.severity_given);
    f("type", e.type);
    f("policy_version", e.policy_version);
    f("is_private", e.is_private);
    f("title", e.title);
    f("service", e.service);
    f("code_name", e.code_name);
}

struct RoomBound {
    RoomId room;
    RoomUse use{RoomUse::home};
    bool operator==(const RoomBound&) const = default;
};
template <Of<RoomBound> E, class F> void fields(E& e, F&& f) {
    f("room", e.room);
    f("use", e.use);
}

struct StateChanged {
    State from{}, to{};
    std::string text;
    bool operator==(const StateChanged&) const = default;
};
template <Of<StateChanged> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("to", e.to);
    f("text", e.text);
}

struct SeverityChanged {
    Severity from{}, to{};
    std::string text;
    bool operator==(const SeverityChanged&) const = default;
};
template <Of<SeverityChanged> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("to", e.to);
    f("text", e.text);
}

// meta.at is the moment it was over; open impact windows end with it (DOMAIN 2.2).
struct IncidentResolved {
    State from{};
    std::string text;
    bool operator==(const IncidentResolved&) const = default;
};
template <Of<IncidentResolved> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("text", e.text);
}

struct IncidentReopened {
    State from{};
    std::string text;
    bool operator==(const IncidentReopened&) const = default;
};
template <Of<IncidentReopened> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("text", e.text);
}

// A false alarm.
struct IncidentCancelled {
    State from{};
    std::string text;
    bool operator==(const IncidentCancelled&) const = default;
};
template <Of<IncidentCancelled> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("text", e.text);
}

struct IncidentClosed {
    State from{};
    std::string text;
    bool operator==(const IncidentClosed&) const = default;
};
template <Of<IncidentClosed> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("text", e.text);
}

struct RoomUnbound {
    RoomId room;
    bool operator==(const RoomUnbound&) const = default;
};
template <Of<RoomUnbound> E, class F> void fields(E& e, F&& f) { f("room", e.room); }

} // namespace tocsin
