// Time-boxed tasks: one named person, a length, a call back at its end (DOMAIN 9).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct TaskGiven {
    std::uint32_t number{};
    PersonId owner;
    Duration length{};
    Instant due{};
    std::string owner_name, text;
    bool operator==(const TaskGiven&) const = default;
};
template <Of<TaskGiven> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("owner", e.owner);
    f("length", e.length);
    f("due", e.due);
    f("owner_name", e.owner_name);
    f("text", e.text);
}

struct TaskDone {
    std::uint32_t number{};
    std::string text;
    bool operator==(const TaskDone&) const = default;
};
template <Of<TaskDone> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct TaskExtended {
    std::uint32_t number{};
    Instant due{};
    std::string text;
    bool operator==(const TaskExtended&) const = default;
};
template <Of<TaskExtended> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("due", e.due);
    f("text", e.text);
}

struct TaskDropped {
    std::uint32_t number{};
    std::string text;
    bool operator==(const TaskDropped&) const = default;
};
template <Of<TaskDropped> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

// Its time was up and the owner was asked.
struct TaskCalled {
    std::uint32_t number{};
    Instant due{};
    bool in_room{}; // the owner did not answer, so the room hears it
    bool operator==(const TaskCalled&) const = default;
};
template <Of<TaskCalled> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("due", e.due);
    f("in_room", e.in_room);
}

} // namespace tocsin
