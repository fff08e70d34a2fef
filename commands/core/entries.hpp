// The things an incident is made of, as plain values: what the fold of events keeps of each.
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/model.hpp"
#include "commands/core/time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

// One stretch of one person in one role. `until` is no_instant while it lasts.
struct Tenure {
    PersonId person;
    std::string name;
    Instant since{}, until{};
    std::uint8_t fatigue_calls{}; // how often the person was told how long it lasts
    bool operator==(const Tenure&) const = default;
};

struct Offer {
    PersonId person;
    std::string name;
    PersonId by;
    std::string by_name;
    Instant at{};
    bool handoff{}; // lapses when it is not answered (DOMAIN 3)
    bool reminded{};
    std::string brief;
    bool operator==(const Offer&) const = default;
};

// An update that is owed, or was (DOMAIN 5.6).
struct Obligation {
    ObligationKind kind{};
    Instant began{}, due{};
    Instant published{}; // no_instant while open
    std::uint32_t update{};
    std::uint8_t rungs{};               // bit 1 << Rung: reached
    std::vector<PersonId> heard, paged; // who was told of this lateness by name, and who was paged for it
    bool operator==(const Obligation&) const = default;

    bool reached(Rung r) const { return rungs & (1u << static_cast<unsigned>(r)); }
    void reach(Rung r) { rungs = static_cast<std::uint8_t>(rungs | (1u << static_cast<unsigned>(r))); }
    bool has_heard(PersonId p) const { return std::find(heard.begin(), heard.end(), p) != heard.end(); }
    bool was_paged(PersonId p) const { return std::find(paged.begin(), paged.end(), p) != paged.end(); }
};

struct AudienceClock {
    bool started{};                  // the audience has, or had, a target
    std::optional<Obligation> open;  // at most one
    std::vector<Obligation> settled; // in the order they were discharged
    std::uint32_t last_update{};     // number of the newest published one, 0: none
    Instant last_published{};
    Instant paused_until{}; // no_instant: it runs
    bool operator==(const AudienceClock&) const = default;
};

// One number may go to several audiences: each has its own promise and its own receipt.
using UpdateKey = std::pair<std::uint32_t, Audience>;
struct Update {
    std::uint32_t number{};
    Audience audience{};
    Instant submitted{}, delivered{}; // delivered: no_instant until the first target accepted
    Instant promise{};
    Instant goes_at{}; // until then it can be stopped; no_instant: it has gone
    bool next_given{}, closing{}, copy{}, holding{}, undelivered{};
    std::uint32_t rules{}, corrects{}, corrected_by{};
    std::string text, published;
    PersonId by;
    std::string by_name;
    bool operator==(const Update&) const = default;
};

// An update that was kept and not sent.
struct Draft {
    std::uint32_t number{}, audiences{}, rules{};
    Duration next{};
    bool holding{};
    Instant at{};
    std::string text;
    PersonId by;
    std::string by_name;
    std::string approved_by; // empty: not yet
    std::string approved_why;
    bool operator==(const Draft&) const = default;

    bool is_for(Audience a) const { return audiences & (1u << static_cast<unsigned>(a)); }
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
    bool called{};         // asked at its end; cleared by extend
    bool called_in_room{}; // ... and nobody answered
    bool operator==(const Task&) const = default;
};

// A page to one person. Sent is not seen, seen is not acknowledged (P3).
struct Page {
    enum class Status : std::uint8_t {
        nobody, // no such person is known: nobody was paged
        placed, // on its way
        sent,   // its platform took it
        failed, // given up
        acknowledged,
        declined,
    };
    std::uint32_t number{};
    PersonId person, by;
    PageReason why{};
    std::string name, role, text, by_name, answer;
    Instant at{}, answered{};
    Status status{Status::placed};
    bool called{}; // its time went by without an answer, and that was said
    bool operator==(const Page&) const = default;

    bool waits() const { return status == Status::placed || status == Status::sent; }
};

struct PhaseStretch {
    Phase phase{};
    Instant from{}, to{}; // to: no_instant while it lasts
    std::string text, by_name;
    bool operator==(const PhaseStretch&) const = default;
};

