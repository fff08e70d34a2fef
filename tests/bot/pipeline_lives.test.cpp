// What lasts from one life of the bot to the next: marks, people, talk, answers; and what is bounded.
#include "bot/config.hpp"
#include "tests/support/life.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using tocsin::test::has;
using tocsin::test::Life;
using tocsin::test::text;
using Fault = test::FaultyDisk::Fault;

TEST_CASE("A command said long before it was heard is offered; what only records is taken with its own time",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.pass(minutes{30});
    Ask old = bot.line("mei", "#inc-1", "resolve all is well");
    old.said_at -= minutes{10} + seconds{1};
    const auto answer = bot.ask(old);
    REQUIRE(answer);
    CHECK(answer->outcome == Outcome::asked);
    CHECK_THAT(text(*answer), has("Not run, because old"));
    CHECK(bot.state().incidents.begin()->second.now.state == State::triage);

    Ask note = bot.line("mei", "#inc-1", "note seen by hand");
    note.said_at -= minutes{20};
    CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::done);
    CHECK(bot.state().incidents.begin()->second.now.state == State::resolved);
    CHECK(bot.ask(note)->outcome == Outcome::done);
    CHECK(bot.state().incidents.begin()->second.notes.at(1).at == note.said_at);
}

TEST_CASE("A jump of the clock by more than 5 s is an entry, and recorded time never goes back",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.pass(minutes{1});
    CHECK(bot.system_entries().empty());
    bot.jump(seconds{5});
    bot.say("mei", "#inc-1", "note still right");
    CHECK(bot.system_entries().empty());
    bot.jump(-seconds{90});
    bot.say("mei", "#inc-1", "note back in time");
    REQUIRE(bot.system_entries().size() == 1);
    CHECK_THAT(bot.system_entries()[0], has("jumped back by 90 s"));
    bot.jump(minutes{10});
    bot.say("mei", "#inc-1", "note ahead");
    REQUIRE(bot.system_entries().size() == 2);
    CHECK_THAT(bot.system_entries()[1], has("jumped ahead by 600 s"));
    Instant last{};
    const auto log = bot.store().load_events();
    for (const Recorded& r : *log) {
        CHECK(r.recorded_at >= last);
        last = r.recorded_at;
    }
    bot.state_is_on_disk();
}

TEST_CASE("P10: a line that stops the bot is set aside after three tries, across restarts, and shown",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.holds_writes = true; // it dies before the commit
    bot.die_and_start();
    for (int death = 0; death < 3; ++death) {
        CHECK_FALSE(bot.ask(bot.line("mei", "#inc-1", "note poison", "k1")));
        bot.die_and_start();
    }
    bot.holds_writes = false;
    bot.die_and_start();
    const Answer aside = bot.say("mei", "#inc-1", "note poison", "k1");
    CHECK(aside.outcome == Outcome::refused);
    CHECK(aside.recorded);
    CHECK_THAT(text(aside), has("set aside"));
    CHECK_THAT(bot.problems.back(), has("set aside after 3 tries: room k1"));
    CHECK(bot.notes() == 0);
    CHECK(bot.say("mei", "#inc-1", "note harmless", "k2").outcome == Outcome::done);

    bot.stop_and_start(); // also when nothing is marked any more
    const Answer again = bot.say("mei", "#inc-1", "note poison", "k1");
    CHECK(again.duplicate);
    CHECK(text(again) == text(aside));
    CHECK(bot.notes() == 1);
}

TEST_CASE("P10: after an unclean stop, what is harmless is never set aside", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.die_and_start();
    SECTION("what only reads, again and again under one key") {
        for (int i = 0; i < 6; ++i) CHECK_THAT(text(bot.say("mei", "#ops", "list", "k1")), has("cards fail"));
    }
    SECTION("what a failing disk did not take") {
        for (int i = 0; i < 5; ++i) {
            bot.disk.fail_after(8, Fault::io_error, test::FaultyDisk::for_ever); // behind the mark
            CHECK_FALSE(bot.say("mei", "#inc-1", "note one", "k1").recorded);
            bot.disk.heal();
            bot.pass(seconds{3});
        }
        CHECK(bot.say("mei", "#inc-1", "note one", "k1").outcome == Outcome::done);
    }
    SECTION("no mark is left behind") {
        bot.say("mei", "#ops", "list", "k1");
        bot.say("mei", "#inc-1", "note one", "k2");
        CHECK_FALSE(bot.store().meta("trying/room/k1")->has_value());
        CHECK_FALSE(bot.store().meta("trying/room/k2")->has_value());
    }
}

TEST_CASE("P10: after a stop in order nothing is marked", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.holds_writes = true;
    bot.stop_and_start();
    bot.pipeline().ask(bot.line("mei", "#inc-1", "note one", "k1"), [](const Answer&) {});
    CHECK_FALSE(bot.store().meta("trying/room/k1")->has_value());
    bot.die_and_start();
    bot.pipeline().ask(bot.line("mei", "#inc-1", "note one", "k1"), [](const Answer&) {});
    CHECK(bot.store().meta("trying/room/k1")->has_value());
}

