// Which moments the state waits for. Nothing is stored: a restart computes them again and can lose none
// (DESIGN 2).
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/state.hpp"

#include <optional>
#include <vector>

namespace tocsin::clocks {

struct Due {
    Instant at{};
    ClockRang rang;
};

// The next moment of one incident; nullopt: it waits for nothing. Of equal moments the order is fixed: by
// kind, audience, number, role.
std::optional<Due> next_of(const Incident&, const Policy&);

// Idempotency key of that moment: clock/<incident>/<what>/<due>/<last entry> (DESIGN 4.3). The newest entry of
// the incident is part of it: after a reopening the same moment may come again, and must not be taken for the
// one that was heard.
std::string key_of(const ClockRang&, Seq last);

// When the reminder of an obligation is due: due - max(reminder_min, percent of the interval), not before it
// began.
Instant reminder_at(const Obligation&, const Policy&);

// The target of that audience now: `first` if nothing was published yet, else by state; zero: none
// (DOMAIN 5.1). Of a private incident only approved audiences have one.
Duration target_of(const Incident&, Audience, const Policy&);

// Adherence of one audience as of a moment (DOMAIN 5.6): met / (met + late + open_overdue).
struct Adherence {
    int met{}, late{}, open_overdue{};
    Duration worst{}; // latest of the late ones
    int counted() const { return met + late + open_overdue; }
    bool operator==(const Adherence&) const = default;
};
Adherence adherence(const AudienceClock&, const Policy&, Instant as_of);

} // namespace tocsin::clocks
