// /api/v1 over real sockets: who may use it, what it refuses, and what becomes of a line.
#include "integrations/http/api.hpp"

#include "integrations/net/secret.hpp"
#include "tests/support/fake_bot.hpp"
#include "tests/support/loop_thread.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <future>

using namespace tocsin;
using namespace std::chrono_literals;
using nlohmann::json;
using test::ask;
using test::Headers;

namespace {

const std::string token(40, 't');
const json good{{"room", "#production"}, {"who", "ana"}, {"text", "/incident note x"}, {"key", "k1"}};

struct Service {
    explicit Service(const std::string& configured = token, bool with_room = true) {
        thread.run([&] {
            http::Doors doors{
                .inbound = bot,
                .reader = bot,
                .scheduler = bot.scheduler,
                .now = [this] { return bot.now; },
                .random = [this](std::span<std::byte> bytes) { bot.fill(bytes); },
                .join_link = [](std::string_view name) { return "http://x/join#for-" + std::string{name}; },
                .not_ready = [this] { return not_ready; }};
            if (!with_room) doors.join_link = nullptr;
            api = std::make_unique<http::Api>(http::Settings{.token = configured}, doors);
            api->serve(server);
            port = server.listen("127.0.0.1", 0).value();
        });
    }
    ~Service() {
        thread.run([&] {
            api.reset();
            server.stop();
        });
        thread.runs_out();
    }

    test::Reply post(const std::string& path, const std::string& body) const {
        return ask(port, "POST", path, {{"Authorization", "Bearer " + token}}, body);
    }
    test::Reply say(const json& body) const { return post("/api/v1/ask", body.dump()); }
    test::Reply get(const std::string& path) const {
        return ask(port, "GET", path, {{"Authorization", "Bearer " + token}});
    }
    json tail(const std::string& query) const { return json::parse(get("/api/v1/tail" + query).body); }
    void said(const TalkLine& line) {
        thread.run([&] { api->said(line); });
    }

    test::FakeBot bot;
    std::string not_ready;
    test::LoopThread thread;
    net::HttpServer server{thread.loop()};
    std::unique_ptr<http::Api> api;
    std::uint16_t port{};
};

json with(json body, const std::string& field, const json& value) {
    if (value.is_null())
        body.erase(field);
    else
        body[field] = value;
    return body;
}

TalkLine talk_line(std::uint64_t id, const std::string& text) {
    return {.id = id, .room = {"room:#ops"}, .person = {1}, .name = "ana", .text = text};
}

} // namespace

TEST_CASE("Without the right token the API does nothing", "[api]") {
    Service service;
    const auto with_authorization = [&](const std::string& value) {
        Headers headers;
        if (!value.empty()) headers.emplace_back("Authorization", value);
        return ask(service.port, "POST", "/api/v1/ask", headers, good.dump());
    };
    for (const auto& value :
         {std::string{}, std::string{"Bearer "}, "Bearer " + token + "t", "Bearer " + token.substr(1),
          "Basic " + token, token, "Bearer " + std::string(40, 'T')}) {
        const auto reply = with_authorization(value);
        CHECK(reply.status == 401);
        CHECK(reply.header("www-authenticate") == "Bearer");
        CHECK(reply.body.find(token) == std::string::npos);
    }
    for (const auto* path : {"/api/v1/tail", "/api/v1/incidents", "/api/v1/incidents/INC-7"})
        CHECK(ask(service.port, "GET", path).status == 401);
    CHECK(ask(service.port, "POST", "/api/v1/link", {}, "{}").status == 401);
    CHECK(service.bot.asks.empty());
    CHECK(with_authorization("bearer " + token).status == 200);
}

TEST_CASE("A token that is too short to be one opens nothing", "[api]") {
    Service service{""};
    CHECK(ask(service.port, "GET", "/api/v1/incidents", {{"Authorization", "Bearer "}}).status == 401);
    Service guessable{"secret"};
    CHECK(ask(guessable.port, "GET", "/api/v1/incidents", {{"Authorization", "Bearer secret"}}).status ==
          401);
}

