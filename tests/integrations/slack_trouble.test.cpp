// What Slack does to clients that live long: redelivery, dead connections, refusals, outages.
#include "tests/support/slack_bot.hpp"

#include "tests/support/held_writer.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace tocsin::test;
using What = fakes::ApiFault::What;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }
const IncidentFile& first_incident(SlackBot& t) { return t.bot.state().incidents.begin()->second; }

} // namespace

TEST_CASE("slack: nothing is acknowledged before it is on disk, and who waits is told so within 3 s",
          "[slack][P1][P5]") {
    SlackBot t;
    t.bot.holds_writes = true;
    t.bot.start().value();
    t.port().start();
    for (int n = 0; n < 20; ++n) {
        t.pass(Duration{200});
        t.bot.held()->commit();
        t.bot.held()->tell();
    }
    REQUIRE(t.port().status().hears);
    t.slack.people.command("ana", "#ops", "/incident", "declare sev2 Card payments fail");
    t.pass(seconds{2});
    CHECK(t.seen("ana", "#ops").empty()); // the disk has not said yes
    t.pass(seconds{1});
    REQUIRE_FALSE(t.seen("ana", "#ops").empty());
    CHECK(holds(t.seen("ana", "#ops").back(), "Still being saved"));
    t.bot.held()->commit();
    t.bot.held()->tell();
    t.pass(seconds{2});
    CHECK(t.sees("ana", "#ops", "INC-1 is open"));
    CHECK(t.slack.complaints.empty());
}

TEST_CASE("slack: what is delivered twice is done once", "[slack][P2]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    t.slack.faults.doubled = 1;
    t.slack.faults.acks_lost = 0.7;
    t.slack.people.types("bo", "#inc-1", "@tocsin note the gateway answers 500");
    t.slack.people.types("bo", "#inc-1", "looking at db1");
    t.pass(minutes{8});
    CHECK(first_incident(t).notes.size() == 1);
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    CHECK(std::ranges::count(talk, "looking at db1", &TalkLine::text) == 1);
    std::size_t answers = 0;
    for (const auto& s : t.slack.seen("bo", "#inc-1")) answers += holds(SlackBot::words_of(s), "N1 noted");
    CHECK(answers == 1);
}

TEST_CASE("slack: a refresh is no moment of deafness", "[slack][P12]") {
    SlackBot t;
    t.start_with_incident();
    const auto lost = t.slack.sockets.counts.lost;
    for (int n = 0; n < 40; ++n) {
        if (n == 5) t.slack.sockets.disconnect("warning");
        if (n == 20) t.slack.sockets.disconnect("refresh_requested", t.slack.sockets.open_sockets().front());
        t.slack.people.command("ana", "#inc-1", "/incident", "note number " + std::to_string(n));
        t.pass(Duration{700});
    }
    t.pass(seconds{10});
    CHECK(first_incident(t).notes.size() == 40);
    CHECK(t.slack.sockets.counts.lost == lost);
    CHECK(t.port().status().sockets == 2);
}

TEST_CASE("slack: a connection that says nothing is noticed, and what went past it is read", "[slack][P12]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    t.slack.faults.stalled = true;
    t.slack.people.types("bo", "#inc-1", "db1 is down");
    t.pass(minutes{10});
    t.slack.faults.stalled = false;
    t.slack.sockets.flow();
    t.pass(minutes{3});
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    CHECK(std::ranges::count(talk, "db1 is down", &TalkLine::text) == 1);
    CHECK(t.sees("bo", "#inc-1", "I could not hear Slack"));
}

TEST_CASE("slack: hours of outage lose no message, and the other rooms hear of it", "[slack][P3]") {
    SlackBot t;
    t.bot.policy.platforms["room"] = {};
    t.start();
    t.command("ana", "#ops", "declare sev2 Card payments fail");
    t.pass(seconds{30});
    t.slack.go_away(t.bot.now + hours{3});
    t.pass(minutes{5});
    const auto told = t.bot.told("#inc-1");
    CHECK(std::ranges::any_of(told,
                              [](const auto& words) { return holds(words, "Slack does not answer since"); }));
    // The work goes on in the own room; what is said for Slack waits.
    t.bot.say("ana", "#inc-1", "note we work here now");
    t.bot.say("ana", "#inc-1", "status identified a bad deploy");
    t.pass(hours{3});
    t.pass(minutes{5});
    CHECK(t.sees("bo", "#inc-1", "a bad deploy") | t.sees("ana", "#inc-1", "a bad deploy"));
    // A page that nobody could read for five minutes is no page any more; that it did not go out is told and
    // shown.
    for (const auto& row : t.bot.engine().worker().undelivered()) {
        INFO(row.room.value << ": " << row.reason);
        CHECK(row.page != 0);
    }
}

