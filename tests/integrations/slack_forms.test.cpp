// Forms: what they show, and that the line they stand for means to the grammar what was filled in.
#include "integrations/slack/forms.hpp"
#include "integrations/slack/text.hpp"

#include "commands/command.hpp"
#include "commands/text/unicode.hpp"

#include "tests/support/golden.hpp"
#include "tests/support/scene.hpp"
#include "tests/support/slack_limits.hpp"
#include "tests/support/slack_places.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

using namespace tocsin;
using nlohmann::json;
using slack::FormLine;
using slack::View;
using test::slack_place;

namespace {

using Filled = std::map<std::string, std::string>;

View view_of(const Filled& values) {
    View view;
    for (const auto& [block, value] : values) view.values[block][block] = value;
    return view;
}
FormLine declared(const Filled& values) { return slack::declare_line(view_of(values)); }
FormLine updated(const Filled& values, std::string_view ref = "INC-1") {
    return slack::update_line(view_of(values), ref);
}
std::string points(std::size_t n) { return std::string(n, 'x'); }
bool fine(const json& view) {
    const auto problems = test::block_problems(view);
    for (const auto& problem : problems) UNSCOPED_INFO(problem);
    return problems.empty();
}
void check_golden(std::string_view name, const json& view) {
    CHECK(fine(view));
    test::check_golden(name, view.dump(2) + "\n");
}
const json& block(const json& view, std::string_view id) {
    for (const json& b : view.at("blocks"))
        if (b.value("block_id", "") == id) return b;
    FAIL("no block " << id);
    return view;
}
std::string all_words(const json& view) {
    std::string out;
    for (const json& b : view.at("blocks"))
        if (b.contains("text")) out += b.at("text").at("text").get<std::string>() + "\n";
    return out;
}

slack::UpdateForm composed() {
    return {.ref = "INC-7",
            .audience = "customers",
            .text = "Card payments fail for some EU shops since 01:58 UTC. We have found the cause.",
            .next = "30m",
            .last_text = "Card payments fail for some EU shops since 01:58 UTC. We are investigating.",
            .private_metadata = "INC-7"};
}

// Without white space, in normal form.
std::string letters(std::string_view words) {
    std::string out;
    const std::string normal = text::nfc(words);
    for (std::size_t i = 0; i < normal.size();)
        if (const char32_t c = text::next_code_point(normal, i); !text::is_space(c)) text::append(out, c);
    return out;
}

// What makes trouble in a title or a text.
std::string awkward(std::mt19937& random) {
    static const std::vector<std::string> parts{"sev1",
                                                "SEV2:",
                                                "private",
                                                "service=x",
                                                "servce=y",
                                                "type=ops",
                                                "in=room",
                                                "--",
                                                "\xE2\x80\x94",
                                                "customers",
                                                "customer",
                                                "internal,",
                                                "draft",
                                                "holding",
                                                "holdin",
                                                "next=5m",
                                                "next=",
                                                "at=-10m",
                                                "@mei",
                                                "cannot",
                                                "is",
                                                "are",
                                                "\"quoted",
                                                "words\"",
                                                "\xE2\x80\x9Cx\xE2\x80\x9D",
                                                "a=b",
                                                "INC-3",
                                                "12",
                                                "T1",
                                                "10m",
                                                "TEXT",
                                                "/incident",
                                                "undo",
                                                "it's",
                                                "&",
                                                "<!here>",
                                                "&amp;",
                                                "\n",
                                                "\n/incident note x",
                                                "  ",
                                                "\t",
                                                "e\xCC\x81",
                                                "\xD7\xA9",
                                                "\xE2\x80\x8B",
                                                "``",
                                                "*x*",
                                                "=",
                                                ",",
                                                "?"};
    std::string out;
    for (auto n = random() % 6; n > 0; --n) out += (out.empty() ? "" : " ") + parts[random() % parts.size()];
    return out;
}

} // namespace

TEST_CASE("The declare form stands for a line that could have been typed", "[slack]") {
    CHECK(declared({{"title", "Card payments fail"}, {"severity", "sev2"}, {"service", "checkout"}}).line ==
          "declare sev2 service=checkout Card payments fail");
    CHECK(declared({{"title", " Card\n payments  fail "}}).line == "declare Card payments fail");
    CHECK(declared({{"title", "Theft"}, {"private", "private"}, {"severity", "sev1"}}).line ==
          "declare sev1 private Theft");
    CHECK(declared({{"title", "Slow"}, {"service", "card payments"}}).line ==
          "declare service=\"card payments\" Slow");
    CHECK(declared({{"title", "AT&amp;T &lt;down&gt;"}}).line == "declare AT&T <down>");
}

