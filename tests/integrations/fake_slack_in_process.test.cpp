// The fake Slack as net::Web: what a program hears of answers, time-outs and connections.
#include "tests/fakes/slack/in_process.hpp"

#include "tests/fakes/slack/office.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace std::chrono_literals;
using fakes::ApiFault;
using net::WebResult;
using How = WebResult::How;
using nlohmann::json;

namespace {

struct Desk {
    fakes::Office office;
    runtime::Scheduler scheduler{[this] { return office.now.time_since_epoch(); }};
    std::optional<fakes::InProcess> web{std::in_place, office.slack, scheduler};

    void pass(Duration time) {
        const auto end = office.now + time;
        for (auto due = scheduler.next(office.now); due && *due <= end; due = scheduler.next(office.now)) {
            office.now = std::max(office.now, *due);
            scheduler.run_due(office.now);
        }
        office.now = end;
    }
    std::shared_ptr<std::optional<WebResult>> call(const std::string& url, const json& body,
                                                   Duration within = 10s, bool app = false) {
        auto out = std::make_shared<std::optional<WebResult>>();
        const auto& settings = office.slack.settings;
        web->call({.url = url,
                   .headers = {{"Authorization", "Bearer " + (app ? settings.app_token : settings.bot_token)},
                               {"Content-Type", "application/json; charset=utf-8"}},
                   .body = body.dump(),
                   .within = within},
                  [out](WebResult result) {
                      REQUIRE(!*out); // once
                      *out = std::move(result);
                  });
        return out;
    }
    std::shared_ptr<std::optional<WebResult>> post(Duration within = 10s) {
        return call("https://slack.com/api/chat.postMessage", {{"channel", office.ops}, {"text", "x"}},
                    within);
    }
    struct Heard {
        bool open{};
        int alive{};
        std::vector<json> texts;
        std::vector<std::string> closed;
        std::shared_ptr<net::WebLine> line;
    };
    std::shared_ptr<Heard> connect() {
        const auto answer = call("https://slack.com/api/apps.connections.open", json::object(), 10s, true);
        pass(1s);
        auto heard = std::make_shared<Heard>();
        heard->line = web->connect(
            json::parse((*answer)->body)["url"],
            {.on_open = [heard] { heard->open = true; },
             .on_text = [heard](const std::string& t) { heard->texts.push_back(json::parse(t)); },
             .on_alive = [heard] { ++heard->alive; },
             .on_closed = [heard](const std::string& why) { heard->closed.push_back(why); }});
        all.push_back(heard);
        return heard;
    }
    std::vector<std::shared_ptr<Heard>> all;
    ~Desk() {
        for (const auto& heard : all)
            heard->line.reset(); // what hears a line would hold it, and itself, for ever
    }
    std::size_t stored() { return office.slack.world.channel(office.ops)->messages.size(); }
};

} // namespace

TEST_CASE("an answer comes later, never from within the call", "[fake-slack]") {
    Desk desk;
    const auto answer = desk.post();
    CHECK(!*answer);
    CHECK(desk.web->calls_under_way() == 1);
    desk.pass(39ms);
    CHECK(!*answer);
    CHECK(desk.stored() == 1); // it is done before the answer is there
    desk.pass(1ms);
    REQUIRE(*answer);
    CHECK((*answer)->how == How::answered);
    CHECK((*answer)->status == 200);
    CHECK(json::parse((*answer)->body)["ok"] == true);
    const auto nowhere = desk.call("https://example.com/", json::object());
    desk.pass(1s);
    CHECK((*nowhere)->how == How::refused);
    CHECK(desk.web->calls_under_way() == 0);
}