TEST_CASE("slack: what the workspace does not allow is told once with the way to grant it", "[slack]") {
    SlackBot t;
    SECTION("a scope is missing") {
        t.slack.settings.scopes.erase("pins:write");
        t.slack.settings.scopes.erase("bookmarks:write");
        t.settings.link_base = "https://tocsin.example.org";
        t.start();
        t.command("ana", "#ops", "declare sev2 Card payments fail");
        t.command("bo", "#ops", "declare sev3 Search is slow");
        t.pass(seconds{20});
        CHECK(t.slack.world.named("inc-2"));
        for (const auto* scope : {"pins:write", "bookmarks:write"}) {
            std::size_t told = 0;
            for (const auto& problem : t.problems) told += holds(problem, scope);
            std::size_t read = 0;
            for (const auto* channel : {"#inc-1", "#inc-2"})
                for (const auto& words : t.seen("ana", channel)) read += holds(words, scope);
            INFO(scope);
            CHECK(told == 1);
            CHECK(read == 1); // where it was noticed
        }
    }
    SECTION("channels cannot be made") {
        t.start();
        t.slack.faults.api.push_back({.method = "conversations.create",
                                      .what = What::error,
                                      .error = "restricted_action",
                                      .times = -1});
        const auto answer = t.command("ana", "#ops", "declare sev2 Card payments fail");
        CHECK(holds(answer, "INC-1 is open"));
        t.pass(minutes{1});
        CHECK(t.sees("bo", "#ops", "could NOT be made"));
        CHECK(holds(t.command("bo", "#ops", "note we work here"), "N1 noted"));
        CHECK(first_incident(t).notes.size() == 1);
    }
    SECTION("edits are not allowed any more") {
        t.start();
        t.command("ana", "#ops", "declare sev2 Card payments fail");
        t.pass(seconds{20});
        t.slack.settings.edit_window = seconds{1};
        t.pass(minutes{1});
        t.command("ana", "#inc-1", "severity sev1 all shops");
        t.pass(minutes{1});
        const auto* channel = t.slack.world.named("inc-1");
        REQUIRE(channel->pins.size() == 1);
        CHECK(holds(SlackBot::words_of(
                        {.text = "", .blocks = channel->messages.at(channel->pins[0].ts).body["blocks"]}),
                    "SEV1"));
    }
}

TEST_CASE("slack: internal text never goes into a channel that another company reads", "[slack][P8]") {
    SlackBot t;
    t.slack.world.named("internal")->shared = true;
    t.start_with_incident();
    t.command("ana", "#inc-1", "update internal We rolled back the deploy of the gateway. Errors fall.");
    t.pass(minutes{1});
    CHECK_FALSE(t.sees("mei", "#internal", "rolled back"));
    CHECK(t.sees("ana", "#inc-1", "did NOT reach #internal"));
}

TEST_CASE("slack: nobody's words make Tocsin call a whole channel", "[slack]") {
    SlackBot t;
    t.start();
    t.command("ana", "#ops", "declare sev2 @channel <!here> & *bold* _fail_");
    t.pass(seconds{10});
    t.command("ana", "#inc-1", "note @everyone look at <https://evil.example|this>");
    t.pass(seconds{10});
    for (const auto& [id, channel] : t.slack.world.channels)
        for (const auto& [ts, m] : channel.messages) {
            if (m.body.value("bot_id", "") != t.slack.world.bot) continue;
            // What is mrkdwn; plain text calls and links nothing.
            const std::function<void(const nlohmann::json&)> look = [&](const nlohmann::json& j) {
                if (j.is_object() && j.value("type", "") == "plain_text") return;
                if (const auto text = j.is_object() ? j.find("text") : j.end();
                    j.is_object() && text != j.end() && text->is_string())
                    for (const auto* call :
                         {"<!channel>", "<!here>", "<!everyone>", "<https://evil.example|"})
                        CHECK_FALSE(holds(text->get<std::string>(), call));
                for (const auto& part : j)
                    if (part.is_structured()) look(part);
            };
            look(m.body);
        }
}

TEST_CASE("slack: a token that is no good stops the calls and is told", "[slack]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.revoke();
    t.pass(minutes{10});
    CHECK(t.port().status().stopped);
    CHECK(std::ranges::any_of(t.problems, [](const auto& p) { return holds(p, "token"); }));
    for (const auto& problem : t.problems) {
        CHECK_FALSE(holds(problem, "xoxb-"));
        CHECK_FALSE(holds(problem, "xapp-"));
    }
}

TEST_CASE("slack: somebody else's connections raise an alarm", "[slack]") {
    SlackBot t;
    t.slack.faults.ghosts = 2;
    t.start();
    t.pass(minutes{15});
    CHECK(std::ranges::any_of(t.problems, [](const auto& p) { return holds(p, "second Tocsin"); }));
}

TEST_CASE("slack: its own reaction comes back, and when it does not the connections are made anew",
          "[slack]") {
    SlackBot t;
    t.settings.canary = true;
    t.start();
    t.pass(minutes{10});
    CHECK(t.problems.empty());
    const auto reconnects = t.slack.sockets.counts;
    (void)reconnects;
    t.slack.faults.withheld = 1;
    t.pass(minutes{10});
    CHECK(std::ranges::any_of(t.problems, [](const auto& p) { return holds(p, "do not reach me"); }));
    for (const auto& [id, channel] : t.slack.world.channels)
        if (channel.name.starts_with("tocsin-listens")) CHECK(channel.kind == fakes::Channel::Kind::closed);
}

TEST_CASE("slack: what the disk did not take is not acknowledged, and comes again", "[slack][P1]") {
    SlackBot t;
    t.start_with_incident();
    t.slack.people.joins("bo", "#inc-1");
    t.pass(seconds{5});
    t.bot.disk.fail_after(1, FaultyDisk::Fault::io_error, FaultyDisk::for_ever);
    t.slack.people.types("bo", "#inc-1", "db1 is slow");
    t.pass(seconds{20});
    t.bot.disk.heal();
    t.pass(minutes{7});
    const RoomId room{"slack:#inc-1"};
    const auto talk = *t.bot.store().talk({&room, 1}, 0, 100);
    CHECK(std::ranges::count(talk, "db1 is slow", &TalkLine::text) == 1);
}
