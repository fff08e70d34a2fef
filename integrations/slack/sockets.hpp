// Socket Mode (SLACK.md 1): several connections at a time, each refreshed by opening the new one before the
// old one is closed, so that Tocsin is never deaf; dead ones noticed; reconnecting with jitter.
#pragma once

#include "integrations/net/web.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "integrations/slack/api.hpp"
#include "integrations/slack/decode.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace tocsin::slack {

class Sockets {
public:
    // Acknowledges an envelope on the connection that brought it; the payload only where it was accepted.
    // Once; a connection that is gone takes it with it, and Slack sends events again.
    using Ack = std::function<void(const std::optional<nlohmann::json>& payload)>;
    struct Doors {
        Api& api;
        net::Web& web;
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<double()> jitter;
        std::function<void(Frame, Ack)> take;
        // Whether any connection is up; told when that changes.
        std::function<void(bool hears)> hears;
        std::function<void(const std::string&)>
            problem; // for the log and for people; said once each time it begins
    };

    static constexpr Duration ping_each = seconds{10};
    static constexpr Duration dead_after = seconds{30}; // without any frame
    static constexpr Duration hello_within = seconds{15};
    static constexpr Duration old_lives = seconds{10}; // after its successor is up
    static constexpr Duration retry_first = seconds{1}, retry_max = seconds{60};
    static constexpr Duration good_after = seconds{60};    // then the next retry is quick again
    static constexpr Duration crowded_rest = minutes{5};   // too many sockets, or switched off
    static constexpr Duration strangers_for = minutes{10}; // num_connections above ours: then an alarm

    Sockets(int count, Doors);
    ~Sockets();
    void start();
    // Close frames to all; nothing is taken any more. `done` when they are closed, or after 5 s.
    void stop(std::function<void()> done);
    // All connections anew: nothing is heard on them though they look alive.
    void renew();

    struct Status {
        int up{}, wanted{}, reported{}; // reported: num_connections of the newest hello
        std::uint64_t frames{}, retried{}, unknown{}, reconnects{};
        Instant last_frame{};
        bool stopped_for_good{}; // the token is no good: nothing is tried any more
    };
    Status status() const;

private:
    struct Line;
    using Ptr = std::shared_ptr<Line>;
    void open(int slot);
    void dial(int slot, const std::string& url);
    void opened(const Ptr&, const Hello&);
    void text(const Ptr&, const std::string&);
    void closed(const Ptr&, const std::string& why);
    void replace(const Ptr&, Duration rest);
    void retry(int slot, Duration at_least);
    void close(const Ptr&);
    void beat();
    void look_for_strangers();
    int up() const;
    void tell();

    int count_;
    Doors doors_;
    std::map<int, Ptr> lines_;     // by slot: the one that counts
    std::map<Line*, Ptr> leaving_; // replaced, and still read until they close
    std::map<int, std::uint32_t> failures_;
    std::map<int, bool> opening_;
    Status status_;
    Instant strangers_since_{};
    bool told_{}, strangers_told_{}, stopping_{}, crowded_told_{};
    std::function<void()> stopped_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace tocsin::slack
