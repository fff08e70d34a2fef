// Wiring of the parts, and the order in which they come up and go down.
#include "bot/engine.hpp"

namespace tocsin::bot {

Engine::Engine(Doors doors, Hooks hooks)
    : hooks_{std::move(hooks)}, store_{std::move(doors.store)}, writer_{doors.writer(*store_)},
      pipeline_{{.store = *store_,
                 .writer = *writer_,
                 .wall = doors.wall,
                 .steady = doors.steady,
                 .prefix = doors.prefix},
                {.said = hooks_.said,
                 .outgoing = [this](std::vector<storage::OutboxRow> rows) { worker_.put(std::move(rows)); },
                 .applied = [this](IncidentId id) { clocks_.applied(id); },
                 .changed = hooks_.changed,
                 .redacted =
                     [this](const std::vector<std::string>& words) {
                         worker_.redact(words);
                         hooks_.redacted(words);
                     },
                 .rewound = [this] { clocks_.rewound(); },
                 .problem = hooks_.problem}},
      worker_{{.pipeline = pipeline_,
               .store = *store_,
               .scheduler = doors.scheduler,
               .now = [this] { return pipeline_.now(); },
               .jitter = doors.jitter,
               .said = hooks_.said,
               .problem = hooks_.problem}},
      clocks_{pipeline_, doors.scheduler, [this] { return pipeline_.now(); }},
      reader_{pipeline_, *store_, worker_, doors.prefix} {}

Result<void> Engine::start(const Policy& policy) {
    if (auto started = pipeline_.start(policy); !started) return started;
    auto pending = store_->pending_outbox();
    if (!pending) return pending.error();
    auto undelivered = store_->undelivered(OutboxWorker::undelivered_max);
    if (!undelivered) return undelivered.error();
    worker_.start(std::move(*pending), std::move(*undelivered));
    worker_.put(pipeline_.late_answers());
    clocks_.start(); // last: what fell due meanwhile is rung now, and its messages have somewhere to go
    return {};
}

void Engine::quiet() {
    clocks_.stop();
    worker_.stop();
}

void Engine::stop() { pipeline_.stop(); }

void Engine::flush() { pipeline_.flush_answered(); }

void Engine::prune() {
    const auto pruned = store_->prune(pipeline_.now());
    if (!pruned) hooks_.problem("pruning: " + pruned.error().detail);
}

} // namespace tocsin::bot
