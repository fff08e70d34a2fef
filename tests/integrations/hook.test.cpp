// Pages through a gateway, and the heartbeat.
#include "integrations/hook/heartbeat.hpp"
#include "integrations/hook/page_hook.hpp"
#include "integrations/net/secret.hpp"
#include "tests/support/web_bench.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace std::chrono_literals;
using net::WebCall;
using net::WebResult;
using How = net::WebResult::How;

namespace {

// Keeps what is asked; the test answers.
struct HeldWeb final : net::Web {
    void call(WebCall what, std::function<void(WebResult)> done) override {
        calls.push_back(std::move(what));
        dones.push_back(std::move(done));
    }
    std::shared_ptr<net::WebLine> connect(std::string, net::LineEvents) override { return nullptr; }
    void answer(WebResult result) { dones.back()(std::move(result)); }
    std::vector<WebCall> calls;
    std::vector<std::function<void(WebResult)>> dones;
};

WebResult status(int code) { return {.how = How::answered, .status = code}; }

std::string header(const WebCall& call, std::string_view name) {
    for (const auto& [n, value] : call.headers)
        if (n == name) return value;
    return {};
}

const PageHook::Page page{.key = "page-17",
                          .incident = "INC-12",
                          .severity = "sev2",
                          .title = "Card \"payments\" fail",
                          .person = "ana",
                          .reason = "owner of checkout",
                          .link = "https://room.example/INC-12"};

} // namespace

TEST_CASE("page hook: whether to try again follows from the answer alone", "[hook]") {
    using To = Delivered::How;
    struct Row {
        WebResult result;
        To how;
        const char* says;
        Duration after;
    };
    const auto row = GENERATE(
        Row{status(200), To::accepted, "accepted by the gateway, HTTP 200", 0s},
        Row{status(202), To::accepted, "accepted by the gateway, HTTP 202", 0s},
        Row{status(299), To::accepted, "HTTP 299", 0s}, Row{status(302), To::refused, "final address", 0s},
        Row{status(400), To::refused, "HTTP 400.", 0s}, Row{status(401), To::refused, "HTTP 401", 0s},
        Row{status(404), To::refused, "HTTP 404", 0s}, Row{status(408), To::try_again, "HTTP 408", 0s},
        Row{status(409), To::refused, "HTTP 409", 0s}, Row{status(425), To::try_again, "HTTP 425", 0s},
        Row{status(429), To::try_again, "HTTP 429", 0s}, Row{status(499), To::refused, "HTTP 499", 0s},
        Row{status(500), To::try_again, "HTTP 500", 0s}, Row{status(503), To::try_again, "HTTP 503", 0s},
        Row{status(600), To::refused, "HTTP 600", 0s},
        Row{{.how = How::answered, .status = 429, .headers = {{"retry-after", "7"}}},
            To::try_again,
            "429",
            7s},
        Row{{.how = How::answered, .status = 503, .headers = {{"retry-after", "86400"}}},
            To::try_again,
            "503",
            2min},
        Row{{.how = How::answered, .status = 503, .headers = {{"retry-after", "99999999999999999999"}}},
            To::try_again,
            "503",
            2min},
        Row{{.how = How::answered,
             .status = 503,
             .headers = {{"retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"}}},
            To::try_again,
            "503",
            0s},
        Row{{.how = How::answered, .status = 422, .body = R"({"error":"no such\nperson"})"},
            To::refused,
            "HTTP 422: no such person",
            0s},
        Row{{.how = How::answered, .status = 422, .body = "<html>"}, To::refused, "HTTP 422.", 0s},
        Row{{.how = How::not_sent, .problem = "No way."}, To::try_again, "not sent. No way.", 0s},
        Row{{.how = How::doubtful, .problem = "Cut."}, To::try_again, "is not known. Cut.", 0s},
        Row{{.how = How::refused, .problem = "Expired."}, To::refused, "not sent. Expired.", 0s});
    const auto judged = PageHook::judged(row.result);
    INFO(row.result.status << " " << row.result.problem);
    CHECK(judged.how == row.how);
    CHECK(judged.retry_after == row.after);
    CHECK_THAT(row.how == To::accepted ? judged.receipt : judged.reason, Catch::Contains(row.says));
    CHECK((row.how == To::accepted) == judged.reason.empty());
}

TEST_CASE("page hook: what a gateway says is cut to one bounded line of whole characters", "[hook]") {
    std::string many;
    for (int i = 0; i < 200; ++i) many += "\u00e4";
    const auto judged =
        PageHook::judged({.how = How::answered, .status = 400, .body = R"({"error":"x)" + many + R"("})"});
    CHECK(judged.reason.size() < 220);
    CHECK_THAT(judged.reason, Catch::EndsWith("\u00e4..."));
}

