// Tocsin in a Slack workspace: what people type and see, end to end but for the network.
#include "tests/support/slack_bot.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace tocsin::test;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

} // namespace

TEST_CASE("slack: a declaration answers at once and builds its channel", "[slack]") {
    SlackBot t;
    t.start();
    const auto answer = t.command("ana", "#ops", "declare sev2 Card payments fail");
    INFO(answer);
    CHECK(holds(answer, "INC-1 is open: sev2"));
    t.pass(seconds{10});
    const auto* channel = t.slack.world.named("inc-1");
    REQUIRE(channel);
    CHECK(channel->has(t.slack.world.who("ana")->id));
    CHECK(holds(channel->topic, "INC-1"));
    CHECK(holds(channel->topic, "Card payments fail"));
    REQUIRE(channel->pins.size() == 1);
    CHECK(t.sees("ana", "#inc-1", "Card payments fail"));
    CHECK(t.sees("bo", "#ops", "INC-1 is open"));
    CHECK(t.slack.complaints.empty());
}

TEST_CASE("slack: the card is one message, edited in place", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    const auto before = t.posts_in("#inc-1");
    t.command("ana", "#inc-1", "severity sev1 all shops");
    t.pass(seconds{30});
    CHECK(t.posts_in("#inc-1") == before + 1); // the line; the card is the same message
    const auto* channel = t.slack.world.named("inc-1");
    REQUIRE(channel->pins.size() == 1);
    CHECK(holds(
        SlackBot::words_of({.text = "", .blocks = channel->messages.at(channel->pins[0].ts).body["blocks"]}),
        "SEV1"));
    CHECK(holds(channel->topic, "sev1"));
}

TEST_CASE("slack: what only its typist saw is told in the channel", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    const auto answer = t.command("bo", "#inc-1", "note the gateway answers 500");
    CHECK(holds(answer, "N1 noted"));
    CHECK(t.sees("ana", "#inc-1", "bo: N1"));
}

TEST_CASE("slack: talk of an incident's channel is kept, with edits and deletions", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    const auto first = t.slack.people.types("bo", "#inc-1", "db1 is slow");
    const auto second = t.slack.people.types("bo", "#inc-1", "my password is hunter2");
    t.pass(seconds{3});
    t.slack.people.edits("bo", "#inc-1", first, "db2 is slow");
    t.slack.people.deletes("bo", "#inc-1", second);
    t.slack.people.types("bo", "#ops", "lunch?");
    t.pass(seconds{3});
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    std::vector<std::string> people;
    for (const auto& line : talk)
        if (line.person && line.name == "bo") people.push_back(line.text);
    CHECK(people == std::vector<std::string>{"db2 is slow", "(deleted by its author)"});
    const RoomId ops{"slack:#ops"};
    CHECK((*t.bot.store().talk({&ops, 1}, 0, 100)).empty());
}

TEST_CASE("slack: a pin makes one entry with its own time and author, and shows that it was taken",
          "[slack]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    const auto ts = t.slack.people.types("bo", "#inc-1", "rolled back 4512");
    t.pass(minutes{5});
    t.slack.people.pins("ana", "#inc-1", ts);
    t.pass(seconds{5});
    t.slack.people.reacts("ana", "#inc-1", ts, "memo");
    t.pass(seconds{5});
    const auto& file = t.bot.state().incidents.begin()->second;
    REQUIRE(file.notes.size() == 1);
    CHECK(t.bot.state().incidents.begin()->second.log.back().meta.by_name == "bo");
    CHECK(t.bot.now - t.bot.state().incidents.begin()->second.log.back().meta.at > minutes{4});
    const auto& reactions = t.slack.world.named("inc-1")->messages.at(ts).reactions;
    CHECK(std::ranges::any_of(reactions, [](const auto& r) { return r.first == "white_check_mark"; }));
}

TEST_CASE("slack: a page is a direct message and a mention, and a press acknowledges it", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    const auto answer = t.command("ana", "#inc-1", "page @bo gateway answers 500");
    INFO(answer);
    CHECK(holds(answer, "Paged: "));
    t.pass(seconds{5});
    const auto bo = t.slack.world.who("bo")->id;
    auto& dm = t.slack.world.direct(bo, t.bot.now);
    const auto all = t.slack.seen("bo", dm.id);
    REQUIRE_FALSE(all.empty());
    CHECK(holds(SlackBot::words_of(all.back()), "You are paged for INC-1"));
    CHECK(t.sees("ana", "#inc-1", "<@" + bo + ">"));
    CHECK(t.slack.world.named("inc-1")->has(bo));
    CHECK(t.slack.people.press("bo", dm.id, all.back().ts, "line/0"));
    t.pass(seconds{5});
    CHECK(t.sees("ana", "#inc-1", "is coming"));
}

