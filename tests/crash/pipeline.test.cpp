// The bot killed, or without power, at every single step of the disk in the middle of a story, and started
// again: what was answered is there, what is asked again under its key happens once, and whoever asks gets
// an answer.
#include "tests/support/bot_on_disk.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::BotOnDisk;
using Fault = test::FaultyDisk::Fault;

namespace {

struct Scene {
    const char *who, *room, *line;
};
constexpr Scene story[] = {{"mei", "#ops", "declare sev2 card payments fail"},
                           {"ana", "#inc-1", "role commander"},
                           {"mei", "#inc-1", "update customers next=30m Cards fail for some."},
                           {"ana", "#inc-1", "task @mei 10m roll back build 4512"},
                           {"mei", "#inc-1", "note errors fall"},
                           {"mei", "#inc-1", "note a slip"},
                           {"mei", "#inc-1", "undo"},
                           {"ana", "#inc-1", "resolve the build is rolled back"}};

std::string key_of(std::size_t scene) { return "scene-" + std::to_string(scene); }
std::string text(const Answer& a) { return text_of(a.reply, "/incident "); }

// Asks it all, until the disk is dead. What was answered in an earlier life is asked again and takes no time.
void play(BotOnDisk& bot, const std::function<bool()>& dead, std::map<std::size_t, Answer>& answers) {
    const std::size_t answered_before = answers.size();
    for (std::size_t n = 0; n < std::size(story); ++n) {
        bot.pipeline().ask(bot.line(story[n].who, story[n].room, story[n].line, key_of(n)),
                           [&answers, &dead, n](const Answer& a) {
                               if (dead()) return;
                               const auto [first, is_new] = answers.emplace(n, a);
                               INFO("first answer:\n" << text(first->second) << "\nnow:\n" << text(a));
                               if (!is_new)
                                   CHECK((a.duplicate && text(a) == text(first->second) &&
                                          a.events == first->second.events));
                               CHECK(a.recorded);
                           });
        if (dead()) return;
        if (n >= answered_before) bot.pass(seconds{20});
        if (dead()) return;
    }
}

std::vector<std::string> kinds_by_people(const Everything& all) {
    std::vector<std::string> kinds;
    for (const auto& [id, file] : all.incidents)
        for (const Recorded& r : file.log)
            if (r.meta.by) kinds.emplace_back(stored_name(r.event));
    return kinds;
}

std::size_t count(const Everything& all, std::string_view kind) {
    std::size_t n = 0;
    for (const auto& [id, file] : all.incidents)
        for (const Recorded& r : file.log) n += stored_name(r.event) == kind;
    return n;
}

} // namespace

TEST_CASE("P1 P2 P5: killed or without power at any step, the story goes on where it was, and happens once",
          "[crash]") {
    const auto how = GENERATE(Fault::killed, Fault::power_cut, Fault::torn);
    BotOnDisk undisturbed;
    REQUIRE(undisturbed.start().has_value());
    const std::uint64_t before = undisturbed.disk.counts().steps;
    std::map<std::size_t, Answer> no_answers;
    play(undisturbed, [] { return false; }, no_answers);
    const std::uint64_t steps = undisturbed.disk.counts().steps - before;
    const auto expected = kinds_by_people(undisturbed.state());
    REQUIRE(no_answers.size() == std::size(story));
    REQUIRE(steps > 100);

    for (std::uint64_t k = 1; k <= steps; ++k) {
        INFO("fault " << static_cast<int>(how) << " at step " << k << " of " << steps);
        BotOnDisk bot{k};
        REQUIRE(bot.start().has_value());
        const std::uint64_t strikes_at = bot.disk.counts().steps + k;
        bool restarted = false;
        const auto dead = [&] { return !restarted && bot.disk.counts().steps >= strikes_at; };
        bot.disk.fail_after(k, how);
        std::map<std::size_t, Answer> answers;
        const auto kind = bot.deliver;
        bot.deliver = [&](const Delivery& d, const BotOnDisk::Done& done) {
            if (!dead()) kind(d, done);
        };
        play(bot, dead, answers);
        REQUIRE(dead());
        const std::size_t answered = answers.size();

        bot.die();
        restarted = true;
        REQUIRE(bot.start().has_value());
        CHECK(bot.store().verify()->problems.empty());
        for (std::size_t n = 0; n < answered; ++n)
            CHECK(bot.store().find_inbox("room", key_of(n))->has_value()); // P1
        play(bot, dead, answers);
        CHECK(answers.size() == std::size(story));
        CHECK(kinds_by_people(bot.state()) == expected);
        bot.pass(minutes{1});
        CHECK(count(bot.state(), "update-delivered") == 3); // and its two copies
        CHECK(bot.store().pending_outbox()->empty());
        const auto log = bot.store().load_events();
        Everything loaded;
        load(loaded, *log);
        CHECK(loaded.incidents.at({1}).now == bot.state().incidents.at({1}).now);
    }
}