TEST_CASE("page hook: every try carries the same key and says the same", "[hook]") {
    HeldWeb web;
    PageHook hook{web, {.url = "https://gate.example/page"}, [] { return Instant{1'700'000'000'999ms}; }};
    std::vector<Delivered> done;
    hook.page(page, [&](Delivered d) { done.push_back(std::move(d)); });
    CHECK(done.empty());
    web.answer(status(503));
    hook.page(page, [&](Delivered d) { done.push_back(std::move(d)); });
    web.answer(status(202));
    REQUIRE(web.calls.size() == 2);
    for (const auto& call : web.calls) {
        CHECK(call.method == "POST");
        CHECK(call.url == "https://gate.example/page");
        CHECK(header(call, "Idempotency-Key") == "page-17");
        CHECK(header(call, "X-Tocsin-Signature").empty());
        CHECK(nlohmann::json::parse(call.body) == nlohmann::json{{"key", "page-17"},
                                                                 {"incident", "INC-12"},
                                                                 {"severity", "sev2"},
                                                                 {"title", "Card \"payments\" fail"},
                                                                 {"person", "ana"},
                                                                 {"reason", "owner of checkout"},
                                                                 {"link", "https://room.example/INC-12"}});
    }
    REQUIRE(done.size() == 2);
    CHECK(done[0].how == Delivered::How::try_again);
    CHECK(done[1].receipt == "accepted by the gateway, HTTP 202");
}

TEST_CASE("page hook: a secret signs the moment and the body", "[hook]") {
    CHECK(net::signature_of("Jefe", "what do ya want for nothing?") == // RFC 4231, case 2
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    HeldWeb web;
    PageHook hook{web, {.url = "https://gate.example/", .secret = "s3cret"}, [] {
                      return Instant{1'700'000'000'999ms};
                  }};
    hook.page(page, [](const Delivered&) {});
    CHECK(header(web.calls[0], "X-Tocsin-Signature") ==
          "t=1700000000,v1=" + net::signature_of("s3cret", "1700000000." + web.calls[0].body));
    CHECK(web.calls[0].body.find("s3cret") == std::string::npos);
}

TEST_CASE("page hook: a gateway over a real socket gets the page and its key", "[hook]") {
    test::WebBench bench;
    test::HttpRequest heard;
    test::Listener server{bench.loop,
                          {.request = [&](const test::HttpRequest& request, const test::Respond& respond) {
                              heard = request;
                              respond({.status = 202});
                          }}};
    std::optional<Delivered> done;
    PageHook hook{*bench.web, {.url = server.url("/page"), .secret = "s"}, [] { return Instant{5s}; }};
    hook.page(page, [&](Delivered d) { done = std::move(d); });
    REQUIRE(bench.until([&] { return done.has_value(); }));
    CHECK(done->how == Delivered::How::accepted);
    CHECK(heard.header("idempotency-key") == "page-17");
    CHECK(heard.header("content-type") == "application/json; charset=utf-8");
    CHECK(heard.header("x-tocsin-signature") == "t=5,v1=" + net::signature_of("s", "5." + heard.body));
}

namespace {

struct Pulse {
    Duration steady{};
    runtime::Scheduler scheduler{[this] { return steady; }};
    HeldWeb web;
    std::vector<std::string> told;
    std::unique_ptr<Heartbeat> heart;
    Pulse() {
        heart = std::make_unique<Heartbeat>(web, scheduler, "https://watch.example/SECRET",
                                            [this](bool works, const std::string& words) {
                                                told.push_back((works ? "works: " : "fails: ") + words);
                                            });
    }
    void pass(Duration time) {
        steady += time;
        scheduler.run_due(Instant{1h} + steady);
    }
};

} // namespace

TEST_CASE("heartbeat: beats at once and then each minute", "[hook]") {
    Pulse pulse;
    REQUIRE(pulse.web.calls.size() == 1);
    CHECK(pulse.web.calls[0].method == "GET");
    CHECK(pulse.web.calls[0].url == "https://watch.example/SECRET");
    pulse.pass(59s);
    CHECK(pulse.web.calls.size() == 1);
    pulse.pass(1s);
    CHECK(pulse.web.calls.size() == 2);
    for (int i = 0; i < 8; ++i) pulse.pass(60s);
    CHECK(pulse.web.calls.size() == 10);
}

TEST_CASE("heartbeat: an outage is told once, and once that it is over", "[hook]") {
    Pulse pulse;
    const auto beat = [&](WebResult result) {
        pulse.pass(60s);
        pulse.web.answer(std::move(result));
    };
    pulse.web.answer(status(200));
    beat(status(204));
    CHECK(pulse.told.empty());
    beat(status(500));
    beat({.how = How::doubtful, .problem = "Cut."});
    REQUIRE(pulse.told.size() == 1);
    CHECK_THAT(pulse.told[0],
               Catch::StartsWith("fails:") && Catch::Contains("HTTP 500") && !Catch::Contains("SECRET"));
    beat(status(200));
    beat(status(200));
    REQUIRE(pulse.told.size() == 2);
    CHECK(pulse.told[1] == "works: The heartbeat arrives again.");
    beat({.how = How::not_sent, .problem = "No way."});
    REQUIRE(pulse.told.size() == 3);
    CHECK_THAT(pulse.told[2], Catch::Contains("No way."));
}

TEST_CASE("heartbeat: one that is gone beats no more, and its last answer is not heard", "[hook]") {
    Pulse pulse;
    pulse.heart.reset();
    pulse.web.answer(status(500));
    pulse.pass(600s);
    CHECK(pulse.told.empty());
    CHECK(pulse.web.calls.size() == 1);
}