TEST_CASE("slack: by name in a thread, in a direct message, and misspelt, there is an answer", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    const auto parent = t.slack.people.types("ana", "#inc-1", "who saw this first?");
    t.slack.people.types("ana", "#inc-1", "@tocsin note seen by support", {.thread = parent});
    t.pass(seconds{5});
    CHECK(t.sees("ana", "#inc-1", "N1 noted"));
    auto& dm = t.slack.world.direct(t.slack.world.who("ana")->id, t.bot.now);
    t.slack.people.types("ana", dm.id, "lsit");
    t.pass(seconds{5});
    CHECK(t.sees("ana", dm.id, "INC-1"));
    CHECK(holds(t.command("mei", "#status", "frobnicate now"), "Nothing was done"));
    CHECK(t.slack.complaints.empty());
}

TEST_CASE("slack: an update reaches its audience's channel once, also when the answer is lost",
          "[slack][P3]") {
    SlackBot t;
    t.start_with_incident();
    const auto before = t.posts_in("#status");
    t.slack.faults.api.push_back(
        {.method = "chat.postMessage", .what = fakes::ApiFault::What::status_after, .times = 2});
    const auto answer = t.command(
        "ana", "#inc-1", "update customers Card payments fail for some shops. We are investigating.");
    INFO(answer);
    t.pass(minutes{3});
    CHECK(t.posts_in("#status") == before + 1);
    CHECK(t.sees("mei", "#status", "Card payments fail for some shops"));
    CHECK(t.bot.state().incidents.begin()->second.updates.begin()->second.delivered != no_instant);
}

TEST_CASE("slack: what was missed while stopped is read from history, and old commands are only shown",
          "[slack][P12]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    t.pass(minutes{2});
    t.die();
    t.pass(minutes{1});
    t.slack.people.types("bo", "#inc-1", "restarting the gateway");
    t.slack.people.types("ana", "#inc-1", "@tocsin severity sev1 everything is down");
    t.pass(minutes{20});
    t.start();
    t.pass(seconds{30});
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    CHECK(std::ranges::count(talk, "restarting the gateway", &TalkLine::text) == 1);
    CHECK(t.bot.state().incidents.begin()->second.now.severity == Severity::sev2);
    CHECK(t.sees("ana", "#inc-1", "I could not hear Slack"));
    bool shown = false;
    for (const auto& words : t.seen("ana", "#inc-1"))
        shown = shown ||
                (holds(words, "Not run, because old") && holds(words, "severity sev1 everything is down"));
    CHECK(shown);
}

TEST_CASE("slack: a private incident leaves no trace outside its private channel", "[slack][P8]") {
    SlackBot t;
    t.start();
    const auto answer = t.command("ana", "#ops", "declare private sev1 payroll data was stolen");
    INFO(answer);
    CHECK(holds(answer, "PRIVATE"));
    t.pass(seconds{20});
    for (const auto& [id, channel] : t.slack.world.channels) {
        if (channel.direct()) continue;
        const bool own = channel.kind == fakes::Channel::Kind::closed && channel.name != "ops";
        if (own) {
            CHECK(channel.has(t.slack.world.who("ana")->id));
            continue;
        }
        for (const auto& [ts, m] : channel.messages) CHECK_FALSE(holds(m.body.dump(), "payroll"));
    }
    for (const auto& problem : t.problems) CHECK_FALSE(holds(problem, "payroll"));
}

TEST_CASE("slack: a user group is paged as its members", "[slack]") {
    SlackBot t;
    t.slack.world.add(fakes::Group{.handle = "dba",
                                   .name = "Databases",
                                   .users = {t.slack.world.who("bo")->id, t.slack.world.who("mei")->id}});
    t.start_with_incident();
    const auto answer = t.command("ana", "#inc-1", "page @dba replication stopped");
    INFO(answer);
    CHECK(t.bot.state().incidents.begin()->second.now.pages.size() == 2);
    for (const auto* who : {"bo", "mei"}) {
        auto& dm = t.slack.world.direct(t.slack.world.who(who)->id, t.bot.now);
        CHECK(t.sees(who, dm.id, "You are paged for INC-1"));
    }
}

TEST_CASE("slack: a name that nobody picked pages nobody and says how to pick it", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    const auto answer = t.command("ana", "#inc-1", "page @jonas come");
    CHECK(holds(answer, "Nobody was paged"));
    CHECK(holds(answer, "pick the name from the list"));
    CHECK(t.bot.state().incidents.begin()->second.now.pages.empty());
}

TEST_CASE("slack: files that people share stand in the talk by name", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    t.slack.people.types("bo", "#inc-1", "the graph", {.files = {"errors.png"}});
    t.pass(seconds{3});
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    CHECK(std::ranges::any_of(talk,
                              [](const auto& line) { return line.text == "the graph [file: errors.png]"; }));
}

TEST_CASE("slack: what a public question would tell of a private incident goes to the asker alone",
          "[slack][P8]") {
    SlackBot t;
    t.start();
    t.command("ana", "#ops", "declare private sev1 payroll data was stolen");
    t.pass(seconds{20});
    const std::string name = t.bot.state().incidents.begin()->second.now.code_name;
    t.slack.people.types("ana", "#ops", "@tocsin list");
    t.pass(seconds{10});
    CHECK_FALSE(t.sees("bo", "#ops", name));
    auto& dm = t.slack.world.direct(t.slack.world.who("ana")->id, t.bot.now);
    CHECK(t.sees("ana", dm.id, name));
}
