// One event, one incident: what it changes. Declared from events.def, so that a new event does not link until
// it is answered in one of the fold_*.cpp.
#pragma once

#include "commands/core/state.hpp"

namespace tocsin::fold {

struct OneEvent {
    IncidentFile& file;
    Incident& now;
    const Recorded& r;
    const Meta& meta; // with the corrected time, if there is one

    void operator()(const Unknown&) {}
#define EVENT(type, name, version) void operator()(const type&);
#include "commands/core/events.def"
#undef EVENT

    // Shared by several events.
    void end_impact(Instant at, bool by_resolve);
    void enter(State to, Instant at);
    void end_obligations();
    void end_task(std::uint32_t number, Task::Status, const std::string& text);
    void stamp(KeyTime, Instant& field, Instant at); // unless a hand has set it
};

} // namespace tocsin::fold
