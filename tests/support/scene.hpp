// Given, when, then for decisions: lines are typed into the pure core and what follows is recorded, without
// disk, clock or network. Updates are delivered at once unless told otherwise.
#pragma once

#include "commands/core/decision.hpp"
#include "commands/notices/notices.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

class Scene {
public:
    explicit Scene(std::string_view start = "2026-03-01T02:14:00Z");

    // Moves the clock. "+5m" or a full time; what is due on the way rings, as in the live bot.
    Scene& at(std::string_view when);
    // A command line without prefix; its decision is recorded.
    const Decision& type(std::string_view who, std::string_view room, std::string_view line);
    // Somebody says something that is no command.
    void stopped_for(Duration d) { now_ += d; } // Tocsin was not running; what fell due meanwhile rings late
    void talk(std::string_view who, std::string_view room, std::string_view words);

    // Stored names of the last decision's facts, without people becoming known: "note-added role-taken".
    std::string facts() const;
    std::string reply() const;      // the last reply as text, with "/incident "
    std::string first_line() const; // of the last reply
    // How many messages since the last line hold these words.
    std::size_t told_of(std::string_view words) const;
    // Messages since the last line, as "ROOM: text" or "@name: text"; cards and edits left out.
    std::vector<std::string> told() const;
    // Edits since the last line of what a person was told, as "CARD @name: text".
    std::vector<std::string> edits() const;

    // Notification lines since the last line; those that are empty left out.
    std::vector<std::string> phones() const;

    const Incident& incident(std::uint32_t n = 1) const;
    const IncidentFile& file(std::uint32_t n = 1) const;
    Instant now() const { return now_; }

    Everything all;
    bool deliver_at_once{true};

private:
    void record(const Ask&, Decision);
    void deliver(const std::vector<Outgoing>&);
    void ring_until(Instant);
    std::string line_of(const Outgoing&) const;
    Instant now_{};
    Decision last_;
    std::vector<Outgoing> out_;
    std::uint64_t asks_{};
    std::map<std::string, std::string> offers_; // by person and room
};

// ana has declared "Card payments fail", sev2; its room is #inc-1.
Scene open_sev2();

} // namespace tocsin::test
