// Messages as Block Kit: what stands where, that nobody's words can do anything, and that Slack refuses none
// of it.
#include "integrations/slack/blocks.hpp"

#include "integrations/slack/text.hpp"

#include "commands/notices/people_texts.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include "tests/support/golden.hpp"
#include "tests/support/scene.hpp"
#include "tests/support/slack_limits.hpp"
#include "tests/support/slack_places.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using nlohmann::json;
using test::block_problems;
using test::instant;
using test::slack_message;
using test::slack_place;
using test::Story;

namespace {

const std::string zwsp = "\xE2\x80\x8B";

Message of(std::vector<Line> lines) { return {.lines = std::move(lines)}; }
// The first section of a message of one line.
std::string shown(Line line, const slack::Place& place = slack_place()) {
    const auto made = slack::render(of({std::move(line)}), place);
    CHECK(block_problems(slack_message(made)).empty());
    return made.blocks.at(0).at("text").at("text");
}
std::string points(std::size_t n) { return std::string(n, 'x'); }
void check_golden(std::string_view name, const slack::Rendered& made) {
    CHECK(block_problems(slack_message(made)).empty());
    CHECK(made.more.empty());
    test::check_golden(name, slack_message(made).dump(2) + "\n");
}

} // namespace

TEST_CASE("Cards on Slack: open, late, resolved", "[slack]") {
    Story s = test::card_payments();
    const auto card = [&] { return slack::render_card(views::card(s.all, s.now()), slack_place()); };
    check_golden("slack_card_open.json", card());
    s.at("02:57", "")
        .then(RungReached{Audience::customers, Rung::due, instant("2026-03-14T02:57Z"), false, false});
    check_golden("slack_card_late.json", card());
    s.at("03:02", "jonas").then(IncidentResolved{State::monitoring, "release 4512 rolled back"});
    check_golden("slack_card_resolved.json", card());
}

TEST_CASE("Replies, pages and updates on Slack", "[slack]") {
    test::Scene scene;
    const auto& declared =
        scene.type("ana", "slack:#ops", "declare sev2 service=checkout Card <b>payments</b> *fail*");
    check_golden("slack_declared.json", slack::render(declared.reply, slack_place()));
    const Story s = test::card_payments();
    const PagePlaced page{
        .number = 1, .person = PersonId{1}, .person_name = "ana", .text = "gateway answers 500, EU only"};
    check_golden("slack_page.json",
                 slack::render(texts::page(s.file(), page, "olena", s.time(), {}), slack_place()));
    check_golden("slack_update.json",
                 slack::render(texts::update(s.now(), s.file().updates.begin()->second), slack_place()));
}

TEST_CASE("The card's first line is its header, its last lines a context, the rest between", "[slack]") {
    const auto made = slack::render_card(of({{say("SEV2 INC-7 Card payments fail")},
                                             {say("State: triage")},
                                             {say("Comms: NOBODY")},
                                             {tocsin::link("Incident", "/i/INC-7")},
                                             {say("Changed")}}),
                                         slack_place());
    CHECK(made.blocks.at(0).at("text").at("text") == "SEV2 INC-7 Card payments fail");
    CHECK(made.blocks.at(1).at("text").at("text") == "State: triage\nComms: NOBODY");
    CHECK(made.blocks.at(2).at("elements").at(0).at("text") == "<https://tocsin.example/i/INC-7|Incident>");
    CHECK(made.blocks.at(2).at("elements").at(1).at("text") == "Changed");
    CHECK(made.blocks.size() == 3);
}

TEST_CASE("A header that is too long stands whole below", "[slack]") {
    const auto fits = slack::render_card(of({{say(points(150))}, {say("a")}}), slack_place());
    CHECK(fits.blocks.at(0).at("text").at("text") == points(150));
    CHECK(fits.blocks.at(1).at("text").at("text") == "a");
    const auto cut = slack::render_card(of({{say(points(151))}, {say("a")}}), slack_place());
    CHECK(cut.blocks.at(0).at("text").at("text") == points(147) + "...");
    CHECK(cut.blocks.at(1).at("text").at("text").get<std::string>().starts_with(points(151)));
    CHECK(block_problems(slack_message(cut)).empty());
}

