// Slack's text read into plain words, and foreign words written so that they can do nothing (SLACK.md 5).
#include "integrations/slack/text.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace tocsin;
using slack::Mentioned;

namespace {

const std::string zwsp = "\xE2\x80\x8B";

slack::Names known() {
    return {.person = [](std::string_view id) { return std::string{id == "U7" ? "Mei Lin" : ""}; },
            .channel = [](std::string_view id) { return std::string{id == "C7" ? "ops" : ""}; },
            .group = [](std::string_view id) { return std::string{id == "S7" ? "dba" : ""}; }};
}
std::string words(std::string_view mrkdwn) { return slack::read(mrkdwn, known()).text; }
Instant at(std::string_view iso) {
    Instant t;
    REQUIRE(text::parse_iso(iso, t));
    return t;
}

} // namespace

TEST_CASE("A Slack text reads as what a person would have typed", "[slack]") {
    const auto [mrkdwn, typed] = GENERATE(table<const char*, const char*>({
        {"declare sev2 Card payments fail", "declare sev2 Card payments fail"},
        {"role comms <@U1|mei>", "role comms @mei"},
        {"role comms <@U7>", "role comms @Mei.Lin"},
        {"role comms <@W9>", "role comms @W9"},
        {"see <#C1|ops> and <#C7>, <#C7|>, <#C9>", "see #ops and #ops, #ops, #C9"},
        {"page <!subteam^S1|@dba> <!subteam^S7> <!subteam^S9>", "page @dba @dba-S7 @S9"},
        {"<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"},
        {"at <!date^1764427200^{time}|14:40 UTC>", "at 14:40 UTC"},
        {"<https://x.example/?a=1&amp;b=2|the graph>", "https://x.example/?a=1&b=2"},
        {"<http://db1.example|db1.example>", "http://db1.example"},
        {"mail <mailto:a@x.example|a@x.example>, <mailto:b@x.example>", "mail a@x.example, b@x.example"},
        {"call <tel:+4930123|+49 30 123>", "call +49 30 123"},
        {"a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"},
        {"&amp;lt; stays", "&lt; stays"},
        {":fire: line\nnext", ":fire: line\nnext"},
    }));
    INFO(mrkdwn);
    CHECK(words(mrkdwn) == typed);
}

TEST_CASE("Mentions stand beside the text, in order and each once", "[slack]") {
    const auto read = slack::read("<@U2|zoe> <!subteam^S1|@dba> <@U7> <@U2|zoe>", known());
    CHECK(read.text == "@zoe @dba @Mei.Lin @zoe");
    CHECK(read.mentions == std::vector<Mentioned>{{"zoe", "U2", "zoe", false},
                                                  {"dba", "S1", "dba", true},
                                                  {"Mei.Lin", "U7", "Mei Lin", false}});
}

TEST_CASE("Two people with one name get tokens that differ", "[slack]") {
    const auto read = slack::read("<@U1|mei> <@U2|Mei> <@U3|mei-U2> <!subteam^S4|@mei>", known());
    CHECK(read.text == "@mei @Mei-U2 @mei-U2-U3 @mei-S4");
    CHECK(read.mentions.at(1) == Mentioned{"Mei-U2", "U2", "Mei", false});
}

TEST_CASE("What is no mention and no link stays text", "[slack]") {
    const auto text =
        GENERATE("<", "<>", "<@>", "<@|mei>", "<@ U1>", "<#>", "<#|ops>", "<!>", "<!subteam^>", "a<b>c",
                 "<@U1", "x <@U1|mei", "<not a link: really>", "<:x>", "<!subteam^S 1|@dba>");
    const auto read = slack::read(text, known());
    CHECK(read.text == text);
    CHECK(read.mentions.empty());
}

TEST_CASE("A bracket inside a bracket begins anew", "[slack]") {
    CHECK(words("<@U1<@U2|zoe>>") == "<@U1@zoe>");
    CHECK(words("<<<@U2|zoe>") == "<<@zoe");
    CHECK(words("<@U1|a<@U2|zoe>") == "<@U1|a@zoe");
}

