// Whether what the state waits for rings when it should, live, after a stand-still, and on a disk that fails.
#include "tests/support/bot_on_disk.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using test::BotOnDisk;

namespace {

// Only customers are promised something: the first update 15 min after a sev3, then every 30 min. Of a sev3
// with one person there are two rungs, and nobody is paged.
struct Ringing : BotOnDisk {
    Ringing() {
        std::erase_if(policy.cadence, [](const auto& c) { return c.first.first != Audience::customers; });
        policy.cadence[{Audience::customers, Severity::sev3}] = {minutes{15}, minutes{30}, minutes{60}};
        REQUIRE(start().has_value());
    }
    const IncidentFile& file(std::uint32_t id = 1) const { return state().incidents.at({id}); }
    std::vector<Recorded> rungs(std::uint32_t id = 1) const {
        std::vector<Recorded> found;
        for (const Recorded& r : file(id).log)
            if (std::holds_alternative<RungReached>(r.event) || std::holds_alternative<TaskCalled>(r.event))
                found.push_back(r);
        return found;
    }
    static const RungReached& rung(const Recorded& r) { return std::get<RungReached>(r.event); }
    std::size_t told_of(const std::string& room, const std::string& words) {
        std::size_t n = 0;
        for (const auto& line : told(room)) n += line.find(words) != std::string::npos;
        return n;
    }
    void start_after(Duration stood_still) {
        now += stood_still;
        REQUIRE(start().has_value());
    }
};

} // namespace

TEST_CASE("A reminder comes before an update is due, the line at due, each once and to the millisecond",
          "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    const Instant declared = bot.now;
    bot.pass(minutes{12} - Duration{1});
    CHECK(bot.rungs().empty());
    bot.pass(Duration{1});
    REQUIRE(bot.rungs().size() == 1); // max(2 min, 20 % of 15 min) before
    CHECK(bot.rung(bot.rungs()[0]).rung == Rung::reminder);
    CHECK(bot.told_of("#inc-1", "customers") == 1);
    bot.pass(minutes{3});
    REQUIRE(bot.rungs().size() == 2);
    const Recorded due = bot.rungs()[1];
    CHECK(bot.rung(due).rung == Rung::due);
    CHECK(due.recorded_at == declared + minutes{15});
    CHECK_FALSE(bot.rung(due).late);
    CHECK_FALSE(bot.rung(due).skipped);
    bot.pass(hours{5});
    CHECK(bot.rungs().size() == 2);
}

TEST_CASE("An update in time stops both rungs and starts the next wait", "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.pass(minutes{5});
    bot.say("mei", "#inc-1", "update customers next=1h Cards fail since 01:58 UTC.");
    bot.pass(minutes{47});
    CHECK(bot.rungs().empty());
    bot.pass(minutes{1});
    REQUIRE(bot.rungs().size() == 1);
    CHECK(bot.rung(bot.rungs()[0]).due == bot.file().updates.at({1, Audience::customers}).promise);
}

TEST_CASE("Updates due within 5 min of each other share one reminder, others do not", "[bot][clocks]") {
    BotOnDisk bot;
    const bool close = GENERATE(true, false);
    bot.policy.cadence.clear();
    bot.policy.cadence[{Audience::customers, Severity::sev3}] = {minutes{20}, minutes{30}, minutes{60}};
    bot.policy.cadence[{Audience::internal, Severity::sev3}] = {minutes{close ? 25 : 26}, minutes{30},
                                                                minutes{60}};
    REQUIRE(bot.start().has_value());
    bot.say("mei", "#ops", "declare sev3 cards fail");
    const std::size_t before = bot.told("#inc-1").size();
    bot.pass(minutes{16});
    std::vector<Audience> reminded;
    for (const Recorded& r : bot.state().incidents.begin()->second.log)
        if (const auto* rung = std::get_if<RungReached>(&r.event)) reminded.push_back(rung->audience);
    CHECK(reminded.size() == (close ? 2 : 1));
    CHECK(bot.told("#inc-1").size() == before + 1);
    bot.pass(minutes{5}); // the reminder of the other, if it was not shared; and the line at due of the first
    CHECK(bot.told("#inc-1").size() == before + (close ? 2 : 3));
}

TEST_CASE("After a stand-still the reminder is skipped and the line at due is marked late", "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.pass(minutes{1});
    bot.die();
    const bool long_ago = GENERATE(true, false);
    bot.start_after(long_ago ? Duration{minutes{20}} : minutes{14} + seconds{10});
    bot.pass(Duration{0});
    REQUIRE(bot.rungs().size() == 2);
    CHECK(bot.rung(bot.rungs()[0]).rung == Rung::reminder);
    CHECK(bot.rung(bot.rungs()[0]).skipped);
    CHECK(bot.rung(bot.rungs()[1]).rung == Rung::due);
    CHECK(bot.rung(bot.rungs()[1]).late == long_ago);
    CHECK(bot.told_of("#inc-1", "I was not running") == (long_ago ? 1 : 0));
    bot.die();
    bot.start_after(minutes{1});
    bot.pass(minutes{10});
    CHECK(bot.rungs().size() == 2);
}