TEST_CASE("An account becomes a person with its first line, once, however it is spelt", "[bot][pipeline]") {
    Life bot;
    bot.ask(bot.talk("Zo\u00eb", "#ops", "is it down?"));
    bot.say("zoe\u0308", "#ops", "declare sev2 cards fail");
    bot.die_and_start();
    bot.say("ZO\u00cb", "#inc-1", "note one");
    REQUIRE(bot.state().people.size() == 1);
    CHECK(bot.state().people.begin()->second.name == "Zo\u00eb");
    const auto& file = bot.state().incidents.begin()->second;
    for (const Recorded& r : file.log)
        if (r.meta.by) CHECK(r.meta.by == PersonId{1});
}

TEST_CASE("Talk is kept once for each key, told when it is on disk, and answered without words",
          "[bot][pipeline]") {
    Life bot;
    std::vector<TalkLine> said;
    bot.said = [&](const TalkLine& line) { said.push_back(line); };
    const auto answer = bot.ask(bot.talk("mei", "#ops", "is it down?", "t1"));
    REQUIRE(answer);
    CHECK(answer->reply.lines.empty());
    CHECK(bot.ask(bot.talk("mei", "#ops", "is it down?", "t1"))->duplicate);
    bot.die_and_start();
    CHECK(bot.ask(bot.talk("mei", "#ops", "is it down?", "t1"))->duplicate);
    bot.ask(bot.talk("mei", "#ops", "is it down?", "t2")); // said again
    REQUIRE(said.size() == 2);
    CHECK(said[0].text == "is it down?");
    CHECK(said[0].person == PersonId{1});
    CHECK(bot.told("#ops").empty()); // nobody is told late that talk was heard
    const RoomId room{"room:#ops"};
    CHECK(bot.store().talk({&room, 1}, 0, 10)->size() == 2);

    bot.disk.fail_after(1, Fault::io_error, test::FaultyDisk::for_ever);
    CHECK_FALSE(bot.ask(bot.talk("mei", "#ops", "lost", "t3"))->recorded);
    CHECK(said.size() == 2);
}

TEST_CASE("Of other platforms only what is said in an incident's room is kept", "[bot][pipeline]") {
    Life bot;
    Ask elsewhere = bot.talk("mei", "#lunch", "pizza?");
    elsewhere.platform = "slack";
    elsewhere.room = {"slack:C1"};
    bot.ask(elsewhere);
    CHECK(bot.store().talk({&elsewhere.room, 1}, 0, 10)->empty());
}

TEST_CASE("P5: who was not answered before a kill is answered in the next life, once", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    bot.pipeline().ask(bot.line("mei", "#inc-1", "note on disk", "k1"),
                       [](const Answer&) { FAIL("answered"); });
    bot.held()->commit(); // durable, and then the process is gone
    bot.holds_writes = false;
    bot.die_and_start();
    bot.pass(seconds{1});
    const auto late = [&] {
        std::size_t n = 0;
        for (const auto& words : bot.told("#inc-1")) n += words.find("Late, because I was stopped") == 0;
        return n;
    };
    CHECK(late() == 1);
    const Answer again = bot.say("mei", "#inc-1", "note on disk", "k1");
    CHECK(again.duplicate);
    CHECK_THAT(text(again), has("N1 noted"));
    bot.die_and_start();
    bot.pass(seconds{1});
    CHECK(late() == 1);
    CHECK(bot.notes() == 1);
}

TEST_CASE("A policy is adopted as one event, when it is another one", "[bot][pipeline]") {
    Life bot;
    CHECK(bot.state().policies.size() == 1);
    bot.stop_and_start();
    CHECK(bot.state().policies.size() == 1);
    bot.stop();
    bot.policy.grace = seconds{90};
    REQUIRE(bot.start().has_value());
    CHECK(bot.state().policies.size() == 2);
    CHECK(bot.state().policy().grace == seconds{90});
    bot.die_and_start();
    CHECK(bot.state().policies.size() == 2);
    CHECK(bot.state().policy().grace == seconds{90});
}

TEST_CASE("P11: keys and asks under way are bounded, and those beyond hear so", "[bot][pipeline]") {
    Life bot;
    CHECK_THAT(text(*bot.ask([&] {
                   Ask ask = bot.line("mei", "#ops", "list");
                   ask.key.clear();
                   return ask;
               }())),
               has("no key"));
    CHECK_THAT(text(bot.say("mei", "#ops", "list", std::string(bot::Pipeline::key_bytes_max + 1, 'k'))),
               has("too long"));
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::size_t answered = 0;
    for (std::size_t i = 0; i < bot::Pipeline::in_flight_max; ++i)
        bot.pipeline().ask(bot.talk("mei", "#ops", "hello"), [&](const Answer&) { ++answered; });
    CHECK(answered == 0);
    const auto beyond = bot.ask(bot.talk("mei", "#ops", "hello"));
    REQUIRE(beyond);
    CHECK_FALSE(beyond->recorded);
    CHECK_THAT(text(*beyond), has("Too many requests"));
    bot.held()->commit();
    bot.held()->tell();
    CHECK(answered == bot::Pipeline::in_flight_max);
}
