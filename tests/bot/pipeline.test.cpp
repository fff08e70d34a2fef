// P1, P2, P5: the way of an Ask through decision, commit and answer, on a disk that may fail.
#include "bot/config.hpp"
#include "tests/support/life.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using tocsin::test::has;
using tocsin::test::Life;
using tocsin::test::text;
using Fault = test::FaultyDisk::Fault;

TEST_CASE("P2: the same key again gets the first answer and changes nothing, in any life",
          "[bot][pipeline]") {
    Life bot;
    const Answer first = bot.say("mei", "#ops", "declare sev2 cards fail", "k1");
    CHECK_FALSE(first.duplicate);
    const Seq before = bot.state().last_seq;
    SECTION("at once") {}
    SECTION("much later") { bot.pass(hours{3}); }
    SECTION("after a stop in order") { bot.stop_and_start(); }
    SECTION("after a kill") { bot.die_and_start(); }
    const Seq now = bot.state().last_seq;
    const Answer again = bot.say("mei", "#ops", "declare sev2 cards fail", "k1");
    CHECK(again.duplicate);
    CHECK(text(again) == text(first));
    CHECK(again.events == first.events);
    CHECK(again.incident == "INC-1");
    CHECK(bot.state().last_seq == now);
    CHECK(now >= before);
    CHECK(bot.state().incidents.size() == 1);
}

TEST_CASE("P2: the same key from another source is another request", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail", "k1");
    Ask ask = bot.line("mei", "#inc-1", "note by the API", "k1");
    ask.source = "api";
    CHECK_FALSE(bot.ask(ask)->duplicate);
    CHECK(bot.notes() == 1);
}

TEST_CASE("P2: the same key with another text gets the first answer, and hears that its text was not run",
          "[bot][pipeline]") {
    Life bot;
    const Answer first = bot.say("mei", "#ops", "declare sev2 cards fail", "k1");
    const Answer other = bot.say("mei", "#ops", "declare sev1 everything fails", "k1");
    CHECK(other.duplicate);
    CHECK_THAT(text(other), has("another text") && has(text(first)));
    CHECK(bot.state().incidents.size() == 1);
}

TEST_CASE("P2: a refusal is a first answer too", "[bot][pipeline]") {
    Life bot;
    const Answer first = bot.say("mei", "#ops", "note nothing is open", "k1");
    CHECK(first.outcome == Outcome::refused);
    bot.say("mei", "#ops", "declare sev2 cards fail");
    const Answer again = bot.say("mei", "#inc-1", "note nothing is open", "k1");
    CHECK(again.duplicate);
    CHECK(text(again) == text(first));
    CHECK(bot.notes() == 0);
}

TEST_CASE("P2: the same line within 2 s under another key is the same request, and stays it",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    const Answer first = bot.say("mei", "#inc-1", "note errors fall", "a");
    bot.pass(seconds{2});
    const Answer second = bot.say("mei", "#inc-1", "note errors fall", "b");
    CHECK(second.duplicate);
    CHECK(second.events == first.events);
    CHECK(bot.notes() == 1);

    SECTION("the second key comes again a minute later") { bot.pass(minutes{1}); }
    SECTION("the second key comes again in another life") { bot.die_and_start(); }
    const Answer third = bot.say("mei", "#inc-1", "note errors fall", "b");
    CHECK(third.duplicate);
    CHECK(text(third) == text(first));
    CHECK(bot.notes() == 1);
}

TEST_CASE("P2: a repeat that comes once more, before its row is on disk, gets the first answer too",
          "[bot][pipeline]") {
    Life bot;
    bot.holds_writes = true;
    bot.stop_and_start();
    const auto settle = [&] {
        bot.held()->commit();
        bot.held()->tell();
    };
    std::vector<Answer> answers;
    const auto keep = [&](const Answer& a) { answers.push_back(a); };
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k1"), keep);
    settle();
    REQUIRE(answers.size() == 1);
    const bool saved = GENERATE(true, false);
    if (!saved) bot.disk.fail_after(1, Fault::io_error, test::FaultyDisk::for_ever);
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k2"), keep);
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k2"), keep);
    settle();
    bot.disk.heal();
    REQUIRE(answers.size() == 3);
    for (std::size_t n : {1u, 2u}) {
        CHECK(answers[n].duplicate);
        CHECK(text(answers[n]) == text(answers[0]));
    }
}

