// Calls of Slack's Web API: within its limits, the urgent first, and a limit of one method is no limit of
// another.
#include "integrations/slack/api.hpp"
#include "tests/fakes/slack/in_process.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace tocsin;
using nlohmann::json;
using slack::Api;
using slack::ApiResult;
using slack::Lane;

namespace {

struct Bench {
    Instant now{Duration{1'700'000'000'000}};
    runtime::Scheduler scheduler{[this] { return now.time_since_epoch(); }};
    fakes::Slack slack{[this] { return now; }};
    std::string ana = slack.world.add(fakes::User{.name = "ana"});
    std::string ops = slack.world.add(fakes::Channel{.name = "ops", .members = {ana, slack.world.bot_user}});
    std::string other =
        slack.world.add(fakes::Channel{.name = "other", .members = {ana, slack.world.bot_user}});
    fakes::InProcess web{slack, scheduler};
    std::vector<bool> reached;
    Api api{{.base_url = slack.settings.api_base,
             .bot_token = slack.settings.bot_token,
             .app_token = slack.settings.app_token},
            {.web = web,
             .scheduler = scheduler,
             .now = [this] { return now; },
             .jitter = [] { return 0.5; },
             .reached = [this](bool r, const std::string&) { reached.push_back(r); }}};
    std::vector<std::string> log; // what was answered, in order
    void pass(Duration d) {
        const Instant end = now + d;
        while (const auto next = scheduler.next(now)) {
            if (*next > end) break;
            now = std::max(now, *next);
            scheduler.run_due(now);
        }
        now = end;
    }
    void post(const std::string& channel, const std::string& text, Lane lane) {
        api.call(
            "chat.postMessage",
            {{"channel", channel}, {"text", text}, {"unfurl_links", false}, {"unfurl_media", false}}, lane,
            [this, text](const ApiResult& r) { log.push_back(text + (r.ok ? "" : " FAILED")); }, channel);
    }
    std::size_t posts(const std::string& channel) { return slack.world.channel(channel)->messages.size(); }
};

} // namespace

TEST_CASE("slack api: a channel gets about one message a second, and another does not wait for it",
          "[slack][api]") {
    Bench b;
    for (int n = 0; n < 30; ++n) b.post(b.ops, "line " + std::to_string(n), Lane::card);
    b.post(b.other, "elsewhere", Lane::card);
    b.pass(seconds{2});
    CHECK(b.posts(b.ops) <= 7);
    CHECK(b.posts(b.other) == 1);
    b.pass(seconds{40});
    CHECK(b.posts(b.ops) == 30);
    CHECK(b.api.limited("chat.postMessage") == 0); // Slack never had to say no
}

TEST_CASE("slack api: a page does not stand behind what keeps things tidy", "[slack][api]") {
    Bench b;
    for (int n = 0; n < 20; ++n) b.post(b.ops, "tidy", Lane::upkeep);
    b.pass(seconds{1});
    b.post(b.ops, "page", Lane::page);
    b.pass(seconds{2});
    REQUIRE(std::ranges::count(b.log, "page") == 1);
    CHECK(std::ranges::count(b.log, "tidy") < 10);
}

TEST_CASE("slack api: Retry-After holds its method and no other", "[slack][api]") {
    Bench b;
    b.slack.faults.api.push_back(
        {.method = "pins.list", .what = fakes::ApiFault::What::rate_limited, .delay = seconds{20}});
    bool pins{}, info{};
    b.api.call("pins.list", {{"channel", b.ops}}, Lane::reply, [&](const ApiResult& r) { pins = r.ok; });
    b.pass(seconds{1});
    b.api.call("conversations.info", {{"channel", b.ops}}, Lane::reply,
               [&](const ApiResult& r) { info = r.ok; });
    b.pass(seconds{5});
    CHECK(info);
    CHECK_FALSE(pins);
    CHECK(b.api.limited("pins.list") == 1);
    b.pass(seconds{20});
    CHECK(pins); // tried again by itself, once it was allowed
}

TEST_CASE("slack api: while Slack is away nothing is tried without a pause, and its return is told",
          "[slack][api]") {
    Bench b;
    b.slack.go_away(b.now + minutes{10});
    int calls = 0;
    for (int n = 0; n < 5; ++n) {
        b.api.call("auth.test", json::object(), Lane::reply,
                   [&](const ApiResult& r) { calls += r.unreachable; });
        b.pass(seconds{15});
    }
    CHECK(calls == 5);
    CHECK_FALSE(b.api.reachable());
    CHECK(b.api.rests() > Duration{});
    b.pass(minutes{10});
    bool ok{};
    b.api.call("auth.test", json::object(), Lane::reply, [&](const ApiResult& r) { ok = r.ok; });
    b.pass(seconds{15});
    CHECK(ok);
    CHECK(b.reached == std::vector<bool>{false, true});
}

TEST_CASE("slack api: forms for what reads, JSON with its charset for what writes", "[slack][api]") {
    Bench b;
    std::map<std::string, std::string> types;
    b.slack.on_record = [&](const json& line) {
        types[line.value("method", "")] = line.value("content_type", "");
    };
    b.api.call("conversations.info", {{"channel", b.ops}}, Lane::reply, [](const ApiResult&) {});
    b.post(b.ops, "x", Lane::reply);
    b.pass(seconds{3});
    CHECK(types["conversations.info"] == "application/x-www-form-urlencoded");
    CHECK(types["chat.postMessage"] == "application/json; charset=utf-8");
}
