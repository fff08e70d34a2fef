// Slack as a chat platform of Tocsin's: people's lines become Asks, what Tocsin says becomes messages there.
// Everything of Slack's stays in this folder.
//
// Secrets come from the environment, files or credentials (bot/secrets), never from the config.
#pragma once

#include "integrations/integration.hpp"
#include "integrations/net/http_server.hpp"
#include "integrations/net/web.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tocsin::slack {

struct Settings {
    enum class Mode : std::uint8_t { socket, http } mode{Mode::socket};
    std::string base_url{"https://slack.com/api/"};
    std::string bot_token, app_token, signing_secret; // app_token: socket mode; signing_secret: HTTP mode
    int sockets{2};
    std::string prefix{"/incident "};
    std::string link_base{}; // of the own room as people reach it; empty: no links
    std::vector<std::string> timeline_reactions{"pushpin",
                                                "memo"}; // make an entry of the message they are put on
    std::string taken_reaction{"white_check_mark"};      // shows that it was made; empty: none
    bool canary{true}; // a private channel in which Tocsin listens to itself
};

struct Doors {
    Inbound& inbound;
    Reader& reader;
    const Backstage& backstage;
    runtime::Scheduler& scheduler;
    net::Web& web;
    std::function<Instant()> now;
    std::function<void(std::span<std::byte>)> random;
    std::function<double()> jitter;
    std::function<std::optional<std::string>(std::string_view)> remembered;
    std::function<void(std::string, std::string)> remember;
    std::function<void(const std::string&)> problem; // for the log; never a secret, no chat text
};

// For /metrics, /readyz and the doctor.
struct Status {
    bool reachable{}, hears{}, stopped{};
    int sockets{}, sockets_wanted{}, connections_reported{};
    Instant last_frame{};
    std::uint64_t frames{}, retried{}, reconnects{}, limited{};
    std::string team;
};

class Slack final : public ChatPort {
public:
    static constexpr PlatformTraits traits{
        .makes_rooms = true, .hides_commands = true, .accounts_are_ids = true};

    Slack(Settings, Doors);
    ~Slack() override;
    void start();
    // Nothing is taken any more; Close frames. `done` within 5 s.
    void stop(std::function<void()> done);
    void serve(net::HttpServer&); // HTTP mode: its three routes

    Status status() const;
    std::string_view platform() const override { return "slack"; }
    void deliver(Delivery, std::function<void(Delivered)> done) override;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::slack