struct Check {
    Phase phase{};
    std::uint32_t item{};
    Instant at{};
    std::string label, text, by_name;
    bool operator==(const Check&) const = default;
};

struct Hypothesis {
    std::uint32_t number{};
    Instant at{}, judged_at{};
    std::optional<Verdict> verdict; // none: open
    std::string text, by_name, why, judged_by;
    bool operator==(const Hypothesis&) const = default;

    bool open() const { return !verdict || *verdict == Verdict::supported; }
};

struct Question {
    std::uint32_t number{};
    Instant at{}, answered_at{};
    std::string text, by_name, answer, answered_by; // the newest answer
    bool operator==(const Question&) const = default;

    bool open() const { return answered_at == no_instant; }
};

struct DecisionEntry {
    std::uint32_t number{}, poll{};
    Instant at{};
    std::string text, by_name;
    bool operator==(const DecisionEntry&) const = default;
};

struct Objection {
    Instant at{};
    std::string text, by_name;
    bool operator==(const Objection&) const = default;
};

struct Poll {
    std::uint32_t number{}, decision{}; // the decision that followed, 0: none yet
    Instant at{}, until{};
    bool closed{};
    std::string text, by_name;
    std::vector<Objection> objections;
    bool operator==(const Poll&) const = default;
};

// An expert's condition, actions and needs (DOMAIN 9).
struct CanReport {
    std::uint32_t number{};
    PersonId by;
    Instant at{};
    std::string condition, actions, needs, by_name;
    bool operator==(const CanReport&) const = default;
};

struct Evidence {
    std::uint32_t number{};
    Instant at{}, recorded{};
    std::string digest, sort, text, by_name;
    bool operator==(const Evidence&) const = default;
};

struct Lesson {
    std::uint32_t number{};
    LessonKind kind{};
    Instant at{};
    std::string text, by_name;
    bool operator==(const Lesson&) const = default;
};

// A follow-up (DOMAIN 11.3).
struct Action {
    std::uint32_t number{};
    PersonId owner; // 0: nobody
    Instant at{}, due{}, changed{};
    ActionType type{};
    ActionStatus status{};
    std::string owner_name, ticket, text, outcome, by_name;
    bool operator==(const Action&) const = default;
};

// What the clocks need of an action that is open.
struct ActionDue {
    PersonId owner;
    Instant at{}, due{}; // due: no_instant, if no date was given
    ActionType type{};
    std::uint32_t reminded{}; // the last step
    bool operator==(const ActionDue&) const = default;
};

// The one message that tells the commander what waits (VOICE 5).
struct CallOut {
    PersonId person;
    std::uint32_t number{}; // of the newest message; 0: none yet
    Instant at{};           // when it was last looked at
    Seq seq;                // ... as an entry: what came after it is news
    std::uint64_t shown{};  // fingerprint of its words
    std::string urgent;     // what has been called late, vacant or unanswered
    bool operator==(const CallOut&) const = default;
};

struct Edit {
    std::string section, text, proposal, by_name;
    Instant at{};
    bool operator==(const Edit&) const = default;
};

struct Access {
    PersonId person;
    std::string name, what;
    Instant at{};
    bool operator==(const Access&) const = default;
};

// How two incidents belong together.
struct Related {
    enum class How : std::uint8_t { merged_here, child, parent, linked };
    How how{};
    Relation relation{}; // of a link
    IncidentId incident;
    std::string ref, title;
    bool operator==(const Related&) const = default;
};

// The highest numbers given so far, per kind of entry. Numbers are never given twice, also not those of what
// was undone.
struct Counts {
    std::array<std::uint32_t, 26> highest{};
    bool operator==(const Counts&) const = default;

    std::uint32_t of(char kind) const {
        return kind >= 'A' && kind <= 'Z' ? highest[static_cast<std::size_t>(kind - 'A')] : 0;
    }
    void saw(Item item) {
        if (item.kind < 'A' || item.kind > 'Z') return;
        auto& n = highest[static_cast<std::size_t>(item.kind - 'A')];
        n = std::max(n, item.number);
    }
};

} // namespace tocsin
