// The bot without its network: data file, pipeline, outbox, clocks, reads. The live program, `replay` and the
// simulation run the same one; they differ in clock, disk driver and chat ports.
#pragma once

#include "bot/clocks.hpp"
#include "bot/outbox_worker.hpp"
#include "bot/pipeline.hpp"
#include "bot/reader.hpp"

#include <memory>

namespace tocsin::bot {

class Engine {
public:
    struct Doors {
        std::unique_ptr<storage::Store> store;
        runtime::Scheduler& scheduler;
        std::function<Instant()> wall;
        std::function<Duration()> steady;
        std::function<double()> jitter;
        std::function<std::unique_ptr<storage::Writer>(storage::Store&)> writer;
        std::string prefix{"/incident "};
    };
    // What the network side hears; all on the loop.
    struct Hooks {
        std::function<void(const TalkLine&)> said = [](const TalkLine&) {};
        std::function<void(IncidentId)> changed = [](IncidentId) {};
        std::function<void(const std::vector<std::string>&)> redacted = [](const std::vector<std::string>&) {
        };
        std::function<void(const std::string&)> problem = [](const std::string&) {};
    };

    Engine(Doors, Hooks);

    // Reads the log, adopts the policy, starts the clocks, takes up what was not sent.
    Result<void> start(const Policy&);
    // First half of a stop: no new rings, no new messages; what is under way finishes.
    void quiet();
    // Second half: the clean stop is written, the disk has everything.
    void stop();

    void add_port(ChatPort& port) { worker_.add_port(port); }
    Pipeline& pipeline() { return pipeline_; }
    const Everything& state() const { return pipeline_.state(); }
    StateReader& reader() { return reader_; }
    OutboxWorker& worker() { return worker_; }
    const OutboxWorker& worker() const { return worker_; }
    const Pipeline& pipeline() const { return pipeline_; }
    storage::Store& store() { return *store_; }
    void flush(); // small lazy writes; called each second
    void prune(); // old rows; called now and then

private:
    Hooks hooks_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::Writer> writer_;
    Pipeline pipeline_;
    OutboxWorker worker_;
    Clocks clocks_;
    StateReader reader_;
};

} // namespace tocsin::bot
