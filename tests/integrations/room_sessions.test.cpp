// Who comes into the own room, who stays in, and what a page of another site cannot do.
#include "integrations/room/sessions.hpp"

#include "integrations/room/names.hpp"
#include "tests/support/room_chat.hpp"

using namespace tocsin;
using namespace std::chrono_literals;
using nlohmann::json;
using test::ask;
using test::Chat;
using test::Headers;

TEST_CASE("A join link lets one person in, once, with a cookie that scripts and other sites cannot use",
          "[room]") {
    Chat chat;
    const auto code = chat.code();
    const auto joined = chat.try_join(code, "  ana ");
    CHECK(joined.status == 200);
    CHECK(joined.body == R"({"name":"ana"})");
    const auto cookie = joined.header("set-cookie");
    CHECK(cookie.starts_with("tocsin="));
    CHECK(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000"));
    const auto again = chat.try_join(code, "bo");
    CHECK(again.status == 403);
    CHECK(again.body.find("used already") != std::string::npos);
    CHECK(again.header("set-cookie").empty());
    CHECK(chat.try_join("made-up", "bo").status == 403);
    CHECK(chat.try_join("", "bo").status == 403);

    const auto old = chat.code();
    chat.pass(24h);
    CHECK(chat.try_join(old, "bo").status == 403);
}

TEST_CASE("A refused name does not use up the link, and nobody takes somebody else's", "[room]") {
    Chat chat;
    chat.thread.run([&] { chat.bot.accounts["søren"] = PersonId{4}; });
    chat.join("Ana");
    const auto code = chat.code();
    for (const auto* name : {"ana", "ANA", "SØREN", "tocsin", "Tocsin", "", "two words", "@x", "a#b"})
        CHECK(chat.try_join(code, name).status == 409);
    CHECK(chat.try_join(code, "li").status == 200);

    const auto for_soren = chat.code("søren");
    const auto other = chat.try_join(for_soren, "mallory");
    CHECK(other.status == 403);
    CHECK(other.body.find("This link is for søren") != std::string::npos);
    const auto open = chat.code();
    CHECK(chat.try_join(open, "søren").status == 409);
    CHECK(chat.try_join(for_soren, "Søren").status == 200);

    chat.code("eve"); // expected, but not here yet
    CHECK(chat.try_join(open, "Eve").status == 409);
}

TEST_CASE("Names are told apart by what can be seen", "[room]") {
    CHECK(room::handle("e\u0301va").value == "éva"); // normal form
    CHECK(room::handle(std::string(40, 'a')).problem.empty());
    CHECK(!room::handle(std::string(41, 'a')).problem.empty());
    for (const auto* name : {"zero\u200bwidth", "right\u202eleft", "nul\x01", "no\u00a0break",
                             "soft\u00adhyphen", "...", "\xff"})
        CHECK(!room::handle(name).problem.empty());
    for (const auto* name : {"#ops", "#inc-7", "#a.b_c", "#général"})
        CHECK(room::room_name(name).problem.empty());
    for (const auto* name : {"ops", "#", "", "#a b", "#a/b", "#a:b", "#<b>", "##a"})
        CHECK(!room::room_name(name).problem.empty());
    CHECK(!room::room_name("#" + std::string(81, 'a')).problem.empty());
}

TEST_CASE("What is remembered opens nothing", "[room]") {
    Chat chat;
    const auto code = chat.code();
    const auto cookie = chat.join("ana");
    const auto token = cookie.substr(cookie.find('=') + 1);
    chat.thread.run([&] {
        for (const auto& [name, value] : chat.bot.memory) {
            CHECK(value.find(code) == std::string::npos);
            CHECK(value.find(token) == std::string::npos);
        }
        CHECK(chat.bot.memory.at("room.sessions").find("ana") != std::string::npos);
    });
    const auto sessions = json::parse(chat.bot.memory.at("room.sessions"));
    CHECK(chat.get("/room/state", "tocsin=" + sessions[0]["hash"].get<std::string>()).status == 401);
}

TEST_CASE("A session survives a restart, goes on while it is used, and ends after 30 days without",
          "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    const auto open_code = chat.code();
    chat.open();
    CHECK(chat.get("/room/state", cookie).status == 200);
    CHECK(chat.get("/room/state", cookie).header("set-cookie").empty());
    CHECK(chat.try_join(open_code, "bo").status == 200);
    chat.pass(29 * 24h);
    CHECK(chat.get("/room/state", cookie).header("set-cookie").starts_with(cookie + ";"));
    chat.pass(29 * 24h);
    CHECK(chat.get("/room/state", cookie).status == 200);
    chat.pass(30 * 24h);
    CHECK(chat.get("/room/state", cookie).status == 401);
}

TEST_CASE("Links and sessions are bounded: the oldest gives way", "[room]") {
    test::FakeBot bot;
    std::uint32_t count = 0;
    const room::Doors doors{.inbound = bot,
                            .reader = bot,
                            .scheduler = bot.scheduler,
                            .now = [&] { return bot.now; },
                            .random =
                                [&](std::span<std::byte> bytes) {
                                    ++count;
                                    for (std::size_t i = 0; i < bytes.size(); ++i)
                                        bytes[i] = static_cast<std::byte>(count >> (8 * (i % 4)));
                                },
                            .remembered = [](std::string_view) { return std::nullopt; },
                            .remember = [](const std::string&, const std::string&) {}};
    room::Sessions sessions{doors};
    const auto first_code = sessions.make_code("");
    bot.now += 1s;
    for (std::size_t i = 0; i < room::Sessions::codes_max; ++i) sessions.make_code("");
    CHECK(sessions.join(first_code, "late").status == 403);

    const auto first = sessions.join(sessions.make_code(""), "first").token;
    CHECK(sessions.find(first));
    bot.now += 1s;
    for (std::size_t i = 0; i < room::Sessions::sessions_max; ++i)
        REQUIRE(sessions.join(sessions.make_code(""), "p" + std::to_string(i)).status == 200);
    CHECK(!sessions.find(first));
}

TEST_CASE("A page of another site can do nothing with the cookie of a person who is in", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    const auto code = chat.code();
    const std::string other_port = "http://127.0.0.1:1";
    for (const std::string from :
         {"https://evil.example", "", "null", other_port.c_str(), "http://localhost.evil.example"}) {
        CHECK(chat.post("/room/say", {{"room", "#general"}, {"text", "/incident declare x"}, {"key", "k"}},
                        cookie, from)
                  .status == 403);
        CHECK(chat.post("/room/invite", {{"name", ""}}, cookie, from).status == 403);
        CHECK(chat.post("/room/join", {{"code", code}, {"name", "mallory"}}, "", from).status == 403);
        Headers headers{{"Cookie", cookie}};
        if (!from.empty()) headers.emplace_back("Origin", from);
        CHECK(test::Page{chat.port, "/room/live", headers}.status() == 403); // a hijacked socket
    }
    CHECK(chat.asked() == 0);
    CHECK(chat.try_join(code, "bo").status == 200);
    CHECK(chat.say(cookie, "hello").status == 200);
}

TEST_CASE("Who has no valid cookie reads nothing and says nothing", "[room]") {
    Chat chat;
    chat.join("ana");
    for (const auto* path : {"/room/state", "/room/talk?room=%23general", "/room/incident?ref=INC-1",
                             "/room/timeline?ref=INC-1", "/room/draft?ref=INC-1"})
        for (const auto* cookie : {"", "tocsin=", "tocsin=guess", "other=x"}) {
            const auto reply = chat.get(path, cookie);
            CHECK(reply.status == 401);
            CHECK(reply.body.starts_with(R"({"error":")"));
        }
    CHECK(chat.say("tocsin=guess", "hello").status == 401);
    CHECK(test::Page{chat.port, "/room/live", {{"Origin", chat.origin}}}.status() == 401);
    CHECK(chat.asked() == 0);
}

TEST_CASE("Ten wrong tries to join a minute are enough for one address; right ones do not count", "[room]") {
    Chat chat;
    for (int i = 0; i < 12; ++i) chat.join("person" + std::to_string(i));
    const auto code = chat.code();
    for (int i = 0; i < 10; ++i) CHECK(chat.try_join("guess" + std::to_string(i), "mallory").status == 403);
    CHECK(chat.try_join(code, "ana").status == 429);
    chat.pass(1min);
    CHECK(chat.try_join(code, "ana").status == 200);
}

TEST_CASE("An invitation leads to the address that the page was opened by", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    const auto link =
        json::parse(chat.post("/room/invite", {{"name", "li"}}, cookie).body)["link"].get<std::string>();
    CHECK(link.starts_with(chat.origin + "/join#"));
    CHECK(chat.try_join(link.substr(link.find('#') + 1), "mo").status == 403);
    CHECK(chat.try_join(link.substr(link.find('#') + 1), "li").status == 200);
    CHECK(chat.post("/room/invite", {{"name", "two words"}}, cookie).status == 400);
    const auto local = "http://localhost:" + std::to_string(chat.port);
    const auto reply = ask(chat.port, "POST", "/room/invite",
                           {{"Cookie", cookie}, {"Origin", local}, {"Host", local.substr(7)}}, "{}");
    CHECK(json::parse(reply.body)["link"].get<std::string>().starts_with(local + "/join#"));
}
