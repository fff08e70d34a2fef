// Slack's HTTP mode on a real loopback socket: who is let in, what is handed on, what is answered and when.
#include "integrations/slack/http_mode.hpp"
#include "tests/support/loop_thread.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/slack_samples.hpp"

#include <catch2/catch.hpp>
#include <openssl/hmac.h>

#include <stdexcept>

using namespace tocsin;
using namespace tocsin::slack;
using namespace std::chrono_literals;
using Json = nlohmann::json;
using test::Headers;
using test::Reply;
using test::slack_sample;

namespace {

constexpr std::int64_t start = 1'700'000'000;
constexpr const char* json_type = "application/json";
constexpr const char* form_type = "application/x-www-form-urlencoded";

std::string signature(const std::string& secret, const std::string& time, const std::string& body) {
    const std::string base = "v0:" + time + ":" + body;
    unsigned char digest[32];
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(base.data()), base.size(), digest, nullptr);
    std::string hex{"v0="};
    for (const unsigned char byte : digest) {
        hex += "0123456789abcdef"[byte >> 4U];
        hex += "0123456789abcdef"[byte & 15U];
    }
    return hex;
}

// The one under test, on a server and a clock of the test's. Doors are called on the loop, looked at by the
// test while no request is under way.
struct Site {
    Site() {
        thread.run([this] {
            mode = std::make_unique<HttpMode>(
                HttpMode::Settings{.signing_secret = "shh"},
                HttpMode::Doors{.scheduler = scheduler,
                                .now = [this] { return now; },
                                .take =
                                    [this](HttpPayload payload, RetryInfo retry, HttpMode::Ack ack) {
                                        taken.push_back(std::move(payload));
                                        last_retry = std::move(retry);
                                        kept = std::move(ack);
                                        if (answer) answer(kept);
                                    },
                                .late = [this](HttpMode::Late late) { lates.push_back(std::move(late)); }});
            mode->serve(server);
            server.on_fault([this](const std::string& what) { fault = what; });
            port = server.listen("127.0.0.1", 0).value();
        });
    }
    ~Site() {
        thread.run([this] {
            kept = nullptr;
            pass(1h);
            server.stop();
        });
        thread.runs_out();
    }
    void pass(Duration time) { // on the loop
        steady += time;
        now += time;
        scheduler.run_due(now);
    }
    Headers signed_headers(const std::string& body, const std::string& type, std::int64_t at = start,
                           const std::string& secret = "shh") const {
        const auto time = std::to_string(at);
        return {{"Content-Type", type},
                {"X-Slack-Request-Timestamp", time},
                {"X-Slack-Signature", signature(secret, time, body)}};
    }
    Reply post(const std::string& path, const std::string& body, const std::string& type) const {
        return test::ask(port, "POST", path, signed_headers(body, type), body);
    }
    Reply post(std::string_view sample) const {
        const auto [body, type] = test::as_body(slack_sample(sample));
        return post(type == json_type ? "/slack/events" : "/slack/commands", body, type);
    }
    // Posts, and lets Slack's patience run out on our side before the answer is read. Without a sleep: the
    // time is passed once the payload was taken.
    Reply post_slowly(std::string_view sample) {
        answer = [this](const HttpMode::Ack&) { pass(HttpMode::answer_within); };
        auto reply = post(sample);
        answer = nullptr;
        return reply;
    }
    void acknowledge(const std::optional<Json>& payload, bool recorded) {
        thread.run([&] { kept(payload, recorded); });
    }

    test::LoopThread thread;
    Duration steady{};
    Instant now{std::chrono::seconds{start}};
    runtime::Scheduler scheduler{[this] { return steady; }};
    net::HttpServer server{thread.loop()};
    std::unique_ptr<HttpMode> mode;
    std::function<void(const HttpMode::Ack&)> answer = [](const HttpMode::Ack& ack) {
        ack(std::nullopt, true);
    };
    std::vector<HttpPayload> taken;
    RetryInfo last_retry;
    HttpMode::Ack kept;
    std::vector<HttpMode::Late> lates;
    std::string fault;
    std::uint16_t port{};
};