TEST_CASE("A line becomes an Ask under the token's own key, and its answer comes back as data", "[api]") {
    Service service;
    service.bot.answer = {.outcome = Outcome::done,
                          .reply = {.lines = {{say("N1 noted")}}},
                          .incident = "INC-7",
                          .events = {{3, "note-added"}},
                          .duplicate = true};
    const auto reply = service.say(good);
    REQUIRE(reply.status == 200);
    const auto answer = json::parse(reply.body);
    CHECK(answer["reply"]["text"] == "N1 noted");
    CHECK(answer["incident"] == "INC-7");
    CHECK(answer["events"] == json::parse(R"([{"seq":3,"kind":"note-added"}])"));
    CHECK(answer["duplicate"] == true); // the pipeline's word on a repeated key passes through
    CHECK(!answer.contains("talk"));
    const Ask& ask = service.bot.asks.at(0);
    CHECK(ask.source == "api");
    CHECK(ask.key == net::hash_of(token).substr(0, 8) + "/k1");
    CHECK(ask.platform == "room");
    CHECK(ask.account == "ana");
    CHECK(ask.room == RoomId{"room:#production"});
    CHECK(ask.typed()->line == "note x");
    CHECK(ask.said_at == service.bot.now);
    CHECK(ask.entropy != std::array<std::byte, 16>{});

    const auto talk = json::parse(service.say(with(good, "text", "just talk")).body);
    CHECK(talk["talk"] == true);
    CHECK(service.bot.asks.at(1).typed()->talk);
}