TEST_CASE("Each run has its form", "[slack]") {
    CHECK(shown({say("Coming: "), command("ack")}) == "Coming: `/incident ack`");
    CHECK(shown({mention({1}, "ana"), say(" leads")}) == "<@U1> leads");
    CHECK(shown({mention({9}, "ana_b *x*"), say(" leads")}) == "ana_b *" + zwsp + "x" + zwsp + "* leads");
    CHECK(shown({say("Due "), at_time(instant("2026-03-14T02:57Z"))}) ==
          "Due 02:57 UTC (<!date^1773457020^{time}|02:57 UTC> your time)");
    CHECK(shown({tocsin::link("#inc-7", "/i/INC-7")}) == "<#C7>");
    CHECK(shown({tocsin::link("Draft", "/i/INC-7/draft")}) == "<https://tocsin.example/i/INC-7/draft|Draft>");
    CHECK(shown({quote("it's <down>")}) == "\"it's &lt;down&gt;\"");
    CHECK(shown({command("note a `b`")}) == "```/incident note a `b`" + zwsp + "```");
    CHECK(shown({say("Send: "), command("update a\nb"), say("now")}) ==
          "Send: \n```/incident update a\nb```\nnow");
    CHECK(shown({say("Name: "), say("\xE2\x81\xA8\xD7\x91\xE2\x81\xA9")}) ==
          "Name: \xE2\x81\xA8\xD7\x91\xE2\x81\xA9");
}

TEST_CASE("Without a page and without channels a link is its words", "[slack]") {
    CHECK(shown({tocsin::link("#inc-7", "/i/INC-7")}, {}) == "#inc-7");
    CHECK(shown({tocsin::link("#inc-8", "")}) == "#inc-8");
    CHECK(shown({mention({1}, "ana")}, {}) == "ana");
}

TEST_CASE("A long quotation, or one of several lines, is set apart", "[slack]") {
    CHECK(shown({quote(points(200))}) == "\"" + points(200) + "\"");
    CHECK(shown({say("By ana:"), quote(points(201)), say("end")}) == "By ana:\n> " + points(201) + "\nend");
    CHECK(shown({quote("a\n> b")}) == "> a\n> " + zwsp + "&gt; b");
}

TEST_CASE("Nobody's words mention, link or format", "[slack]") {
    const std::string hostile = "<!here> <@U1> <https://x.example|y> *b* `c` @channel";
    const std::string harmless = "&lt;!here&gt; &lt;@U1&gt; &lt;https://x.example|y&gt; *" + zwsp + "b" +
                                 zwsp + "* `" + zwsp + "c" + zwsp + "` @channel";
    CHECK(shown({say(hostile)}) == harmless);
    CHECK(shown({quote(hostile)}) == "\"" + harmless + "\"");
    CHECK(shown({mention({9}, hostile)}) == harmless);
    CHECK(shown({command("note <!here> & co")}) == "`/incident note &lt;!here&gt; &amp; co`");
    CHECK(shown({tocsin::link("a|b<!here>", "/i/x|y><@U1>")}) ==
          "<https://tocsin.example/i/x%7Cy%3E%3C@U1%3E|a/b&lt;!here&gt;>");
    const auto made = slack::render({.phone = "<!here> down", .lines = {{say("x")}}}, slack_place());
    CHECK(made.text == "&lt;!here&gt; down");
}

