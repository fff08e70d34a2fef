// The chat platform's side: it accepts, takes its time, says "later", refuses, accepts and loses its answer,
// or is away for a while.
#pragma once

#include "tests/simulation/chance.hpp"
#include "tests/simulation/met.hpp"
#include "tests/support/bot_on_disk.hpp"

#include <map>
#include <set>
#include <string>

namespace tocsin::simulation {

class Platform {
public:
    Platform(Chance&, Met&, test::BotOnDisk&);

    void away_until(const RoomId& room, Instant until);
    // From now on it accepts everything at once.
    void be_kind() { kind_ = true; }
    // A new life of the bot: what was under way is gone.
    void bot_started() { confirmed_.clear(); }
    // Nothing reaches the platform any more, or comes from it (the process is dead, and does not know it
    // yet).
    std::function<bool()> cut_off{[] { return false; }};

private:
    using Done = test::BotOnDisk::Done;
    void deliver(const Delivery&, Done);
    void accept(const Delivery&, const Done&);
    void stays_private(const Delivery&);
    static void later(const Done&, std::string_view reason, Duration after = {});

    Chance& chance_;
    Met& met_;
    test::BotOnDisk& bot_;
    std::map<RoomId, Instant> away_;
    std::set<std::uint64_t> confirmed_; // rows whose acceptance the bot has heard of in this life
    // Of private incidents: the words that may reach nobody but their members.
    struct Secret {
        Seq read_to;
        std::set<std::string> words;
    };
    std::map<IncidentId, Secret> secrets_;
    bool kind_{};
};

} // namespace tocsin::simulation