TEST_CASE("Every field of a line is looked at before anything is done", "[api]") {
    Service service;
    const auto refused = [&](const json& body, const std::string& words) {
        const auto reply = service.say(body);
        CHECK(reply.status == 400);
        CHECK(json::parse(reply.body)["error"].get<std::string>().find(words) != std::string::npos);
    };
    refused(with(good, "key", nullptr), "key is missing: ");
    refused(with(good, "key", ""), "key is missing: ");
    refused(with(good, "key", 7), "key is missing: ");
    refused(with(good, "key", std::string(201, 'k')), "key is missing: ");
    refused(with(good, "text", nullptr), "text is missing");
    refused(with(good, "text", json::array()), "text is missing");
    refused(with(good, "text", "  "), "text is missing");
    refused(with(good, "who", nullptr), "who is missing");
    refused(with(good, "who", "two words"), "no spaces");
    refused(with(good, "who", "Tocsin"), "own name");
    refused(with(good, "room", nullptr), "room is missing");
    refused(with(good, "room", "production"), "begins with #");
    refused(with(good, "at", "yesterday"), "at is no time");
    refused(with(good, "at", 5), "at is no time");
    refused(with(good, "at", "2199-01-01T00:00:00Z"), "future");
    refused(with(good, "text", std::string(70'000, 'x')), "too long");
    const auto raw = [&](const std::string& body) { return service.post("/api/v1/ask", body).status; };
    CHECK(raw("not JSON") == 400);
    CHECK(raw("") == 400);
    CHECK(raw("[1]") == 400);
    CHECK(raw(std::string(60'000, '[')) == 400);
    CHECK(service.bot.asks.empty());
    CHECK(service.say(with(good, "key", std::string(200, 'k'))).status == 200);
    CHECK(service.say(with(good, "at", "2017-01-31T23:27:31Z")).status == 200);
    CHECK(service.bot.asks.at(1).said_at == Instant{Duration{1'485'905'251'000}});
    CHECK(service.bot.asks.at(1).heard_at == service.bot.now);
}

TEST_CASE("P1: what could not be saved is 503, with when to send it again", "[api]") {
    Service service;
    service.bot.answer.recorded = false;
    const auto reply = service.say(good);
    CHECK(reply.status == 503);
    CHECK(reply.header("retry-after") == "2");
    CHECK(reply.body == R"({"error":"This could not be saved: send it again with the same key."})");
}

TEST_CASE(
    "Tail gives what came after a cursor, also from before a restart, and nothing for one person's eyes",
    "[api]") {
    Service service;
    service.bot.known_rooms = {{"room:#ops"}};
    service.bot.lines = {talk_line(5, "before the restart")};
    service.said(talk_line(6, "one"));
    auto secret = talk_line(7, "for ana alone");
    secret.only_for = {1};
    service.said(secret);
    service.said(talk_line(8, "two"));
    const auto all = service.tail("?after=0");
    REQUIRE(all["lines"].size() == 3);
    CHECK(all["lines"][0]["text"] == "before the restart");
    CHECK(all["lines"][0]["room"] == "#ops");
    CHECK(all["lines"][2]["text"] == "two");
    CHECK(all["after"] == 8);
    CHECK(service.tail("?after=6")["lines"].size() == 1);
    CHECK(service.tail("?after=8") == json::parse(R"({"lines":[],"after":8})"));
    CHECK(service.get("/api/v1/tail?after=x").status == 400);
    for (std::uint64_t id = 10; id < 1500; ++id) service.said(talk_line(id, "many"));
    const auto page = service.tail("?after=0"); // the newest thousand, in pages
    CHECK(page["lines"].size() == 200);
    CHECK(page["lines"][0]["id"] == 500);
    CHECK(page["after"] == 699);
}

TEST_CASE("Tail waits for the next line, no longer than asked, and stops waiting when the bot stops",
          "[api]") {
    Service service;
    const auto waiting = [&] { // until the server has the question
        bool waits = false;
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!waits && std::chrono::steady_clock::now() < deadline)
            service.thread.run([&] { waits = service.bot.scheduler.next(service.bot.now).has_value(); });
        REQUIRE(waits);
    };
    auto first = std::async(std::launch::async, [&] { return service.tail("?after=3&wait=25"); });
    waiting();
    service.said(talk_line(4, "at last"));
    CHECK(first.get()["lines"][0]["text"] == "at last");
    service.thread.run(
        [&] { CHECK(!service.bot.scheduler.next(service.bot.now)); }); // nothing is left behind

    auto second = std::async(std::launch::async, [&] { return service.tail("?after=4&wait=3600"); });
    waiting();
    service.thread.run([&] { CHECK(*service.bot.scheduler.next(service.bot.now) == service.bot.now + 25s); });
    service.thread.run([&] { service.bot.pass(25s); });
    CHECK(second.get() == json::parse(R"({"lines":[],"after":4})"));

    auto third = std::async(std::launch::async, [&] { return service.tail("?after=4&wait=25"); });
    waiting();
    service.thread.run([&] { service.api->stop(); });
    CHECK(third.get()["lines"].empty());
}

TEST_CASE("No more than 64 wait in tail", "[api]") {
    Service service;
    std::vector<std::unique_ptr<test::Wire>> wires;
    const auto ask_tail = [&] {
        wires.push_back(std::make_unique<test::Wire>(service.port));
        wires.back()->send(
            "GET /api/v1/tail?after=0&wait=25 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
            "\r\n\r\n");
    };
    for (int i = 0; i < 65; ++i) ask_tail();
    // Which of them came last is not known; exactly one is turned away. A slow machine may take its time.
    constexpr int rounds_max = 2'000;
    int refused = 0;
    for (int round = 0; round < rounds_max && refused == 0; ++round)
        for (auto& wire : wires)
            if (wire && wire->read_some(1ms)) {
                refused += wire->reply().status == 503;
                wire.reset();
            }
    service.said(talk_line(1, "x"));
    int answered = 0;
    for (auto& wire : wires) answered += wire && wire->reply(10s).status == 200;
    CHECK(refused == 1);
    CHECK(answered == 64);
}

TEST_CASE("Incidents, timelines and drafts are read by reference", "[api]") {
    Service service;
    service.bot.incidents["INC-7"] = R"({"ref":"INC-7"})";
    CHECK(service.get("/api/v1/incidents").body == R"({"viewer":0})");
    CHECK(service.get("/api/v1/incidents/INC-7").body == R"({"ref":"INC-7"})");
    CHECK(service.get("/api/v1/incidents/INC-7/timeline?full=1").body == R"(["full"])");
    CHECK(service.get("/api/v1/incidents/INC-7/draft?layout=sre&format=md").body == "# Draft");
    CHECK(service.get("/api/v1/incidents/INC-7/draft?format=json").body == R"({"draft":1})");
    CHECK(service.get("/api/v1/incidents/INC-7/draft?format=pdf").status == 400);
    CHECK(service.get("/api/v1/incidents/INC-7/draft?layout=none").status == 404);
    CHECK(service.get("/api/v1/incidents/INC-7/else").status == 404);
    CHECK(service.get("/api/v1/incidents/INC-8").status == 404);
}

TEST_CASE("A fresh join link can be asked for, for anybody or for one name", "[api]") {
    Service service;
    CHECK(service.post("/api/v1/link", "{}").body == R"({"link":"http://x/join#for-"})");
    CHECK(service.post("/api/v1/link", R"({"name":"ana"})").body == R"({"link":"http://x/join#for-ana"})");
    CHECK(service.post("/api/v1/link", R"({"name":"two words"})").status == 400);
    Service without{token, false};
    CHECK(without.post("/api/v1/link", "{}").status == 404);
}

TEST_CASE("Health is told to anybody, readiness with its reason", "[api]") {
    Service service;
    CHECK(ask(service.port, "GET", "/healthz").body == "ok\n");
    CHECK(ask(service.port, "GET", "/readyz").status == 200);
    service.thread.run([&] { service.not_ready = "The disk is full."; });
    const auto reply = ask(service.port, "GET", "/readyz");
    CHECK(reply.status == 503);
    CHECK(reply.body == "The disk is full.\n");
}
