// What the own room and the API see of the bot: a pipeline that answers as it is told, a reader over plain
// data, a clock that is moved, random bytes that count, and a memory.
#pragma once

#include "integrations/integration.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tocsin::test {

class FakeBot final : public Inbound, public Reader {
public:
    std::vector<Ask> asks;
    std::vector<std::string> looks;               // what was read of private incidents
    Answer answer;                                // to every command
    bool keeps_talk{true};                        // tells `said` of talk, as the shell does after its answer
    std::function<void(const TalkLine&)> said;    // where lines go
    std::map<std::string, PersonId> accounts;     // by folded account
    std::map<std::string, std::string> incidents; // card JSON by reference
    std::vector<TalkLine> lines;                  // what was said before
    std::vector<RoomId> known_rooms;
    std::map<RoomId, PersonId> private_rooms; // room -> the one who may enter it
    std::map<std::string, std::string> memory;
    Instant now{Instant{Duration{1'700'000'000'000}}};
    runtime::Scheduler scheduler{[this] { return now.time_since_epoch(); }};
    std::uint64_t last_line{100};
    unsigned char random_byte{};

    void pass(Duration d) {
        now += d;
        scheduler.run_due(now);
    }
    void fill(std::span<std::byte> bytes) {
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(0x40 + random_byte);
        ++random_byte;
    }
    std::optional<std::string> remembered(std::string_view name) const {
        const auto found = memory.find(std::string{name});
        return found == memory.end() ? std::nullopt : std::optional{found->second};
    }

    void ask(Ask, std::function<void(Answer)> reply) override;
    std::string overview(PersonId viewer) const override;
    std::optional<std::string> incident(PersonId, std::string_view ref) const override;
    std::optional<std::string> timeline(PersonId, std::string_view ref, bool full) const override;
    std::optional<std::string> draft(PersonId, std::string_view ref, std::string_view layout,
                                     std::string_view format) const override;
    std::string people(PersonId) const override { return "[]"; }
    std::string completion() const override { return "[]"; }
    std::optional<UpdateStart> update_start(PersonId, std::string_view, std::string_view) const override { return {}; }
    Message preview(const Ask&) const override { return {}; }
    Desk desk(PersonId) const override { return {}; }
    std::vector<TalkLine> talk(PersonId viewer, const RoomId&, std::uint64_t before,
                               std::size_t max) const override;
    std::vector<RoomId> rooms(PersonId, std::string_view) const override { return known_rooms; }
    bool may_enter(PersonId viewer, const RoomId& room) const override {
        const auto found = private_rooms.find(room);
        return found == private_rooms.end() || found->second == viewer;
    }
    PersonId person(std::string_view platform, std::string_view account) const override;
};

} // namespace tocsin::test
