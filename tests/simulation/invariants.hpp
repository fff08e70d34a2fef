// What must hold between the state in memory, the file on disk, and what is read out of them (P4, P6), and
// whether clocks ring when they should.
#pragma once

#include "tests/support/bot_on_disk.hpp"

#include <map>
#include <string>
#include <tuple>

namespace tocsin::simulation {

// Names the first difference; empty: they are the same.
std::string difference(const Everything&, const Everything&);

// The fold of the file, by one load and event by event, is the state; the chain holds.
void file_holds_the_state(test::BotOnDisk&);

// Drafts that were seen: the same record gives the same bytes, in any zone and locale, before and after a
// restart.
class Drafts {
public:
    void check(test::BotOnDisk&);

private:
    struct Seen {
        std::string head, text;
        std::uint64_t newest_talk{};
    };
    std::map<IncidentId, Seen> seen_;
};

// No update and no task is overdue for long without having been called.
class ClockWatch {
public:
    // The bot is not expected to ring just now.
    void excuse(Instant now) { excused_ = now; }
    void look(const Everything&, Instant now);

private:
    using Wait = std::tuple<IncidentId, int, std::uint32_t, Instant>; // kind (audience, or task), number, due
    void wait(const Wait&, Instant due, Instant now);
    std::map<Wait, Instant> since_; // first seen waiting
    std::map<Wait, Instant> seen_;
    Instant excused_{};
};

} // namespace tocsin::simulation
