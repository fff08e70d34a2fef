// HTTPS calls over real sockets, plain on loopback: kept connections, waiting, time limits, lost answers.
#include "integrations/net/web_client.hpp"
#include "tests/support/web_bench.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace tocsin::test;
using net::WebCall;
using net::WebResult;
using How = net::WebResult::How;
using namespace std::chrono_literals;

namespace {

WebCall get(std::string url) { return {.method = "GET", .url = std::move(url)}; }
WebCall post(std::string url, std::string body = "{}") {
    return {.url = std::move(url), .body = std::move(body)};
}

} // namespace

TEST_CASE("web: a call brings the request whole to the server and its answer whole back", "[web]") {
    WebBench bench;
    HttpRequest heard;
    Listener server{bench.loop, {.request = [&](const HttpRequest& request, const Respond& respond) {
                        heard = request;
                        respond({.status = 202,
                                 .body = std::string(1'000'000, 'a'),
                                 .headers = {{"Retry-After", "7"}, {"X-One", "1"}, {"X-One", "2"}}});
                    }}};
    const auto result = bench.call({.url = server.url("/api/x?b=1&c=%20"),
                                    .headers = {{"Authorization", "Bearer t"}},
                                    .body = std::string(100'000, 'b')});
    REQUIRE(result.problem.empty());
    CHECK(result.how == How::answered);
    CHECK(result.status == 202);
    CHECK(result.body == std::string(1'000'000, 'a'));
    CHECK(result.headers.at("retry-after") == "7");
    CHECK(result.headers.at("x-one") == "1, 2");
    CHECK(heard.method == "POST");
    CHECK(heard.path == "/api/x");
    CHECK(heard.query == "b=1&c=%20");
    CHECK(heard.header("authorization") == "Bearer t");
    CHECK(heard.header("host") == "localhost:" + std::to_string(server.port()));
    CHECK(heard.body == std::string(100'000, 'b'));
}

TEST_CASE("web: answers in chunks, without a body and to HEAD leave the connection usable", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = [](const HttpRequest& request, const Respond& respond) {
                        if (request.path == "/none") return respond({.status = 204});
                        respond({.body = "0123456789", .how = HttpAnswer::How::chunked});
                    }}};
    for (int i = 0; i < 2; ++i) {
        CHECK(bench.call(get(server.url("/some"))).body == "0123456789");
        CHECK(bench.call(get(server.url("/none"))).status == 204);
    }
    CHECK(server.connections() == 1);
}

TEST_CASE("web: one connection serves call after call until the server wants it closed", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = [](const HttpRequest& request, const Respond& respond) {
                        respond(
                            {.body = std::to_string(request.connection), .last = request.path == "/last"});
                    }}};
    CHECK(bench.call(post(server.url())).body == "1");
    CHECK(bench.call(post(server.url())).body == "1");
    CHECK(bench.call(post(server.url("/last"))).body == "1");
    CHECK(bench.call(post(server.url())).body == "2");
}

TEST_CASE("web: a server that announces how long it keeps connections is left before that", "[web]") {
    WebBench bench;
    Listener server{
        bench.loop, {.request = [](const HttpRequest& request, const Respond& respond) {
            respond({.body = std::to_string(request.connection), .headers = {{"Keep-Alive", "timeout=1"}}});
        }}};
    CHECK(bench.call(post(server.url())).body == "1");
    CHECK(bench.call(post(server.url())).body == "2");
}

TEST_CASE("web: calls to a host share its connections and wait in order for a free one", "[web]") {
    WebBench bench{{.connections_max = 2}};
    std::vector<std::pair<std::string, Respond>> open;
    std::vector<std::string> order;
    Listener server{bench.loop, {.request = [&](const HttpRequest& request, const Respond& respond) {
                        order.push_back(request.path);
                        open.emplace_back(request.path, respond);
                    }}};
    int answered = 0;
    for (const auto* path : {"/1", "/2", "/3", "/4", "/5"})
        bench.web->call(post(server.url(path)), [&](const WebResult& result) {
            CHECK(result.how == How::answered);
            ++answered;
        });
    REQUIRE(bench.until([&] { return open.size() == 2; }));
    bench.settle();
    CHECK(open.size() == 2);
    while (answered < 5) {
        REQUIRE_FALSE(open.empty());
        const auto respond = open.front().second;
        open.erase(open.begin());
        respond({});
        const int before = answered;
        REQUIRE(bench.until([&] { return answered > before; }));
        bench.settle();
    }
    CHECK(std::vector<std::string>(order.begin() + 2, order.end()) ==
          std::vector<std::string>{"/3", "/4", "/5"});
    CHECK(server.connections() == 2);
}

TEST_CASE("web: no more calls wait for a host than its bound", "[web]") {
    WebBench bench{{.connections_max = 1}};
    Listener server{bench.loop, {.request = [](const HttpRequest&, const Respond&) {}}};
    std::vector<WebResult> ended;
    for (int i = 0; i < 258; ++i)
        bench.web->call(post(server.url()), [&](WebResult result) { ended.push_back(std::move(result)); });
    CHECK(ended.empty()); // never from within call()
    REQUIRE(bench.until([&] { return !ended.empty(); }));
    bench.settle();
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].how == How::not_sent);
    CHECK_THAT(ended[0].problem, Catch::Contains("Too many calls"));
}

