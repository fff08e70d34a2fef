// Hostile and broken input, each answered and never half done.
#include "tests/support/scene.hpp"

#include "commands/text/unicode.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace std::string_literals;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

TEST_CASE("P5 P11: whatever bytes a line has, it is answered in valid UTF-8 of bounded length", "[input]") {
    Scene s = open_sev2();
    for (const std::string& line : std::vector<std::string>{""s,
                                                            "   "s,
                                                            "\0"s,
                                                            "note \0\0hidden"s,
                                                            "note \x01\x02\x1b[31mred"s,
                                                            "\xff\xfe note \xc3"s,
                                                            "note \xed\xa0\x80 half a surrogate"s,
                                                            "note \xe2\x80\xae"s + "txet desrever",
                                                            "note "s + std::string(2'000, '\xcc') + "x",
                                                            "note e\xcc\x81\xcc\x81\xcc\x81\xcc\x81"s,
                                                            "note \xf0\x9f\x94\xa5\xf0\x9f\x94\xa5"s,
                                                            "\xe2\x80\x9cnote\xe2\x80\x9d quoted"s,
                                                            "note\xc2\xa0"
                                                            "nbsp"s,
                                                            "\xe2\x80\x94 dash"s,
                                                            std::string(30'000, 'a'),
                                                            "note "s + std::string(19'990, 'x'),
                                                            "update customers "s + std::string(5'000, 'y'),
                                                            "declare "s + std::string(5'000, 'z'),
                                                            "task @" + std::string(3'000, 'q') + " 10m x",
                                                            "page @\xe2\x80\xae"
                                                            "evil x"s,
                                                            "hypothesis "s + std::string(6'000, 'h'),
                                                            "can "s + std::string(300, '|'),
                                                            "note =======",
                                                            "note @@@@@@",
                                                            "-- -- -- --",
                                                            "note -- --"}) {
        s.type("ana", "#inc-1", line);
        const std::string reply = s.reply();
        INFO(text::cut(line, 60) << " -> " << reply);
        CHECK_FALSE(reply.empty());
        CHECK(text::valid_utf8(reply));
        CHECK(reply.size() < 30'000);
        CHECK(reply.find('\x1b') == std::string::npos);
        CHECK(reply.find('\0') == std::string::npos);
    }
}

TEST_CASE("a text that is too long is refused whole, and what fits is kept whole", "[input]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note " + std::string(20'000, 'x'));
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("longer than 20000 characters"));
    s.type("ana", "#inc-1", "note " + std::string(19'000, 'x'));
    CHECK(s.file().notes.at(1).text.size() == 19'000);
}

TEST_CASE("a 5,000 character update is sent with a warning, not lost", "[input][update]") {
    Scene s = open_sev2();
    std::string words = "Card payments fail since 01:58 UTC.";
    while (words.size() < 5'000) words += " Some shops cannot take cards at all.";
    s.type("ana", "#inc-1", "update customers " + words);
    CHECK(s.file().updates.size() == 3);
    CHECK_THAT(s.reply(), Contains("U16"));
}

TEST_CASE("times and lengths that cannot be are refused with forms that can", "[input]") {
    const auto* line =
        GENERATE("note at=99:99 x", "note at=2017-02-30 x", "note at=2017-13-01 x", "note at=+5h x",
                 "note at=23:59:61 x", "impact start at=noon level=down x", "task @ana -5m x",
                 "task @ana 0m x", "poll 5h x", "update internal next=0m x", "update internal next=400d x",
                 "next internal -3m x", "clock pause internal until=08:99 x", "postmortem meeting 2020-01-01",
                 "action due=tomorrowish x", "timeline since=never");
    Scene s = open_sev2();
    s.type("ana", "#inc-1", line);
    INFO(line << "\n" << s.reply());
    const bool text_instead = std::string{line}.starts_with("task @ana -5m"); // a text may begin like that
    if (!text_instead) CHECK(s.facts().empty());
    CHECK_FALSE(s.reply().empty());
}

TEST_CASE("a time more than 2 min ahead is refused, one that phones are ahead is taken", "[input]") {
    Scene s = open_sev2(); // 02:14
    s.type("ana", "#inc-1", "note at=02:16 x");
    CHECK(s.facts() == "note-added");
    s.type("ana", "#inc-1", "note at=2026-03-01T02:17Z x");
    CHECK(s.facts().empty());
}

TEST_CASE("the same declaration by the same person within two minutes is one incident; ten people are ten",
          "[input]") {
    Scene s;
    for (int n = 0; n < 3; ++n)
        s.type("ana", "#ops",
               n == 1 ? "declare sev2  Card PAYMENTS fail " : "declare sev2 Card payments fail");
    CHECK(s.all.incidents.size() == 1);
    for (char who = 'b'; who < 'l'; ++who) {
        s.type(std::string(3, who), "#ops", "declare sev2 Card payments fail");
        CHECK_THAT(s.reply(), Contains("The same?"));
    }
    CHECK(s.all.incidents.size() == 11);
}

TEST_CASE("ten people in one second are all heard, each with a number of their own", "[input]") {
    Scene s = open_sev2();
    for (char who = 'b'; who < 'l'; ++who)
        s.type(std::string(3, who), "#inc-1", "note I am " + std::string(3, who));
    CHECK(s.file().notes.size() == 10);
    CHECK(s.incident().participants.size() == 11);
}

TEST_CASE("names: one person in two spellings, a mention of nobody, an at inside a word", "[input]") {
    Scene s = open_sev2();
    s.talk("zo\u00eb", "#inc-1", "here");
    s.type("ana", "#inc-1", "task @zoe\u0308 10m look");
    CHECK(s.incident().tasks.at(1).owner == s.all.by_account("room", "ZOË")->id);
    s.type("ana", "#inc-1", "task @ 10m look");
    CHECK_THAT(s.reply(), Contains("because nobody was named"));
    s.type("ana", "#inc-1", "task mail support@example.org about v@1.2");
    CHECK(s.incident().tasks.rbegin()->second.owner_name == "ana");
}
