// The own room: a chat of Tocsin's own, served as a web page. A full integration like Slack: it turns what
// people type into Asks and shows what it is told to deliver (DESIGN 5).
//
// Pages (all answered with the same page.html; the script reads the address):
//   GET /                overview        GET /r/NAME   a room ("/r/ops" is #ops)
//   GET /i/INC-7         an incident     GET /i/INC-7/draft   its draft
//   GET /help            commands        GET /join     takes the code from the fragment
//   GET /assets/FILE     page files, embedded
//
// What the script calls (JSON; the session cookie identifies the person; POST needs a matching Origin):
//   POST /room/join      {"code":"...","name":"ana"} -> {"name":"ana"} and the cookie
//        403 {"error":"..."} for a used, unknown or expired code, 409 {"error":"..."} for a name that
//        somebody else has or that cannot be; the error is a sentence to show
//   POST /room/invite    {"name":"li"|""} -> {"link":"http://127.0.0.1:8080/join#CODE"}
//        one-time, 24 h; with a name, only that name may be used, also one that exists
//   GET  /room/state     -> {"me":{"id":1,"name":"ana"},"prefix":"/incident ","rooms":["#ops","#inc-7",...],
//                            "overview":{...Reader::overview},"commands":[...Reader::completion],
//                            "people":[{"id":1,"name":"ana"}],"now":ms}; "id" is 0 before the first line
//   GET  /room/talk?room=%23ops[&before=ID] -> {"lines":[LINE...]} oldest first, at most 200
//   GET  /room/incident?ref=INC-7       -> card_json          404 {"error":"..."}
//   GET  /room/timeline?ref=INC-7[&full=1] -> timeline_json
//   GET  /room/draft?ref=INC-7[&format=md] -> the draft's JSON, or Markdown
//   POST /room/say       {"room":"#ops","text":"/incident declare ...","key":"random"}
//        the key is made by the page and kept until confirmed -> {"answer":ANSWER} for a command,
//        {"talk":LINE} for talk; 429 too many lines at once, 503 not saved: both may be sent again
//   any of them without a valid cookie: 401 {"error":"..."}; from another site's page: 403 {"error":"..."}
//
// GET /room/live (WebSocket, same cookie, Origin checked) pushes frames, each one JSON object:
//   {"type":"hello","now":ms}                        first frame; the page then loads /room/state
//   {"type":"line","line":LINE}                      new line in a room, from people or from Tocsin
//   {"type":"card","room":"#inc-7","card":{...card_json}}   the card changed
//   {"type":"overview","overview":{...}}             something in the overview changed
//   {"type":"rooms","rooms":[...]}                   a room appeared
//   {"type":"ping","now":ms}                         every 20 s: after 60 s without, a page reconnects
//
// LINE   = {"id":12,"room":"#inc-7","from":"ana"|"tocsin","person":1,"at":ms,"text":"...",
//           "message":MESSAGE|null,"only_you":true|false,"kind":"talk"|"bot"|"page"|"reminder"}
//          Tocsin's lines carry the message of commands/core/message.hpp to_json; "text" is its plain form.
// ANSWER = commands/core/decision.hpp to_json.
#pragma once

#include "integrations/integration.hpp"
#include "integrations/net/http_server.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace tocsin::room {

struct Settings {
    std::string address{"127.0.0.1"};
    std::uint16_t port{8080};
    std::string prefix{"/incident "}; // command word and space
    // Rooms that exist from the start; people make more by talking there.
    std::vector<std::string> rooms{"#general"};
    std::string link_base{}; // "https://tocsin.example.org" behind a proxy; empty: from address and port
};

// What the room needs of the shell besides the ports. All are called on the loop.
struct Doors {
    Inbound& inbound;
    Reader& reader;
    runtime::Scheduler& scheduler;
    std::function<Instant()> now;
    std::function<void(std::span<std::byte>)> random;
    // Small named values that survive a restart (sessions, open join codes); durable soon, not at once.
    std::function<std::optional<std::string>(std::string_view)> remembered;
    std::function<void(std::string, std::string)> remember;
    // Makes a delivered message a line by Tocsin (person 0, text is the body), with its id. The shell stores
    // it and then calls said() with it, as with every line: nothing is shown that is not on disk (P1).
    std::function<TalkLine(const Delivery&)> keep;
};

class Room final : public ChatPort {
public:
    Room(Settings, Doors);
    ~Room() override;

    // Adds its pages and calls to the server.
    void serve(net::HttpServer&);
    // A fresh one-time join link ("http://127.0.0.1:8080/join#CODE"), valid 24 h; `name` empty: any name.
    std::string join_link(std::string_view name = {});
    // Everybody who looks at a room hears of these (called by the shell after commit).
    void said(const TalkLine&);
    void changed(IncidentId, const RoomId& home, std::function<std::string()> card); // card and overview
    void stop();

    std::string_view platform() const override { return "room"; }
    void deliver(Delivery, std::function<void(Delivered)> done) override;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::room