TEST_CASE("web: a time limit that passes before anything was sent is no doubt", "[web]") {
    WebBench bench{{.connections_max = 1}};
    Listener server{bench.loop, {.request = [](const HttpRequest&, const Respond&) {}}};
    std::optional<WebResult> first, second;
    auto long_call = post(server.url()), short_call = post(server.url());
    long_call.within = 300ms;
    short_call.within = 50ms;
    bench.web->call(long_call, [&](WebResult r) { first = std::move(r); });
    bench.web->call(short_call, [&](WebResult r) { second = std::move(r); });
    REQUIRE(bench.until([&] { return first && second; }));
    CHECK(second->how == How::not_sent);
    CHECK_THAT(second->problem, Catch::Contains("became free"));
    CHECK(first->how == How::doubtful);
    CHECK_THAT(first->problem, Catch::Contains("did not answer within 300 ms"));
    CHECK(server.connections() == 1);
}

TEST_CASE("web: an answer that breaks off or stalls leaves doubt, and its connection is not used again",
          "[web]") {
    const auto how = GENERATE(HttpAnswer::How::half_then_stall, HttpAnswer::How::half_then_close,
                              HttpAnswer::How::close, HttpAnswer::How::never);
    WebBench bench;
    int heard = 0;
    Listener server{
        bench.loop, {.request = [&](const HttpRequest& request, const Respond& respond) {
            ++heard;
            respond({.body = "0123456789", .how = request.path == "/bad" ? how : HttpAnswer::How::whole});
        }}};
    auto bad = get(server.url("/bad"));
    bad.within = 300ms;
    const auto result = bench.call(bad);
    CHECK(result.how == How::doubtful);
    CHECK(result.body.empty());
    CHECK(heard == 1);
    CHECK(bench.call(post(server.url())).how == How::answered);
    CHECK(server.connections() == 2);
}

TEST_CASE("web: what the server closed while it lay idle is replaced without a word", "[web]") {
    WebBench bench;
    auto server = std::make_unique<Listener>(bench.loop, ListenerHandlers{.request = bench.echo()});
    const auto port = server->port();
    const auto url = server->url();
    CHECK(bench.call(post(url)).how == How::answered);
    server.reset();
    server = std::make_unique<Listener>(bench.loop, ListenerHandlers{.request = bench.echo()},
                                        ListenerSettings{.port = port});
    // At once: the loop has not told of the end yet.
    CHECK(bench.call(post(url)).how == How::answered);
    server.reset();
    bench.settle();
    server = std::make_unique<Listener>(bench.loop, ListenerHandlers{.request = bench.echo()},
                                        ListenerSettings{.port = port});
    CHECK(bench.call(post(url)).how == How::answered);
    CHECK(bench.heard.size() == 3);
}

TEST_CASE("web: a kept connection that ends under a request repeats a GET once, and never a POST", "[web]") {
    WebBench bench;
    std::vector<HttpRequest> heard;
    Listener server{bench.loop, {.request = [&](const HttpRequest& request, const Respond& respond) {
                        heard.push_back(request);
                        const bool bad = heard.size() > 1 && (request.path == "/never" || heard.size() == 2);
                        respond({.how = bad ? HttpAnswer::How::close : HttpAnswer::How::whole});
                    }}};
    REQUIRE(bench.call(post(server.url())).how == How::answered);
    SECTION("POST") {
        CHECK(bench.call(post(server.url())).how == How::doubtful);
        bench.settle();
        CHECK(heard.size() == 2);
    }
    SECTION("GET") {
        CHECK(bench.call(get(server.url())).how == How::answered);
        CHECK(heard.size() == 3);
        CHECK(heard[2].connection == 2);
    }
    SECTION("GET that ends on the new connection as well") {
        CHECK(bench.call(get(server.url("/never"))).how == How::doubtful);
        bench.settle();
        CHECK(heard.size() == 3);
    }
}

