// The config: what is absent is built in, and what is wrong is named with file, line, key and what was meant.
#include "bot/config.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using bot::parse_config;

namespace {

std::string only_problem(std::string_view toml) {
    const auto checked = parse_config(toml, "tocsin.toml");
    INFO(toml);
    REQUIRE(checked.problems.size() == 1);
    return checked.problems[0];
}
auto has(const std::string& words) { return Catch::Matchers::Contains(words); }

} // namespace

TEST_CASE("An empty config is the built-in one", "[bot][config]") {
    const auto empty = parse_config("", "tocsin.toml");
    const auto built_in = bot::default_config();
    CHECK(empty.problems.empty());
    CHECK(empty.config.policy == built_in.policy);
    CHECK(empty.config.room.rooms == built_in.room.rooms);
    CHECK(empty.config.prefix() == "/incident ");
    for (const Audience a : {Audience::internal, Audience::executives, Audience::customers})
        CHECK(built_in.policy.targets.at(a).size() == 1); // each audience has somewhere to go
}

TEST_CASE("The example config is the built-in one, with every setting in it", "[bot][config]") {
    const auto example = bot::read_config(TOCSIN_SOURCE_DIR "/deploy/tocsin.example.toml");
    const auto built_in = bot::default_config();
    CHECK(example.problems == std::vector<std::string>{});
    CHECK(example.config.policy == built_in.policy);
    CHECK(example.config.command == built_in.command);
    CHECK(example.config.data == built_in.data);
    CHECK(example.config.log_level == built_in.log_level);
    CHECK(example.config.room_enabled == built_in.room_enabled);
    CHECK(example.config.room.address == built_in.room.address);
    CHECK(example.config.room.port == built_in.room.port);
    CHECK(example.config.room.rooms == built_in.room.rooms);
}

TEST_CASE("Each setting is taken", "[bot][config]") {
    const auto checked = parse_config(R"(
[bot]
command = "inc"
data = "/var/lib/tocsin"
never_bind = ["#all-hands"]
[room]
enabled = false
address = "::1"
port = 9000
rooms = ["#one", "#two"]
[audiences]
internal = ["#one", "#two"]
customers = []
[policy]
grace_seconds = 30
closing_within_minutes = 31
task_length_minutes = 16
reminder_min_minutes = 3
reminder_percent = 25
share_reminder_within_minutes = 6
undo_within_minutes = 4
offer_within_minutes = 5
[policy.cadence.customers]
sev1 = [7, 8, 9]
[log]
level = "debug"
)",
                                      "tocsin.toml");
    CHECK(checked.problems == std::vector<std::string>{});
    const auto& c = checked.config;
    CHECK(c.prefix() == "/inc ");
    CHECK(c.room.prefix == "/inc ");
    CHECK(c.data == "/var/lib/tocsin");
    CHECK_FALSE(c.room_enabled);
    CHECK(c.room.address == "::1");
    CHECK(c.room.port == 9'000);
    CHECK(c.room.rooms == std::vector<std::string>{"#one", "#two"});
    CHECK(c.log_level == "debug");
    const Policy& p = c.policy;
    CHECK(p.never_bind == std::vector<RoomId>{{"room:#all-hands"}});
    CHECK(p.targets.at(Audience::internal) == std::vector<RoomId>{{"room:#one"}, {"room:#two"}});
    CHECK(p.targets.at(Audience::customers).empty());
    CHECK(p.targets.at(Audience::executives) == std::vector<RoomId>{{"room:#executives"}});
    CHECK(p.grace == seconds{30});
    CHECK(p.closing_within == minutes{31});
    CHECK(p.task_length == minutes{16});
    CHECK(p.reminder_min == minutes{3});
    CHECK(p.reminder_percent == 25);
    CHECK(p.share_reminder_within == minutes{6});
    CHECK(p.undo_within == minutes{4});
    CHECK(p.offer_within == minutes{5});
    CHECK(p.cadence_of(Audience::customers, Severity::sev1) == Cadence{minutes{7}, minutes{8}, minutes{9}});
    CHECK(p.cadence_of(Audience::customers, Severity::sev2) ==
          default_policy().cadence_of(Audience::customers, Severity::sev2));
}

TEST_CASE("A key that does not exist is named with its line, and what was probably meant", "[bot][config]") {
    struct Case {
        const char* toml;
        const char* where;
        const char* meant;
    };
    const auto c = GENERATE(
        values<Case>({{"[bot]\ncomand = \"x\"", "tocsin.toml:2: ", "Meant: command?"},
                      {"\n[rooms]\nport = 1", "tocsin.toml:2: ", "Meant: room?"},
                      {"[room]\nenabled = true\nadress = \"x\"", "tocsin.toml:3: ", "Meant: address?"},
                      {"[policy]\ngrace_second = 5", "tocsin.toml:2: ", "Meant: grace_seconds?"},
                      {"[audiences]\ncustomer = [\"#a\"]", "tocsin.toml:2: ", "Meant: customers?"},
                      {"[log]\ncolour = true", "tocsin.toml:2: ", "There are: level."}}));
    const auto problem = only_problem(c.toml);
    CHECK(problem.find(c.where) == 0);
    CHECK_THAT(problem, has(c.meant));
}

