// The log read once into what the parts of a draft ask for, and the small forms that all parts are written
// in.
#pragma once

#include "commands/postmortem/document.hpp"
#include "commands/views/figures.hpp"
#include "commands/views/views.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::postmortem {

// A note with the event that made it. Undone and withdrawn notes are in none of the lists here.
struct NoteRef {
    const Note* note{};
    const Recorded* recorded{};
    bool corrected{}; // its words were, not only its time
};

// One pass over the log.
struct Record {
    explicit Record(const Source&);

    const Source& source;
    const IncidentFile& file;
    const Incident& now;
    const Policy& policy;
    Instant as_of{};
    std::vector<NoteRef> notes;           // in the order of their numbers
    std::vector<std::string> authors;     // who recorded anything, in the order of their first entry
    std::map<Item, const Recorded*> made; // the entries with numbers, notes and updates apart
    const Recorded* declared{};           // nullptr in an empty log
    const Recorded* raised{};             // the change to the highest severity
    const Recorded* identified{};         // the last change to that state
    const Recorded* monitoring{};         // the last change to that state
    std::vector<const Recorded*> resolved, reopened;
    std::vector<const Recorded*> moves;    // of what figures are made
    std::vector<const Recorded*> promises; // those of updates that were moved by hand, or paused
    std::vector<const Recorded*> turns;    // what moved the incident: state, severity, phase, impact, stamps
    std::vector<const Recorded*> steps; // what people did: notes, decisions, tasks given and done, evidence
    std::vector<const Recorded*> thoughts; // theories and questions, their verdicts and answers
    std::vector<const Recorded*> offers;   // of roles, taken and lapsed too
    std::vector<const Recorded*> told;     // one-way messages
    std::map<std::string, Instant> edits;  // when the newest words of a section were recorded
    std::set<std::uint32_t> day_ends;      // windows whose end has no time of the day
    views::Stretch silence;                // the longest between two entries by people while it was open

    // Days are told against the day of the declaration.
    std::string when(Instant, bool day_only = false) const;
    std::string range(Instant from, Instant to) const;
    // With the date in figures, for the few moments a reader looks for: "2023-01-04 15:30 UTC".
    std::string dated(Instant, bool day_only = false) const;
    bool day_only(const Recorded&) const;
    bool corrected(Item) const;        // its words were
    bool holds(const Recorded&) const; // neither taken back nor withdrawn
    // What people said that explains an entry; without talk the log need not be read for it.
    std::vector<views::Entry> quotes() const;
    // Severity by severity, the time in which it was open.
    std::vector<views::Stretch> open() const { return views::severities(moves, as_of); }
    views::Service service(Audience a) const { return views::service_of(file, moves, a, policy, as_of); }
    // While it was open: the last resolve, else as_of.
    Instant end() const;

private:
    void sort_in(const Recorded&);
    void listen(const Recorded&);
    void find_note(const Recorded&, const NoteAdded&);
    std::map<std::uint32_t, Note>::const_iterator next_note_;
    Severity highest_{};
    Instant heard_{};
    bool open_{};
};

inline constexpr std::size_t proposals_max = 30; // per list; the timeline has them all

Block paragraph(std::string text);
Block bullets(std::vector<std::string> items);
Block table(std::vector<std::vector<std::string>> rows);

std::string quoted(std::string_view words);
// ": \"words\"", or nothing.
std::string in_quotes(std::string_view words);

// A note that begins with "trigger:" names what set it off.
bool is_trigger(const Note&);
// "15:04 UTC ana N3: words"; corrected ones say so, without the first words.
std::string note_line(const Record&, const NoteRef&);
std::string task_line(const Record&, const Task&);
std::string decision_line(const Record&, const DecisionEntry&); // with its poll and what was objected
// What a poll led to: the decision that names it, else the first one made after it and before the next poll.
const DecisionEntry* decision_after(const Record&, const Poll&);
std::string evidence_line(const Record&, const Evidence&);
// With the verdict in the same line, so that no reader takes a theory that was ruled out for the cause.
std::string theory_line(const Record&, const Hypothesis&);
std::string question_line(const Record&, const Question&);
// "partial 01:58 to 03:02 UTC (1 h 4 min)".
std::string window_line(const Record&, const Window&);
std::string severity_history(const Record&);

// Lines for people to judge; a long list keeps its newest ones.
struct Proposals {
    std::vector<std::string> lines;
    std::size_t left_out{};
};
void propose(Blocks&, std::string_view heading, Proposals);

// Picks first and words only what is shown: a record may hold a hundred thousand notes.
template <class Item, class Word> Proposals worded(const std::vector<const Item*>& picked, Word word) {
    Proposals out;
    out.left_out = picked.size() > proposals_max ? picked.size() - proposals_max : 0;
    for (std::size_t n = out.left_out; n < picked.size(); ++n) out.lines.push_back(word(*picked[n]));
    return out;
}
template <class Wanted> Proposals note_lines(const Record& r, Wanted wanted) {
    std::vector<const NoteRef*> picked;
    for (const NoteRef& ref : r.notes)
        if (wanted(ref)) picked.push_back(&ref);
    return worded(picked, [&](const NoteRef& ref) { return note_line(r, ref); });
}
// Of a map by number: those wanted.
template <class T, class Wanted, class Word>
Proposals picked(const std::map<std::uint32_t, T>& list, Wanted wanted, Word word) {
    std::vector<const T*> found;
    for (const auto& [number, one] : list)
        if (wanted(one)) found.push_back(&one);
    return worded(found, word);
}

} // namespace tocsin::postmortem
