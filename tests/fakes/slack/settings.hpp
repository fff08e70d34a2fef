// How the fake Slack is set up, and how it misbehaves on demand. Everything may be changed while it runs.
#pragma once

#include "tests/fakes/slack/world.hpp"

namespace tocsin::fakes {

struct Settings {
    std::string api_base{
        "https://slack.com/api/"}; // of upload and response addresses too, if those are empty
    std::string hooks_base{"https://hooks.slack.com"}, files_base{"https://files.slack.com"};
    std::string link_base{"wss://wss-primary.slack.com/link/"};
    std::string bot_token{"xoxb-fake-bot-token"}, app_token{"xapp-fake-app-token"};
    // As the manifest has them (SLACK.md 11).
    std::set<std::string> scopes{
        "app_mentions:read", "bookmarks:read",  "bookmarks:write", "channels:history", "channels:join",
        "channels:manage",   "channels:read",   "chat:write",      "commands",         "files:write",
        "groups:history",    "groups:read",     "groups:write",    "im:history",       "im:read",
        "im:write",          "pins:read",       "pins:write",      "reactions:read",   "reactions:write",
        "team:read",         "usergroups:read", "users:read",      "users:read.email"};
    std::set<std::string> events{
        "app_home_opened",    "app_mention",     "app_uninstalled",     "channel_archive",
        "channel_id_changed", "channel_rename",  "channel_unarchive",   "group_archive",
        "group_rename",       "group_unarchive", "member_left_channel", "member_joined_channel",
        "message.channels",   "message.groups",  "message.im",          "pin_added",
        "pin_removed",        "reaction_added",  "reaction_removed",    "subteam_members_changed",
        "tokens_revoked"};
    std::set<std::string> commands{"/incident", "/tocsin"};
    std::set<std::string> shortcuts{"declare_incident", "add_to_timeline", "declare_from_message"};
    bool should_escape{true};
    bool home_tab{true};
    bool rates{true};      // of methods and of posts
    bool delayed_events{}; // hourly retries for a day, an app setting
    // Before each retry of an event that was not acked: almost at once, after 1 min, after 5 min.
    std::vector<Duration> retries{std::chrono::seconds{1}, std::chrono::minutes{1}, std::chrono::minutes{5}};
    std::size_t sockets_max{10};
    Duration ack_within{std::chrono::seconds{3}};
    Duration trigger_lives{std::chrono::seconds{3}};
    Duration hook_lives{std::chrono::minutes{30}};
    int hook_uses{5};
    Duration socket_lives{std::chrono::hours{1}}; // then a warning, and 10 s later the end
    // A connection that ended without Close stays registered so long and gets its share of the payloads (in
    // the field up to 5 h).
    Duration dead_registration_lives{};
    Duration edit_window{}; // 0: no limit
    std::uint64_t seed{1};
};

// What goes wrong with the next calls of a method.
struct ApiFault {
    enum class What : std::uint8_t {
        error,        // ok:false with `error`; nothing was done
        status,       // HTTP `status`; nothing was done
        status_after, // done, and then HTTP `status` all the same
        error_after,  // done, and then ok:false with `error` (fatal_error: "part may have happened")
        late,       // done at once, answered after `delay`: beyond the client's patience, if that is shorter
        cut_before, // the connection ends before it was done
        cut_after,  // done, and the connection ends without an answer
        rate_limited, // 429 with Retry-After `delay`
        not_reached,  // no connection: nothing was sent
    };
    std::string method{"*"}; // "chat.postMessage", "chat.*" or "*"; "hooks" and "upload" for those addresses
    What what{What::error};
    std::string error{"internal_error"};
    int status{500};
    Duration delay{std::chrono::seconds{30}};
    int times{1};    // then it is over; negative: for ever
    double share{1}; // of the calls that match
};

struct Faults {
    std::vector<ApiFault> api;
    double doubled{};   // share of events that come twice
    double acks_lost{}; // share of acks of events that Slack does not see, so that it delivers again
    Duration jitter{};  // payloads are delayed by up to so much, each for itself: the order is lost
    int ghosts{}; // registrations of nobody: in num_connections, and each takes its share of the payloads
    double withheld{}; // share of payloads that reach nobody, besides what ghosts take
    bool stalled{};    // nothing gets through on the sockets, either way; call Sockets::flow() when it ends
    bool link_disabled{};
    Instant away_until{}; // outage: no connection, no socket (Slack::go_away sets it and cuts what is open)
    bool token_revoked{}; // Slack::revoke sets it and tells
};

} // namespace tocsin::fakes
