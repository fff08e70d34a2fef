// Rings what the state waits for: per incident its next due moment on the one timer map, nothing stored
// (DESIGN 2).
#pragma once

#include "bot/pipeline.hpp"
#include "commands/clocks/due.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <map>

namespace tocsin::bot {

class Clocks {
public:
    Clocks(Pipeline& pipeline, runtime::Scheduler& scheduler, std::function<Instant()> now);

    void start();             // looks at every incident; what fell due before is rung late
    void applied(IncidentId); // its state changed
    void rewound();           // a batch failed: the state went back, and the disk has a moment
    void stop();

    static constexpr seconds late_after{30}; // rung later than this: Tocsin was not running
    static constexpr seconds again_after{5}; // a ring that could not be recorded

private:
    void all();
    void set(IncidentId);
    void again(IncidentId);
    void call_off(IncidentId);
    void ring(IncidentId);

    Pipeline& pipeline_;
    runtime::Scheduler& scheduler_;
    std::function<Instant()> now_;
    std::map<IncidentId, runtime::Scheduler::Ticket> tickets_;
    std::optional<runtime::Scheduler::Ticket> after_rewind_;
    bool stopped_{};
};

} // namespace tocsin::bot
