// Facts about the chat platforms: rooms that were made there, or could not be; when Tocsin could not hear
// one.
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// The platform made the incident's room, and calls it by `address` from now on (DESIGN 4.5).
struct RoomMade {
    RoomId room;
    std::string address;
    bool operator==(const RoomMade&) const = default;
};
template <Of<RoomMade> E, class F> void fields(E& e, F&& f) {
    f("room", e.room);
    f("address", e.address);
}

// It would not; the incident goes on in its other rooms.
struct RoomFailed {
    RoomId room;
    std::string reason; // with how to mend it
    bool operator==(const RoomFailed&) const = default;
};
template <Of<RoomFailed> E, class F> void fields(E& e, F&& f) {
    f("room", e.room);
    f("reason", e.reason);
}

// The platform of one of the incident's rooms cannot be heard, since then (P12).
struct PlatformLost {
    std::string platform;
    Instant since{};
    bool operator==(const PlatformLost&) const = default;
};
template <Of<PlatformLost> E, class F> void fields(E& e, F&& f) {
    f("since", e.since);
    f("platform", e.platform);
}

// ... and is heard again; what was said meanwhile has been read as far as it could be.
struct PlatformBack {
    std::string platform;
    Instant since{}, until{};
    std::uint32_t recovered{}; // lines
    std::string lost;          // what cannot be recovered
    std::string old;           // commands that were not run because they are old, a line each
    bool operator==(const PlatformBack&) const = default;
};
template <Of<PlatformBack> E, class F> void fields(E& e, F&& f) {
    f("since", e.since);
    f("until", e.until);
    f("recovered", e.recovered);
    f("platform", e.platform);
    f("lost", e.lost);
    f("old", e.old);
}

} // namespace tocsin