TEST_CASE("The same line is another request after more than 2 s, by somebody else, or in another room",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.say("mei", "#ops", "INC-1 note errors fall");
    bot.pass(minutes{1});
    bot.say("mei", "#inc-1", "note errors fall");
    const auto differs = GENERATE(0, 1, 2);
    bot.pass(differs == 0 ? Duration{2'001} : Duration{100});
    const Answer other =
        bot.say(differs == 1 ? "ana" : "mei", differs == 2 ? "#ops" : "#inc-1", "note errors fall");
    CHECK_FALSE(other.duplicate);
    CHECK(bot.notes() == 3);
}

TEST_CASE("A clock that was set back makes no repeat of what is typed a minute later", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.say("mei", "#inc-1", "impact customers=7");
    bot.jump(-hours{1});
    bot.pass(minutes{1});
    CHECK_FALSE(bot.say("mei", "#inc-1", "impact customers=7").duplicate);
    CHECK(bot.state().incidents.begin()->second.now.statements.size() == 2);
}

TEST_CASE("P2: a key that comes again while the first is on its way to the disk hears the same",
          "[bot][pipeline]") {
    Life bot;
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::vector<Answer> answers;
    for (int i = 0; i < 3; ++i)
        bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k1"),
                           [&](Answer a) { answers.push_back(std::move(a)); });
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k2"),
                       [&](Answer a) { answers.push_back(std::move(a)); });
    CHECK(answers.empty()); // P1
    bot.held()->commit();
    CHECK(answers.empty());
    bot.held()->tell();
    bot.held()->commit(); // the second key is kept as well
    bot.held()->tell();
    REQUIRE(answers.size() == 4);
    CHECK_FALSE(answers[0].duplicate);
    for (std::size_t i = 1; i < 4; ++i) {
        CHECK(answers[i].duplicate);
        CHECK(text(answers[i]) == text(answers[0]));
    }
    CHECK(bot.state().incidents.size() == 1);
}

TEST_CASE("What only reads is run again under the same key", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    const Answer one = bot.say("mei", "#ops", "list", "k1");
    CHECK_THAT(text(one), has("cards fail"));
    bot.pass(minutes{5});
    bot.say("mei", "#ops", "declare sev3 login is slow");
    const Answer two = bot.say("mei", "#ops", "list", "k1");
    CHECK_FALSE(two.duplicate);
    CHECK_THAT(text(two), has("login is slow"));
}

TEST_CASE("P5: what cannot be saved is answered as not recorded, leaves nothing, and work goes on",
          "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.pass(seconds{10});
    const Seq before = bot.state().last_seq;
    const auto fault = GENERATE(Fault::io_error, Fault::disk_full, Fault::torn_write);
    bot.disk.fail_after(1, fault, test::FaultyDisk::for_ever);
    const Answer lost = bot.say("mei", "#inc-1", "note one", "k1");
    CHECK_FALSE(lost.recorded);
    CHECK_FALSE(lost.duplicate);
    CHECK_THAT(text(lost), has("NOT RECORDED, send it again"));
    CHECK(lost.events.empty());
    CHECK(bot.state().last_seq == before);
    CHECK(bot.notes() == 0);
    CHECK(bot.pipeline().in_flight() == 0);
    CHECK_FALSE(bot.pipeline().not_ready().empty());
    CHECK_FALSE(bot.problems.empty());
    bot.state_is_on_disk();

    bot.disk.heal();
    const Answer saved =
        bot.say("mei", "#inc-1", "note one", "k1"); // "could not be saved" is no first answer
    CHECK(saved.recorded);
    CHECK_FALSE(saved.duplicate);
    CHECK(bot.notes() == 1);
    CHECK(bot.pipeline().not_ready().empty());
    bot.state_is_on_disk();
    bot.die_and_start();
    CHECK(bot.notes() == 1);
}

