// What the log means right now: the fold of all events. Only `apply` changes it, only views and decisions
// read it. Ordered containers throughout: the same log gives the same state on every machine (P4).
#pragma once

#include "commands/core/entries.hpp"
#include "commands/core/event.hpp"
#include "commands/policy/policy.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin {

// One incident as it is now. Small enough to copy before a decision is applied: entries with long histories
// live in the IncidentFile's log.
struct Incident {
    IncidentId id;
    std::uint32_t number{}; // of INC-n; 0: private from its declaration on
    bool is_private{};
    std::string code_name; // of a private one: "Slate Heron"
    std::string title, service;
    IncidentType type{};
    Severity severity{}, severity_declared{};
    bool severity_given{};
    State state{State::triage};
    Phase phase{};
    std::uint32_t policy_version{};
    PersonId declarer;
    std::string declarer_name;
    RoomId home;                        // its own room
    std::vector<RoomId> rooms;          // home first, then bound ones
    std::map<RoomId, std::string> made; // by their platform, which calls them so
    bool home_failed{};                 // its own room could not be made; `home` is another one since
    std::set<std::string> unheard;      // platforms that cannot be heard

    // Key times (DOMAIN 7). no_instant: not reached. Occurred time; `declared_recorded` starts the clocks.
    Instant detected_at{}, declared_at{}, declared_recorded{}, acknowledged_at{}, investigating_at{},
        identified_at{}, contained_at{}, mitigated_at{}, resolved_at{}, resolved_recorded{}, reopened_at{},
        closed_at{};
    std::uint32_t reopened_count{};
    std::vector<Instant> resolved_history;
    std::string resolve_text, identified_text;
    std::map<KeyTime, Instant> stamped; // set by hand: they hold against what the commands stamp
    Instant raised_at{};                // since when it is sev1 or sev2: whom the vacancy alarm is for

    std::map<std::string, std::vector<Tenure>> roles; // by role; the last one without `until` holds it
    std::map<std::string, Offer> offers;              // by role
    bool vacancy_called{};
    CallOut call_out;
    Instant commander_typed{}; // the newest entry by whoever was commander then
    std::map<Audience, AudienceClock> clocks;
    std::map<std::uint32_t, Instant> going; // updates that can still be stopped, and when they go out
    std::vector<Window> windows;            // in the order of their numbers
    std::vector<Statement> statements;
    std::map<std::uint32_t, Task> tasks;
    std::map<std::uint32_t, Page> pages;
    std::map<std::uint32_t, ActionDue> open_actions;
    std::map<std::uint32_t, Instant> open_polls; // until when
    Instant can_asked{}, can_until{};            // a round of reports; no_instant: none runs
    std::vector<PhaseStretch> phases;            // in order
    std::set<PersonId> participants;             // has typed a command, holds a role or a task
    std::map<PersonId, std::string> members;     // of a private one: who may read it
    std::set<Audience> approved;                 // of a private one: who may hear of it
    std::vector<Related> related;
    IncidentId merged_into;
    PersonId postmortem_owner;
    std::string postmortem_owner_name;
    ReviewStatus review{};
    Instant review_moved{}, meeting{};
    std::map<ReviewDue, std::uint32_t> review_reminders; // how often

    Counts counts;
    Instant changed_at{}; // recorded time of the newest event
    Seq last_seq;

    bool operator==(const Incident&) const = default;

    // Present holder of a role, or nullptr.
    const Tenure* holder(std::string_view role) const;
    const Window* open_window() const;
    const Tenure* commander() const { return holder("commander"); }
    // Who leads: the commander, else the declarer as acting one (DOMAIN 3).
    PersonId lead() const { return commander() ? commander()->person : declarer; }
    const std::string& lead_name() const { return commander() ? commander()->name : declarer_name; }
    std::uint32_t next(char kind) const { return counts.of(kind) + 1; }
    // How it is called in sentences and lines: "INC-7", of a private one "Slate Heron".
    std::string ref() const { return is_private ? code_name : "INC-" + std::to_string(number); }
    // The same in addresses: "INC-7", "slate-heron".
    std::string slug() const;
    // May this person know that it exists?
    bool may_read(PersonId person) const { return !is_private || members.contains(person); }
    bool is_major() const { return severity <= Severity::sev2; }
};

