// The events as one variant, made from events.def, and what is stored beside each.
#pragma once

#include "commands/core/events/lifecycle.hpp"
#include "commands/core/events/notes.hpp"
#include "commands/core/events/pages.hpp"
#include "commands/core/events/phases.hpp"
#include "commands/core/events/privacy.hpp"
#include "commands/core/events/relations.hpp"
#include "commands/core/events/review.hpp"
#include "commands/core/events/roles.hpp"
#include "commands/core/events/rooms.hpp"
#include "commands/core/events/system.hpp"
#include "commands/core/events/tasks.hpp"
#include "commands/core/events/thinking.hpp"
#include "commands/core/events/updates.hpp"

#include <string_view>
#include <variant>

namespace tocsin {

// An event this binary does not know (written by a newer one): kept as it came, folded as nothing.
struct Unknown {
    std::string name;
    bool operator==(const Unknown&) const = default;
};
template <Of<Unknown> E, class F> void fields(E& e, F&& f) { f("name", e.name); }

using EventVariant = std::variant<Unknown
#define EVENT(type, name, version) , type
#include "commands/core/events.def"
#undef EVENT
                                  >;

template <class T, class Variant> inline constexpr bool is_one_of = false;
template <class T, class... Ts>
inline constexpr bool is_one_of<T, std::variant<Ts...>> = (std::same_as<T, Ts> || ...);

// The variant as a class of its own, so that copying, moving and comparing so many alternatives is compiled
// once and not in every file that holds an event (it was most of the build).
class Event : public EventVariant {
public:
    Event();
    template <class T>
        requires is_one_of<T, EventVariant>
    Event(T);
    Event(const Event&);
    Event(Event&&) noexcept;
    Event& operator=(const Event&);
    Event& operator=(Event&&) noexcept;
    ~Event();
    bool operator==(const Event&) const;
};

// Stored name of an event ("note-added"); "unknown" for what this binary does not know.
std::string_view stored_name(const Event&);
std::uint32_t stored_version(const Event&);
// Index into the variant by stored name; 0 (Unknown) if there is none.
std::size_t index_of(std::string_view stored_name);
// A default-constructed event of that index.
Event make_event(std::size_t index);

// The same for every event: who, where, and when it happened.
struct Meta {
    PersonId by;         // 0: Tocsin itself
    std::string by_name; // the name shown then (DESIGN 4.9)
    RoomId room;         // where it was typed
    Instant at{};        // when it happened: at=, else when it was said
    bool day_only{};     // at= gave a date without a time
    bool operator==(const Meta&) const = default;
};

// What a decision wants recorded.
struct Fact {
    IncidentId incident; // 0: none
    Meta meta;
    Event event;
};

// A fact in the log.
struct Recorded {
    Seq seq;               // whole log
    Seq command;           // seq of the first event of the same command
    IncidentId incident;   // 0: none
    std::uint32_t index{}; // within the incident, from 1: the only number shown outside (DESIGN 4.11)
    Instant recorded_at{};
    Meta meta;
    Event event;
    bool operator==(const Recorded&) const = default;
};

template <class... Ts> struct overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts> overloaded(Ts...) -> overloaded<Ts...>;

} // namespace tocsin
