// What stands between a verb and its text: keywords, keys, people, items, and where the text begins.
#include "tests/support/reading.hpp"
#include "tests/support/small_verbs.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::Typing;

namespace {

grammar::Reading reading(std::string_view line) {
    return grammar::read(line, test::verbs::all, {test::default_said_at(), true, nullptr, nullptr});
}
std::string read(std::string_view line) { return test::shown(reading(line)); }

} // namespace

TEST_CASE("Options stand before the text, which begins with the first token that is none", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"declare sev3 service=postgres GitLab.com load high, comments failing",
         "declare sev3 service=postgres \"GitLab.com load high, comments failing\""},
        {"declare service=postgres SEV3: load high", "declare sev3 service=postgres \"load high\""},
        {"update exec next=24h Logs are read. Next update by 19:00 UTC on January 3.",
         "update audience:executives next=24 h \"Logs are read. Next update by 19:00 UTC on January 3.\""},
        {"task @łukasz 15m find the spam", "task @łukasz 15 min \"find the spam\""},
        {"task 15m me find the spam", "task @me 15 min \"find the spam\""},
        {"severity 2 many users", "severity sev2 \"many users\""},
        {"role comms me", "role @me role:comms"},
        {"assign @mei comms", "role @mei role:comms"},
        {"assign @mei, comms", "role @mei role:comms"},
        {"role restore @zoë", "role @zoë \"restore\""},
        {"impact start at=19:00 level=DOWN all sites",
         "impact change:start level=down at=2017-01-31T19:00:00Z \"all sites\""},
        {"impact customers=5,000 x", "impact customers=5000 \"x\""},
        {"next customers 60m because", "next 1 h audience:customers \"because\""},
        {"timeline since=2h", "timeline since=2017-02-01T00:18:00Z"},
        {"note https://host/?at=23:27 is slow", "note \"https://host/?at=23:27 is slow\""},
        {"declare x=y broken", "declare \"x=y broken\""},
        {"declare broken service=db", "declare \"broken service=db\""},
        {"note mail to name@1.2 and @mei", "note \"mail to name@1.2 and @mei\""},
        {"task name@example.com bounces", "task \"name@example.com bounces\""},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("A near miss in option position is asked back, never run and never taken as text", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"update customer We are down",
         "? keyword customer: update customers We are down / update -- customer We are down"},
        {"update customers: We are down",
         "? keyword customers:: update customers We are down / update -- customers: We are down"},
        {"update intern x", "? keyword intern: update internal x / update -- intern x"},
        {"declare servce=db x", "? keyword servce=db: declare service=db x / declare -- servce=db x"},
        {"role icc @ana", "? keyword icc: role ic @ana / role -- icc @ana"},
        {"status monitring x", "? keyword monitring: status monitoring x"},
        {"impact ended", "? keyword ended: impact end / impact -- ended"},
        {"impact level=degarded x", "? keyword level=degarded: impact level=degraded x"},
        {"impact start level=worse x", "? bad_option level=worse"},
        {"task T1 dne", "? keyword dne: task T1 done / task T1 -- dne"},
        {"declare privte x", "? keyword privte: declare private x / declare -- privte x"},
        {"INC-4 update customer x",
         "INC-4 ? keyword customer: INC-4 update customers x / INC-4 update -- customer x"},
        {"udpate customer x", "? keyword customer: update customers x / update -- customer x"},
        {"update Rolling back build 4512",
         "update \"Rolling back build 4512\""}, // two letters from "holding"
        {"note at =23:27 x", "? bad_option at: note at=23:27 x"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("Options that do not exist yet are answered as such, never taken as text", "[grammar]") {
    CHECK(read("declare private key leaked") == "? later private");
    CHECK(read("declare sev1 private key leaked") == "? later private");
    CHECK(read("update customers draft x") == "? later draft");
    CHECK(read("update holding") == "? later holding");
    CHECK(read("declare layout=x y") == "? later layout=");
}

TEST_CASE("Customers as the subject of a sentence are asked back with both readings", "[grammar]") {
    const auto both =
        "? keyword customers: update customers -- cannot log in / update internal customers cannot log in";
    CHECK(read("update customers cannot log in") == both);
    CHECK(read("update customers can\u2019t log in") ==
          "? keyword customers: update customers -- can\u2019t log in / update internal customers can\u2019t "
          "log in");
    CHECK(read("update customers Report your token.") != "update audience:customers \"Report your token.\"");
    SECTION("and both readings work as offered") {
        CHECK(read("update customers -- cannot log in") == "update audience:customers \"cannot log in\"");
        CHECK(read("update internal customers cannot log in") ==
              "update audience:internal \"customers cannot log in\"");
    }
    CHECK(read("update customers We cannot log in") == "update audience:customers \"We cannot log in\"");
}

TEST_CASE("One audience a line: the second one is asked about", "[grammar]") {
    CHECK(read("update customers internal We are down") ==
          "? bad_option internal: update customers We are down / update internal We are down / "
          "update customers -- internal We are down");
    CHECK(read("update customers,internal x") ==
          "? bad_option customers,internal: update customers x / update internal x");
}

TEST_CASE("Two dashes or an em dash alone end the options", "[grammar]") {
    CHECK(read("declare -- sev2 is a word here").starts_with("declare \"sev2 is a word here\""));
    CHECK(read("update internal \u2014 customers see errors") ==
          "update audience:internal \"customers see errors\"");
    CHECK(read("note x \u2014 y -- z") == "note \"x \u2014 y -- z\""); // text is left as typed
    CHECK(read("note at=\u22125m x") == "note at=2017-02-01T02:13:00Z \"x\"");
    CHECK(read("note at=\u20135m x") == "note at=2017-02-01T02:13:00Z \"x\"");
}

TEST_CASE("A value in quotes of any kind holds spaces", "[grammar]") {
    CHECK(read("declare service=\"load balancer\" API down") == "declare service=load balancer \"API down\"");
    CHECK(read("declare service=\u201Cload balancer\u201D API down") ==
          "declare service=load balancer \"API down\"");
    CHECK(read("declare service=\u201Eload balancer\u201C API down") ==
          "declare service=load balancer \"API down\"");
    CHECK(read("declare service=14\" API down") == "declare service=14\" \"API down\"");
    SECTION("and an unclosed quote ends with the line") {
        CHECK(read("declare service=\"load balancer\nAPI down") ==
              "declare service=load balancer \"API down\" {The quote after service= was not closed: it ended "
              "with the line.}");
        CHECK(read("declare service=\"load balancer API down") == "? missing TITLE");
    }
}

TEST_CASE("The first line break ends the options, and later commands are said not to have run", "[grammar]") {
    CHECK(read("declare\nsev2 at night").starts_with("declare \"sev2 at night\""));
    CHECK(read("note one\ntwo\n\nthree") == "note \"one\ntwo\n\nthree\"");
    CHECK(read("note one\r\ntwo") == "note \"one\ntwo\"");
    CHECK(read("note one\n/incident note two") ==
          "note \"one\n/incident note two\" {Only the first line ran.}");
    CHECK(read("note one\n  /INCIDENT resolve") ==
          "note \"one\n  /INCIDENT resolve\" {Only the first line ran.}");
    CHECK(read("note one\n/note two") == "note \"one\n/note two\" {Only the first line ran.}");
    CHECK(read("note one\n/var/log is full") == "note \"one\n/var/log is full\"");
}

TEST_CASE("A severity inside the title stays there, and the answer says so", "[grammar]") {
    CHECK(read("declare API down sev2") ==
          "declare \"API down sev2\" {\"sev2\" stayed in the title; options stand before it.}");
    CHECK(read("declare sev1 like the sev2 before") == "declare sev1 \"like the sev2 before\"");
    CHECK(read("declare sev1 sev2 x") == "? bad_option sev2: declare sev1 -- sev2 x");
    CHECK(read("declare sev0 x") == "? bad_option sev0");
    CHECK(read("note sev2 before") == "note \"sev2 before\"");
}

TEST_CASE("Items are whole tokens of the kinds that the verb takes", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"task T1 done rolled back", "task T1 change:done \"rolled back\""},
        {"task done T1 rolled back", "task T1 change:done \"rolled back\""},
        {"task t1 extend 10m", "task 10 min T1 change:extend"},
        {"task last done", "task last change:done"},
        {"task last week's logs", "task \"last week's logs\""},
        {"task drop the cache", "task \"drop the cache\""}, // what becomes of an item needs an item
        {"task T1000000000 x", "task \"T1000000000 x\""},
        {"task N3 done", "? bad_option N3"},
        {"task T0 x", "task \"T0 x\""},
        {"correct N6 N5 was right", "correct N6 \"N5 was right\""},
        {"correct last the bucket", "correct last \"the bucket\""},
        {"show N1 T2", "show N1 T2"},
        {"note last night's backup", "note \"last night's backup\""},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("What is missing is named, with a line to complete", "[grammar]") {
    CHECK(read("severity sev1") == "? missing REASON: severity sev1 REASON");
    CHECK(read("declare sev1") == "? missing TITLE: declare sev1 TITLE");
    CHECK(read("status we see it") == "? missing state: status investigating we see it / status identified "
                                      "we see it / status monitoring we see it");
    CHECK(read("next 60m because") == "? missing audience: next 60m internal because / next 60m executives "
                                      "because / next 60m customers because");
    CHECK(read("list all of them") == "? bad_option all of them: list");
    CHECK(read("yes we see it too") == "? bad_option we see it too: yes");
}

TEST_CASE("A key given twice or without a value is refused", "[grammar]") {
    CHECK(read("note at=23:27 at=23:28 x") == "? bad_option at=23:28");
    CHECK(read("declare service=a service=b x") == "? bad_option service=b");
    CHECK(read("update next=5m next=6m x") == "? bad_option next=6m");
    CHECK(read("note at= 23:27 x") == "? bad_option at=");
    CHECK(read("declare service=\"\" x") == "? bad_option service=\"\"");
}

TEST_CASE("People keep their names in any script, in one normal form", "[grammar]") {
    CHECK(read("role ic @mari\u0301a.jose\u0301") == "role @mar\u00EDa.jos\u00E9 role:commander"); // NFD
    CHECK(read("role ic @\u05D3\u05E0\u05D4") == "role @\u05D3\u05E0\u05D4 role:commander");
    CHECK(read("role ic \u2068@\u05D3\u05E0\u05D4\u2069") ==
          "role @\u05D3\u05E0\u05D4 role:commander"); // copied from an answer
    CHECK(read("role ic @nguyễn.hạnh!") == "role @nguyễn.hạnh role:commander");
    CHECK(read("task @ 5m x") == "task \"@ 5m x\"");
}

TEST_CASE("Any bytes are read without harm", "[grammar]") {
    CHECK(read(std::string(grammar::line_bytes_max + 1, 'x')) == "? too_long");
    CHECK(read("note " + std::string(grammar::line_bytes_max - 5, 'x')).starts_with("note \"xxx"));
    CHECK(read(std::string_view{"note a\0b\x1B[31m\x7F c", 16}) == "note \"ab[31m c\"");
    CHECK(read("note \xFF\xC3 broken") == "note \"\uFFFD\uFFFD broken\"");
    CHECK(read("\xFF\xFE") == "? no_verb \uFFFD\uFFFD");
    CHECK(read("note \u202Egnirts") == "note \"\u202Egnirts\"");
    CHECK(read("note e\u0301") == "note \"\u00E9\"");
    CHECK(read("\u200Bnote\u2028x") == "note \"x\"");
    // Every prefix of a line full of everything, as it may arrive cut anywhere.
    const std::string line = "7 upd\u0000ate customers next=\"30m at=2017-01-31 23:27 \u2014 "
                             "\u201C@mar\u00EDa\u201D T1 sev2 \n/incident x";
    for (std::size_t n = 0; n <= line.size(); ++n)
        CHECK_FALSE(read(std::string_view{line}.substr(0, n)).empty());
}

TEST_CASE("A cleaned line is valid text in normal form without control characters", "[grammar]") {
    CHECK(grammar::cleaned("plain line\n\twith tab") == "plain line\n\twith tab");
    CHECK(grammar::cleaned("a\r\nb\rc\u0085d\u2029e") == "a\nb\nc\nd\ne");
    CHECK(grammar::cleaned("a\x01\x1F\x7Fz\vy\fx") == "az y x");
    CHECK(grammar::cleaned("e\u0301 \xC3") == "\u00E9 \uFFFD");
    CHECK(grammar::cleaned("\u201Cquoted\u201D \u2014") == "\u201Cquoted\u201D \u2014");
}
