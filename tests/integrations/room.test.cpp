// What is said in the own room, and what open pages hear of it.
#include "integrations/room/room.hpp"

#include "integrations/room/assets.hpp"
#include "tests/support/room_chat.hpp"

using namespace tocsin;
using namespace std::chrono_literals;
using nlohmann::json;
using test::ask;
using test::Chat;
using test::message_json;
using test::next;

TEST_CASE("A command becomes an Ask by the person of the session, and its answer comes back", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    chat.thread.run([&] {
        chat.bot.answer = {.outcome = Outcome::done,
                           .reply = {.lines = {{say("INC-7 is open. Next: "), command("update x")}}},
                           .incident = "INC-7",
                           .room = "#inc-7",
                           .events = {{1, "incident-declared"}},
                           .duplicate = true};
    });
    const auto reply = chat.say(cookie, "/incident declare sev2 <b>Cards</b> fail", "key-1", "#ops");
    REQUIRE(reply.status == 200);
    const auto answer = json::parse(reply.body).at("answer");
    CHECK(answer["reply"]["text"] == "INC-7 is open. Next: /incident update x");
    CHECK(answer["incident"] == "INC-7");
    CHECK(answer["duplicate"] == true); // the pipeline's word on a repeated key passes through
    const Ask ask = chat.last_ask();
    CHECK(ask.source == "room");
    CHECK(ask.key == "key-1");
    CHECK(ask.platform == "room");
    CHECK(ask.account == "ana");
    CHECK(ask.room == RoomId{"room:#ops"});
    CHECK(ask.typed()->line == "declare sev2 <b>Cards</b> fail");
    CHECK(!ask.typed()->talk);
    CHECK(ask.said_at == chat.bot.now);
    CHECK(ask.entropy != std::array<std::byte, 16>{});
    CHECK(chat.say(cookie, "/declare sev3 short form", "key-2").status == 200);
    CHECK(!chat.last_ask().typed()->talk);
}

TEST_CASE("Talk is answered with its line; sent again after a lost answer it is not said twice", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    const auto reply = chat.say(cookie, "replica is behind", "key-1");
    REQUIRE(reply.status == 200);
    const auto line = json::parse(reply.body).at("talk");
    CHECK(line["id"] == 101);
    CHECK(line["text"] == "replica is behind");
    CHECK(line["from"] == "ana");
    CHECK(line["kind"] == "talk");
    CHECK(chat.last_ask().typed()->talk);
    CHECK(chat.say(cookie, "replica is behind", "key-1").body == reply.body);
    CHECK(chat.asked() == 1);
    CHECK(json::parse(chat.say(cookie, "replica is behind", "key-2").body)["talk"]["id"] == 102);
}

TEST_CASE("Markup and JSON that people type stay text, and never look like Tocsin's words", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    auto page = chat.page(cookie);
    CHECK(next(page)["type"] == "hello");
    const std::string markup = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u2028";
    for (const std::string& text : {markup, message_json("All is well")}) {
        const auto reply = chat.say(cookie, text, text.substr(0, 8));
        CHECK(reply.header("content-type") == "application/json");
        CHECK(reply.header("x-content-type-options") == "nosniff");
        CHECK(reply.body.find("</script>") == std::string::npos); // safe inside a script element too
        json line{{"type", ""}};
        for (int frames = 0; frames < 5 && line["type"] != "line"; ++frames) line = next(page);
        CHECK(line["line"]["text"] == text);
        CHECK(line["line"]["from"] == "ana");
        CHECK(line["line"]["message"].is_null());
        CHECK(line["line"]["kind"] == "talk");
    }
    const auto lines = json::parse(chat.get("/room/talk?room=%23general", cookie).body)["lines"];
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["text"] == markup);
    CHECK(lines[1]["message"].is_null());
}

