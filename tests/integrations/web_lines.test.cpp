// WebSockets as a client, over real sockets.
#include "integrations/net/web_client.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/web_bench.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace tocsin;
using namespace tocsin::test;
using net::LineEvents;
using net::WebLine;

namespace {

// Both ends of one line, and what each heard.
struct LineBench : WebBench {
    explicit LineBench(net::WebSettings settings = {}, ListenerSettings server_settings = {})
        : WebBench{std::move(settings)}, server{loop, handlers(), std::move(server_settings)} {}

    ListenerHandlers handlers() {
        return {
            .gate = [this](const HttpRequest& request) -> std::optional<HttpAnswer> {
                heard.push_back(request);
                if (request.path == "/no") return HttpAnswer{.status = 403};
                return std::nullopt;
            },
            .on_open = [this](const HttpRequest&, const SocketPtr& socket) { there = socket; },
            .on_text = [this](const SocketPtr&, std::string text) { texts_there.push_back(std::move(text)); },
            .on_ping = [this](const SocketPtr&, const std::string& p) { pings_there.push_back(p); },
            .on_pong = [this](const SocketPtr&, const std::string& p) { pongs_there.push_back(p); },
            .on_closed = [this](const SocketPtr&, int code) { closed_there = code; }};
    }
    LineEvents events() {
        return {.on_open = [this] { ++opened; },
                .on_text = [this](std::string text) { texts.push_back(std::move(text)); },
                .on_alive = [this] { ++alive; },
                .on_closed = [this](const std::string& why) { closed.push_back(why); }};
    }
    void connect(std::string_view path = "/") { line = web->connect(server.socket_url(path), events()); }
    bool open(std::string_view path = "/") {
        connect(path);
        return until([&] { return opened == 1 && there; });
    }

    SocketPtr there;
    std::vector<std::string> texts_there, pings_there, pongs_there;
    std::optional<int> closed_there;
    std::shared_ptr<WebLine> line;
    int opened{}, alive{};
    std::vector<std::string> texts, closed;
    Listener server;
};

std::string of_size(std::size_t size) {
    std::string text(size, 'a');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
    return text;
}

} // namespace

