// What the data cannot give, each hole with the line that fills it.
#pragma once

#include "commands/postmortem/record.hpp"

namespace tocsin::postmortem {

// What matters most first: a reader of three lines reads the three that the review cannot do without.
enum class Weight : std::uint8_t {
    cause,
    detection,
    owner,
    impact,
    trigger,
    updates,
    checks,
    theories,
    actions,
    questions,
    tasks,
    people,
    figures,
    lessons,
    words, // of a layout: what only people can say
};

struct Weighed {
    Weight weight{};
    Gap gap;
};

class Gaps {
public:
    void add(Weight, std::string_view section, std::string question, std::string_view line);
    std::vector<Gap> sorted(); // by weight, then as they were found

private:
    std::vector<Weighed> list_;
};

// gaps.cpp: of every layout. gaps_open.cpp: what was begun and left open.
void find_gaps(Gaps&, const Record&);
void find_open_ends(Gaps&, const Record&);

} // namespace tocsin::postmortem