Json body_of(const Reply& reply) { return Json::parse(reply.body, nullptr, false); }

} // namespace

TEST_CASE("Slack's requests are handed on and answered with what the acknowledgement brings",
          "[slack][http]") {
    Site site;
    const auto event = site.post("message");
    CHECK(event.status == 200);
    CHECK(event.body.empty());
    site.answer = [](const HttpMode::Ack& ack) {
        ack(Json{{"response_type", "ephemeral"}, {"text", "caf\u00e9"}}, true);
        ack(Json{{"text", "twice"}}, true); // once counts
    };
    const auto command = site.post("command");
    CHECK(command.status == 200);
    CHECK(command.header("content-type") == "application/json; charset=utf-8");
    CHECK(body_of(command)["text"] == "caf\u00e9");
    const auto [body, type] = test::as_body(slack_sample("button"));
    CHECK(site.post("/slack/interactions", body, type).status == 200);
    REQUIRE(site.taken.size() == 3);
    for (const auto* name : {"message", "command", "button"}) {
        const auto [sent, kind] = test::as_body(slack_sample(name));
        CHECK(body_from(sent, kind) == site.taken[name == std::string{"message"} ? 0
                                                  : name[0] == 'c'               ? 1
                                                                                 : 2]);
    }
    CHECK(site.last_retry.num == 0);
    CHECK(site.mode->counts().requests == 3);
    CHECK(site.lates.empty());
}

TEST_CASE("Whoever does not sign as Slack does learns nothing and reaches nothing", "[slack][http]") {
    Site site;
    const auto [body, type] = test::as_body(slack_sample("command"));
    const auto refused = [&](const Headers& headers, const std::string& sent) {
        const auto reply = test::ask(site.port, "POST", "/slack/commands", headers, sent);
        CHECK(reply.status == 401);
        CHECK(reply.body.empty());
    };
    refused({{"Content-Type", type}}, body);
    refused(site.signed_headers(body, type, start, "shh "), body);
    refused(site.signed_headers(body, type, start - 301), body); // a replay
    refused(site.signed_headers(body, type, start + 301), body);
    refused(site.signed_headers(body, type), "");
    for (std::size_t i = 0; i < body.size(); i += 7) {
        auto changed = body;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        refused(site.signed_headers(body, type), changed);
    }
    auto doubled = site.signed_headers(body, type);
    doubled.push_back(doubled.back());
    refused(doubled, body);
    refused(site.signed_headers("{", json_type, start - 301), "{"); // before it is read
    CHECK(site.taken.empty());
    CHECK(site.mode->counts().unsigned_requests == site.mode->counts().requests);
    site.thread.run([&] { site.now += 301s; });
    refused(site.signed_headers(body, type), body);
    CHECK(test::ask(site.port, "GET", "/slack/events").status == 405);
}

TEST_CASE("Slack may write the names of its headers as it likes", "[slack][http]") {
    Site site;
    const auto [body, type] = test::as_body(slack_sample("message"));
    auto headers = site.signed_headers(body, type);
    headers[0].first = "content-type";
    headers[1].first = "x-SLACK-request-TIMESTAMP";
    headers[2].first = "x-slack-signature";
    CHECK(test::ask(site.port, "POST", "/slack/events", headers, body).status == 200);
    CHECK(site.taken.size() == 1);
}