TEST_CASE("A title that begins like an option stays a title", "[slack]") {
    const auto* title =
        GENERATE("sev1 was wrong", "private keys leaked", "service=checkout is slow", "severity unknown",
                 "-- dashes", "is it down", "\"quoted\" words", "servce=x", "type=ops", "privat data seen");
    test::Scene scene;
    const auto made = declared({{"title", title}, {"severity", "sev4"}, {"service", "shop"}});
    INFO(made.line);
    scene.type("ana", "room:#ops", made.line);
    REQUIRE(scene.all.incidents.size() == 1);
    CHECK(scene.incident().title == title);
    CHECK(scene.incident().severity == Severity::sev4);
    CHECK(scene.incident().service == "shop");
    CHECK_FALSE(scene.incident().is_private);
}

TEST_CASE("What is missing or too long in a declaration is said at its field", "[slack]") {
    CHECK(declared({}).problems == std::map<std::string, std::string>{{"title", "A title is needed."}});
    CHECK(declared({{"title", " \n\xE2\x80\x8B"}}).problems.contains("title"));
    CHECK(declared({{"title", points(200)}}).problems.empty());
    CHECK(declared({{"title", points(201)}}).problems.contains("title"));
    CHECK(declared({{"title", "x"}, {"severity", "sev9"}}).problems.contains("severity"));
    CHECK(declared({{"title", "x"}, {"service", points(80)}}).problems.empty());
    CHECK(declared({{"title", "x"}, {"service", points(81)}}).problems.contains("service"));
    CHECK(declared({{"title", "x"}, {"service", "a \"b\" c"}}).problems.contains("service"));
    CHECK(declared({{"title", "x"}, {"service", "a\"b"}}).line == "declare service=a\"b x");
}

TEST_CASE("The update form stands for a line that could have been typed", "[slack]") {
    CHECK(updated({{"audience", "customers"}, {"text", "We know more."}, {"next", "30m"}}).line ==
          "INC-1 update customers next=30m We know more.");
    CHECK(updated({{"text", "We know more."}}).line == "INC-1 update internal We know more.");
    CHECK(updated({{"text", "We know more."}}, "").line == "update internal We know more.");
    CHECK(updated({{"text", "We know more."}}, "Slate Heron").line ==
          "Slate Heron update internal We know more.");
    CHECK(updated({{"audience", "executives"}, {"text", "a\nb\n\nc"}}).line ==
          "INC-1 update executives a\nb\n\nc");
    CHECK(updated({{"audience", "customers"}, {"text", "cannot log in"}}).line ==
          "INC-1 update customers -- cannot log in");
}

TEST_CASE("An update goes out as it was written, with its line breaks", "[slack]") {
    const auto* text =
        GENERATE("draft one is ready", "next=5m is too soon", "customers cannot pay", "holding steady",
                 "internal: none", "We are back.\nnext=1d\n/incident undo", "-- all", "executive view");
    test::Scene scene = test::open_sev2();
    const auto made = updated({{"audience", "internal"}, {"text", text}, {"next", "1h30m"}});
    INFO(made.line);
    scene.type("ana", "room:#ops", made.line);
    INFO(scene.reply());
    REQUIRE(scene.file().updates.size() == 1);
    const Update& u = scene.file().updates.begin()->second;
    CHECK(u.text == text);
    CHECK(u.audience == Audience::internal);
    CHECK(u.promise - scene.now() == hours{1} + minutes{30});
}

