// Plays a chat script through the real pipeline on a simulated clock, which ends at the last line's time: the
// demo, the scenario test, and the way to compare a draft with a published report.
#pragma once

#include "bot/config.hpp"
#include "bot/engine.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tocsin::bot {

struct ScriptLine {
    Instant at{};
    std::string who, room, text;
};
// One JSON object a line; bounded; the error names the line.
Result<std::vector<ScriptLine>> read_script(const std::string& text);

class Replay {
public:
    struct Spoken { // what Tocsin said, in order
        Instant at{};
        RoomId room;
        PersonId person; // 0: everybody in the room
        std::string body;
    };

    // Data goes to `folder`; empty: to a temporary one that is removed afterwards.
    static Result<std::unique_ptr<Replay>> open(const std::string& folder, const Config&);
    Result<void> play(const std::vector<ScriptLine>&, const std::string& script_text);
    ~Replay();

    Engine& engine() { return *engine_; }
    const std::vector<IncidentId>& declared() const { return declared_; } // @inc1, @inc2, ...
    int unknown_verbs() const { return unknown_verbs_; }
    const std::vector<std::string>& unknown_lines() const { return unknown_lines_; }
    const std::vector<Spoken>& spoken() const { return spoken_; }
    const std::vector<Answer>& answers() const { return answers_; } // of the command lines, in order

private:
    class Port;
    Replay() = default;
    void move_clock(Instant);
    Result<RoomId> room_of(const ScriptLine&) const;

    Config config_;
    std::string temporary_;
    Instant now_{};
    runtime::Scheduler scheduler_{[this] { return now_.time_since_epoch(); }};
    std::unique_ptr<Port> port_;
    std::unique_ptr<Engine> engine_;
    std::vector<IncidentId> declared_;
    std::vector<Spoken> spoken_;
    std::vector<Answer> answers_;
    std::vector<std::string> unknown_lines_;
    int unknown_verbs_{};
};

} // namespace tocsin::bot