TEST_CASE("A batch that fails takes everything decided since with it", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.say("mei", "#inc-1", "note safe");
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::vector<std::string> answers;
    const auto ask = [&](const char* line) {
        bot.pipeline().ask(bot.line("mei", "#inc-1", line),
                           [&](const Answer& a) { answers.push_back(text(a)); });
    };
    ask("note in the batch");
    ask("status identified a bad build");
    bot.disk.fail_after(1, Fault::io_error);
    bot.held()->commit();
    ask("note decided behind it"); // nobody has heard of the failure yet
    ask("sitrep");
    CHECK(answers.empty());
    bot.held()->tell();
    bot.held()->commit();
    bot.held()->tell();
    REQUIRE(answers.size() == 4);
    for (std::size_t i = 0; i < 3; ++i) CHECK_THAT(answers[i], has("NOT RECORDED"));
    CHECK_THAT(answers[3], has("triage")); // a question is answered: from what is on disk
    CHECK(bot.notes() == 1);
    CHECK(bot.state().incidents.begin()->second.now.state == State::triage);
    bot.state_is_on_disk();

    answers.clear();
    ask("note works again");
    bot.held()->commit();
    bot.held()->tell();
    REQUIRE(answers.size() == 1);
    CHECK_THAT(answers[0], has("N2 noted"));
    bot.state_is_on_disk();
}

TEST_CASE("P1: an answer that only reads waits for the commit of what it has seen", "[bot][pipeline]") {
    Life bot;
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::vector<std::string> answers;
    const auto keep = [&](const Answer& a) { answers.push_back(text(a)); };
    Ask reading = bot.line("mei", "#ops", "list");
    reading.platform = "elsewhere"; // a room of which no talk is kept, so that nothing is written
    reading.room = {"elsewhere:#ops"};
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail"), keep);
    bot.pipeline().ask(reading, keep);
    CHECK(answers.empty());
    bot.held()->commit();
    bot.held()->tell();
    REQUIRE(answers.size() == 2);
    CHECK_THAT(answers[1], has("cards fail"));
}

TEST_CASE("What was offered runs with yes, within 2 min, once, and in the next life too", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    const Answer asked = bot.say("mei", "#inc-1", "fixed all is well");
    REQUIRE(asked.outcome == Outcome::asked);
    const auto resolved = [&] { return bot.state().incidents.begin()->second.now.state == State::resolved; };
    SECTION("at once") {
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::done);
        CHECK(resolved());
    }
    SECTION("after a kill") {
        bot.pass(minutes{1});
        bot.die_and_start();
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::done);
        CHECK(resolved());
    }
    SECTION("after a commit that failed") {
        bot.disk.fail_after(1, Fault::io_error);
        CHECK_FALSE(bot.say("ana", "#inc-1", "note lost").recorded);
        bot.disk.heal();
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::done);
        CHECK(resolved());
    }
    SECTION("too late") {
        bot.pass(minutes{2} + seconds{1});
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::refused);
        CHECK_FALSE(resolved());
    }
    SECTION("too late in the next life") {
        bot.die();
        bot.now += minutes{3};
        REQUIRE(bot.start().has_value());
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::refused);
        CHECK_FALSE(resolved());
    }
    SECTION("only by the person who was asked") {
        CHECK(bot.say("ana", "#inc-1", "yes").outcome == Outcome::refused);
        CHECK_FALSE(resolved());
    }
    SECTION("once, also across a kill") {
        bot.say("mei", "#inc-1", "yes");
        bot.say("ana", "#inc-1", "reopen it is back");
        bot.pass(seconds{5});
        bot.die_and_start();
        CHECK(bot.say("mei", "#inc-1", "yes").outcome == Outcome::refused);
        CHECK_FALSE(resolved());
    }
}
