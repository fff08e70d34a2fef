// The fake Slack refuses what section 4 of SLACK.md forbids in blocks, views and names.
#include "tests/fakes/slack/block_rules.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using fakes::Surface;
using nlohmann::json;

namespace {

json plain(std::size_t length) { return {{"type", "plain_text"}, {"text", std::string(length, 'x')}}; }
json mrkdwn(std::size_t length) { return {{"type", "mrkdwn"}, {"text", std::string(length, 'x')}}; }
json section(std::size_t length) { return {{"type", "section"}, {"text", mrkdwn(length)}}; }
json button(std::size_t text, std::size_t value = 1) {
    return {
        {"type", "button"}, {"action_id", "a"}, {"text", plain(text)}, {"value", std::string(value, 'v')}};
}
json list(const json& one) { return json::array({one}); }
json actions(json elements) {
    return {{"type", "actions"}, {"elements", elements.is_array() ? elements : list(elements)}};
}
json many(std::size_t n, const json& one) {
    json out = json::array();
    for (std::size_t i = 0; i < n; ++i) out.push_back(one);
    return out;
}
json buttons(std::size_t n) {
    json out = json::array();
    for (std::size_t i = 0; i < n; ++i) {
        out.push_back(button(1));
        out.back()["action_id"] = std::to_string(i);
    }
    return out;
}
json options(std::size_t n, std::size_t text = 1, std::size_t value = 1) {
    return many(n, {{"text", plain(text)}, {"value", std::string(value, 'v')}});
}
json input(json element) { return {{"type", "input"}, {"label", plain(5)}, {"element", std::move(element)}}; }
json with(json object, const char* name, json value) {
    object[name] = std::move(value);
    return object;
}
const json select_box{{"type", "static_select"}, {"action_id", "a"}};
const json words{{"type", "plain_text_input"}, {"action_id", "a"}};

std::string problem(const json& block) {
    const auto found = fakes::block_problem(json::array({block}), Surface::message);
    return found ? found->error + ": " + found->message : "";
}

} // namespace

