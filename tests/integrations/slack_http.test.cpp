// HTTP mode from end to end: signed requests to Tocsin's own server, the same answers as over a socket.
#include "integrations/net/http_client.hpp"
#include "integrations/net/secret.hpp"
#include "tests/support/slack_bot.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <atomic>
#include <optional>
#include <thread>

using namespace tocsin;
using namespace tocsin::test;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

struct HttpBot {
    SlackBot t;
    boost::asio::io_context loop{1};
    net::HttpServer server{loop};
    std::string base;

    HttpBot() {
        t.settings.mode = slack::Settings::Mode::http;
        t.settings.signing_secret = "0123456789abcdef0123456789abcdef";
        t.start();
        t.port().serve(server);
        const auto port = server.listen("127.0.0.1", 0);
        REQUIRE(port.has_value());
        base = fmt::format("http://127.0.0.1:{}", *port);
    }
    ~HttpBot() { server.stop(); }

    net::Fetched post(const std::string& path, const std::string& type, const std::string& body,
                      const std::string& secret = "0123456789abcdef0123456789abcdef") {
        const auto at =
            std::to_string(std::chrono::duration_cast<seconds>(t.bot.now.time_since_epoch()).count());
        const std::string signature = "v0=" + net::signature_of(secret, "v0:" + at + ":" + body);
        std::optional<Result<net::Fetched>> answer;
        std::atomic<bool> done{};
        std::thread asker{[&] {
            answer = net::fetch(
                "POST", base + path,
                {{"Content-Type", type}, {"X-Slack-Request-Timestamp", at}, {"X-Slack-Signature", signature}},
                body);
            done = true;
        }};
        while (!done) {
            if (loop.stopped()) loop.restart();
            (void)loop.run_one_for(std::chrono::milliseconds{2});
            t.pass(Duration{1});
        }
        asker.join();
        REQUIRE(answer->has_value());
        return **answer;
    }
};

constexpr auto form = "application/x-www-form-urlencoded";

std::string command_body(const fakes::Slack& slack, std::string_view text, std::string_view trigger) {
    return fmt::format("team_id={}&api_app_id={}&channel_id={}&channel_name=ops&user_id={}&user_name=ana&"
                       "command=%2Fincident&"
                       "text={}&trigger_id={}&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1",
                       slack.world.team, slack.world.app,
                       const_cast<fakes::Slack&>(slack).world.named("ops")->id,
                       const_cast<fakes::Slack&>(slack).world.who("ana")->id, text, trigger);
}

} // namespace

TEST_CASE("slack: in HTTP mode a signed command is answered in the response", "[slack][http]") {
    HttpBot b;
    const auto answer =
        b.post("/slack/commands", form, command_body(b.t.slack, "declare+sev2+Card+payments+fail", "1.2"));
    CHECK(answer.status == 200);
    CHECK(holds(answer.body, "INC-1 is open"));
    b.t.pass(seconds{10});
    CHECK(b.t.slack.world.named("inc-1"));
    // The same request again, as after a lost answer: the same answer, no second incident.
    CHECK(holds(
        b.post("/slack/commands", form, command_body(b.t.slack, "declare+sev2+Card+payments+fail", "1.2"))
            .body,
        "INC-1 is open"));
    CHECK(b.t.bot.state().incidents.size() == 1);
}

TEST_CASE("slack: in HTTP mode events are heard, and what is not signed is not", "[slack][http]") {
    HttpBot b;
    (void)b.post("/slack/commands", form, command_body(b.t.slack, "declare+sev2+Card+payments+fail", "1.2"));
    b.t.pass(seconds{10});
    const std::string event = fmt::format(
        R"({{"type":"event_callback","team_id":"{}","api_app_id":"{}","event_id":"Ev1","event_time":1,"event":{{"type":"message",)"
        R"("channel":"{}","channel_type":"channel","user":"{}","text":"looking at db1","ts":"1700000100.000100"}}}})",
        b.t.slack.world.team, b.t.slack.world.app, b.t.slack.world.named("inc-1")->id,
        b.t.slack.world.who("bo")->id);
    CHECK(b.post("/slack/events", "application/json", event, "another secret").status == 401);
    const RoomId room{"slack:#inc-1"};
    CHECK((*b.t.bot.store().talk({&room, 1}, 0, 100)).empty());
    CHECK(b.post("/slack/events", "application/json", event).status == 200);
    const auto talk = *b.t.bot.store().talk({&room, 1}, 0, 100);
    REQUIRE(talk.size() == 1);
    CHECK(talk[0].text == "looking at db1");
    CHECK(b.post("/slack/events", "application/json", R"({"type":"url_verification","challenge":"abc"})")
              .body.find("abc") != std::string::npos);
}
