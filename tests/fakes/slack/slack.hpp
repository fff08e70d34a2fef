// A Slack workspace with one app installed, as a pure state machine: no sockets, no clock, no chance of its
// own. It refuses what Slack refuses (SLACK.md 3 and 4), delivers as Socket Mode does (SLACK.md 1), lets
// people type, press and submit, and misbehaves on demand (Faults). A listener or the in-process adapter
// carries its bytes.
//
//     fakes::Slack slack{[&] { return now; }};
//     auto mei = slack.world.add(fakes::User{.name = "mei"});
//     auto ops = slack.world.add(fakes::Channel{.name = "ops", .members = {mei, slack.world.bot_user}});
//     slack.people.command("mei", "#ops", "/incident", "declare sev2 Cards fail");
//     slack.seen("mei", "#ops").back().text;
#pragma once

#include "tests/fakes/slack/hooks.hpp"
#include "tests/fakes/slack/people.hpp"
#include "tests/fakes/slack/rates.hpp"
#include "tests/fakes/slack/settings.hpp"
#include "tests/fakes/slack/sockets.hpp"

namespace tocsin::fakes {

struct Request {
    std::string method{"POST"};
    std::string target; // "/api/auth.test?x=y", "/commands/T1/2/abc", "/upload/v1/abc"
    std::map<std::string, std::string, std::less<>> headers{}; // names in lower case
    std::string body{};
};

struct Answer {
    enum class How : std::uint8_t {
        whole,
        cut,
        not_reached
    } how{How::whole}; // cut: the connection just ends
    int status{200};
    std::map<std::string, std::string, std::less<>> headers{};
    std::string body{};
    Duration after{}; // how long to wait before it is sent
};

class Slack {
public:
    explicit Slack(std::function<Instant()> now, Settings = {});
    Slack(const Slack&) = delete;
    Slack& operator=(const Slack&) = delete;

    Settings settings;
    Faults faults;
    World world;
    Timers timers;
    Dice dice;
    Rates rates;
    Sockets sockets{*this};
    Hooks hooks{*this};
    People people{*this};
    Instant now() const { return now_(); }

    // Everything that comes by HTTP: methods, response_url, uploads.
    Answer request(const Request&);
    Answer api(const std::string& method, const std::map<std::string, std::string, std::less<>>& headers,
               const std::string& content_type, const std::string& body);

    // Redelivery, time limits and refreshes wait for these.
    std::optional<Instant> next_due() const { return timers.next(); }
    void run_due(Instant t) { timers.run_due(t); }

    void go_away(Instant until); // outage: sockets are cut, nothing is answered
    void revoke(bool uninstalled = false);

    // What a person has on the screen: messages, ephemerals, errors, in the order of ts. Both by id or by
    // name.
    std::vector<Seen> seen(std::string_view user, std::string_view channel) {
        return people.seen(user, channel);
    }

    // Every request, ack and response_url body, one JSON object each (record.cpp says the fields).
    std::function<void(const json&)> on_record;
    void record(json);
    // What a person would have seen as a malfunction of the app, or Slack would have logged about it.
    std::vector<std::string> complaints;
    void complain(std::string what) { complaints.push_back(std::move(what)); }

    std::string new_ts(); // later than every one before

private:
    Answer answer_method(const std::string& method, const Request&, std::string_view query);
    std::function<Instant()> now_;
    std::int64_t last_micros_{};
};

} // namespace tocsin::fakes