TEST_CASE("Slack's questions about the address itself are answered, and reach nobody", "[slack][http]") {
    Site site;
    const std::string hello = R"({"type":"url_verification","challenge":"c\"1","token":"x"})";
    const auto answered = site.post("/slack/events", hello, json_type);
    CHECK(answered.status == 200);
    CHECK(body_of(answered) == Json{{"challenge", "c\"1"}});
    CHECK(test::ask(site.port, "POST", "/slack/events", {{"Content-Type", json_type}}, hello).status == 401);
    const auto checked = site.post("/slack/commands", "ssl_check=1&token=x", form_type);
    CHECK(checked.status == 200);
    CHECK(checked.body.empty());
    CHECK(test::ask(site.port, "GET", "/slack/commands?ssl_check=1&token=x").status == 200);
    CHECK(test::ask(site.port, "GET", "/slack/commands").status == 405);
    CHECK(site.taken.empty());
}

TEST_CASE("What Slack signed and nobody can read is refused for good", "[slack][http]") {
    Site site;
    for (const auto& [body, type] : std::vector<std::pair<std::string, const char*>>{
             {"{", json_type}, {"[]", json_type}, {"payload=%7B", form_type}, {"{}", "text/xml"}}) {
        INFO(body);
        const auto reply = site.post("/slack/events", body, type);
        CHECK(reply.status == 400);
        CHECK(reply.header("x-slack-no-retry") == "1");
    }
    CHECK(site.mode->counts().unreadable == 4);
    CHECK(site.taken.empty());
}

TEST_CASE("Slack's retries say so, and are handed on like the first", "[slack][http]") {
    Site site;
    const auto [body, type] = test::as_body(slack_sample("message"));
    auto headers = site.signed_headers(body, type);
    headers.emplace_back("X-Slack-Retry-Num", "2");
    headers.emplace_back("X-Slack-Retry-Reason", "http_timeout");
    CHECK(test::ask(site.port, "POST", "/slack/events", headers, body).status == 200);
    CHECK(site.last_retry.num == 2);
    CHECK(site.last_retry.reason == "http_timeout");
    headers[3].second = "many";
    CHECK(test::ask(site.port, "POST", "/slack/events", headers, body).status == 200);
    CHECK(site.last_retry.num == 0);
    CHECK(site.taken.size() == 2);
    CHECK(site.mode->counts().retries == 1);
}

TEST_CASE("What could not be recorded comes again, or the person is told", "[slack][http]") {
    Site site;
    site.answer = [](const HttpMode::Ack& ack) { ack(std::nullopt, false); };
    CHECK(site.post("message").status == 503);
    const auto command = site.post("command");
    CHECK(command.status == 200);
    CHECK(body_of(command)["response_type"] == "ephemeral");
    CHECK(body_of(command)["text"] ==
          "Nothing was done: this could not be saved. Type it again:\n/incident declare "
          "sev2 Caf\u00e9 & more +1 100%\nsecond <@U8|bo> line");
    const auto form = site.post("form");
    CHECK(form.status == 200);
    CHECK(body_of(form) == Json::parse(R"({"response_action":"errors",
              "errors":{"a text":"Nothing was done: this could not be saved. Press the button again."}})"));
    CHECK(site.post("shortcut").status == 503); // Slack shows an error
    CHECK(site.lates.empty());
    CHECK(site.post("button").status == 503);
    REQUIRE(site.lates.size() == 1);
    CHECK(site.lates[0].response_url == "https://hooks.slack.example/a");
    CHECK_FALSE(site.lates[0].recorded);
    CHECK((*site.lates[0].payload)["text"] == "Nothing was done: this could not be saved.");
    CHECK(site.mode->counts().not_recorded == 5);
    site.answer = [](const HttpMode::Ack& ack) { ack(Json{{"text", "words of its own"}}, false); };
    CHECK(body_of(site.post("command"))["text"] == "words of its own");
}