TEST_CASE("line: opens, and carries messages of every size both ways in order", "[web]") {
    const TempFolder folder;
    const CertificateAuthority ca;
    std::ofstream{folder.file("ca.pem")} << ca.pem();
    const bool tls = GENERATE(false, true);
    LineBench bench{{.ca_file = folder.file("ca.pem")},
                    {.tls = tls ? std::optional{ca.issue()} : std::nullopt}};
    bench.connect("/link?ticket=1");
    bench.line->send("before it was open");
    CHECK(bench.opened == 0); // never from within connect()
    REQUIRE(bench.until([&] { return bench.opened == 1 && bench.there; }));
    CHECK(bench.heard[0].query == "ticket=1");
    CHECK(bench.heard[0].server_name == (tls ? "localhost" : ""));
    CHECK(bench.heard[0].header("sec-websocket-extensions").empty());
    const std::vector<std::string> all{"", "short", of_size(70'000), of_size(1 << 20), "last"};
    for (const auto& text : all) {
        bench.line->send(text);
        bench.there->send(text);
    }
    REQUIRE(bench.until([&] { return bench.texts.size() == 5 && bench.texts_there.size() == 6; }));
    CHECK(bench.texts == all);
    CHECK(bench.texts_there[0] == "before it was open");
    CHECK(std::vector<std::string>(bench.texts_there.begin() + 1, bench.texts_there.end()) == all);
}

TEST_CASE("line: a message in fragments is told once and whole", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->send(of_size(200'000), 9);
    bench.there->ping("between");
    bench.there->send("abc", 3);
    REQUIRE(bench.until([&] { return bench.texts.size() == 2; }));
    CHECK(bench.texts == std::vector<std::string>{of_size(200'000), "abc"});
}

TEST_CASE("line: pings are answered with their payload, pongs are heard as life", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    CHECK(bench.alive == 0);
    bench.there->ping("theirs");
    REQUIRE(bench.until([&] { return !bench.pongs_there.empty(); }));
    CHECK(bench.pongs_there == std::vector<std::string>{"theirs"});
    CHECK(bench.alive == 1);
    bench.line->ping("ours");
    REQUIRE(bench.until([&] { return bench.alive == 2; }));
    CHECK(bench.pings_there == std::vector<std::string>{"ours"});
    bench.there->send("text");
    REQUIRE(bench.until([&] { return bench.texts.size() == 1; }));
    CHECK(bench.alive >= 3);
    CHECK(bench.texts == std::vector<std::string>{"text"});
}

TEST_CASE("line: closing sends what is queued, shakes hands and is told once", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.line->send("last words");
    bench.line->close(1001);
    bench.line->close(1000);
    bench.line->send("too late");
    CHECK(bench.closed.empty());
    REQUIRE(bench.until([&] { return !bench.closed.empty() && bench.closed_there; }));
    bench.settle();
    CHECK(bench.closed_there == 1001);
    CHECK(bench.texts_there == std::vector<std::string>{"last words"});
    REQUIRE(bench.closed.size() == 1);
    CHECK_THAT(bench.closed[0], Catch::Contains("closed from here"));
}

TEST_CASE("line: messages that come while the other side shuts the line are told first", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->send("a");
    bench.there->close(1012, "SECRET");
    REQUIRE(bench.until([&] { return !bench.closed.empty() && bench.closed_there; }));
    bench.settle();
    CHECK(bench.texts == std::vector<std::string>{"a"});
    REQUIRE(bench.closed.size() == 1);
    CHECK_THAT(bench.closed[0], Catch::Contains("1012") && !Catch::Contains("SECRET"));
    CHECK(bench.closed_there == 1012); // answered
}

TEST_CASE("line: one that is cut without a Close frame is noticed", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->drop();
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], Catch::Contains("without a Close frame"));
    bench.line->send("into the void");
    bench.line->close();
    bench.settle();
    CHECK(bench.closed.size() == 1);
}

TEST_CASE("line: a server that stalls hears no pong, and closing does not wait for it for ever", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->stall();
    bench.line->ping("anybody?");
    bench.settle();
    CHECK(bench.alive == 0);
    bench.line->close();
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], Catch::Contains("did not answer the Close frame"));
}

TEST_CASE("line: what a server does not take up is bounded", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->stall();
    for (int i = 0; i < 40 && bench.closed.empty(); ++i) {
        bench.line->send(of_size(1 << 20));
        if (i == 0) CHECK(bench.closed.empty());
        if (i % 4 == 0) bench.settle();
    }
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], Catch::Contains("takes up less than is sent"));
}

TEST_CASE("line: a message beyond the bound ends it", "[web]") {
    LineBench bench;
    REQUIRE(bench.open());
    bench.there->send(of_size(net::Web::frame_bytes_max));
    REQUIRE(bench.until([&] { return bench.texts.size() == 1; }));
    bench.there->send(of_size(net::Web::frame_bytes_max + 1));
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], Catch::Contains("more than 4194304 bytes"));
    CHECK(bench.texts.size() == 1);
}

TEST_CASE("line: a server that answers something else is named with its status", "[web]") {
    LineBench bench;
    bench.connect("/no?SECRET");
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], Catch::Contains("HTTP 403") && !Catch::Contains("SECRET"));
    CHECK(bench.opened == 0);
}

TEST_CASE("line: without TLS to another machine is refused", "[web]") {
    LineBench bench;
    const auto url =
        GENERATE("ws://example.com/SECRET", "https://example.com/SECRET", "wss://a@example.com/SECRET");
    const auto line = bench.web->connect(url, bench.events());
    CHECK(bench.closed.empty());
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    CHECK_THAT(bench.closed[0], !Catch::Contains("SECRET"));
    bench.settle();
    CHECK(bench.closed.size() == 1);
    CHECK(bench.heard.empty());
}

