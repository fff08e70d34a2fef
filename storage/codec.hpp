// The body of an event as two texts, and back. `facts` holds everything that is a number ("@by=4 @at=171
// number=2 "), `words` everything that people wrote ("@name=3:Ada text=5:hello "): a redaction replaces the
// words and keeps the facts, so that the fold still works (DESIGN 4.8). Names beginning with @ are those of
// Meta.
#pragma once

#include "commands/core/event.hpp"

#include <string>
#include <string_view>

namespace tocsin::storage {

struct Body {
    std::string facts, words;
};

// An event as it lies on disk, without its place.
struct StoredEvent {
    std::string_view name;
    std::uint32_t version{};
    std::string_view facts, words;
};

// Both return nullptr, or what is wrong. A field that is absent keeps its default, an unknown one is skipped;
// an event of an unknown name or a newer version becomes Unknown.
const char* encode(const Meta&, const Event&, Body& out);
const char* decode(const StoredEvent&, Meta&, Event&);

} // namespace tocsin::storage