TEST_CASE("What is missing or too long in an update is said at its field", "[slack]") {
    CHECK(updated({}).problems == std::map<std::string, std::string>{{"text", "A text is needed."}});
    CHECK(updated({{"text", points(2'500)}}).problems.empty());
    CHECK(updated({{"text", points(2'501)}}).problems.contains("text"));
    CHECK(updated({{"text", "x"}, {"audience", "everybody"}}).problems.contains("audience"));
    for (const auto* next : {"soon", "0m", "10", "2h 30m", "30m x"})
        CHECK(updated({{"text", "x"}, {"next", next}}).problems.contains("next"));
}

TEST_CASE("No words at all change what a form means", "[slack]") {
    std::mt19937 random{11};
    for (int run = 0; run < 1'500; ++run) {
        const std::string words = awkward(random), service = random() % 3 ? "" : awkward(random);
        const bool is_private = random() % 4 == 0;
        const auto made = declared({{"title", words},
                                    {"severity", "sev3"},
                                    {"service", service},
                                    {"private", is_private ? "private" : ""}});
        if (made.line.empty()) {
            CHECK_FALSE(made.problems.empty());
        } else {
            test::Scene scene;
            INFO(made.line);
            scene.type("ana", "room:#ops", made.line);
            REQUIRE(scene.all.incidents.size() == 1);
            const Incident& i = scene.all.incidents.begin()->second.now;
            CHECK(i.severity == Severity::sev3);
            CHECK(i.is_private == is_private);
            CHECK(i.service.empty() == text::trimmed(service).empty());
            CHECK(i.type == IncidentType::ops);
            CHECK(letters(i.title) == letters(slack::unescaped(words)));
        }
    }
}

TEST_CASE("No words of an update become an option", "[slack]") {
    std::mt19937 random{13};
    test::Scene scene = test::open_sev2();
    for (int run = 0; run < 1'500; ++run) {
        const std::string words = awkward(random);
        const auto made =
            updated({{"audience", "executives"}, {"text", words}, {"next", random() % 2 ? "" : "2h"}});
        if (made.line.empty()) {
            CHECK(made.problems.contains("text"));
            continue;
        }
        const auto reading = grammar::read(made.line, all_commands(), {.in_incident = true});
        INFO(made.line);
        REQUIRE(std::holds_alternative<grammar::Understood>(reading));
        const auto& read = std::get<grammar::Understood>(reading);
        CHECK(read.verb->name == "update");
        CHECK(read.reference == 1);
        CHECK(read.arguments.word("audience") == "executives");
        CHECK(read.arguments.word("what").empty());
        CHECK(read.arguments.text == text::trimmed(grammar::cleaned(slack::unescaped(words))));
    }
}

TEST_CASE("The declare form, also from a message", "[slack]") {
    check_golden("slack_declare_form.json", slack::declare_view({}, slack_place()));
    const auto view = slack::declare_view({.title = "the shop\nis <b>down</b> " + points(300),
                                           .service = points(300),
                                           .severity = "sev2",
                                           .is_private = true,
                                           .private_metadata = points(3'000)},
                                          slack_place());
    CHECK(fine(view));
    const auto title = block(view, "title").at("element").at("initial_value").get<std::string>();
    CHECK(title.starts_with("the shop is <b>down</b> xxx"));
    CHECK(title.ends_with("..."));
    CHECK(title.size() == 200);
    CHECK(block(view, "severity").at("element").at("initial_option").at("value") == "sev2");
    CHECK(block(view, "private").at("element").at("initial_options").size() == 1);
    CHECK(view.at("private_metadata").get<std::string>().size() == 3'000);
    CHECK_FALSE(slack::declare_view({.private_metadata = points(3'001)}, {}).contains("private_metadata"));
}

TEST_CASE("The composer and its preview", "[slack]") {
    check_golden("slack_update_form.json", slack::update_view(composed(), slack_place()));
    check_golden("slack_update_preview.json", slack::update_preview(composed(),
                                                                    {{"U05", "\"Lukasz\" is a person.", true},
                                                                     {"U02", "Two times differ.", false}},
                                                                    slack_place()));
}

TEST_CASE("The composer keeps a length and an audience that it was given", "[slack]") {
    auto form = composed();
    form.next = "90m";
    const auto next = block(slack::update_view(form, {}), "next").at("element");
    CHECK(next.at("initial_option").at("value") == "90m");
    CHECK(next.at("options").size() == 9);
    form.next = "soon";
    CHECK_FALSE(block(slack::update_view(form, {}), "next").at("element").contains("initial_option"));
    form.audience = "everybody";
    CHECK(block(slack::update_view(form, {}), "audience").at("element").at("initial_option").at("value") ==
          "internal");
}

TEST_CASE("The preview says what would happen and what changed", "[slack]") {
    auto form = composed();
    SECTION("nothing to say") {
        const auto view = slack::update_preview(form, {}, {});
        CHECK(view.at("submit").at("text") == "Publish");
        CHECK(all_words(view) ==
              "INC-7, to CUSTOMERS. Next update 30m later. The text:\n" + form.text +
                  "\nThe wording rules have nothing to say.\nChanged since they read last:\n"
                  "- We are investigating.\n+ We have found the cause.\n");
    }
    SECTION("held back") {
        const auto view = slack::update_preview(form, {{"U05", "\"Lukasz\" is a person.", true}}, {});
        CHECK(view.at("submit").at("text") == "Keep as draft");
        CHECK(all_words(view).find("It will NOT be sent") != std::string::npos);
    }
    SECTION("a sentence before the others") {
        form.last_text = "We are investigating.";
        form.text = "Cards fail. We are investigating.";
        CHECK(all_words(slack::update_preview(form, {}, {})).ends_with("read last:\n+ Cards fail.\n"));
    }
    SECTION("the same words") {
        form.last_text = form.text;
        CHECK(all_words(slack::update_preview(form, {}, {})).ends_with("The same words as last time.\n"));
    }
    SECTION("the first one") {
        form.last_text = "";
        CHECK(all_words(slack::update_preview(form, {}, {})).ends_with("They have read nothing before.\n"));
    }
    SECTION("the text exactly, and in full") {
        form.text = "*a* <!here>\n" + points(2'990);
        const auto view = slack::update_preview(form, {}, {});
        CHECK(fine(view));
        CHECK(view.at("blocks").at(1).at("text").at("type") == "plain_text");
        CHECK(all_words(view).find(points(2'990)) != std::string::npos);
        CHECK(all_words(view).find("*a* <!here>\n") != std::string::npos);
    }
}

TEST_CASE("A view that waits, and one that only says something", "[slack]") {
    CHECK(fine(slack::loading_view("Write an update")));
    CHECK_FALSE(slack::loading_view("x").contains("submit"));
    const auto view = slack::plain_view(points(25), points(7'000));
    CHECK(fine(view));
    CHECK(view.at("title").at("text") == points(21) + "...");
    CHECK(view.at("blocks").size() == 3);
    CHECK(fine(slack::plain_view("", " ")));
}

TEST_CASE("The Home tab", "[slack]") {
    check_golden(
        "slack_home.json",
        slack::home_view(
            {.open = {{"INC-7", "INC-7 sev2 investigating: Card payments fail. Customers next 02:29 UTC.",
                       "C7"},
                      {"INC-8", "INC-8 sev3 triage: <!here> *slow*.", ""}},
             .tasks = {"T1 roll back 4512, until 02:31 UTC (INC-7)."},
             .updates = {"Customers of INC-7 by 02:29 UTC."}},
            slack_place()));
    CHECK(fine(slack::home_view({}, {})));
}

TEST_CASE("The Home tab stays within a view, however much there is", "[slack]") {
    slack::HomeTab tab;
    for (int n = 0; n < 300; ++n) {
        tab.open.push_back(
            {points(3'000) + std::to_string(n), std::string(2'000, '*'), "C" + std::to_string(n)});
        tab.tasks.push_back(std::string(5'000, '<'));
        tab.updates.push_back("update " + std::to_string(n) + ".");
    }
    const auto view = slack::home_view(tab, slack_place());
    CHECK(fine(view));
    CHECK(all_words(view).find("and 260 more: `/incident list`") != std::string::npos);
    CHECK(all_words(view).find("update 24.\nand 275 more") != std::string::npos);
    tab.open[0].ref = "INC-7";
    CHECK(slack::home_view(tab, {}).at("blocks").at(1).at("accessory").at("action_id") == "form/update/0");
    CHECK(slack::home_view(tab, {}).at("blocks").at(1).at("accessory").at("value") == "INC-7");
}

TEST_CASE("No view is ever beyond a limit", "[slack]") {
    std::mt19937 random{5};
    for (int run = 0; run < 40; ++run) {
        std::string words;
        for (auto n = random() % 40; n > 0; --n) words += awkward(random) + std::string(random() % 300, '"');
        const slack::UpdateForm form{words, words, words, words, words, words};
        const std::vector<slack::Finding> findings(random() % 40, {words, words, random() % 2 == 0});
        CHECK(fine(slack::declare_view({words, words, words, false, words}, {})));
        CHECK(fine(slack::update_view(form, {})));
        CHECK(fine(slack::update_preview(form, findings, {})));
        CHECK(fine(slack::plain_view(words, words)));
    }
}
