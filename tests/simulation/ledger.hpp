// Who asked what, and what they were answered. Checks on every answer that it is the one the promises allow
// (P1, P2, P5), and later that what was acknowledged is still there.
#pragma once

#include "bot/engine.hpp"
#include "tests/simulation/met.hpp"
#include "tests/simulation/people.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::simulation {

class Ledger {
public:
    struct Entry {
        Ask ask;
        Said said;
        Instant heard{};             // the last time
        int waits{};                 // times asked in this life and not answered yet
        bool lost{};                 // asked in an earlier life that ended without an answer
        bool unsaved{};              // the last answer was "not recorded"
        std::string repeats;         // the key of another entry with the same line, just before; empty: none
        std::optional<Answer> first; // that was recorded
        bool kept{};                 // it is in the inbox
        std::vector<Recorded> facts; // of its incident, as they stood when it was acknowledged
    };

    explicit Ledger(Met&);

    // `key` of the entry may exist already: then it is asked again.
    void asked(const Ask&, const Said&, const std::string& repeats = "");
    void answered(const Ask&, const Answer&, const Everything&);
    int lives() const { return lives_; }
    // The process is gone: who has no answer will ask again.
    void died();

    // Entries that somebody would ask again by themselves.
    const std::vector<std::string>& restless() const { return restless_; }
    const Entry* find(const std::string& key) const; // by name_of
    const Entry* newest_answered() const;            // in this life, and not a repeat
    const std::vector<std::string>& keys() const { return keys_; }

    // Everything acknowledged is in this state, at its place and as it was.
    void all_there(const Everything&) const;
    // Each key and each wish is in the log at most once, and nothing is in it that nobody asked for.
    void nothing_twice(const Everything&, const std::vector<storage::InboxRow>&) const;
    void nobody_waits() const;

    static std::string name_of(const Ask& ask) { return ask.source + " " + ask.key; }

private:
    void ask_again(const std::string& name, const Entry&);
    void saved(Entry&, const Ask&, const Answer&, const Everything&);
    void same_as_first(const Entry&, const Ask&, const Answer&) const;
    bool said_just_before(const Entry&) const;
    void facts_are_there(Entry&, const Answer&, const Everything&) const;

    Met& met_;
    std::map<std::string, Entry> entries_;
    std::vector<std::string> keys_, restless_;
    std::string newest_answered_;
    int lives_{};
};

} // namespace tocsin::simulation
