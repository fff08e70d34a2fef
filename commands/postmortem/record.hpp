// The parts of a draft that the record gives without anybody's judgement, for every layout; and the log read
// once into what the parts ask for.
#pragma once

#include "commands/postmortem/document.hpp"
#include "commands/views/figures.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::postmortem {

// A note with the event that made it. Undone notes are in none of the lists here.
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
    std::vector<NoteRef> notes;       // in the order of their numbers
    std::vector<std::string> authors; // who recorded anything, in the order of their first entry
    const Recorded* declared{};       // nullptr in an empty log
    const Recorded* raised{};         // the change to the highest severity
    const Recorded* identified{};     // the last change to that state
    const Recorded* monitoring{};     // the last change to that state
    std::vector<const Recorded*> resolved, reopened;

    // Days are told against the day of the declaration.
    std::string when(Instant) const;
    std::string range(Instant from, Instant to) const;
};

Block paragraph(std::string text);
Block bullets(std::vector<std::string> items);
Block table(std::vector<std::vector<std::string>> rows);

// "15:04 UTC ana N3: words"; corrected ones say so, without the first words.
std::string note_line(const Record&, const NoteRef&);

Section communications(const Record&);
Section roles(const Record&);
Section timeline(const Record&);
Section supporting(const Record&);

// Everything the data cannot give, in the order of the sections.
std::vector<Gap> find_gaps(const Record&);

} // namespace tocsin::postmortem
