// Calls of Slack's Web API: paced by method, channel and workspace, by priority; limits obeyed; every answer
// classed in one place (errors.hpp). One client for everything that Tocsin says to Slack (SLACK.md 3).
#pragma once

#include "commands/core/time.hpp"
#include "integrations/net/web.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "integrations/slack/errors.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>

namespace tocsin::slack {

// Lower goes first. The first two are never held back by what only keeps things tidy.
enum class Lane : std::uint8_t { page, reply, update, card, upkeep, history };

struct ApiResult {
    bool ok{};
    Fate fate{Fate::done};
    bool unreachable{};           // the network, or Slack itself, failed: not an answer to this call
    std::string error;            // Slack's word ("channel_not_found"), or "" where the network failed
    std::string needed, provided; // scopes, with missing_scope
    std::string problem;          // a sentence for people and the log; no secret
    nlohmann::json body;          // object, if ok
    std::string scopes;           // that the token has, "chat:write,commands"; "": not said
    std::string server_date;      // as HTTP has it
    Duration retry_after{};
};

class Api {
public:
    struct Settings {
        std::string base_url; // "https://slack.com/api/", with or without the slash
        std::string bot_token, app_token;
    };
    struct Doors {
        net::Web& web;
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<double()> jitter;
        // Slack answers, or does not any more: told when that changes.
        std::function<void(bool reachable, const std::string& problem)> reached = [](bool,
                                                                                     const std::string&) {};
        std::function<void(const ApiResult&)> refused = [](const ApiResult&) {}; // fates stop and person
    };
    using Done = std::function<void(ApiResult)>;

    static constexpr std::size_t waiting_max = 2'000;
    static constexpr Duration patience = seconds{60}; // in the queue, and for limits; then: later
    static constexpr std::chrono::milliseconds within{10'000};

    Api(Settings, Doors);
    // `channel`: paced as a post to that channel; empty: not a post. Done is called once, on the loop, never
    // from within.
    void call(std::string method, nlohmann::json args, Lane lane, Done, std::string channel = {});
    // apps.connections.open, the one call with the app's token.
    void open_connection(Done);
    // To a response_url or an upload address: no token; not paced.
    void post_to(std::string url, std::string content_type, std::string body, Done);

    bool reachable() const { return failures_ == 0; }
    // While Slack cannot be reached: how long not to try; zero: try.
    Duration rests() const;
    std::uint64_t limited(std::string_view method) const; // 429 seen, for the metrics
    std::size_t waiting() const { return queue_.size(); }

private:
    struct Bucket {
        double tokens{}, capacity{}, per_second{};
        Instant at{};
        Instant paused_until{};
        std::uint64_t limited{};
    };
    struct Call {
        std::string method, channel;
        nlohmann::json args;
        Lane lane{};
        std::uint64_t number{};
        Instant asked{};
        Done done;
    };
    Bucket& bucket(std::string_view method);
    Instant ready_at(const Call&);
    static void refill(Bucket&, Instant);
    static Instant free_at(Bucket&, Instant);
    void pump();
    void send(Call);
    void answered(Call, net::WebResult);
    void finish(const Call&, ApiResult);
    void note_reachable(bool, const std::string& problem);
    net::WebCall request(const std::string& method, const nlohmann::json& args,
                         const std::string& token) const;

    Settings settings_;
    Doors doors_;
    std::list<Call> queue_; // by lane, then number
    std::map<std::string, Bucket, std::less<>> methods_, channels_;
    Bucket workspace_;
    std::uint64_t numbers_{};
    std::uint32_t failures_{};
    Instant rest_until_{};
    bool pumping_{}, timer_{};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// What an answer means; pure.
ApiResult result_of(std::string_view method, const net::WebResult&);

} // namespace tocsin::slack
