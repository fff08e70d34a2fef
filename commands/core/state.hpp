// What the log means right now: the fold of all events. Only `apply` changes it, only views and decisions read it.
// Ordered containers throughout: the same log gives the same state on every machine (P4).
#pragma once

#include "commands/core/event.hpp"
#include "commands/policy/policy.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin {

// One stretch of one person in one role. `until` is no_instant while it lasts.
struct Tenure {
    PersonId person;
    std::string name;
    Instant since{}, until{};
    bool operator==(const Tenure&) const = default;
};

struct Offer {
    PersonId person;
    std::string name;
    PersonId by;
    Instant at{};
    bool operator==(const Offer&) const = default;
};

// An update that is owed, or was (DOMAIN 5.6).
struct Obligation {
    ObligationKind kind{};
    Instant began{}, due{};
    Instant published{}; // no_instant while open
    std::uint32_t update{};
    bool reminded{}, called{}; // rungs reached: before due, at due
    bool operator==(const Obligation&) const = default;
};

struct AudienceClock {
    bool started{};                  // the audience has, or had, a target
    std::optional<Obligation> open;  // at most one
    std::vector<Obligation> settled; // in the order they were discharged
    std::uint32_t last_update{};     // number of the newest published one, 0: none
    Instant last_published{};
    bool operator==(const AudienceClock&) const = default;
};

struct Update {
    std::uint32_t number{};
    Audience audience{};
    Instant submitted{}, delivered{}; // delivered: no_instant until the first target accepted
    Instant promise{};
    bool next_given{}, closing{}, undelivered{};
    std::string text, published;
    PersonId by;
    std::string by_name;
    bool operator==(const Update&) const = default;
};

struct Window {
    std::uint32_t number{};
    ImpactLevel level{};
    Instant start{}, end{}; // end: no_instant while open
    bool ended_by_resolve{};
    std::string text, by_name;
    bool operator==(const Window&) const = default;
};

struct Statement {
    std::uint32_t number{};
    Instant at{};
    std::int64_t customers{-1};
    std::string text, by_name;
    bool operator==(const Statement&) const = default;
};

struct Note {
    std::uint32_t number{};
    Instant at{};
    std::string text, by_name;
    bool operator==(const Note&) const = default;
};

struct Task {
    enum class Status : std::uint8_t { running, done, dropped };
    std::uint32_t number{};
    PersonId owner;
    std::string owner_name, text, outcome;
    Instant given{}, due{}, ended{};
    Status status{Status::running};
    bool called{}; // asked at its end; cleared by extend
    bool operator==(const Task&) const = default;
};

// One incident as it is now. Small enough to copy before a decision is applied: entries with long histories live in
// the IncidentFile's log.
struct Incident {
    IncidentId id;
    std::uint32_t number{};
    std::string title, service;
    IncidentType type{};
    Severity severity{}, severity_declared{};
    bool severity_given{};
    State state{State::triage};
    std::uint32_t policy_version{};
    PersonId declarer;
    std::string declarer_name;
    RoomId home;               // its own room
    std::vector<RoomId> rooms; // home first, then bound ones

    // Key times (DOMAIN 7). no_instant: not reached. Occurred time; `declared_recorded` starts the clocks.
    Instant declared_at{}, declared_recorded{}, acknowledged_at{}, investigating_at{}, identified_at{}, mitigated_at{},
        resolved_at{}, reopened_at{};
    std::uint32_t reopened_count{};
    std::vector<Instant> resolved_history;
    std::string resolve_text, identified_text;

    std::map<std::string, std::vector<Tenure>> roles; // by role; the last one without `until` holds it
    std::map<std::string, Offer> offers;              // by role
    std::map<Audience, AudienceClock> clocks;
    std::vector<Window> windows; // in the order of their numbers
    std::vector<Statement> statements;
    std::map<std::uint32_t, Task> tasks;
    std::set<PersonId> participants; // has typed a command, holds a role or a task
    PersonId postmortem_owner;
    std::string postmortem_owner_name;

    // Highest numbers given so far, per kind: N, I, T, U.
    std::uint32_t notes{}, impacts{}, task_count{}, updates{};
    Instant changed_at{}; // recorded time of the newest event
    Seq last_seq;

    bool operator==(const Incident&) const = default;

    // Present holder of a role, or nullptr.
    const Tenure* holder(std::string_view role) const;
    const Window* open_window() const;
    std::string ref() const { return "INC-" + std::to_string(number); }
};

// How an entry was corrected: views show the newest words with a mark, the full view shows all (DOMAIN 7).
struct Correction {
    Seq target, by; // the entry, and the EntryCorrected that holds now
    std::string old_text;
    Instant old_at{};
    bool operator==(const Correction&) const = default;
};

// An incident and everything recorded of it.
struct IncidentFile {
    Incident now;
    std::vector<Recorded> log; // as recorded, also what was undone
    std::map<std::uint32_t, Note> notes;
    std::map<std::uint32_t, Update> updates;
    std::map<Seq, Correction> corrections; // by target
    std::set<Seq> undone;                  // events taken back, and the CommandUndone entries are not in it
};

struct Person {
    PersonId id;
    std::string name;    // as first shown
    std::string account; // folded: NFC, case folded
    std::string platform;
    bool operator==(const Person&) const = default;
};

struct Everything {
    std::map<IncidentId, IncidentFile> incidents;
    std::vector<Recorded> log; // of no incident
    std::map<PersonId, Person> people;
    std::map<std::string, PersonId> accounts;   // "platform/folded account"
    std::map<std::uint32_t, Policy> policies;   // by version; the highest is in force
    std::map<RoomId, IncidentId> rooms;         // which incident a room belongs to
    std::map<std::uint32_t, IncidentId> numbers; // INC-n
    Seq last_seq;
    Instant last_recorded{};

    const Policy& policy() const;                      // in force
    const Policy& policy_of(const Incident&) const;    // in force at its declaration
    const IncidentFile* find(IncidentId) const;
    const IncidentFile* in_room(const RoomId&) const;  // nullptr: the room belongs to none
    const IncidentFile* numbered(std::uint32_t n) const;
    const Person* person(PersonId) const;
    const Person* by_account(std::string_view platform, std::string_view account) const; // folds the account
};

// Adds one event. Corrections and undo fold that incident anew.
void apply(Everything&, Recorded);

// Folds a whole log at once (start-up): corrections and undo cost one pass per incident, not one each.
void load(Everything&, std::vector<Recorded>);

// Forgets every event after `last` and folds what it touched anew (a batch that could not be saved, DESIGN 4.1).
void forget_after(Everything&, Seq last);

// The incident as it would be had the undone commands never been typed and the corrections been the first words.
void refold(IncidentFile&);

} // namespace tocsin
