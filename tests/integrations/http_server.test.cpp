// The HTTP server on a real loopback socket: what it answers, and what it refuses to be talked into.
#include "integrations/net/http_server.hpp"
#include "integrations/net/http_client.hpp"
#include "integrations/net/http_parts.hpp"
#include "tests/support/loop_thread.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace tocsin;
using namespace std::chrono_literals;
using test::ask;

namespace {

// Counts what reaches a handler, so that a refusal can be told from a handler's own.
struct Site {
    explicit Site(net::Limits limits = {}) : server{thread.loop(), limits} {
        thread.run([&] {
            const auto echo = [this](const net::Request& request, const net::Respond& respond) {
                ++handled;
                respond({.content_type = "text/plain",
                         .body = request.method + " " + request.path +
                                 " q=" + std::string{request.parameter("q")} + " " + request.body});
            };
            server.route("GET", "/echo", echo);
            server.route("POST", "/echo", echo);
            server.route("GET", "/files/*", echo);
            server.route("GET", "/later", [this](const net::Request&, net::Respond respond) {
                ++handled;
                later = std::move(respond);
            });
            server.route("GET", "/faulty",
                         [](const net::Request&, const net::Respond&) { throw std::runtime_error("a bug"); });
            server.route("GET", "/header", [](const net::Request& request, const net::Respond& respond) {
                respond({.headers = {{"X-Said", request.body + "a\r\nX-Evil: 1"}}});
            });
            server.route("GET", "/type", [](const net::Request&, const net::Respond& respond) {
                respond({.content_type = "text/plain\r\nX-Evil: 1"});
            });
            server.route("GET", "/cached", [](const net::Request&, const net::Respond& respond) {
                respond({.headers = {{"Cache-Control", "no-cache"}}});
            });
            server.socket(
                "/live",
                [](const net::Request& request) {
                    if (request.header("x-let-me") == "in") return net::Response{.status = 101};
                    return net::problem(403, "Not you.");
                },
                [this](const net::Request&, std::shared_ptr<net::Socket> opened) {
                    opened->on_text = [this](const std::string& text) { page->send("you said " + text); };
                    opened->on_closed = [this] { ++closed; };
                    page = std::move(opened);
                    page->send("hello");
                });
            server.on_fault([this](const std::string& what) { fault = what; });
            port = server.listen("127.0.0.1", 0).value();
        });
    }
    ~Site() {
        thread.run([&] { server.stop(); });
        thread.runs_out();
    }

    test::LoopThread thread;
    net::HttpServer server;
    net::Respond later;
    std::shared_ptr<net::Socket> page;
    std::string fault;
    std::atomic<int> handled{}, closed{};
    std::uint16_t port{};
};

template <class True> bool soon(True holds, std::chrono::milliseconds within = 5s) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    while (!holds() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    return holds();
}

const test::Headers let_me_in{{"X-Let-Me", "in"}};

} // namespace

TEST_CASE("A request is answered, with the headers that keep a page to itself", "[http]") {
    Site site;
    const auto reply = ask(site.port, "GET", "/echo?q=a%20b%2Bc+d&q=second");
    CHECK(reply.status == 200);
    CHECK(reply.body == "GET /echo q=a b+c d ");
    CHECK(reply.header("content-type") == "text/plain");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("referrer-policy") == "no-referrer");
    CHECK(reply.header("cross-origin-opener-policy") == "same-origin");
    CHECK(reply.header("cross-origin-resource-policy") == "same-origin");
    const auto policy = reply.header("content-security-policy");
    for (const auto* part : {"default-src 'none'", "script-src 'self'", "connect-src 'self'",
                             "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"})
        CHECK(policy.find(part) != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(ask(site.port, "GET", "/cached").headers.count("cache-control") == 1);
    CHECK(ask(site.port, "GET", "/cached").header("cache-control") == "no-cache");
    CHECK(ask(site.port, "GET", "/nothing").header("x-content-type-options") == "nosniff");
}

TEST_CASE("An unknown path is 404 and a wrong method 405, both in JSON", "[http]") {
    Site site;
    const auto unknown = ask(site.port, "GET", "/nothing");
    CHECK(unknown.status == 404);
    CHECK(unknown.body == R"({"error":"There is no such page."})");
    CHECK(ask(site.port, "GET", "/files/").status == 404);
    CHECK(ask(site.port, "GET", "/files/a/b").status == 200);
    const auto wrong = ask(site.port, "DELETE", "/echo");
    CHECK(wrong.status == 405);
    CHECK(wrong.header("allow") == "GET, POST");
    CHECK(wrong.body.find("\"error\"") != std::string::npos);
}