TEST_CASE("what a program may believe of a call without an answer is what really happened", "[fake-slack]") {
    using What = ApiFault::What;
    struct Row {
        ApiFault fault;
        Duration within;
        How how;
        std::size_t stored;
    };
    const std::vector<Row> rows{
        {{.what = What::late, .delay = 30s}, 10s, How::doubtful, 1},
        {{.what = What::late, .delay = 5s}, 10s, How::answered, 1},
        {{.what = What::cut_after, .delay = 0s}, 10s, How::doubtful, 1},
        {{.what = What::cut_before, .delay = 0s}, 10s, How::doubtful, 0},
        {{.what = What::not_reached, .delay = 0s}, 10s, How::not_sent, 0},
        {{.what = What::status_after, .delay = 0s}, 10s, How::answered, 1},
        {{.method = "none", .what = What::error}, 10ms, How::not_sent, 0}, // it gave up before a byte left
    };
    for (const auto& row : rows) {
        Desk desk;
        desk.office.slack.faults.api = {row.fault};
        const auto answer = desk.post(row.within);
        desk.pass(60s);
        CAPTURE(static_cast<int>(row.fault.what));
        REQUIRE(*answer);
        CHECK((*answer)->how == row.how);
        CHECK(desk.stored() == row.stored);
    }
}

TEST_CASE("a socket opens, says hello, delivers and takes acks", "[fake-slack]") {
    Desk desk;
    const auto heard = desk.connect();
    CHECK(!heard->open);
    desk.pass(1s);
    CHECK(heard->open);
    REQUIRE(heard->texts.size() == 1);
    CHECK(heard->texts[0]["type"] == "hello");
    desk.office.slack.people.command("mei", "#ops", "/incident", "list");
    desk.pass(1s);
    REQUIRE(heard->texts.size() == 2);
    heard->line->send(
        json{{"envelope_id", heard->texts[1]["envelope_id"]}, {"payload", {{"text", "none open"}}}}.dump());
    desk.pass(10s);
    CHECK(desk.office.slack.seen("mei", "#ops").back().text == "none open");
    const auto before = heard->alive;
    heard->line->ping("x");
    desk.pass(1s);
    CHECK(heard->alive == before + 1);
    desk.office.slack.faults.stalled = true;
    heard->line->ping("x");
    desk.pass(1s);
    CHECK(heard->alive == before + 1);
    desk.office.slack.faults.stalled = false;
    heard->line->close();
    desk.pass(1s);
    CHECK(heard->closed == std::vector<std::string>{"closed"});
    CHECK(desk.office.slack.sockets.registered() == 0);
}

TEST_CASE("a program hears how its connection ended, and redelivery runs on the same clock", "[fake-slack]") {
    Desk desk;
    const auto heard = desk.connect();
    desk.pass(1s);
    desk.office.slack.people.types("mei", "#ops", "x");
    desk.pass(2min);
    CHECK(heard->texts.size() == 4); // hello, the event, and two more times
    SECTION("cut") {
        desk.office.slack.sockets.cut();
        desk.pass(1s);
        CHECK(heard->closed == std::vector<std::string>{"connection reset"});
    }
    SECTION("warned, then closed") {
        desk.office.slack.sockets.disconnect("warning");
        desk.pass(9s);
        CHECK(heard->closed.empty());
        desk.pass(2s);
        CHECK(heard->closed.size() == 1);
    }
    SECTION("away: no new one either") {
        desk.office.slack.go_away(desk.office.now + 1min);
        const auto second =
            desk.call("https://slack.com/api/apps.connections.open", json::object(), 10s, true);
        desk.pass(2s);
        CHECK((*second)->how == How::not_sent);
        CHECK(heard->closed.size() == 1);
    }
    SECTION("the program drops it: Slack sees no Close frame") {
        desk.office.slack.settings.dead_registration_lives = 5h;
        heard->line.reset();
        desk.pass(1s);
        CHECK(desk.office.slack.sockets.open_sockets().empty());
        CHECK(desk.office.slack.sockets.registered() == 1);
        CHECK(heard->closed.empty());
    }
    SECTION("the program dies: what it had sent still happens, and it hears of nothing") {
        const auto answer = desk.post();
        desk.web->forget();
        desk.pass(1min);
        CHECK(!*answer);
        CHECK(desk.stored() == 2);
        CHECK(heard->closed.empty());
        CHECK(desk.office.slack.sockets.open_sockets().empty());
    }
}
