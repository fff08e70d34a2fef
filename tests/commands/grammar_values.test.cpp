// Moments, lengths and counts as people type them.
#include "tests/support/reading.hpp"
#include "tests/support/small_verbs.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::Typing;

namespace {

grammar::Reading reading(std::string_view line, std::string_view said_at = "2017-02-01T02:18:00Z") {
    Instant at;
    REQUIRE(text::parse_iso(said_at, at));
    return grammar::read(line, test::verbs::all, {at, true, nullptr, nullptr});
}

std::string read(std::string_view line) { return test::shown(reading(line)); }

std::string detail(std::string_view line) {
    const auto r = reading(line);
    const auto* misread = std::get_if<grammar::Misread>(&r);
    return misread ? misread->detail : "understood";
}

} // namespace

TEST_CASE("at= takes the latest such moment that is not more than two minutes ahead", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"note at=02:18 x", "note at=2017-02-01T02:18:00Z \"x\""},
        {"note at=02:20 x", "note at=2017-02-01T02:20:00Z \"x\""}, // two minutes ahead: a clock that is off
        {"note at=02:21 x", "note at=2017-01-31T02:21:00Z \"x\""},
        {"note at=23:27 x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=23:27:05 x", "note at=2017-01-31T23:27:05Z \"x\""},
        {"note at=9:05 x", "note at=2017-01-31T09:05:00Z \"x\""},
        {"note at=23:27Z x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=23:27UTC x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=23:27 UTC x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=00:27+01:00 x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=18:27-0500 x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=2017-01-31 x", "note at=2017-01-31 \"x\""},
        {"note at=2017-01-31T23:27Z x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=2017-02-01T00:27+01:00 x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=2017-01-31 23:27 x",
         "note at=2017-01-31T23:27:00Z \"x\""}, // the clock time belongs to the date
        {"note at=2017-01-31 23:27, x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=2017-01-31 23:27 UTC x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=\"2017-01-31 23:27\" x", "note at=2017-01-31T23:27:00Z \"x\""},
        {"note at=2017-01-31 23 hosts", "note at=2017-01-31 \"23 hosts\""},
        {"note at=-10m x", "note at=2017-02-01T02:08:00Z \"x\""},
        {"note at=-1h30m x", "note at=2017-02-01T00:48:00Z \"x\""},
        {"note AT=23:27 x", "note at=2017-01-31T23:27:00Z \"x\""},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("The latest moment is found on either side of midnight", "[grammar]") {
    const auto at = [](std::string_view line, std::string_view said_at) {
        return test::shown(reading(line, said_at));
    };
    CHECK(at("note at=00:01 x", "2017-01-31T23:59:30Z") == "note at=2017-02-01T00:01:00Z \"x\"");
    CHECK(at("note at=23:59 x", "2017-02-01T00:00:10Z") == "note at=2017-01-31T23:59:00Z \"x\"");
    CHECK(at("note at=23:30+14:00 x", "2017-02-01T00:00:00Z") == "note at=2017-01-31T09:30:00Z \"x\"");
    CHECK(at("note at=10:30-12:00 x", "2017-02-01T00:00:00Z") == "note at=2017-01-31T22:30:00Z \"x\"");
    CHECK(at("note at=2016-02-29 x", "2017-02-01T00:00:00Z") == "note at=2016-02-29 \"x\"");
}

TEST_CASE("A moment keeps what was typed and whether it was a day", "[grammar]") {
    const auto r = reading("note at=2017-01-31 23:27 x");
    const auto& moment = std::get<grammar::Understood>(r).arguments.at;
    REQUIRE(moment);
    CHECK(moment->typed == "2017-01-31 23:27");
    CHECK_FALSE(moment->day_only);
    const auto day = reading("note at=2017-01-31 x");
    CHECK(std::get<grammar::Understood>(day).arguments.at->day_only);
}

TEST_CASE("Moments that lie ahead, do not exist or cannot be read are refused with the reason", "[grammar]") {
    const auto [line, why] = GENERATE(values<std::pair<const char*, const char*>>({
        {"note at=2017-02-01T03:00Z x", "has not come yet"},
        {"note at=2017-02-02 x", "has not come yet"},
        {"note at=9999-12-31 x", "has not come yet"},
        {"note at=+10m x", "no time that I can read"},
        {"note at=2017-02-30 x", "no day"},
        {"note at=2017-13-01 x", "no day"},
        {"note at=1970-01-01 x", "no time that I can read"},
        {"note at=24:00 x", "no time that I can read"},
        {"note at=23:60 x", "no time that I can read"},
        {"note at=2017-01-31 25:00 x", "no time that I can read"},
        {"note at=yesterday x", "no time that I can read"},
        {"note at=2327 x", "no time that I can read"},
        {"note at=11:27pm x", "0 to 23"},
        {"note at=11:27 PM x", "0 to 23"},
        {"note at=23:27 CET x", "Write the offset"},
        {"note at=23:27+25:00 x", "Write the offset"},
        {"note at=-0m x", "1s to 30d"},
        {"note at=-99999999999d x", "1s to 30d"},
        {"note at=-- x", "no time that I can read"},
    }));
    CAPTURE(line);
    CHECK(read(line).starts_with("? bad_option"));
    CHECK_THAT(detail(line), Catch::Contains(why));
}

TEST_CASE("Lengths are sums of units within limits", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"update next=90s x", "update next=1 min 30 s \"x\""},
        {"update next=10m x", "update next=10 min \"x\""},
        {"update next=30min x", "update next=30 min \"x\""},
        {"update next=2H x", "update next=2 h \"x\""},
        {"update next=1h30m x", "update next=1 h 30 min \"x\""},
        {"update next=3d x", "update next=3 days \"x\""},
        {"update next=30d x", "update next=30 days \"x\""},
        {"update next=31d x", "? bad_option next=31d"},
        {"update next=0m x", "? bad_option next=0m"},
        {"update next=-5m x", "? bad_option next=-5m"},
        {"update next=99999999999999999999h x", "? bad_option next=99999999999999999999h"},
        {"update next=30 x", "? bad_option next=30"},
        {"update next=1.5h x", "? bad_option next=1.5h"},
        {"update next=30m1h x", "? bad_option next=30m1h"},
        {"update next=18:00 x", "? bad_option next=18:00"},
        {"update next=soon x", "? bad_option next=soon"},
        {"task -10m x", "? bad_option -10m"},
        {"task 400d x", "? bad_option 400d"},
        {"task 10m 5m later", "task 10 min \"5m later\""},
        {"task 3 hosts to drain", "task \"3 hosts to drain\""},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("Counts are whole numbers, also with commas", "[grammar]") {
    CHECK(read("impact customers=700 x") == "impact customers=700 \"x\"");
    CHECK(read("impact customers=1,234,567 x") == "impact customers=1234567 \"x\"");
    CHECK(read("impact customers=0 x") == "impact customers=0 \"x\"");
    for (const auto* bad : {"-1", "12,34", "1,2345", ",5", "7.5", "5k", "many", "99999999999999999999"}) {
        CAPTURE(bad);
        CHECK(read(std::string{"impact customers="} + bad + " x").starts_with("? bad_option"));
    }
}