TEST_CASE("Between reminder and due a restart rings the reminder late, and once", "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.stop();
    bot.start_after(minutes{13});
    bot.pass(Duration{0});
    REQUIRE(bot.rungs().size() == 1);
    CHECK_FALSE(bot.rung(bot.rungs()[0]).skipped);
    CHECK(bot.rung(bot.rungs()[0]).late);
    bot.stop();
    bot.start_after(seconds{1});
    bot.pass(seconds{1});
    CHECK(bot.rungs().size() == 1);
}

TEST_CASE("The owner of a task is asked at its end, again after it was extended, and not once it is done",
          "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev5 cards fail");
    bot.say("ana", "#inc-1", "note here");
    bot.say("mei", "#inc-1", "task @ana 10m roll back build 4512");
    bot.pass(minutes{10} - Duration{1});
    CHECK(bot.rungs().empty());
    bot.pass(Duration{1});
    REQUIRE(bot.rungs().size() == 1);
    CHECK(std::get<TaskCalled>(bot.rungs()[0].event).number == 1);
    const RoomId room{"room:#inc-1"};
    const auto lines = bot.store().talk({&room, 1}, 0, 1);
    CHECK(lines->back().only_for == bot.state().by_account("room", "ana")->id);
    bot.say("ana", "#inc-1", "task T1 extend 20m");
    bot.pass(minutes{20});
    CHECK(bot.rungs().size() == 2);
    bot.say("ana", "#inc-1", "task T1 extend 5m");
    bot.say("ana", "#inc-1", "task T1 done rolled back");
    bot.pass(hours{1});
    CHECK(bot.rungs().size() == 2);
}

TEST_CASE("On a disk that fails, clocks that are due try again every 5 s and ring once it works",
          "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.say("mei", "#ops", "declare sev3 login fails");
    bot.say("mei", "#ops", "declare sev3 search fails");
    bot.pass(minutes{14});
    for (std::uint32_t id = 1; id <= 3; ++id) REQUIRE(bot.rungs(id).size() == 1);
    bot.disk.fail_after(1, test::FaultyDisk::Fault::io_error, test::FaultyDisk::for_ever);
    bot.problems.clear();
    const Instant end = bot.now + minutes{2}; // all are due in it, for a minute
    std::size_t hops = 0;
    while (bot.pass_to_next(end)) REQUIRE(++hops < 1'000);
    CHECK(bot.problems.size() >= 3);
    CHECK(bot.problems.size() <= 3 * 13);
    for (std::uint32_t id = 1; id <= 3; ++id) CHECK(bot.rungs(id).size() == 1);
    bot.disk.heal();
    bot.pass(seconds{5});
    for (std::uint32_t id = 1; id <= 3; ++id) {
        REQUIRE(bot.rungs(id).size() == 2);
        CHECK(bot.rung(bot.rungs(id)[1]).late); // a minute after its time
    }
}

TEST_CASE("A batch that fails gives no clock away: what was called off rings after all", "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.pass(minutes{5});
    bot.disk.fail_after(1, test::FaultyDisk::Fault::io_error);
    CHECK_FALSE(bot.say("mei", "#inc-1", "next customers 2h the restore runs").recorded);
    bot.pass(minutes{11});
    CHECK(bot.rungs().size() == 2);
    CHECK(bot.rung(bot.rungs()[1]).rung == Rung::due);
}

TEST_CASE("P10: a ring during which the power was cut three times rests, and is not lost", "[bot][clocks]") {
    Ringing bot;
    bot.say("mei", "#ops", "declare sev3 cards fail");
    bot.holds_writes = true; // it dies before the commit
    for (int death = 0; death < 4; ++death) {
        bot.die();
        bot.start_after(death == 0 ? minutes{12} : minutes{0});
        bot.pass(Duration{0});
        CHECK(bot.rungs().size() == (death < 3 ? 1 : 0)); // decided, and not on disk
    }
    bot.holds_writes = false;
    bot.die();
    bot.start_after(minutes{0});
    bot.pass(minutes{10} - seconds{1});
    CHECK(bot.rungs().empty());
    CHECK(std::ranges::any_of(bot.problems, [](const std::string& p) {
        return p.find("set aside for 10 min") != std::string::npos;
    }));
    bot.pass(seconds{10});
    REQUIRE_FALSE(bot.rungs().empty());
    CHECK(bot.rung(bot.rungs().back()).rung == Rung::due);
    CHECK(bot.rung(bot.rungs().back()).late);
}