TEST_CASE("What cannot be said is refused with a sentence", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    const auto refused = [&](const json& body) {
        const auto reply = chat.post("/room/say", body, cookie);
        CHECK(!json::parse(reply.body)["error"].get<std::string>().empty());
        return reply.status;
    };
    CHECK(refused({{"room", "#general"}, {"text", "x"}}) == 400);
    CHECK(refused({{"room", "#general"}, {"text", "x"}, {"key", ""}}) == 400);
    CHECK(refused({{"room", "#general"}, {"text", "x"}, {"key", 7}}) == 400);
    CHECK(refused({{"room", "#general"}, {"text", "x"}, {"key", std::string(101, 'k')}}) == 400);
    CHECK(refused({{"room", "general"}, {"text", "x"}, {"key", "k"}}) == 400);
    CHECK(refused({{"room", "#a b"}, {"text", "x"}, {"key", "k"}}) == 400);
    CHECK(refused({{"room", "#general"}, {"text", " \n "}, {"key", "k"}}) == 400);
    CHECK(refused({{"room", "#general"}, {"text", std::string(20'001, 'x')}, {"key", "k"}}) == 400);
    CHECK(refused("{") == 400);
    CHECK(refused("[]") == 400);
    CHECK(refused(std::string(100'000, '[')) == 400);
    CHECK(chat.asked() == 0);
    CHECK(chat.post("/room/say", std::string(2 << 20, 'x'), cookie).status == 413);
    CHECK(chat.say(cookie, std::string(20'000, 'x')).status == 200);
}

TEST_CASE("Twenty lines in ten seconds are enough for one person, and do not count against another",
          "[room]") {
    Chat chat;
    const auto ana = chat.join("ana"), bo = chat.join("bo");
    for (int i = 0; i < 20; ++i) CHECK(chat.say(ana, "line", std::to_string(i)).status == 200);
    const auto more = chat.say(ana, "line", "more");
    CHECK(more.status == 429);
    CHECK(more.header("retry-after") == "10");
    CHECK(chat.asked() == 20);
    CHECK(chat.say(bo, "line").status == 200);
    chat.pass(10s);
    CHECK(chat.say(ana, "line", "more").status == 200);
}

TEST_CASE("P1: what could not be saved is told as such, and may be sent again with the same key", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    chat.thread.run([&] { chat.bot.answer.recorded = false; });
    const auto talk = chat.say(cookie, "hello", "k1"), command = chat.say(cookie, "/incident list", "k2");
    CHECK(talk.status == 503);
    CHECK(command.status == 503);
    CHECK(command.body ==
          R"({"error":"This could not be saved. Nothing was lost here: it can be sent again."})");
    chat.thread.run([&] { chat.bot.answer.recorded = true; });
    CHECK(json::parse(chat.say(cookie, "hello", "k1").body).contains("talk"));
}

TEST_CASE("P8: every page hears what is said, but a line for one person reaches only that person's pages",
          "[room]") {
    Chat chat;
    chat.thread.run([&] { chat.bot.accounts = {{"ana", PersonId{1}}, {"bo", PersonId{2}}}; });
    const auto ana_code = chat.code("ana"), bo_code = chat.code("bo");
    const auto ana_set = chat.try_join(ana_code, "ana").header("set-cookie"),
               bo_set = chat.try_join(bo_code, "bo").header("set-cookie");
    const auto ana = ana_set.substr(0, ana_set.find(';')), bo = bo_set.substr(0, bo_set.find(';'));
    auto of_ana = chat.page(ana), of_bo = chat.page(bo), of_stranger = chat.page(chat.join("new"));
    for (auto* page : {&of_ana, &of_bo, &of_stranger}) CHECK(next(*page)["type"] == "hello");
    const TalkLine page{.id = 7,
                        .room = {"room:#inc-7"},
                        .person = {},
                        .name = "tocsin",
                        .text = message_json("Take INC-7: ", "You are paged."),
                        .said_at = chat.bot.now,
                        .only_for = PersonId{1}};
    const TalkLine open{.id = 8,
                        .room = {"room:#inc-7"},
                        .person = {},
                        .name = "tocsin",
                        .text = message_json("For all: "),
                        .said_at = chat.bot.now};
    chat.thread.run([&] {
        chat.bot.lines = {page, open};
        chat.room->said(page);
        chat.room->said(open);
    });
    const auto first = next(of_ana)["line"];
    CHECK(first["id"] == 7);
    CHECK(first["only_you"] == true);
    CHECK(first["kind"] == "page");
    CHECK(first["from"] == "tocsin");
    CHECK(first["text"] == "Take INC-7: /incident ack");
    CHECK(first["message"]["phone"] == "You are paged.");
    CHECK(next(of_ana)["line"]["id"] == 8);
    for (auto* other : {&of_bo, &of_stranger}) {
        const auto line = next(*other)["line"];
        CHECK(line["id"] == 8);
        CHECK(line["kind"] == "bot");
        CHECK(line["only_you"] == false);
    }
    CHECK(json::parse(chat.get("/room/talk?room=%23inc-7", ana).body)["lines"].size() == 2);
    CHECK(json::parse(chat.get("/room/talk?room=%23inc-7", bo).body)["lines"].size() == 1);
}

TEST_CASE("Pages hear of cards at once, of many changes only the last, and each of its own overview",
          "[room]") {
    Chat chat;
    chat.thread.run([&] { chat.bot.accounts = {{"ana", PersonId{1}}}; });
    const auto set = chat.try_join(chat.code("ana"), "ana").header("set-cookie");
    auto page = chat.page(set.substr(0, set.find(';')));
    CHECK(next(page)["type"] == "hello");
    std::atomic<int> asked{};
    chat.thread.run([&] {
        chat.room->changed(IncidentId{7}, {"room:#inc-7"}, [] { return R"({"ref":"INC-7","n":0})"; });
        for (int i = 1; i <= 50; ++i)
            chat.room->changed(IncidentId{7}, {"room:#inc-7"}, [&asked, i] {
                ++asked;
                return R"({"n":)" + std::to_string(i) + "}";
            });
    });
    const auto rooms = next(page);
    CHECK(rooms["type"] == "rooms"); // the incident's room is new
    const auto first = next(page);
    CHECK(first["type"] == "card");
    CHECK(first["room"] == "#inc-7");
    CHECK(first["card"]["ref"] == "INC-7");
    CHECK(next(page) == json::parse(R"({"type":"overview","overview":{"viewer":1}})"));
    chat.pass(40ms);
    CHECK(next(page)["card"]["n"] == 50);
    CHECK(asked == 1); // a card costs as much as its incident is long
    CHECK(next(page)["type"] == "overview");
    chat.pass(20s);
    CHECK(next(page) == json{{"type", "ping"}, {"now", chat.bot.now.time_since_epoch().count()}});
}

TEST_CASE("A room that people make by talking there is told to all, listed, and remembered", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    auto page = chat.page(cookie);
    CHECK(next(page)["type"] == "hello");
    CHECK(chat.say(cookie, "hello", "k", "#new-room").status == 200);
    CHECK(next(page) == json{{"type", "rooms"}, {"rooms", {"#general", "#new-room"}}});
    chat.thread.run([&] { chat.bot.known_rooms = {{"room:#inc-7"}, {"room:#general"}}; });
    chat.open();
    const auto state = json::parse(chat.get("/room/state", cookie).body);
    CHECK(state["rooms"] == json{"#general", "#new-room", "#inc-7"});
    CHECK(state["me"] == json{{"id", 0}, {"name", "ana"}});
    CHECK(state["prefix"] == "/incident ");
    CHECK(state["now"] == chat.bot.now.time_since_epoch().count());
    for (int i = 1; i < 200; ++i) {
        chat.pass(1s);
        REQUIRE(chat.say(cookie, "x", std::to_string(i), "#r" + std::to_string(i)).status == 200);
    }
    chat.pass(10s);
    CHECK(chat.say(cookie, "x", "one more", "#one-more").status == 400);
    CHECK(chat.say(cookie, "x", "old", "#inc-7").status == 200);
}

TEST_CASE("Incidents, timelines and drafts are read by reference; an unknown one is 404", "[room]") {
    Chat chat;
    const auto cookie = chat.join("ana");
    chat.thread.run([&] { chat.bot.incidents["INC-7"] = R"({"ref":"INC-7"})"; });
    CHECK(chat.get("/room/incident?ref=INC-7", cookie).body == R"({"ref":"INC-7"})");
    CHECK(chat.get("/room/timeline?ref=INC-7&full=1", cookie).body == R"(["full"])");
    CHECK(chat.get("/room/draft?ref=INC-7", cookie).body == R"({"draft":1})");
    const auto markdown = chat.get("/room/draft?ref=INC-7&format=md", cookie);
    CHECK(markdown.body == "# Draft");
    CHECK(markdown.header("content-type") == "text/markdown; charset=utf-8");
    for (const auto* path : {"/room/incident?ref=INC-8", "/room/timeline?ref=INC-8",
                             "/room/draft?ref=INC-8&format=md", "/room/draft"})
        CHECK(chat.get(path, cookie).status == 404);
    CHECK(chat.get("/room/talk?room=%23general&before=x", cookie).status == 400);
}

TEST_CASE("A delivered message is kept as a line, a card is not, and both are accepted after the call",
          "[room]") {
    Chat chat;
    std::vector<std::string> receipts;
    bool within = true, was_within = false;
    chat.thread.run([&] {
        const auto done = [&](const Delivered& d) {
            was_within = was_within || within;
            CHECK(d.how == Delivered::How::accepted);
            receipts.push_back(d.receipt);
        };
        chat.room->deliver({.id = {5}, .room = {"room:#ops"}, .person = {3}, .body = message_json("x")},
                           done);
        chat.room->deliver({.id = {6}, .room = {"room:#ops"}, .body = message_json("y"), .card = "card"},
                           done);
        within = false;
        chat.bot.pass(0ms);
    });
    CHECK(receipts == std::vector<std::string>{"line/" + std::to_string(chat.bot.last_line) + "/0", "card"});
    CHECK(!was_within);
    REQUIRE(chat.kept.size() == 1);
    CHECK(chat.kept[0].person == PersonId{3});
}

TEST_CASE("The page and its files are served to anybody, the rest of the disk to nobody", "[room]") {
    Chat chat;
    for (const auto* path : {"/", "/r/ops", "/i/INC-7", "/i/INC-7/draft", "/help", "/join"}) {
        const auto page = ask(chat.port, "GET", path);
        CHECK(page.status == 200);
        CHECK(page.header("content-type") == "text/html; charset=utf-8");
        CHECK(page.body.find("<html") != std::string::npos);
        CHECK(page.header("content-security-policy").find("script-src 'self'") != std::string::npos);
    }
    for (const auto& asset : room::assets()) {
        const auto path = "/assets/" + std::string{asset.name};
        const auto file = ask(chat.port, "GET", path);
        CHECK(file.status == 200);
        CHECK(file.body == asset.bytes);
        CHECK(file.header("content-type") != "application/octet-stream");
        CHECK(ask(chat.port, "GET", path, {{"If-None-Match", file.header("etag")}}).status == 304);
    }
    for (const auto* path : {"/assets/../room.cpp", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/none.js",
                             "/assets//etc/passwd"})
        CHECK(ask(chat.port, "GET", path).status == 404);
}

TEST_CASE("Stopping closes the open pages", "[room]") {
    Chat chat;
    auto page = chat.page(chat.join("ana"));
    CHECK(next(page)["type"] == "hello");
    chat.thread.run([&] { chat.room->stop(); });
    CHECK(!page.next());
    CHECK(page.ends_within(5s));
}