TEST_CASE("The text is what a screen reader reads", "[slack]") {
    Message m = of({{say("INC-7 is open. "), mention({1}, "ana"), say(" leads")},
                    {say("Not right? "), command("cancel REASON")}});
    SECTION("all lines, where no phone line says it in one sentence") {
        CHECK(slack::render(m, slack_place()).text ==
              "INC-7 is open. @ana leads\nNot right? /incident cancel REASON");
    }
    SECTION("else that sentence") {
        m.phone = "INC-7 open.";
        CHECK(slack::render(m, slack_place()).text == "INC-7 open.");
    }
    SECTION("never above 4,000, counted as it is sent") {
        CHECK(slack::render(of({{say(points(4'000))}}), {}).text == points(4'000));
        CHECK(slack::render(of({{say(points(4'001))}}), {}).text == points(3'997) + "...");
        const auto entities = slack::render(of({{say(std::string(1'000, '&'))}}), {}).text;
        CHECK(entities.size() == 3'998); // 799 entities and the dots
    }
    SECTION("never empty") {
        for (const auto& blank : {Message{}, of({{say(" ")}}), of({{}, {say("\n"), say(zwsp)}})}) {
            const auto made = slack::render(blank, slack_place());
            CHECK(made.text == "Tocsin has nothing to say here.");
            CHECK(block_problems(slack_message(made)).empty());
        }
    }
}

TEST_CASE("At most five buttons, the safe one first; the others are lines to type", "[slack]") {
    Message m = of({{say("Due now.")}});
    m.buttons = {{"Send update", "INC-7 update customers We know more."}, {"Acknowledge INC-7", "ack"}};
    for (int n = 3; n <= 6; ++n)
        m.buttons.push_back({"Show " + std::to_string(n), "show T" + std::to_string(n)});
    const auto made = slack::render(m, slack_place());
    const json& buttons = made.blocks.at(1).at("elements");
    REQUIRE(buttons.size() == 5);
    CHECK(buttons[0] ==
          json({{"type", "button"},
                {"action_id", "line/0"},
                {"style", "primary"},
                {"value", "ack"},
                {"text", {{"type", "plain_text"}, {"text", "Acknowledge INC-7"}, {"emoji", false}}}}));
    for (std::size_t n = 1; n < 5; ++n) {
        CHECK(buttons[n].at("action_id") == "line/" + std::to_string(n));
        CHECK_FALSE(buttons[n].contains("style"));
    }
    CHECK(made.blocks.at(0).at("text").at("text") ==
          "Due now.\nSend update: `/incident INC-7 update customers We know more.`");
}

TEST_CASE("What goes outside is never the button that is pressed first", "[slack]") {
    const auto* line = GENERATE("update customers x", "yes", "approve U4", "slate heron update x",
                                "INC-7 escalate dba", "page @ana x");
    Message m = of({{say("x")}});
    m.buttons = {{"Do it", line}};
    CHECK_FALSE(slack::render(m, {}).blocks.at(1).at("elements").at(0).contains("style"));
}

TEST_CASE("Labels and values of buttons at their limits", "[slack]") {
    Message m = of({{say("x")}});
    const auto render_button = [&](std::string label, std::string line) {
        m.buttons = {{std::move(label), std::move(line)}};
        const auto made = slack::render(m, slack_place());
        CHECK(block_problems(slack_message(made)).empty());
        return made.blocks;
    };
    CHECK(render_button(points(75), "ack").at(1).at("elements").at(0).at("text").at("text") == points(75));
    const auto long_label = render_button(points(76), "ack");
    CHECK(long_label.at(1).at("elements").at(0).at("text").at("text") == points(72) + "...");
    CHECK(long_label.at(0).at("text").at("text") == "x\n" + points(76) + ": `/incident ack`");
    CHECK(render_button("Note", "note " + points(1'995)).size() == 2);
    CHECK(render_button("Note", "note " + points(1'996)).size() == 1); // no button, a line to type
    CHECK(render_button("", "ack").at(0).at("text").at("text") == "x\n`/incident ack`");
    CHECK(render_button("Nothing", " ").at(0).at("text").at("text") == "x\nNothing: ");
}

TEST_CASE("A section takes 3,000, then the next one begins at a line, a word or a letter", "[slack]") {
    const auto sections = [](Line line) {
        return slack::render(of({{say("first")}, std::move(line)}), {}).blocks;
    };
    CHECK(sections({say(points(2'994))}).size() == 1);
    const auto at_line = sections({say(points(2'995))});
    REQUIRE(at_line.size() == 2);
    CHECK(at_line.at(0).at("text").at("text") == "first");
    const auto at_word = sections({say(points(2'000) + " " + points(2'000))});
    REQUIRE(at_word.size() == 2);
    CHECK(at_word.at(0).at("text").at("text") == "first\n" + points(2'000) + " ");
    CHECK(at_word.at(1).at("text").at("text") == points(2'000));
    std::string flags; // of two code points of two units each
    while (flags.size() < 8 * 800) flags += "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA";
    const auto at_letter = sections({say(flags)});
    CHECK(at_letter.at(1).at("text").at("text").get<std::string>().size() == 3'000 / 4 * 8);
    const auto marks = sections({say("a" + std::string(1'900, '&'))}); // no entity is torn
    for (const json& block : marks)
        CHECK(block_problems({{"text", "x"}, {"blocks", json::array({block})}}).empty());
}

TEST_CASE("What is cut keeps its form in every part", "[slack]") {
    const auto parts = [](Line line) {
        std::vector<std::string> out;
        for (const json& block : slack::render(of({std::move(line)}), slack_place()).blocks)
            if (block.at("type") == "section") out.push_back(block.at("text").at("text"));
        return out;
    };
    for (const auto& part : parts({quote(points(5'000))})) CHECK(part.starts_with("> "));
    for (const auto& part : parts({command("note " + points(5'000))})) {
        CHECK(part.starts_with("`"));
        CHECK(part.ends_with("`"));
    }
    for (const auto& part : parts({command("note a\n" + points(5'000))})) {
        CHECK(part.starts_with("```"));
        CHECK(part.ends_with("```"));
    }
    const auto mention_last = parts({say(points(2'998)), mention({1}, "ana")});
    REQUIRE(mention_last.size() == 2);
    CHECK(mention_last.at(1) == "<@U1>");
}

TEST_CASE("All blocks of a message together stay below 10,000, the rest goes to the thread", "[slack]") {
    std::vector<Line> lines;
    for (int n = 0; n < 30; ++n) lines.push_back({say(points(990) + std::to_string(n % 10))});
    const auto made = slack::render(of(lines), {});
    CHECK(block_problems(slack_message(made)).empty());
    CHECK(made.blocks.back().at("elements").at(0).at("text") == "Not all of it fits here. The rest follows.");
    CHECK(made.blocks.size() == 4);
    CHECK(made.more.size() == 7);
    for (const auto& more : made.more) CHECK(test::slack_length(more) <= 3'000);
    SECTION("no notice where nothing follows") {
        lines.resize(9);
        const auto fits = slack::render(of(lines), {});
        CHECK(fits.more.empty());
        CHECK(fits.blocks.size() == 3);
    }
}

TEST_CASE("What follows in the thread follows in order", "[slack]") {
    const auto made = slack::render(of({{say(points(3'000))},
                                        {say(points(3'000))},
                                        {say(points(3'000))},
                                        {say(points(3'000))},
                                        {say("end")}}),
                                    {});
    CHECK(made.more == std::vector<std::string>{points(3'000), "end"});
}

TEST_CASE("The JSON of all blocks stays below what Slack was seen to refuse", "[slack]") {
    const Line quotes{say(std::string(2'400, '"'))};
    const auto made = slack::render(of({quotes, quotes, quotes, quotes}), {});
    CHECK(block_problems(slack_message(made)).empty());
    CHECK(made.more.size() == 2);
    SECTION("also of the buttons: a line too long beside the others is one to type") {
        Message m = of({{say("x")}});
        for (int n = 0; n < 3; ++n) m.buttons.push_back({"Note it", "note " + points(1'500)});
        const auto with_buttons = slack::render(m, {});
        CHECK(block_problems(slack_message(with_buttons)).empty());
        CHECK(with_buttons.blocks.back().at("elements").size() == 1);
        CHECK(with_buttons.more.empty());
    }
}
