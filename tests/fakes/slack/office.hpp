// A small workspace to begin a test with: a few people and channels, a clock that is moved by hand, and short
// ways to call methods and to read what came over a socket.
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

// The people and channels below, put into a world; the members are their ids.
struct Furniture {
    explicit Furniture(World&);
    // People: mei and ana of ours, gus a guest, eve of another company, zed who left, roy of another bot.
    std::string mei, ana, gus, eve, zed, roy;
    // ops: open, with mei, ana and the bot. quiet: open, without the bot. secret: closed, with mei and the
    // bot. hidden: closed, without the bot. old: archived, with the bot. shared: with eve's company.
    std::string ops, quiet, secret, hidden, old, shared;
    std::string dba; // a user group of mei and ana
};

// The machine and its clock: a base of Office, so that they are there before the furniture.
struct Building {
    explicit Building(Settings settings) : slack{[this] { return now; }, std::move(settings)} {}
    Instant now{std::chrono::sys_days{std::chrono::year{2025} / 11 / 29} + std::chrono::hours{12}};
    Slack slack;
};

struct Office : Building, Furniture {
    explicit Office(Settings settings = {})
        : Building{std::move(settings)}, Furniture{Building::slack.world} {}

    // POST with the bot's token and JSON (write methods) or a form (read methods).
    json call(const std::string& method, const json& arguments = json::object());
    Answer form(const std::string& method, const json& arguments);                        // always as a form
    std::string error(const std::string& method, const json& arguments = json::object()); // "" for ok
    std::string say(const std::string& channel, const std::string& text);                 // by the bot; ts

    // One socket, as a well-behaved client has it: collects frames, acks nothing by itself.
    struct Tap {
        std::optional<Sockets::Id> id;
        std::vector<json> frames;
        std::optional<int> closed; // the code; 0: cut
    };
    std::shared_ptr<Tap> connect(bool debug_reconnects = false);
    void ack(Tap&, const json& envelope, const json& payload = nullptr);
    // The newest envelope of that kind of payload: "message", "reaction_added", "/incident", "block_actions";
    // null: none.
    static json newest(const Tap&, const std::string& about);
    static std::size_t count(const Tap&, const std::string& about);
    static std::string about(const json& frame);

    void pass(Duration); // the clock moves, and what is due happens on the way
};

} // namespace tocsin::fakes