TEST_CASE("A Slack command that takes too long is answered, and its answer follows", "[slack][http]") {
    Site site;
    const auto reply = site.post_slowly("command");
    CHECK(reply.status == 200);
    CHECK(body_of(reply)["text"] == "Still being saved; the answer follows.");
    CHECK(body_of(reply)["response_type"] == "ephemeral");
    CHECK(site.lates.empty());
    site.acknowledge(Json{{"text", "INC-7 is open."}}, true);
    site.acknowledge(Json{{"text", "INC-8 is open."}}, true);
    REQUIRE(site.lates.size() == 1);
    CHECK(site.lates[0].response_url == "https://hooks.slack.example/c?a=1&b=2");
    CHECK(site.lates[0].actor.user == "U7");
    CHECK(site.lates[0].payload == Json{{"text", "INC-7 is open."}});
    CHECK(site.lates[0].recorded);
    site.post_slowly("command");
    site.acknowledge(std::nullopt, false);
    REQUIRE(site.lates.size() == 2);
    CHECK((*site.lates[1].payload)["text"].get<std::string>().starts_with("Nothing was done"));
    site.post_slowly("command");
    site.acknowledge(std::nullopt, true); // nothing to say
    CHECK(site.lates.size() == 2);
    CHECK(site.mode->counts().late == 2);
}

TEST_CASE("Everything else of Slack's that takes too long has its own answer", "[slack][http]") {
    Site site;
    CHECK(site.post_slowly("message").status == 503); // comes again
    site.acknowledge(std::nullopt, false);
    const auto button = site.post_slowly("button");
    CHECK(button.status == 200);
    CHECK(button.body.empty());
    CHECK(site.post_slowly("form").body.empty());
    site.acknowledge(std::nullopt, false);
    REQUIRE(site.lates.size() == 1);
    CHECK(site.lates[0].response_url == "https://hooks.slack.example/v");
    CHECK(body_of(site.post_slowly("suggestion")) == Json{{"options", Json::array()}});
    site.acknowledge(Json{{"options", {1}}}, true);
    CHECK(site.lates.size() == 1);
}

TEST_CASE("An acknowledgement in time stops the clock", "[slack][http]") {
    Site site;
    CHECK(site.post("command").status == 200);
    site.thread.run([&] {
        CHECK_FALSE(site.scheduler.next(site.now));
        site.pass(1h);
        site.kept(Json{{"text", "again"}}, true);
    });
    CHECK(site.lates.empty());
}

TEST_CASE("After its end Slack's HTTP mode takes nothing, and late acknowledgements touch nothing",
          "[slack][http]") {
    Site site;
    site.post_slowly("command");
    site.thread.run([&] { site.mode.reset(); });
    site.acknowledge(Json{{"text", "x"}}, true);
    CHECK(site.lates.empty());
    CHECK(site.post("command").status == 503);
    CHECK(site.taken.size() == 1);
}

TEST_CASE("A fault while Slack's request is taken is a fault, and not an answer of Slack's",
          "[slack][http]") {
    Site site;
    site.answer = [](const HttpMode::Ack&) { throw std::runtime_error("a bug"); };
    CHECK(site.post("command").status == 500);
    CHECK(site.fault.find("a bug") != std::string::npos);
}

TEST_CASE("All samples and all recorded payloads of Slack's pass through HTTP mode",
          "[slack][http][payloads]") {
    Site site;
    std::size_t sent = 0;
    for (const auto& sample : test::slack_samples()) {
        if (sample.kind == test::SlackSample::Kind::frame) continue;
        INFO(sample.name);
        CHECK(site.post(sample.name).status == 200);
        CHECK(site.taken.size() == ++sent);
    }
    for (const auto& recorded : test::recorded_payloads()) {
        INFO(recorded.name);
        if (recorded.kind == test::SlackSample::Kind::frame) continue;
        const auto [body, type] = test::as_body(recorded);
        CHECK(site.post("/slack/events", body, type).status == 200);
        CHECK(site.taken.size() == ++sent);
        CHECK(site.taken.back() == body_from(body, type));
    }
    if (test::recorded_payloads().empty())
        WARN("The recorded payloads of Slack are not here: set TOCSIN_SLACK_PAYLOADS.");
}