// How an entry was corrected: views show the newest words with a mark, the full view shows all (DOMAIN 7).
struct Correction {
    Seq target, by; // the entry, and the EntryCorrected that holds now
    std::string old_text, text;
    Instant old_at{}, at{};
    bool day_only{};
    bool operator==(const Correction&) const = default;
};

// An entry that was withdrawn: it stays, marked, and counts no more.
struct Retraction {
    Seq by;
    std::string why, by_name;
    bool operator==(const Retraction&) const = default;
};

// An incident and everything recorded of it.
struct IncidentFile {
    Incident now;
    std::vector<Recorded> log; // as recorded, also what was undone
    std::map<std::uint32_t, Note> notes;
    std::map<UpdateKey, Update> updates;
    std::map<std::uint32_t, Draft> drafts;
    std::map<std::uint32_t, Hypothesis> hypotheses;
    std::map<std::uint32_t, Question> questions;
    std::map<std::uint32_t, DecisionEntry> decisions;
    std::map<std::uint32_t, Poll> polls;
    std::map<std::uint32_t, CanReport> reports;
    std::map<std::uint32_t, Evidence> evidence;
    std::map<std::uint32_t, Lesson> lessons;
    std::map<std::uint32_t, Action> actions;
    std::map<std::pair<Phase, std::uint32_t>, Check> checks;
    std::map<std::string, Edit> edits; // by section
    std::vector<Access> accesses;
    std::map<Seq, Correction> corrections; // by target
    std::map<Seq, Retraction> retractions; // by target
    std::set<Seq> redacted;                // whose words were taken out: entries and their corrections
    std::set<Seq> undone;                  // events taken back, and the CommandUndone entries are not in it

    // One of the copies of an update, nullptr: no such number went out.
    const Update* update(std::uint32_t number) const;
};

struct Person {
    PersonId id;
    std::string name;    // as first shown
    std::string account; // folded: NFC, case folded
    std::string platform;
    std::string external; // the account as the platform writes it
    bool operator==(const Person&) const = default;
};

struct Everything {
    std::map<IncidentId, IncidentFile> incidents;
    std::vector<Recorded> log; // of no incident
    std::map<PersonId, Person> people;
    std::map<std::string, PersonId> accounts;     // "platform/folded account"
    std::map<std::uint32_t, Policy> policies;     // by version; the highest is in force
    std::map<RoomId, IncidentId> rooms;           // which incident a room belongs to
    std::map<std::uint32_t, IncidentId> numbers;  // INC-n
    std::map<std::string, IncidentId> code_names; // of private ones, folded: "slate heron"
    Seq last_seq;
    Instant last_recorded{};

    const Policy& policy() const;                   // in force
    const Policy& policy_of(const Incident&) const; // in force at its declaration
    const IncidentFile* find(IncidentId) const;
    const IncidentFile* in_room(const RoomId&) const; // nullptr: the room belongs to none
    const IncidentFile* numbered(std::uint32_t n) const;
    // By "INC-7", "slate heron" or "slate-heron", without case.
    const IncidentFile* referred(std::string_view ref) const;
    const Person* person(PersonId) const;
    const Person* by_account(std::string_view platform, std::string_view account) const; // folds the account
    // By account on any platform, else by a shown name that only one person has.
    const Person* called(std::string_view name) const;
};

// Adds one event. Corrections and undo fold that incident anew.
void apply(Everything&, Recorded);

// Folds a whole log at once (start-up): corrections and undo cost one pass per incident, not one each. Events
// are taken one by one, in the order of the log, and moved from.
class Loading {
public:
    explicit Loading(Everything& all) : all_{all} {}
    void take(Recorded&);
    void finish();

private:
    Everything& all_;
};
void load(Everything&, std::vector<Recorded>);

// Forgets every event after `last` and folds what it touched anew (a batch that could not be saved,
// DESIGN 4.1).
void forget_after(Everything&, Seq last);

// Takes the words of these events out of the log in memory, as the store has taken them out of its rows
// (DESIGN 4.8).
void scrub(Everything&, IncidentId, const std::set<Seq>&);

// The incident as it would be had the undone commands never been typed and the corrections been the first
// words.
void refold(IncidentFile&);

} // namespace tocsin