TEST_CASE("each limit of a block is met exactly: the last that passes, the first that does not",
          "[fake-slack]") {
    struct Row {
        std::string what;
        json good, bad;
    };
    const std::vector<Row> rows{
        {"header", {{"type", "header"}, {"text", plain(150)}}, {{"type", "header"}, {"text", plain(151)}}},
        {"header is plain",
         {{"type", "header"}, {"text", plain(1)}},
         {{"type", "header"}, {"text", mrkdwn(1)}}},
        {"section", section(3000), section(3001)},
        {"an empty text", section(1), section(0)},
        {"fields",
         {{"type", "section"}, {"fields", many(10, mrkdwn(1))}},
         {{"type", "section"}, {"fields", many(11, mrkdwn(1))}}},
        {"a field",
         {{"type", "section"}, {"fields", many(1, mrkdwn(2000))}},
         {{"type", "section"}, {"fields", many(1, mrkdwn(2001))}}},
        {"section says something", section(1), {{"type", "section"}}},
        {"context",
         {{"type", "context"}, {"elements", many(10, mrkdwn(1))}},
         {{"type", "context"}, {"elements", many(11, mrkdwn(1))}}},
        {"context takes texts",
         {{"type", "context"}, {"elements", many(1, plain(1))}},
         {{"type", "context"}, {"elements", list(button(1))}}},
        {"actions", actions(buttons(25)), actions(buttons(26))},
        {"action_id is unique", actions(buttons(2)), actions(many(2, button(1)))},
        {"button text", actions({button(75)}), actions({button(76)})},
        {"button value", actions({button(1, 2000)}), actions({button(1, 2001)})},
        {"button url", actions({with(button(1), "url", "https://" + std::string(2992, 'x'))}),
         actions({with(button(1), "url", "https://" + std::string(2993, 'x'))})},
        {"style", actions({with(button(1), "style", "danger")}),
         actions({with(button(1), "style", "green")})},
        {"select options", actions({with(select_box, "options", options(100))}),
         actions({with(select_box, "options", options(101))})},
        {"option text", actions({with(select_box, "options", options(1, 75))}),
         actions({with(select_box, "options", options(1, 76))})},
        {"option value", actions({with(select_box, "options", options(1, 1, 150))}),
         actions({with(select_box, "options", options(1, 1, 151))})},
        {"some options", actions({with(select_box, "options", options(1))}),
         actions({with(select_box, "options", json::array())})},
        {"placeholder", actions({with(with(select_box, "options", options(1)), "placeholder", plain(150))}),
         actions({with(with(select_box, "options", options(1)), "placeholder", plain(151))})},
        {"overflow", actions({{{"type", "overflow"}, {"action_id", "a"}, {"options", options(5)}}}),
         actions({{{"type", "overflow"}, {"action_id", "a"}, {"options", options(6)}}})},
        {"radio buttons", input({{"type", "radio_buttons"}, {"action_id", "a"}, {"options", options(10)}}),
         input({{"type", "radio_buttons"}, {"action_id", "a"}, {"options", options(11)}})},
        {"confirm",
         actions({with(
             button(1), "confirm",
             {{"title", plain(100)}, {"text", plain(300)}, {"confirm", plain(30)}, {"deny", plain(30)}})}),
         actions({with(
             button(1), "confirm",
             {{"title", plain(100)}, {"text", plain(300)}, {"confirm", plain(31)}, {"deny", plain(30)}})})},
        {"label", with(input(words), "label", plain(2000)), with(input(words), "label", plain(2001))},
        {"initial value", input(with(words, "initial_value", std::string(3000, 'x'))),
         input(with(words, "initial_value", std::string(3001, 'x')))},
        {"image",
         {{"type", "image"}, {"image_url", "https://x"}, {"alt_text", std::string(2000, 'x')}},
         {{"type", "image"}, {"image_url", "https://x"}, {"alt_text", std::string(2001, 'x')}}},
        {"block_id", with(section(1), "block_id", std::string(255, 'x')),
         with(section(1), "block_id", std::string(256, 'x'))},
        {"nothing unknown in a block", section(1), with(section(1), "colour", "red")},
        {"nothing unknown in a text",
         section(1),
         {{"type", "section"}, {"text", with(mrkdwn(1), "emoji", true)}}},
        {"a type that exists", {{"type", "divider"}}, {{"type", "separator"}}},
        {"an input's element", input(words), input(button(1))},
        {"a button's place", actions({button(1)}), actions({words})},
        {"markdown",
         {{"type", "markdown"}, {"text", "x"}},
         {{"type", "markdown"}, {"text", std::string(12'001, 'x')}}},
        {"texts are counted in characters",
         {{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", "ééééé"}}}},
         {{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", 7}}}}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        CHECK(problem(row.good) == "");
        CHECK_THAT(problem(row.bad), Catch::StartsWith("invalid_blocks: "));
    }
    std::string wide;
    for (int i = 0; i < 150; ++i) wide += "é";
    CHECK(problem({{"type", "header"}, {"text", {{"type", "plain_text"}, {"text", wide}}}}) == "");
}

TEST_CASE("the blocks of a message together have limits too", "[fake-slack]") {
    const auto error = [](const json& blocks) {
        const auto found = fakes::block_problem(blocks, Surface::message);
        return found ? found->error : std::string{};
    };
    const json divider{{"type", "divider"}};
    CHECK(error(many(50, divider)) == "");
    CHECK(error(many(51, divider)) == "invalid_blocks");
    CHECK(error(divider) == "invalid_blocks_format");
    CHECK(error({section(3000), section(3000), section(3000), section(1000)}) == "");
    CHECK(error({section(3000), section(3000), section(3000), section(2341)}) == "msg_blocks_too_long");
    CHECK(error({with(section(1), "block_id", "same"), with(section(1), "block_id", "same")}) ==
          "invalid_blocks");
    CHECK(!fakes::block_problem(many(100, divider), Surface::home));
    CHECK(fakes::block_problem(many(101, divider), Surface::home));
}

TEST_CASE("a view has its own limits", "[fake-slack]") {
    const json good{{"type", "modal"},
                    {"title", plain(24)},
                    {"submit", plain(24)},
                    {"close", plain(24)},
                    {"callback_id", std::string(255, 'c')},
                    {"private_metadata", std::string(3000, 'p')},
                    {"blocks", list(input(words))}};
    const auto error = [](const json& view) {
        const auto found = fakes::view_problem(view);
        return found ? found->error : std::string{};
    };
    CHECK(error(good) == "");
    for (const auto& [name, bad] :
         std::vector<std::pair<const char*, json>>{{"title", plain(25)},
                                                   {"title", mrkdwn(3)},
                                                   {"submit", plain(25)},
                                                   {"close", plain(25)},
                                                   {"callback_id", std::string(256, 'c')},
                                                   {"private_metadata", std::string(3001, 'p')},
                                                   {"blocks", many(101, json{{"type", "divider"}})},
                                                   {"type", "message"},
                                                   {"colour", "red"}}) {
        CAPTURE(name);
        CHECK(error(with(good, name, bad)) == "invalid_arguments");
    }
    for (const auto* needed : {"title", "submit", "blocks"}) {
        auto without = good;
        without.erase(needed);
        CAPTURE(needed);
        CHECK(error(without) == "invalid_arguments");
    }
    CHECK(error(with(good, "blocks", many(90, section(2900)))) == "view_too_large");
    CHECK(error({{"type", "home"}, {"blocks", list(section(1))}}) == "");
}
