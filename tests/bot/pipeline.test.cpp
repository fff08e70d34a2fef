// The way of an Ask through decision, commit and answer, on a disk that may fail and through lives that end.
#include "bot/config.hpp"
#include "tests/support/bot_on_disk.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::BotOnDisk;
using Fault = test::FaultyDisk::Fault;

namespace {

std::string text(const Answer& a) { return text_of(a.reply, "/incident "); }
auto has(const std::string& words) { return Catch::Matchers::Contains(words); }

struct Life : BotOnDisk {
    Life() { REQUIRE(start().has_value()); }
    void die_and_start() {
        die();
        REQUIRE(start().has_value());
    }
    void stop_and_start() {
        stop();
        REQUIRE(start().has_value());
    }
    std::size_t notes() const {
        std::size_t n = 0;
        for (const auto& [id, file] : state().incidents) n += file.notes.size();
        return n;
    }
    // What a fresh look at the file makes of it is what stands in memory.
    void state_is_on_disk() {
        const auto log = store().load_events();
        REQUIRE(log.has_value());
        std::vector<Recorded> live = state().log;
        for (const auto& [id, file] : state().incidents) live.insert(live.end(), file.log.begin(), file.log.end());
        std::ranges::sort(live, {}, [](const Recorded& r) { return r.seq; });
        CHECK(live == *log);
        Everything loaded;
        load(loaded, *log);
        for (const auto& [id, file] : loaded.incidents) CHECK(state().find(id)->now == file.now);
        CHECK(loaded.last_seq == state().last_seq);
    }
    std::vector<std::string> system_entries() const {
        std::vector<std::string> words;
        for (const Recorded& r : state().log)
            if (const auto* noted = std::get_if<SystemNoted>(&r.event)) words.push_back(noted->text);
        return words;
    }
};

} // namespace

TEST_CASE("P2: the same key again gets the first answer and changes nothing, in any life", "[bot][pipeline]") {
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

TEST_CASE("P2: the same key with another text gets the first answer, and hears that its text was not run", "[bot][pipeline]") {
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

TEST_CASE("P2: the same line within 2 s under another key is the same request, and stays it", "[bot][pipeline]") {
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

TEST_CASE("The same line is another request after more than 2 s, by somebody else, or in another room", "[bot][pipeline]") {
    Life bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.say("mei", "#ops", "INC-1 note errors fall");
    bot.pass(minutes{1});
    bot.say("mei", "#inc-1", "note errors fall");
    const auto differs = GENERATE(0, 1, 2);
    bot.pass(differs == 0 ? Duration{2'001} : Duration{100});
    const Answer other = bot.say(differs == 1 ? "ana" : "mei", differs == 2 ? "#ops" : "#inc-1", "note errors fall");
    CHECK_FALSE(other.duplicate);
    CHECK(bot.notes() == 3);
}

TEST_CASE("P2: a key that comes again while the first is on its way to the disk hears the same", "[bot][pipeline]") {
    Life bot;
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::vector<Answer> answers;
    for (int i = 0; i < 3; ++i)
        bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k1"), [&](Answer a) { answers.push_back(std::move(a)); });
    bot.pipeline().ask(bot.line("mei", "#ops", "declare sev2 cards fail", "k2"), [&](Answer a) { answers.push_back(std::move(a)); });
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

TEST_CASE("P5: what cannot be saved is answered as not recorded, leaves nothing, and work goes on", "[bot][pipeline]") {
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
    const Answer saved = bot.say("mei", "#inc-1", "note one", "k1"); // "could not be saved" is no first answer
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
        bot.pipeline().ask(bot.line("mei", "#inc-1", line), [&](const Answer& a) { answers.push_back(text(a)); });
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

TEST_CASE("A command said long before it was heard is offered; what only records is taken with its own time", "[bot][pipeline]") {
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

TEST_CASE("A jump of the clock by more than 5 s is an entry, and recorded time never goes back", "[bot][pipeline]") {
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

TEST_CASE("P10: a line that stops the bot is set aside after three tries, across restarts, and shown", "[bot][pipeline]") {
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

TEST_CASE("Talk is kept once for each key, told when it is on disk, and answered without words", "[bot][pipeline]") {
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
    bot.pipeline().ask(bot.line("mei", "#inc-1", "note on disk", "k1"), [](const Answer&) { FAIL("answered"); });
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
    CHECK_THAT(text(bot.say("mei", "#ops", "list", std::string(bot::Pipeline::key_bytes_max + 1, 'k'))), has("too long"));
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
