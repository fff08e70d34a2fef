// HTTP mode (SLACK.md 2): Slack posts to us instead of us listening on a socket. Checks the signature before
// anything is read, hands the same values on as Socket Mode does, and answers within Slack's 3 s.
//   401 not signed, or more than 5 min old · 400 signed, but not to be read · 503 events that could not be
//   recorded 200 everything else. Slack repeats events after a 503, and never commands and interactions:
//   those are told.
// The Host guard of the server has to know the public host name: HttpServer::allow_hosts.
#pragma once

#include "integrations/net/http_server.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "integrations/slack/decode.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tocsin::slack {

struct RetryInfo {
    int num{};          // 1 to 3; 0: the first time
    std::string reason; // http_timeout, connection_failed, ...
};

class HttpMode {
public:
    static constexpr Duration answer_within{2'500}; // of Slack's 3 s

    struct Settings {
        std::string signing_secret; // empty: nobody is let in
        std::string events{"/slack/events"}, commands{"/slack/commands"}, interactions{"/slack/interactions"};
    };
    // Once, on the loop, now or later; later calls are ignored. `payload`: as in an acknowledgement of Socket
    // Mode. `recorded` false: it is not on disk; for commands and interactions `payload` is then only sent if
    // it is given.
    using Ack = std::function<void(std::optional<nlohmann::json> payload, bool recorded)>;
    // An acknowledgement that came after Slack had been answered, of a command or an interaction, and what it
    // says (a message). `response_url` may be empty: then only a direct message can tell.
    struct Late {
        std::string response_url;
        Actor actor;
        std::optional<nlohmann::json> payload;
        bool recorded{};
    };
    struct Doors {
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<void(HttpPayload, RetryInfo, Ack)> take; // never ssl_check or UrlVerification
        std::function<void(Late)> late;
    };

    HttpMode(Settings, Doors);
    ~HttpMode();
    // The routes stay with the server. After ~HttpMode they answer 503, and nothing calls a door.
    void serve(net::HttpServer&);

    struct Counts {
        std::uint64_t requests{}, unsigned_requests{}, unreadable{}, retries{}, late{}, not_recorded{};
    };
    const Counts& counts() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::slack
