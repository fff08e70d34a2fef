// Whom TLS lets us speak to.
#include "integrations/net/web_client.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/web_bench.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace tocsin;
using namespace tocsin::test;
using How = net::WebResult::How;
using Kind = CertificateAuthority::Kind;

namespace {

const CertificateAuthority& authority() {
    static const CertificateAuthority ca;
    return ca;
}

std::string file_with(const TempFolder& folder, const std::string& text) {
    std::ofstream{folder.file("ca.pem")} << text;
    return folder.file("ca.pem");
}

} // namespace

TEST_CASE("web: a server with a certificate that holds is met by name and by number", "[web]") {
    const TempFolder folder;
    WebBench bench{{.ca_file = file_with(folder, authority().pem())}};
    Listener server{bench.loop, {.request = bench.echo()}, {.tls = authority().issue()}};
    const std::string port = std::to_string(server.port());
    for (int i = 0; i < 2; ++i) {
        const auto result = bench.call({.url = server.url("/a"), .body = std::string(50'000, 'b')});
        CHECK(result.problem.empty());
        CHECK(result.body == std::string(50'000, 'b'));
    }
    CHECK(server.connections() == 1);
    CHECK(bench.call({.url = "https://127.0.0.1:" + port + "/"}).how == How::answered);
    REQUIRE(bench.heard.size() == 3);
    CHECK(bench.heard[0].server_name == "localhost");
    CHECK(bench.heard[2].server_name.empty()); // numbers are no server name
}

TEST_CASE("web: a certificate that is wrong is refused for its reason, calls and lines alike", "[web]") {
    struct Row {
        Kind kind;
        bool known;
        const char* says;
    };
    const auto row =
        GENERATE(Row{Kind::good, false, "authority that this machine does not trust"},
                 Row{Kind::other_name, true, "another host name"}, Row{Kind::expired, true, "has expired"});
    INFO(row.says);
    const TempFolder folder;
    const CertificateAuthority stranger;
    WebBench bench{{.ca_file = file_with(folder, (row.known ? authority() : stranger).pem())}};
    Listener server{
        bench.loop,
        {.request = bench.echo(), .on_open = [](const HttpRequest&, const SocketPtr&) { FAIL(); }},
        {.tls = authority().issue(row.kind)}};
    const auto result = bench.call({.url = server.url("/?SECRET")});
    CHECK(result.how == How::refused);
    CHECK_THAT(result.problem, Catch::Contains(row.says) && !Catch::Contains("SECRET"));
    CHECK(bench.heard.empty());
    std::string why;
    const auto line = bench.web->connect(server.socket_url("/?SECRET"),
                                         {.on_closed = [&](const std::string& words) { why = words; }});
    REQUIRE(bench.until([&] { return !why.empty(); }));
    CHECK_THAT(why, Catch::Contains(row.says) && !Catch::Contains("SECRET"));
}

TEST_CASE("web: the name for another number is refused too", "[web]") {
    const TempFolder folder;
    WebBench bench{{.ca_file = file_with(folder, authority().pem())}};
    Listener server{bench.loop, {.request = bench.echo()}, {.tls = authority().issue(Kind::other_name)}};
    const auto result = bench.call({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
    CHECK(result.how == How::refused);
    CHECK_THAT(result.problem, Catch::Contains("another host name"));
}

TEST_CASE("web: a file of authorities that cannot be used refuses every call and says which", "[web]") {
    const TempFolder folder;
    const auto file = folder.file(GENERATE("ca.pem", "absent.pem"));
    file_with(folder, "no PEM");
    WebBench bench{{.ca_file = file}};
    const auto result = bench.call({.url = "https://localhost:1/"});
    CHECK(result.how == How::refused);
    CHECK_THAT(result.problem, Catch::Contains(file));
}

TEST_CASE("web: a server that takes the connection and says nothing was sent nothing", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = bench.echo()}, {.tls = authority().issue(), .greets = false}};
    const auto result = bench.call({.url = server.url(), .within = std::chrono::milliseconds{200}});
    CHECK(result.how == How::not_sent);
    CHECK_THAT(result.problem, Catch::Contains("could not be reached within 200 ms"));
}

TEST_CASE("web: a server that does not speak TLS was sent nothing", "[web]") {
    WebBench bench;
    Listener server{bench.loop, {.request = bench.echo()}};
    const auto result = bench.call({.url = "https://localhost:" + std::to_string(server.port()) + "/"});
    CHECK(result.how == How::not_sent);
    CHECK_THAT(result.problem, Catch::Contains("TLS with localhost"));
    CHECK(bench.heard.empty());
}
