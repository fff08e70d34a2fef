// The own room with a fake bot behind it, on a real socket, and a browser's part played by hand.
#pragma once

#include "integrations/room/room.hpp"
#include "tests/support/fake_bot.hpp"
#include "tests/support/loop_thread.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace tocsin::test {

using nlohmann::json;

inline std::string message_json(std::string_view words, std::string_view phone = "") {
    return tocsin::to_json(Message{.phone = std::string{phone}, .lines = {{say(words), command("ack")}}});
}

struct Chat {
    Chat() { open(); }
    ~Chat() {
        thread.run([&] {
            room.reset();
            server->stop();
        });
        thread.runs_out();
    }

    // A room with the same memory: what a restart finds.
    void open() {
        thread.run([&] {
            room.reset();
            server = std::make_unique<net::HttpServer>(thread.loop());
            room = std::make_unique<room::Room>(room::Settings{.rooms = {"#general"}}, doors());
            bot.said = [this](const TalkLine& line) { room->said(line); };
            room->serve(*server);
            port = server->listen("127.0.0.1", 0).value();
        });
        origin = "http://127.0.0.1:" + std::to_string(port);
    }
    room::Doors doors() {
        return {
            .inbound = bot,
            .reader = bot,
            .scheduler = bot.scheduler,
            .now = [this] { return bot.now; },
            .random = [this](std::span<std::byte> bytes) { bot.fill(bytes); },
            .remembered = [this](std::string_view name) { return bot.remembered(name); },
            .remember = [this](std::string name, std::string value) { bot.memory[name] = std::move(value); },
            .keep =
                [this](const Delivery& d) {
                    kept.push_back(d);
                    return TalkLine{.id = ++bot.last_line,
                                    .room = d.room,
                                    .person = {},
                                    .name = "tocsin",
                                    .text = d.body};
                }};
    }

    std::string code(const std::string& name = "") {
        std::string link;
        thread.run([&] { link = room->join_link(name); });
        CHECK(link.starts_with(origin + "/join#"));
        return link.substr(link.find('#') + 1);
    }
    Reply post(const std::string& path, const json& body, const std::string& cookie = "",
               const std::string& from = "own page") {
        Headers headers;
        if (!cookie.empty()) headers.emplace_back("Cookie", cookie);
        if (!from.empty()) headers.emplace_back("Origin", from == "own page" ? origin : from);
        return ask(port, "POST", path, headers, body.is_string() ? body.get<std::string>() : body.dump());
    }
    Reply get(const std::string& path, const std::string& cookie) {
        return ask(port, "GET", path, {{"Cookie", cookie}});
    }
    Reply try_join(const std::string& code, const std::string& name) {
        return post("/room/join", {{"code", code}, {"name", name}});
    }
    std::string join(const std::string& name) { // the cookie
        const auto reply = try_join(code(), name);
        CHECK(reply.status == 200);
        const auto set = reply.header("set-cookie");
        return set.substr(0, set.find(';'));
    }
    Reply say(const std::string& cookie, const std::string& text, const std::string& key = "k",
              const std::string& room_name = "#general") {
        return post("/room/say", {{"room", room_name}, {"text", text}, {"key", key}}, cookie);
    }
    Page page(const std::string& cookie) {
        return Page{port, "/room/live", {{"Cookie", cookie}, {"Origin", origin}}};
    }
    void pass(Duration d) {
        thread.run([&] { bot.pass(d); });
    }
    std::size_t asked() {
        std::size_t n = 0;
        thread.run([&] { n = bot.asks.size(); });
        return n;
    }
    Ask last_ask() {
        Ask ask;
        thread.run([&] { ask = bot.asks.back(); });
        return ask;
    }

    FakeBot bot;
    std::vector<Delivery> kept;
    LoopThread thread;
    std::unique_ptr<net::HttpServer> server;
    std::unique_ptr<room::Room> room;
    std::uint16_t port{};
    std::string origin;
};

inline json next(test::Page& page) {
    const auto frame = page.next();
    return frame ? json::parse(*frame, nullptr, false) : json{};
}

} // namespace tocsin::test
