// The table of Slack's limits: that it sees what is beyond, and that no message at all gets there or loses a
// word.
#include "integrations/slack/blocks.hpp"
#include "integrations/slack/text.hpp"

#include "commands/text/unicode.hpp"

#include "tests/support/slack_limits.hpp"
#include "tests/support/slack_places.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <random>

using namespace tocsin;
using nlohmann::json;
using test::block_problems;
using test::slack_message;

namespace {

std::string points(std::size_t n) { return std::string(n, 'x'); }
json plain(std::size_t n) { return {{"type", "plain_text"}, {"text", points(n)}}; }
json marked(std::string text) { return {{"type", "mrkdwn"}, {"text", std::move(text)}, {"verbatim", true}}; }
json message(json block) { return {{"text", "x"}, {"blocks", json::array({std::move(block)})}}; }
json section(std::string text) { return {{"type", "section"}, {"text", marked(std::move(text))}}; }
json input(json element) { return {{"type", "input"}, {"label", plain(1)}, {"element", std::move(element)}}; }
json modal(json block) {
    return {{"type", "modal"},
            {"title", plain(24)},
            {"submit", plain(24)},
            {"blocks", json::array({std::move(block)})}};
}
json select(std::size_t n, std::size_t text, std::size_t value) {
    json options = json::array();
    for (std::size_t i = 0; i < n; ++i)
        options.push_back({{"text", plain(text)}, {"value", std::to_string(1'000 + i) + points(value - 4)}});
    return {{"type", "static_select"}, {"action_id", "a"}, {"options", options}};
}
json button(std::size_t text, std::size_t value, std::string id = "a") {
    return {
        {"type", "button"}, {"action_id", std::move(id)}, {"text", plain(text)}, {"value", points(value)}};
}
json row(json element) { return {{"type", "actions"}, {"elements", json::array({std::move(element)})}}; }
json many(const char* type, std::size_t n, const json& one) {
    return {{"type", type}, {"elements", std::vector<json>(n, one)}};
}
json with(json j, const char* name, json value) {
    j[name] = std::move(value);
    return j;
}
bool fine(const json& j) {
    const auto problems = block_problems(j);
    for (const auto& problem : problems) UNSCOPED_INFO(problem);
    return problems.empty();
}

// Any words at all: of several scripts, hostile, without end.
class Any {
public:
    explicit Any(unsigned seed) : random_{seed} {}
    std::size_t below(std::size_t n) { return random_() % n; }

    std::string words() {
        static const std::vector<std::string> parts{"a",
                                                    "word",
                                                    " ",
                                                    " ",
                                                    "\n",
                                                    "&",
                                                    "<",
                                                    ">",
                                                    "*",
                                                    "_",
                                                    "~",
                                                    "`",
                                                    "```",
                                                    "<!here>",
                                                    "<@U1>",
                                                    "\"",
                                                    "\\",
                                                    "|",
                                                    "\t",
                                                    "\xD7\xA9\xD7\x9C",
                                                    "\xC3\xA9",
                                                    "e\xCC\x81",
                                                    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x92",
                                                    "\xE6\x97\xA5",
                                                    "0123456789",
                                                    "\xFF"};
        const std::size_t lengths[]{0, 1, 5, 5, 20, 40, 300, 300, 4'000};
        std::string out;
        const bool unbroken = below(8) == 0;
        for (auto n = lengths[below(std::size(lengths))]; n > 0; --n)
            out += unbroken ? "x" : parts[below(parts.size())];
        return out;
    }
    Run run() {
        Run r{.kind = static_cast<Run::Kind>(below(6)), .text = words()};
        if (r.kind == Run::Kind::link) r.href = "/i/" + words();
        if (r.kind == Run::Kind::person) r.person = {static_cast<std::uint32_t>(below(9))};
        if (r.kind == Run::Kind::time && below(4)) {
            r.text = "02:57 UTC";
            r.time = Instant{Duration{static_cast<std::int64_t>(below(2'000'000'000)) * 1'000}};
        }
        return r;
    }
    Message message() {
        Message m{.phone = below(3) ? "" : words()};
        const bool big = below(6) == 0;
        for (auto n = below(big ? 200 : 8); n > 0; --n) {
            Line line;
            for (auto k = below(4); k > 0; --k) line.push_back(run());
            m.lines.push_back(std::move(line));
        }
        for (auto n = below(3) ? below(4) : below(30); n > 0; --n) m.buttons.push_back({words(), words()});
        return m;
    }

private:
    std::mt19937 random_;
};

// Letters and digits only: what remains the same however it is cut and written.
std::string letters(std::string_view words) {
    std::string out;
    for (std::size_t i = 0; i < words.size();) {
        const char32_t c = text::next_code_point(words, i);
        if (text::is_letter(c) || text::is_mark(c) || (c >= '0' && c <= '9')) text::append(out, c);
    }
    return out;
}
std::string all_text(const slack::Rendered& made) {
    std::string out;
    for (const json& block : made.blocks)
        if (block.at("type") == "section") out += block.at("text").at("text").get<std::string>();
    for (const auto& more : made.more) out += more;
    return slack::unescaped(out);
}

} // namespace

TEST_CASE("The table of limits takes what Slack takes and refuses one more", "[slack]") {
    CHECK(fine(message(section(points(3'000)))));
    CHECK_FALSE(fine(message(section(points(3'001)))));
    CHECK_FALSE(fine(message(section(" "))));
    CHECK(fine({{"text", points(4'000)}}));
    CHECK_FALSE(fine({{"text", points(4'001)}}));
    CHECK_FALSE(fine({{"text", ""}}));
    CHECK_FALSE(fine({{"blocks", json::array({section("x")})}}));
    CHECK(fine({{"text", "x"}, {"blocks", std::vector<json>(50, section("x"))}}));
    CHECK_FALSE(fine({{"text", "x"}, {"blocks", std::vector<json>(51, section("x"))}}));
    CHECK(fine({{"text", "x"}, {"blocks", std::vector<json>(4, section(points(2'500)))}}));
    CHECK_FALSE(fine({{"text", "x"}, {"blocks", std::vector<json>(4, section(points(2'501)))}}));
    CHECK_FALSE(fine({{"text", "x"}, {"blocks", std::vector<json>(3, section(std::string(3'000, '"')))}}));
    CHECK(fine(message({{"type", "header"}, {"text", plain(150)}})));
    CHECK_FALSE(fine(message({{"type", "header"}, {"text", plain(151)}})));
    CHECK_FALSE(fine(message({{"type", "header"}, {"text", marked("x")}})));
    CHECK(fine(message(many("context", 10, marked("x")))));
    CHECK_FALSE(fine(message(many("context", 11, marked("x")))));
    CHECK_FALSE(fine(message(many("context", 0, marked("x")))));
    CHECK_FALSE(fine(message({{"type", "sektion"}})));
}

TEST_CASE("The table of limits knows elements and ids", "[slack]") {
    CHECK(fine(message(row(button(75, 2'000)))));
    CHECK_FALSE(fine(message(row(button(76, 2'000)))));
    CHECK_FALSE(fine(message(row(button(75, 2'001)))));
    CHECK_FALSE(fine(message(row(button(0, 1)))));
    CHECK_FALSE(fine(message(row(with(button(1, 1), "style", "big")))));
    CHECK(fine(message(row(button(1, 1, points(255))))));
    CHECK_FALSE(fine(message(row(button(1, 1, points(256))))));
    CHECK_FALSE(fine(message(many("actions", 2, button(1, 1))))); // one action_id twice
    json buttons = json::array();
    for (int n = 0; n < 25; ++n) buttons.push_back(button(1, 1, std::to_string(n)));
    CHECK(fine(message({{"type", "actions"}, {"elements", buttons}})));
    buttons.push_back(button(1, 1, "26"));
    CHECK_FALSE(fine(message({{"type", "actions"}, {"elements", buttons}})));
    CHECK(fine(message(with(section("x"), "block_id", points(255)))));
    CHECK_FALSE(fine(message(with(section("x"), "block_id", points(256)))));
    CHECK(fine(modal(input(select(100, 75, 150)))));
    CHECK_FALSE(fine(modal(input(select(101, 75, 150)))));
    CHECK_FALSE(fine(modal(input(select(100, 76, 150)))));
    CHECK_FALSE(fine(modal(input(select(100, 75, 151)))));
    CHECK_FALSE(
        fine(message(row(with(select(1, 1, 4), "initial_option", {{"text", plain(1)}, {"value", "no"}})))));
}

TEST_CASE("The table of limits knows views", "[slack]") {
    const json text_input{
        {"type", "plain_text_input"}, {"action_id", "a"}, {"max_length", 3'000}, {"placeholder", plain(150)}};
    CHECK(fine(modal(input(text_input))));
    CHECK_FALSE(fine(modal(input(with(text_input, "max_length", 3'001)))));
    CHECK_FALSE(fine(modal(input(with(text_input, "placeholder", plain(151))))));
    CHECK_FALSE(fine(modal(input(with(text_input, "initial_value", points(3'001))))));
    CHECK_FALSE(fine(modal(with(input(text_input), "label", plain(2'001)))));
    CHECK_FALSE(fine(modal(with(input(text_input), "hint", plain(2'001)))));
    CHECK_FALSE(fine(with(modal(section("x")), "title", plain(25))));
    CHECK_FALSE(fine(with(modal(section("x")), "submit", plain(25))));
    CHECK(fine(with(modal(section("x")), "private_metadata", points(3'000))));
    CHECK_FALSE(fine(with(modal(section("x")), "private_metadata", points(3'001))));
    CHECK_FALSE(fine(with(modal(section("x")), "callback_id", points(256))));
    json no_submit = modal(input(text_input));
    no_submit.erase("submit");
    CHECK_FALSE(fine(no_submit));
    CHECK(fine({{"type", "home"}, {"blocks", std::vector<json>(100, section("x"))}}));
    CHECK_FALSE(fine({{"type", "home"}, {"blocks", std::vector<json>(101, section("x"))}}));
    CHECK_FALSE(fine({{"type", "home"}, {"blocks", json::array({input(text_input)})}}));
}

TEST_CASE("The table of limits sees what would format or mention", "[slack]") {
    CHECK(fine(message(section("<@U1> <#C1> <!date^1^{time}|x> <https://x.example|x>"))));
    for (const auto* bad :
         {"<!here>", "a < b", "<@", "<@U1", "<<@U1>", "<https://x|a|b>", "<ftp:x>", "<!subteam^S1>"}) {
        INFO(bad);
        CHECK_FALSE(fine(message(section(bad))));
    }
    CHECK_FALSE(fine(message(with(section("x"), "text", {{"type", "mrkdwn"}, {"text", "x"}}))));
}

TEST_CASE("No message is ever beyond a limit, and nothing of it is lost", "[slack]") {
    const auto seed = GENERATE(range(0U, 60U));
    Any any{seed};
    const Message m = any.message();
    INFO("seed " << seed);
    SECTION("where everything is known") {
        for (const auto& made :
             {slack::render(m, test::slack_place()), slack::render_card(m, test::slack_place())}) {
            CHECK(fine(slack_message(made)));
            CHECK(made.blocks.size() <= 10);
            for (const auto& more : made.more) CHECK(fine(message(section(more))));
        }
    }
    SECTION("where all is words, so that they can be compared") {
        Message words = m;
        std::string said;
        for (Line& line : words.lines)
            for (Run& run : line) {
                run.time = no_instant;
                said += (run.kind == Run::Kind::command ? "incident" : "") + run.text;
            }
        const auto made = slack::render(words, {});
        CHECK(fine(slack_message(made)));
        const auto shown = letters(all_text(made));
        CHECK(shown.starts_with(letters(said)));
        const json& last = made.blocks.back();
        json buttons = last.at("type") == "actions" ? last.at("elements") : json::array();
        for (const Button& b : m.buttons) {
            const auto line = letters(b.line), label = letters(b.label);
            const bool pressed = std::any_of(buttons.begin(), buttons.end(), [&](const json& made_of) {
                return letters(made_of.at("value").get<std::string>()) == line &&
                       letters(made_of.at("text").at("text").get<std::string>()) == label;
            });
            const bool typed = line.empty() || shown.find(label + "incident" + line) != std::string::npos;
            CHECK((pressed || typed));
        }
    }
}
