// How each event reads in the timeline: its kind, its number and one line of text. Declared from events.def,
// so that a new event does not link until it is worded in one of the describe_*.cpp.
#pragma once

#include "commands/views/views.hpp"

#include <string>
#include <string_view>

namespace tocsin::views {

struct Describe {
    const IncidentFile& file;
    const Recorded& r;
    Entry& entry;

    void operator()(const Unknown&) const;
#define EVENT(type, name, version) void operator()(const type&) const;
#include "commands/core/events.def"
#undef EVENT

    void set(std::string_view kind, std::string text) const {
        entry.kind = kind;
        entry.text = std::move(text);
    }
    void set(std::string_view kind, Item item, std::string text) const {
        set(kind, std::move(text));
        entry.item = to_string(item);
    }
    // The newest words of an entry that can be corrected.
    std::string_view words(const std::string& first) const;
    // Due times are rounded; the day is named if it is another one than the entry's.
    std::string due(Instant) const;
};

// ": words", or nothing.
std::string said(std::string_view words);

// What keeps the record and the clocks going; people read it only when they ask for everything. A new event
// is shown unless it stands there.
bool is_upkeep(const Event&);

} // namespace tocsin::views