TEST_CASE("No bytes make reading throw, and what is read is clean text", "[slack]") {
    using namespace std::string_literals;
    CHECK(words("a\0b"s) == "ab");
    CHECK(words("a\xFF<@U1|\xC3>") == "a\xEF\xBF\xBD@\xEF\xBF\xBD");
    CHECK(words("<@U1|\x01>") == "@U1");
    CHECK(words(std::string(40'000, '<')) == std::string(40'000, '<'));
    std::string many;
    while (many.size() < 40'000) many += "<@U" + std::to_string(many.size()) + "|mei>";
    const auto read = slack::read(many, known());
    CHECK(read.mentions.size() > 2'000);
    std::mt19937 random{7};
    const std::string alphabet = "<>|@#!^&;amplt:U1S. \n\0\xC3\xA9\xFF*_"s;
    for (int run = 0; run < 2'000; ++run) {
        std::string any;
        for (auto n = random() % 60; n > 0; --n) any += alphabet[random() % alphabet.size()];
        const auto got = slack::read(any, {});
        CHECK(text::valid_utf8(got.text));
        CHECK(got.text.find('\0') == std::string::npos);
        CHECK(text::valid_utf8(slack::inert(any)));
        CHECK(slack::unescaped(slack::escaped(got.text)) == got.text);
    }
}

TEST_CASE("Escaped words can neither mention nor link", "[slack]") {
    CHECK(slack::escaped("<!here> & <@U1>") == "&lt;!here&gt; &amp; &lt;@U1&gt;");
    CHECK(slack::unescaped("&lt;!here&gt; &amp;amp; &quot;") == "<!here> &amp; &quot;");
    CHECK(words(slack::escaped("<!here> <@U1|mei> &lt;")) == "<!here> <@U1|mei> &lt;");
}

TEST_CASE("Inert words do not format, and those that would not are left alone", "[slack]") {
    CHECK(slack::inert("*bold*") == "*" + zwsp + "bold" + zwsp + "*");
    CHECK(slack::inert("a _b_") == "a _" + zwsp + "b" + zwsp + "_");
    CHECK(slack::inert("(~x~)") == "(" + zwsp + "~" + zwsp + "x" + zwsp + "~" + zwsp + ")");
    CHECK(slack::inert("a`b") == "a" + zwsp + "`" + zwsp + "b");
    CHECK(slack::inert("```") == "`" + zwsp + "`" + zwsp + "`");
    CHECK(slack::inert("> said") == zwsp + "&gt; said");
    CHECK(slack::inert("a\n  > said") == "a\n  " + zwsp + "&gt; said");
    CHECK(slack::inert("**") == "*" + zwsp + "*");
    for (const auto* plain :
         {"snake_case_name", "2 * 3", "5 * 6 ~ 7", "release 4512", "\xE2\x81\xA8\xD7\x91\xE2\x81\xA9"})
        CHECK(slack::inert(plain) == plain);
    CHECK(slack::inert("a > b") == "a &gt; b");
}

TEST_CASE("A token is the name without white space", "[slack]") {
    CHECK(slack::token_of("Mei Lin") == "Mei.Lin");
    CHECK(slack::token_of("  Zo\xC3\xAB\xC2\xA0 van  Dam ") == "Zo\xC3\xAB.van.Dam");
    CHECK(slack::token_of("mei") == "mei");
    CHECK(slack::token_of(" ").empty());
}

TEST_CASE("A date stands in UTC and in the reader's zone", "[slack]") {
    CHECK(slack::date(at("2025-11-29T14:40:10Z"), "14:40 UTC") ==
          "14:40 UTC (<!date^1764427200^{time}|14:40 UTC> your time)");
    CHECK(slack::date(at("2025-11-29T14:40:10Z"), "Sat 29 Nov 14:40 UTC") ==
          "Sat 29 Nov 14:40 UTC (<!date^1764427200^{date_short_pretty} {time}|Sat 29 Nov 14:40 UTC> your "
          "time)");
    SECTION("both are rounded alike") {
        CHECK(slack::date(at("2025-11-29T14:39:40Z"), "14:40 UTC").find("1764427200") != std::string::npos);
        CHECK(slack::date(at("2025-11-29T14:40:40Z"), "14:40 UTC").find("1764427200") != std::string::npos);
    }
    SECTION("no moment is only its words") {
        CHECK(slack::date(no_instant, "soon <!here>") == "soon &lt;!here&gt;");
    }
}

TEST_CASE("A ts is an instant in digits, never a floating number", "[slack]") {
    Instant t;
    REQUIRE(slack::instant_of("1764427200.123456", t));
    CHECK(t.time_since_epoch().count() == 1'764'427'200'123);
    CHECK(slack::ts_of(t) == "1764427200.123000");
    REQUIRE(slack::instant_of("1764427200", t));
    CHECK(slack::ts_of(t) == "1764427200.000000");
    REQUIRE(slack::instant_of("1764427200.05", t));
    CHECK(slack::ts_of(t) == "1764427200.050000");
    CHECK(slack::ts_of(Instant{Duration{-5}}) == "0.000000");
    for (const auto* none :
         {"", ".", "1.", ".1", "1.2.3", "-1.0", "1e5", "17644272001234.5", "1.1234567", "1 .0"}) {
        INFO(none);
        CHECK_FALSE(slack::instant_of(none, t));
    }
}
