// Forms, the Home tab and buttons in a workspace: over typed lines, never instead of them.
#include "tests/support/slack_bot.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace tocsin::test;
using nlohmann::json;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }
const IncidentFile& first_incident(SlackBot& t) { return t.bot.state().incidents.begin()->second; }

} // namespace

TEST_CASE("slack: a command without a title opens the declare form, and the form declares",
          "[slack][forms]") {
    SlackBot t;
    t.start();
    t.slack.people.command("ana", "#ops", "/incident", "declare");
    t.pass(seconds{2});
    REQUIRE(t.slack.people.modal("ana").is_object());
    REQUIRE(t.slack.people.submit("ana", {{"title", "Card payments fail"}, {"severity", "sev2"}}));
    t.pass(seconds{10});
    REQUIRE(t.bot.state().incidents.size() == 1);
    CHECK(first_incident(t).now.title == "Card payments fail");
    CHECK(first_incident(t).now.severity == Severity::sev2);
    auto& dm = t.slack.world.direct(t.slack.world.who("ana")->id, t.bot.now);
    CHECK(t.sees("ana", dm.id, "INC-1 is open"));
}

TEST_CASE("slack: the global shortcut and a message open the same form", "[slack][forms]") {
    SlackBot t;
    t.start();
    t.slack.people.shortcut("bo", "declare_incident");
    t.pass(seconds{2});
    CHECK(t.slack.people.modal("bo").is_object());
    const auto ts = t.slack.people.types("mei", "#ops", "checkout is down for everybody");
    t.slack.people.message_action("ana", "#ops", ts, "declare_from_message");
    t.pass(seconds{2});
    REQUIRE(t.slack.people.modal("ana").is_object());
    CHECK(holds(t.slack.people.modal("ana").dump(), "checkout is down for everybody"));
}

TEST_CASE("slack: an update is checked before it is sent, and only the second press sends it",
          "[slack][forms]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.opens_home("ana");
    t.pass(seconds{3});
    REQUIRE(holds(t.slack.people.home("ana").dump(), "INC-1"));
    REQUIRE(t.slack.people.press_in_view("ana", "form/update/0"));
    t.pass(seconds{2});
    REQUIRE(t.slack.people.modal("ana").is_object());
    REQUIRE(
        t.slack.people.submit("ana", {{"audience", "customers"},
                                      {"text", "Card payments fail for some shops. We are investigating."}}));
    t.pass(seconds{2});
    CHECK(first_incident(t).updates.empty());
    const auto preview = t.slack.people.modal("ana").dump();
    CHECK(holds(preview, "CUSTOMERS"));
    CHECK(holds(preview, "Card payments fail for some shops"));
    REQUIRE(t.slack.people.submit("ana", json::object()));
    t.pass(minutes{1});
    CHECK_FALSE(first_incident(t).updates.empty());
    CHECK(t.sees("mei", "#status", "Card payments fail for some shops"));
}

TEST_CASE("slack: a gap of the draft is filled by its button, which asks for the words first",
          "[slack][forms]") {
    SlackBot t;
    t.start_with_incident();
    t.command("ana", "#inc-1", "resolve gateway rolled back");
    t.pass(seconds{20});
    const auto& files = t.slack.world.files;
    REQUIRE(files.size() == 1);
    CHECK(holds(files.begin()->second.content, "Post-mortem of INC-1"));
    std::string with_gaps;
    for (const auto& s : t.slack.seen("ana", "#inc-1"))
        if (holds(s.blocks.dump(), "Fill gap 2")) with_gaps = s.ts;
    REQUIRE_FALSE(with_gaps.empty());
    REQUIRE(t.slack.people.press("ana", "#inc-1", with_gaps, "line/1"));
    t.pass(seconds{2});
    const auto view = t.slack.people.modal("ana");
    REQUIRE(view.is_object());
    CHECK(holds(view.dump(), "stamp detected at=TIME TEXT"));
    REQUIRE(t.slack.people.submit("ana", json::object()));
    t.pass(seconds{1});
    CHECK_FALSE(t.slack.people.view_errors("ana").empty()); // still in capitals
    REQUIRE(t.slack.people.submit("ana", {{"line", "INC-1 stamp detected at=-10m the alert of checkout"}}));
    t.pass(seconds{3});
    CHECK(first_incident(t).now.detected_at != no_instant);
}

TEST_CASE("slack: a message becomes an entry from within a thread", "[slack][forms]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    const auto parent = t.slack.people.types("bo", "#inc-1", "what changed?");
    const auto reply = t.slack.people.types("bo", "#inc-1", "deploy 4512 at 01:56", {.thread = parent});
    t.slack.people.message_action("ana", "#inc-1", reply, "add_to_timeline");
    t.pass(seconds{5});
    REQUIRE(first_incident(t).notes.size() == 1);
    CHECK(first_incident(t).notes.begin()->second.text == "deploy 4512 at 01:56");
    // In a channel of no incident nothing is added, and that is said.
    const auto other = t.slack.people.types("bo", "#ops", "lunch?");
    t.slack.people.message_action("ana", "#ops", other, "add_to_timeline");
    t.pass(seconds{5});
    CHECK(t.sees("ana", "#ops", "Nothing was added"));
}

TEST_CASE("slack: people of another company can neither press nor command", "[slack][forms]") {
    SlackBot t;
    t.start_with_incident();
    const auto eve = t.slack.world.add(fakes::User{.name = "eve", .team = "T0ELSEWHERE", .stranger = true});
    t.slack.world.named("inc-1")->members.push_back(eve);
    t.command("ana", "#inc-1", "page @bo come");
    t.pass(seconds{5});
    for (const auto& s : t.slack.seen("eve", "#inc-1"))
        if (holds(s.blocks.is_null() ? "" : s.blocks.dump(), "Acknowledge"))
            t.slack.people.press("eve", "#inc-1", s.ts, "line/0");
    t.slack.people.types("eve", "#inc-1", "@tocsin resolve all fine");
    t.pass(seconds{5});
    CHECK(first_incident(t).now.state != State::resolved);
    CHECK(first_incident(t).now.pages.begin()->second.status == Page::Status::sent);
}