TEST_CASE("web: nobody there, and no such name, is not sent", "[web]") {
    WebBench bench;
    std::string url;
    {
        url = Listener{bench.loop, {}}.url();
    }
    const auto nobody = bench.call(post(url));
    CHECK(nobody.how == How::not_sent);
    CHECK_THAT(nobody.problem, Catch::Contains("Cannot reach localhost"));
    auto nowhere = post("https://nowhere.invalid/");
    nowhere.within = 5s;
    const auto unknown = bench.call(nowhere);
    CHECK(unknown.how == How::not_sent);
    CHECK_THAT(unknown.problem, Catch::Contains("nowhere.invalid"));
}

TEST_CASE("web: an answer beyond the bound is given up", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = [](const HttpRequest&, const Respond& respond) {
                        respond({.body = std::string(net::Web::answer_bytes_max + 1, 'a')});
                    }}};
    const auto result = bench.call(get(server.url()));
    CHECK(result.how == How::doubtful);
    CHECK_THAT(result.problem, Catch::Contains("more than 16777216 bytes"));
}

TEST_CASE("web: what must not be sent is refused, and the refusal tells no secret", "[web]") {
    WebBench bench;
    struct Row {
        const char *url, *says;
    };
    const auto row = GENERATE(
        Row{"http://example.com/SECRET?t=SECRET", "https://"},
        Row{"http://10.0.0.1/SECRET", "without encryption"},
        Row{"http://localhost.example.com/SECRET", "without encryption"},
        Row{"ftp://example.com/SECRET", "https://"}, Row{"SECRET", "https://"},
        Row{"https://me:SECRET@example.com/", "password"}, Row{"https://exa mple.com/SECRET", "malformed"},
        Row{"https://example.com:99999/SECRET", "malformed"}, Row{"https://[::1/SECRET", "malformed"},
        Row{"https://example.com/a b?SECRET", "encoded"},
        Row{"https://example.com/\r\nX: SECRET", "encoded"});
    INFO(row.url);
    const auto result = bench.call(post(row.url));
    CHECK(result.how == How::refused);
    CHECK_THAT(result.problem, Catch::Contains(row.says));
    CHECK_THAT(result.problem, !Catch::Contains("SECRET"));
}

TEST_CASE("web: a header or method that would end the line is refused", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = bench.echo()}};
    auto header = post(server.url());
    header.headers = {{"X-A", "1\r\nX-B: 2"}};
    CHECK(bench.call(header).how == How::refused);
    auto method = post(server.url());
    method.method = "GET / HTTP/1.1\r\nX-B:";
    CHECK(bench.call(method).how == How::refused);
    CHECK(server.connections() == 0);
}

TEST_CASE("web: nobody is called after its end, whatever was under way", "[web]") {
    WebBench bench{{.connections_max = 1}};
    int called = 0;
    Listener server{bench.loop, {.request = [&](const HttpRequest&, const Respond&) { ++called; }}};
    const auto count = [&](const WebResult&) { called += 100; };
    bench.web->call(post(server.url()), count); // under way
    bench.web->call(post(server.url()), count); // waiting
    bench.web->call(post("https://nowhere.invalid/"), count);
    REQUIRE(bench.until([&] { return called == 1; }));
    bench.web->call(post("nonsense"), count); // its refusal is on its way
    bench.web.reset();
    bench.settle();
    CHECK(called == 1);
}

TEST_CASE("web: an answer may end the Web that brought it", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = bench.echo()}};
    bool called = false;
    bench.web->call(post(server.url()), [&](const WebResult&) {
        bench.web.reset();
        called = true;
    });
    CHECK(bench.until([&] { return called; }));
    bench.settle();
}

TEST_CASE("web: the loop may go while calls are under way", "[web]") {
    int heard = 0;
    const auto held = std::make_shared<int>(1);
    {
        WebBench bench;
        Listener server{{.request = [](const HttpRequest&, const Respond&) {}}}; // on a thread of its own
        bench.web->call(post(server.url()), [held, &heard](const WebResult&) { ++heard; });
        bench.settle();
    }
    CHECK(heard == 0);
    CHECK(held.use_count() == 1); // nothing was leaked
}
