// Facts about roles. A role offered is taken by `accept` or by acting in it (DOMAIN 3, DESIGN 4.10).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct RoleOffered {
    std::string role; // "commander", "scribe", or the team's own word
    PersonId person;
    bool handoff{}; // by who holds it, with a brief; it lapses when it is not answered (DOMAIN 3)
    std::string person_name;
    std::string brief;
    bool operator==(const RoleOffered&) const = default;
};
template <Of<RoleOffered> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("handoff", e.handoff);
    f("role", e.role);
    f("person_name", e.person_name);
    f("brief", e.brief);
}

// One holder at a time for the commander; the earlier holder's time ends here.
struct RoleTaken {
    std::string role;
    PersonId person;
    std::string person_name;
    bool operator==(const RoleTaken&) const = default;
};
template <Of<RoleTaken> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("role", e.role);
    f("person_name", e.person_name);
}

struct OfferReminded {
    std::string role;
    bool operator==(const OfferReminded&) const = default;
};
template <Of<OfferReminded> E, class F> void fields(E& e, F&& f) { f("role", e.role); }

// The offer is off; who held the role keeps it.
struct OfferLapsed {
    std::string role;
    bool declined{}; // by the person; else nobody answered
    bool operator==(const OfferLapsed&) const = default;
};
template <Of<OfferLapsed> E, class F> void fields(E& e, F&& f) {
    f("role", e.role);
    f("declined", e.declined);
}

// Nobody has held a role that must not be empty for too long (DOMAIN 3).
struct VacancyCalled {
    std::string role;
    bool operator==(const VacancyCalled&) const = default;
};
template <Of<VacancyCalled> E, class F> void fields(E& e, F&& f) { f("role", e.role); }

// Somebody has been in command for long.
struct FatigueCalled {
    std::string role;
    PersonId person;
    Instant since{};
    Duration held{};
    bool operator==(const FatigueCalled&) const = default;
};
template <Of<FatigueCalled> E, class F> void fields(E& e, F&& f) {
    f("role", e.role);
    f("person", e.person);
    f("since", e.since);
    f("held", e.held);
}

// The commander was told what waits, or need not be (VOICE 5): one message, edited in place.
struct CommanderCalled {
    PersonId person;
    std::uint32_t number{}; // of the message; 0: nothing was ever worth one
    bool anew{};            // a message of its own, because something is late, vacant or unanswered
    bool edited{};          // the same message says it
    std::uint64_t shown{};  // fingerprint of the words, so that the same ones are not sent again
    std::string urgent;     // what has been called so, by the keys of views::Waiting
    bool operator==(const CommanderCalled&) const = default;
};
template <Of<CommanderCalled> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("number", e.number);
    f("anew", e.anew);
    f("edited", e.edited);
    f("shown", e.shown);
    f("urgent", e.urgent);
}

} // namespace tocsin