TEST_CASE("line: closed before it is open, it never opens", "[web]") {
    LineBench bench;
    bench.connect();
    bench.line->close();
    CHECK(bench.closed.empty());
    REQUIRE(bench.until([&] { return !bench.closed.empty(); }));
    bench.settle();
    CHECK(bench.closed.size() == 1);
    CHECK(bench.opened == 0);
}

TEST_CASE("line: who drops the last pointer cuts it and hears no more", "[web]") {
    LineBench bench;
    SECTION("from outside") {
        REQUIRE(bench.open());
        bench.there->send("unread");
        bench.line.reset();
    }
    SECTION("within an event") {
        auto events = bench.events();
        SECTION("of a text") {
            events.on_text = [&](const std::string&) { bench.line.reset(); };
        }
        SECTION("of a sign of life") {
            events.on_alive = [&] { bench.line.reset(); };
        }
        bench.line = bench.web->connect(bench.server.socket_url(), events);
        REQUIRE(bench.until([&] { return bench.opened == 1 && bench.there; }));
        bench.there->send("a");
        bench.there->send("b");
        bench.there->ping("c");
    }
    SECTION("at its opening") {
        auto events = bench.events();
        events.on_open = [&] { bench.line.reset(); };
        bench.line = bench.web->connect(bench.server.socket_url(), events);
    }
    SECTION("within a ping") {
        auto events = bench.events();
        events.on_alive = [&] { bench.line.reset(); };
        bench.line = bench.web->connect(bench.server.socket_url(), events);
        REQUIRE(bench.until([&] { return bench.opened == 1 && bench.there; }));
        bench.there->ping("c");
    }
    REQUIRE(bench.until([&] { return bench.closed_there.has_value(); }));
    bench.settle();
    CHECK(bench.closed_there == 0);
    CHECK(bench.texts.empty());
    CHECK(bench.closed.empty());
}

TEST_CASE("line: dropped when it is told to be closed", "[web]") {
    LineBench bench;
    auto events = bench.events();
    int told = 0;
    events.on_closed = [&](const std::string&) {
        ++told;
        bench.line.reset();
    };
    bench.line = bench.web->connect(bench.server.socket_url(), events);
    REQUIRE(bench.until([&] { return bench.opened == 1 && bench.there; }));
    bench.there->close();
    REQUIRE(bench.until([&] { return told > 0; }));
    bench.settle();
    CHECK(told == 1);
}

TEST_CASE("line: nobody is called once the Web is gone, and the line may still be spoken to", "[web]") {
    LineBench bench;
    SECTION("open") {
        REQUIRE(bench.open());
        bench.there->send("unread");
    }
    SECTION("about to open") { bench.connect(); }
    SECTION("about to be refused") { bench.line = bench.web->connect("ws://example.com", bench.events()); }
    const int opened = bench.opened;
    bench.web.reset();
    bench.line->send("a");
    bench.line->ping("b");
    bench.line->close();
    bench.settle();
    CHECK(bench.opened == opened);
    CHECK(bench.texts.empty());
    CHECK(bench.closed.empty());
    bench.line.reset();
}

TEST_CASE("line: the loop may go before the line does, and nothing is leaked", "[web]") {
    const auto held = std::make_shared<int>(1);
    std::shared_ptr<WebLine> line;
    {
        WebBench bench;
        Listener server{{.on_open = [](const HttpRequest&, const SocketPtr&) {}}};
        bool open = false;
        line = bench.web->connect(server.socket_url(), {.on_open = [&open, held] { open = true; }});
        REQUIRE(bench.until([&] { return open; }));
    }
    line->send("into the void");
    line.reset();
    CHECK(held.use_count() == 1);
}
