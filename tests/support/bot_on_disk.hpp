// The bot in process, life after life on one faulty disk: the real engine, a clock that is moved by hand, and
// a chat platform whose side the test plays.
#pragma once

#include "bot/engine.hpp"
#include "tests/support/faulty_vfs.hpp"
#include "tests/support/held_writer.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

class BotOnDisk {
public:
    using Done = std::function<void(Delivered)>;

    explicit BotOnDisk(std::uint64_t seed = 1);
    ~BotOnDisk();
    BotOnDisk(const BotOnDisk&) = delete;
    BotOnDisk& operator=(const BotOnDisk&) = delete;

    FaultyDisk disk;
    Policy policy;       // of the embedded config: #internal, #executives, #customers
    Instant now;         // the wall clock
    bool holds_writes{}; // from the next start on: HeldWriter instead of the inline one
    // The platform's side; as it comes: a line of the room is kept, and everything accepted at once.
    std::function<void(const Delivery&, Done)> deliver;
    std::function<void(const TalkLine&)> said{[](const TalkLine&) {}};
    std::vector<std::string> problems;
    // Further platforms: made for each life, before it begins, and gone with it.
    std::function<void(bot::Engine&, runtime::Scheduler&)> connect{[](bot::Engine&, runtime::Scheduler&) {}};
    std::function<void()> disconnect{[] {}};

    Result<void> start();
    void stop(); // in order
    // The process is gone in the middle of whatever it did, and the machine is up again.
    void die(FaultyDisk::Crash = FaultyDisk::Crash::killed);
    bool running() const { return engine_ != nullptr; }

    bot::Engine& engine() { return *engine_; }
    bot::Pipeline& pipeline() { return engine_->pipeline(); }
    const Everything& state() const { return engine_->state(); }
    storage::Store& store() { return engine_->store(); }
    runtime::Scheduler& scheduler() { return *scheduler_; }
    HeldWriter* held() { return held_; } // nullptr: the writer is the inline one
    std::unique_ptr<storage::Store> another_reader() const;

    // Time goes on; what falls due on the way is done at its moment.
    void pass(Duration);
    // One step of that: to the next thing that falls due, at most to `end`. False: `end` is reached.
    bool pass_to_next(Instant end);
    void jump(Duration); // the wall clock is set

    Ask line(std::string_view who, std::string_view room, std::string_view command,
             std::string_view key = "");
    Ask talk(std::string_view who, std::string_view room, std::string_view words, std::string_view key = "");
    // Asks and hands back the answer; nullopt: none came yet.
    std::optional<Answer> ask(Ask);
    // The same for a line that must be answered at once.
    Answer say(std::string_view who, std::string_view room, std::string_view command,
               std::string_view key = "");
    // What everybody, or somebody, was told by Tocsin in a room, oldest first, as plain text.
    std::vector<std::string> told(std::string_view room);

private:
    Duration steady() const { return now - began_ - jumped_; }
    Ask ask_of(std::string_view who, std::string_view room, std::string_view key) const;

    class Port;
    std::uint64_t salt_, keys_{};
    Instant began_;
    Duration jumped_{};
    std::unique_ptr<runtime::Scheduler> scheduler_; // of this life: what it had waiting dies with it
    std::unique_ptr<Port> port_;
    HeldWriter* held_{};
    std::unique_ptr<bot::Engine> engine_;
};

} // namespace tocsin::test