TEST_CASE("HEAD tells the length of the page and sends none of it", "[http]") {
    Site site;
    test::Wire wire{site.port};
    wire.send("HEAD /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    while (wire.read_some(5s)) {
    }
    CHECK(wire.unread.find("Content-Length: 14\r\n") != std::string::npos);
    CHECK(wire.unread.ends_with("\r\n\r\n"));
}

TEST_CASE("One connection takes several requests, also sent at once", "[http]") {
    Site site;
    test::Wire wire{site.port};
    const std::string one = "GET /echo?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string two = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
    wire.send(one + two);
    CHECK(wire.reply().body == "GET /echo q=1 ");
    CHECK(wire.reply().body == "POST /echo q= body");
    wire.send(one);
    CHECK(wire.reply().status == 200);
}

TEST_CASE("A body over the bound is refused with 413 before it is kept, however it is sent", "[http]") {
    Site site{{.body_bytes_max = 1000}};
    const std::string body(200'000, 'x');
    const auto told = ask(site.port, "POST", "/echo", {}, body);
    CHECK(told.status == 413);
    CHECK(told.body.find("\"error\"") != std::string::npos);
    test::Wire wire{site.port};
    wire.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n" + body);
    CHECK(wire.reply().status == 413);
    CHECK(site.handled == 0);
    CHECK(ask(site.port, "POST", "/echo", {}, std::string(1000, 'x')).status == 200);
}

TEST_CASE("Headers over the bound are refused with 431, what is no HTTP with 400", "[http]") {
    Site site;
    CHECK(ask(site.port, "GET", "/echo", {{"X-Long", std::string(40'000, 'x')}}).status == 431);
    const auto raw = [&](const std::string& text) {
        test::Wire wire{site.port};
        wire.send(text);
        return wire.reply().status;
    };
    CHECK(raw("this is no HTTP at all\r\n\r\n") == 400);
    CHECK(raw("GET /echo HTTP/1.1\r\nHost : localhost\r\n\r\n") == 400);
    CHECK(raw("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab") ==
          400);
    CHECK(raw("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: "
              "chunked\r\n\r\n"
              "0\r\n\r\n") == 400);
    CHECK(raw("GET http://localhost/echo HTTP/1.1\r\nHost: localhost\r\n\r\n") == 400);
    CHECK(ask(site.port, "GET", "/echo?q=%zz").status == 400);
    CHECK(ask(site.port, "GET", "/files/%00").status == 400);
    CHECK(ask(site.port, "GET", "/files/%ff").status == 400);
    CHECK(site.handled == 0);
}

TEST_CASE("A request that dribbles in is ended, although something keeps coming", "[http]") {
    Site site{{.request_within = 1s}};
    test::Wire slow{site.port};
    const auto began = std::chrono::steady_clock::now();
    slow.send("GET /echo HTTP/1.1\r\n");
    int lines = 0; // one each 100 ms: a bound on each read alone would never end it
    while (!slow.closed && lines < 100) {
        slow.send("X-Slow: " + std::to_string(++lines) + "\r\n");
        slow.read_some(100ms);
    }
    CHECK(slow.closed);
    CHECK(std::chrono::steady_clock::now() - began < 4s);

    test::Wire body{site.port};
    body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    CHECK(body.ends_within(4s));
    CHECK(site.handled == 0);
}

TEST_CASE("A connection on which nothing is asked is ended", "[http]") {
    Site site{{.request_within = 1s}};
    test::Wire silent{site.port}, kept{site.port};
    kept.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(kept.reply().status == 200);
    CHECK(silent.ends_within(4s));
    CHECK(kept.ends_within(4s));
}

TEST_CASE("A path that climbs out of its folder never reaches a handler", "[http]") {
    Site site;
    for (const auto* path : {"/files/../secret", "/files/%2e%2e/secret", "/files/..%2fsecret", "/files/a/..",
                             "/..", "/files/%2E%2E%5Csecret", "/files/./a", "/files/..?q=1"})
        CHECK(ask(site.port, "GET", path).status == 404);
    CHECK(site.handled == 0);
    CHECK(ask(site.port, "GET", "/files/..a").status == 200);
}

TEST_CASE("What a handler takes over from people cannot begin another header", "[http]") {
    Site site;
    for (const auto* path : {"/header", "/type"}) {
        const auto reply = ask(site.port, "GET", path);
        CHECK(reply.status == 500);
        CHECK(reply.head.find("X-Evil") == std::string::npos);
        CHECK(reply.header("content-security-policy") != "");
    }
    CHECK(!net::safe_header("X-A\r\nB", "v"));
    CHECK(!net::safe_header("X-A", std::string_view{"v\0", 2}));
    CHECK(net::safe_header("Set-Cookie", "a=b; Path=/"));
}

TEST_CASE("A page of another name that resolves here is refused by its Host header", "[http]") {
    Site site;
    const std::string port = std::to_string(site.port);
    const auto as = [&](const std::string& host) {
        return ask(site.port, "GET", "/echo", {{"Host", host}}).status;
    };
    CHECK(as("evil.example:" + port) == 421);
    CHECK(as("evil.example") == 421);
    CHECK(as("127.0.0.1.evil.example:" + port) == 421);
    CHECK(as("localhost:1") == 421);
    CHECK(as("[::1]:" + port) == 421);
    CHECK(ask(site.port, "GET", "/echo", {{"Host", "localhost"}, {"Host", "evil.example"}}).status == 421);
    test::Wire none{site.port};
    none.send("GET /echo HTTP/1.1\r\n\r\n");
    CHECK(none.reply().status == 400);
    test::Page rebound{site.port, "/live", {{"Host", "evil.example:" + port}, {"X-Let-Me", "in"}}};
    CHECK(rebound.status() == 421);
    CHECK(site.handled == 0);

    CHECK(as("127.0.0.1:" + port) == 200);
    CHECK(as("LOCALHOST:" + port) == 200);
    CHECK(net::host_allowed("192.0.2.7:80", {"0.0.0.0"}, 80)); // an address in numbers was not looked up
    CHECK(net::host_allowed("[2001:db8::7]:80", {"[::]"}, 80));
    CHECK(!net::host_allowed("evil.example:80", {"0.0.0.0"}, 80));
    site.thread.run([&] { site.server.allow_hosts({"tocsin.example.org", "proxy.example.org:8443"}); });
    CHECK(as("tocsin.example.org") == 200);
    CHECK(as("Tocsin.Example.org:" + port) == 200);
    CHECK(as("proxy.example.org:8443") == 200);
    CHECK(as("tocsin.example.org:8443") == 421);
    CHECK(as("localhost:" + port) == 421);
}

TEST_CASE("An answer may come later, once, and also after the asker has left", "[http]") {
    Site site;
    test::Wire wire{site.port};
    wire.send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(soon([&] { return site.handled == 1; }));
    site.thread.run([&] {
        site.later({.body = "first"});
        site.later({.body = "second"});
    });
    CHECK(wire.reply().body == "first");
    {
        test::Wire leaves{site.port};
        leaves.send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
        REQUIRE(soon([&] { return site.handled == 2; }));
    }
    site.thread.run([&] { site.later({.body = "nobody there"}); });
    CHECK(ask(site.port, "GET", "/echo").status == 200);
}

TEST_CASE("An answer that never comes is 503, and one that comes later still does no harm", "[http]") {
    Site site{{.answer_within = 1s}};
    const auto reply = ask(site.port, "GET", "/later");
    CHECK(reply.status == 503);
    site.thread.run([&] { site.later({}); });
    CHECK(ask(site.port, "GET", "/echo").status == 200);
}

TEST_CASE("A handler that throws costs its own request and is told", "[http]") {
    Site site;
    const auto reply = ask(site.port, "GET", "/faulty");
    CHECK(reply.status == 500);
    CHECK(reply.body.find("a bug") == std::string::npos);
    CHECK(site.fault == "/faulty: a bug");
    CHECK(ask(site.port, "GET", "/echo").status == 200);
}

TEST_CASE("One connection more than the bound is turned away with a sentence", "[http]") {
    Site site{{.connections_max = 2}};
    test::Wire one{site.port}, two{site.port};
    for (auto* wire : {&one, &two}) {
        wire->send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK(wire->reply().status == 200);
    }
    test::Wire three{site.port};
    const auto reply = three.reply();
    CHECK(reply.status == 503);
    CHECK(reply.body == R"({"error":"Too many connections, try again soon."})");
}

TEST_CASE("A live page is let in by its gate, hears, is heard, and its end is told once", "[http]") {
    Site site;
    CHECK(test::Page{site.port, "/live"}.status() == 403);
    CHECK(test::Page{site.port, "/echo", let_me_in}.status() ==
          200); // an upgrade to what is no socket is a plain GET
    {
        test::Page page{site.port, "/live", let_me_in};
        REQUIRE(page.status() == 101);
        CHECK(page.next() == "hello");
        page.send("good morning");
        CHECK(page.next() == "you said good morning");
        const std::string body(100'000, 'y');
        site.thread.run([&] { site.page->send(body); });
        CHECK((page.next() == body)); // not printed if it fails
    }
    CHECK(soon([&] { return site.closed == 1; }));
    site.thread.run([&] { site.page->send("too late"); });
    CHECK(site.closed == 1);
}

TEST_CASE("A page that reads too slowly is cut, not waited for", "[http]") {
    Site site{{.socket_queue_max = 8}};
    test::Page page{site.port, "/live", let_me_in};
    REQUIRE(page.next() == "hello");
    page.wire().read_slowly();
    const std::string chunk(256 << 10, 'z');
    for (int i = 0; i < 200 && site.closed == 0; ++i) site.thread.run([&] { site.page->send(chunk); });
    CHECK(soon([&] { return site.closed == 1; }));
}

TEST_CASE("A page that says too much at once is closed before it is heard", "[http]") {
    Site site{{.frame_bytes_max = 1000}};
    test::Page loud{site.port, "/live", let_me_in};
    CHECK(loud.next() == "hello");
    loud.send(std::string(2000, 'x'));
    CHECK(!loud.next());
    CHECK(loud.ends_within(5s));
    CHECK(soon([&] { return site.closed == 1; }));
}

TEST_CASE("A page that answers no ping is gone, one that does stays", "[http]") {
    Site site{{.page_silent = 1s}};
    test::Page silent{site.port, "/live", let_me_in}, awake{site.port, "/live", let_me_in};
    CHECK(silent.status() == 101);
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (site.closed == 0 && std::chrono::steady_clock::now() < deadline) {
        awake.pong(); // Beast takes any sign of life
        awake.wire().read_some(100ms);
    }
    CHECK(silent.ends_within(1s));
    CHECK(site.closed == 1);
}

TEST_CASE("Stopping finishes open answers, closes pages, and leaves the loop without work", "[http]") {
    Site site;
    test::Wire asking{site.port}, idle{site.port};
    test::Page page{site.port, "/live", let_me_in};
    asking.send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
    idle.send("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(idle.reply().status == 200);
    REQUIRE(soon([&] { return site.handled == 2; }));
    site.thread.run([&] { site.server.stop(); });
    CHECK(idle.ends_within(2s));
    CHECK(test::Wire{site.port}.reply(2s).status == 0);
    site.thread.run([&] { site.later({.body = "finished"}); });
    CHECK(asking.reply().body == "finished");
    CHECK(asking.ends_within(2s));
    CHECK(page.next() == "hello");
    CHECK(!page.next()); // the closing frame
    CHECK(site.thread.runs_out());
    CHECK(site.closed == 1);
}

TEST_CASE("A port that is taken is told with what to do", "[http]") {
    Site site;
    net::HttpServer second{site.thread.loop()};
    const auto result = second.listen("127.0.0.1", site.port);
    REQUIRE(result.has_error());
    CHECK(result.error().detail == "127.0.0.1:" + std::to_string(site.port) +
                                       " is taken by another program. Stop that one, or set another port.");
    CHECK(second.listen("not an address", 0).has_error());
}

TEST_CASE("The command line's client brings answers, and says what went wrong", "[http]") {
    Site site{{.answer_within = 5s}};
    const std::string base = "http://127.0.0.1:" + std::to_string(site.port);
    const auto fetched = net::fetch("POST", base + "/echo", {{"X-A", "b"}}, "body");
    REQUIRE(fetched.has_value());
    CHECK(fetched->status == 200);
    CHECK(fetched->body == "POST /echo q= body");
    CHECK(net::fetch("GET", base + "/nothing", {}, "")->status == 404);
    CHECK(net::fetch("GET", base + "/later", {}, "", 1s).error().code == ErrorCode::timeout);
    CHECK(net::fetch("GET", "https://127.0.0.1/", {}, "").error().code == ErrorCode::bad_input);
    CHECK(net::fetch("GET", base + "/a b", {}, "").error().code == ErrorCode::bad_input);
    CHECK(net::fetch("GET", base + "/echo", {{"X-A", "b\r\nX-Evil: 1"}}, "").error().code ==
          ErrorCode::bad_input);
    CHECK(net::fetch("GET", "http://127.0.0.1:1/", {}, "").error().code == ErrorCode::unreachable);
}