TEST_CASE("A value that cannot be is named with its line, and what can be", "[bot][config]") {
    struct Case {
        const char* toml;
        const char* line;
        const char* words;
    };
    const auto c = GENERATE(
        values<Case>({{"[bot]\ncommand = \"Two Words\"", ":2: ", "one word of small letters"},
                      {"[bot]\ncommand = 7", ":2: ", "one word"},
                      {"[bot]\ndata = \"\"", ":2: ", "folder"},
                      {"[room]\n\nport = 70000", ":3: ", "from 1 to 65535"},
                      {"[room]\nport = \"8080\"", ":2: ", "from 1 to 65535"},
                      {"[room]\nenabled = \"yes\"", ":2: ", "true or false"},
                      {"[room]\nrooms = \"#general\"", ":2: ", "list of rooms"},
                      {"[room]\nrooms = [\"#ok\", \"general\"]", ":2: ", "# before it"},
                      {"[audiences]\ncustomers = [7]", ":2: ", "# before it"},
                      {"[log]\nlevel = \"loud\"", ":2: ", "debug, info, warning or error"},
                      {"[policy]\ngrace_seconds = -1", ":2: ", "grace_seconds"},
                      {"[policy]\ngrace_seconds = \"60\"", ":2: ", "whole number"},
                      {"[policy]\nreminder_percent = 101", ":2: ", "reminder_percent"},
                      {"[policy.cadence.customers]\nsev1 = [5, 20]", ":2: ", "cadence.customers.sev1"},
                      {"[policy.cadence.customers]\nsev9 = [5, 20, 30]", ":2: ", "cadence.customers.sev9"},
                      {"[policy.cadence]\ncustomers = 5", ":2: ", "table of severities"},
                      {"bot = 5", ":1: ", "[bot] has to be a table"},
                      {"[bot\ncommand = \"x\"", ":1: ", ""}}));
    const auto problem = only_problem(c.toml);
    CHECK(problem.find(std::string{"tocsin.toml"} + c.line) == 0);
    CHECK_THAT(problem, has(c.words));
}

TEST_CASE("All that is wrong is named at once, and what is right is taken", "[bot][config]") {
    const auto checked =
        parse_config("[bot]\ncommand = \"inc\"\ndata = 5\n[room]\nport = 0.5\n[log]\nlevel = 3\n", "c");
    CHECK(checked.problems.size() == 3);
    CHECK(checked.config.command == "inc");
}

TEST_CASE("A file that cannot be read, or is too large, is said to be so", "[bot][config]") {
    const auto absent = bot::read_config("no/such/tocsin.toml");
    REQUIRE(absent.problems.size() == 1);
    CHECK_THAT(absent.problems[0], has("no/such/tocsin.toml") && has("cannot be read"));
    CHECK_THAT(only_problem(std::string(2 << 20, '#')), has("larger than 1 MiB"));
}

TEST_CASE("The policy of a config survives its own text form", "[bot][config]") {
    const auto checked =
        parse_config("[policy]\ngrace_seconds = 30\n[bot]\nnever_bind = [\"#a\", \"#b\"]\n", "c");
    const auto read = policy_from_text(to_text(checked.config.policy));
    REQUIRE(read.has_value());
    CHECK(*read == checked.config.policy);
}

TEST_CASE("A problem does nothing to the terminal it is printed on", "[config]") {
    for (const auto* toml : {"d=in\x1b\x1b[2J\x1b{", "\"\\u001b[2J\" = 1", "\x1b[31m = 1",
                             "[\"a\\u0007\"]\nb = 1", "\"\xc2\x9b\" = 1"}) {
        INFO(toml);
        const auto checked = parse_config(toml, "tocsin.toml");
        REQUIRE(!checked.problems.empty());
        for (const auto& problem : checked.problems)
            CHECK(problem.find_first_of("\x1b\x07\x9b") == std::string::npos);
    }
}

TEST_CASE("A file that ends in the middle of something is a problem, not the end of the program",
          "[config]") {
    for (const auto* toml : {"[\n", "[", "[[", "[room", "a", "a =", "a = \"", "a = [", "a = {", "\"",
                             "[a]\n[\n", "a.", "\xff", "\n\xef\xbb\xaf"}) {
        INFO(toml);
        const auto checked = parse_config(toml, "tocsin.toml");
        REQUIRE(checked.problems.size() == 1);
        CHECK(checked.problems[0].find("tocsin.toml") == 0);
    }
}
