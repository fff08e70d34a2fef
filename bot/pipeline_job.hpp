// One Ask on its way to the disk, and the answers that the pipeline itself gives.
#pragma once

#include "bot/pipeline.hpp"

#include <set>
#include <string>
#include <vector>

namespace tocsin::bot {

struct Pipeline::Job {
    Ask ask;
    Answer answer;
    storage::Write with; // rows that came with the Ask, kept for another try
    std::function<void(Answer)> reply;
    std::vector<IncidentId> touched;
    std::vector<storage::OutboxRow> outgoing;
    std::vector<TalkLine> talk;
    bool kept{};         // it has a row in the inbox
    bool stands{};       // what it answers is on disk already, whatever becomes of its row
    IncidentId redacted; // whose entries lose their words in memory too, once they are gone from the disk
    std::set<Seq> redacted_events;
    std::vector<std::string> redacted_words;
    Seq last; // of the events of this job; 0: none
    std::uint64_t generation{};
    int tries{};
};

// Could not be saved: nothing was done.
Answer lost(const std::string& why);
Answer refusal(std::string words);
// The mark of an Ask that is looked at after an unclean stop (DESIGN 4.14).
std::string trying_name(const Ask&);

} // namespace tocsin::bot
