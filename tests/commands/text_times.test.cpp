// Times and lengths print and read the same on every machine.
#include "commands/text/times.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;

namespace {
Instant at(std::string_view iso) {
    Instant t;
    REQUIRE(text::parse_iso(iso, t));
    return t;
}
} // namespace

TEST_CASE("A clock time is cut to the minute, a due time is rounded to it", "[text]") {
    CHECK(text::hhmm(at("2017-01-31T23:27:59.999Z")) == "23:27");
    CHECK(text::hhmm_utc(at("2017-01-31T03:07:00Z")) == "03:07 UTC");
    CHECK(text::due_utc(at("2017-01-31T21:31:29.999Z")) == "21:31 UTC");
    CHECK(text::due_utc(at("2017-01-31T21:31:30Z")) == "21:32 UTC");
    CHECK(text::due_utc(at("2017-01-31T23:59:45Z")) == "00:00 UTC");
}

TEST_CASE("Days are printed with their names, and only where the day differs", "[text]") {
    const auto t = at("2017-01-31T23:27:00Z");
    CHECK(text::day(t) == "2017-01-31");
    CHECK(text::day_hhmm_utc(t) == "Tue 31 Jan 23:27 UTC");
    CHECK(text::day_hhmm_utc(at("2020-02-29T00:00:00Z")) == "Sat 29 Feb 00:00 UTC");
    CHECK(text::near(t, at("2017-01-31T00:00:00Z")) == "23:27 UTC");
    CHECK(text::near(t, at("2017-02-01T00:00:00Z")) == "Tue 31 Jan 23:27 UTC");
}

TEST_CASE("ISO times are written without empty milliseconds and read back", "[text]") {
    const auto iso = GENERATE("2017-01-31T23:27:31Z", "2017-01-31T23:27:31.007Z", "1970-01-01T00:00:00Z",
                              "1969-12-31T23:59:59.999Z", "2000-02-29T12:00:00Z", "9999-12-31T23:59:59Z");
    CHECK(text::iso(at(iso)) == iso);
}

TEST_CASE("ISO times are read with offsets, without seconds, and to the millisecond", "[text]") {
    CHECK(at("2017-02-01T00:27+01:00") == at("2017-01-31T23:27:00Z"));
    CHECK(at("2017-01-31T18:27:00-0500") == at("2017-01-31T23:27:00Z"));
    CHECK(at("2017-01-31t23:27:00.1239z") == at("2017-01-31T23:27:00.123Z"));
    CHECK(at("2017-01-31T23:27") == at("2017-01-31T23:27:00Z"));
}

TEST_CASE("What is no time is not read as one", "[text]") {
    const auto bad =
        GENERATE("", "2017-01-31", "2017-02-30T00:00Z", "2017-00-10T00:00Z", "2017-01-31T24:00Z",
                 "2017-01-31T23:60Z", "2017-01-31T23:59:60Z", "2017-01-31T23:27Zx", "2017-01-31 23:27Z",
                 "17-01-31T23:27Z", "2017-1-31T23:27Z", "2017-01-31T23:27+15:00", "2017-01-31T23:27:5Z",
                 "2017-01-31T23:27:05.Z", "20170-01-31T00:00Z", "not a time");
    CAPTURE(bad);
    auto t = at("2017-01-31T23:27:00Z");
    CHECK_FALSE(text::parse_iso(bad, t));
    CHECK(t == at("2017-01-31T23:27:00Z"));
}

TEST_CASE("Lengths have at most two units and are rounded", "[text]") {
    using namespace std::chrono_literals;
    CHECK(text::length(0s) == "0 s");
    CHECK(text::length(45s) == "45 s");
    CHECK(text::length(90s) == "1 min 30 s");
    CHECK(text::length(2min) == "2 min");
    CHECK(text::length(14min + 59s + 700ms) == "15 min");
    CHECK(text::length(53min + 12s) == "53 min");
    CHECK(text::length(59min + 45s) == "1 h");
    CHECK(text::length(150min) == "2 h 30 min");
    CHECK(text::length(24h) == "24 h");
    CHECK(text::length(76h) == "3 days 4 h");
    CHECK(text::length(15 * 24h) == "15 days");
    CHECK(text::length(-5min) == "0 s");
}

TEST_CASE("Exact lengths show hours, minutes and seconds", "[text]") {
    using namespace std::chrono_literals;
    CHECK(text::exact(1h + 29min + 56s + 999ms) == "1:29:56");
    CHECK(text::exact(203s) == "0:03:23");
    CHECK(text::exact(100h) == "100:00:00");
    CHECK(text::exact(-1s) == "0:00:00");
}
