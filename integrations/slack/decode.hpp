// What Slack says, as plain structs: Socket Mode frames, and the bodies of HTTP mode, whose payloads are the same
// (SLACK.md 1, 2, 6, 7). Pure: bytes in, values out; unknown fields are ignored, unknown kinds are `Other`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin::slack {

inline constexpr std::size_t frame_bytes_max = 4 << 20;

// Who did it, and from which company: outsiders of a shared channel have another team.
struct Actor {
    std::string user;       // "U123" or "W123"; empty: nobody named
    std::string name{};     // as shown, where the payload says it
    std::string team{};     // of that person; empty: not said
    bool operator==(const Actor&) const = default;
};

struct SlashCommand {
    Actor actor;
    std::string team, enterprise, app; // where it was typed; app: api_app_id
    std::string channel, channel_name; // "directmessage", "privategroup" where there is no public name
    std::string command, text;         // "/incident", and what follows as typed (escaped, SLACK.md 5)
    std::string response_url, trigger_id;
    bool ssl_check{};                  // HTTP mode only: nothing is to be done
    bool operator==(const SlashCommand&) const = default;
};

struct Message { // posted, by a person, a bot, or Slack itself
    std::string channel, channel_type; // channel, group, im, mpim
    Actor actor;                       // user empty for old webhooks
    std::string bot_id, app_id;        // of a bot's message, from bot_profile too
    std::string subtype;               // "" a plain one; "file_share", "thread_broadcast", "channel_join", ...
    std::string text, ts, thread_ts;   // thread_ts of a reply is its parent's ts; empty: not a reply, so also of a parent
    std::vector<std::string> files;    // their names
    std::string outbox;                // of our own: metadata tocsin_outbox, event_payload.id
    bool operator==(const Message&) const = default;
};
struct MessageChanged {
    Message now; // what it is since; its ts is that of the first post
    std::string old_text;
    std::string edited_by, edited_ts; // empty: not by a person (an unfurl, a thread's count)
    bool operator==(const MessageChanged&) const = default;
};
struct MessageDeleted { // or turned into a tombstone, since it has replies
    Message before;
    std::string deleted_ts;
    bool operator==(const MessageDeleted&) const = default;
};
struct AppMention { // comes beside the same message of the channel
    Message message;
    bool operator==(const AppMention&) const = default;
};
struct Reaction {
    bool added{};
    Actor actor;
    std::string reaction; // without colons and skin tone
    std::string channel, ts;      // of the message
    std::string item_user, event_ts;
    bool operator==(const Reaction&) const = default;
};
struct Pin {
    bool added{};
    Actor actor;
    std::string channel;
    std::optional<Message> message; // a pinned message; files have none
    std::string event_ts;
    bool operator==(const Pin&) const = default;
};
struct Membership {
    bool joined{};
    Actor actor;
    std::string channel, inviter;
    bool operator==(const Membership&) const = default;
};
struct ChannelChanged { // rename, archive, unarchive, of public and private ones; the id may change as well
    enum class What : std::uint8_t { renamed, archived, unarchived, id_changed } what{};
    std::string channel, name, new_id;
    bool operator==(const ChannelChanged&) const = default;
};
struct HomeOpened {
    Actor actor;
    std::string tab; // "home", "messages"
    bool operator==(const HomeOpened&) const = default;
};
struct GroupMembers { // of a user group
    std::string group;
    bool operator==(const GroupMembers&) const = default;
};
struct Revoked { // app_uninstalled, tokens_revoked: stop, alarm
    bool uninstalled{};
    bool operator==(const Revoked&) const = default;
};
struct Other { // message_replied is one too: the parent of a reply once more
    std::string type;
    bool operator==(const Other&) const = default;
};

using Event = std::variant<Other, Message, MessageChanged, MessageDeleted, AppMention, Reaction, Pin, Membership,
                           ChannelChanged, HomeOpened, GroupMembers, Revoked>;
// Here and in interactions `team` and `enterprise` are those of our installation that it was sent to: where it differs
// from team_id (channels shared with another company), the authorization or the view says so. `app` is api_app_id.
struct EventCallback {
    std::string team, enterprise, app, event_id;
    std::string event_ts; // when it happened; of a message its ts
    std::int64_t event_time{}; // when it was sent, in s
    bool shared_channel{}; // other companies read it (is_ext_shared_channel)
    Event event;
    bool operator==(const EventCallback&) const = default;
};

struct Action { // one pressed button, chosen option, ...
    std::string action_id, block_id, type, value; // value: of the button, the selected option, user, date, ...
    std::string action_ts;
    bool operator==(const Action&) const = default;
};
struct View {
    std::string id, callback_id, private_metadata, hash, external_id;
    // The inputs: block_id, then action_id. One value; of multi selects the values joined by ','.
    std::map<std::string, std::map<std::string, std::string>> values;
    bool operator==(const View&) const = default;
};
struct BlockActions {
    Actor actor;
    std::string team, app, trigger_id, response_url;
    std::string container;             // "message", "view", ...
    std::string channel, channel_name, message_ts, thread_ts;
    bool ephemeral{};
    std::vector<Action> actions;
    std::optional<View> view;
    bool operator==(const BlockActions&) const = default;
};
struct ViewSubmission {
    Actor actor;
    std::string team, app, trigger_id;
    View view;
    std::vector<std::pair<std::string, std::string>> response_urls; // channel id, url
    bool operator==(const ViewSubmission&) const = default;
};
struct ViewClosed {
    Actor actor;
    std::string team, app;
    View view;
    bool cleared{};
    bool operator==(const ViewClosed&) const = default;
};
struct Shortcut { // global: no channel, no response_url
    Actor actor;
    std::string team, app, callback_id, trigger_id, action_ts;
    bool operator==(const Shortcut&) const = default;
};
struct MessageAction {
    Actor actor;
    std::string team, app, callback_id, trigger_id, response_url, action_ts;
    std::string channel, channel_name;
    Message message;
    bool operator==(const MessageAction&) const = default;
};
struct BlockSuggestion {
    Actor actor;
    std::string team, app, action_id, block_id, value;
    bool operator==(const BlockSuggestion&) const = default;
};
using Interaction =
    std::variant<Other, BlockActions, ViewSubmission, ViewClosed, Shortcut, MessageAction, BlockSuggestion>;

// A Socket Mode frame.
struct Hello {
    std::string app;
    int connections{};                // num_connections: of the whole app
    std::int64_t lives_seconds{};     // approximate_connection_time; 0: not said
    bool operator==(const Hello&) const = default;
};
struct Disconnect {
    std::string reason; // warning, refresh_requested, link_disabled, too_many_websockets, ...
    bool operator==(const Disconnect&) const = default;
};
using Payload = std::variant<Other, Hello, Disconnect, EventCallback, SlashCommand, Interaction>;
struct Frame {
    std::string envelope_id; // empty: nothing to acknowledge
    bool accepts_payload{};
    int retry_attempt{};
    std::string retry_reason;
    Payload payload;
    bool operator==(const Frame&) const = default;
};

// nullopt: no JSON object, or beyond the limits (net::parse_untrusted). A frame whose envelope can be read but whose
// payload cannot is Other, so that it is acknowledged all the same.
std::optional<Frame> frame_from(std::string_view text);

// HTTP mode. `body` is raw; content_type decides between JSON and forms. UrlVerification: answer with the challenge.
struct UrlVerification {
    std::string challenge;
    bool operator==(const UrlVerification&) const = default;
};
struct RateLimited { // app_rate_limited: events of that minute are lost
    std::string team;
    std::int64_t minute{}; // s
    bool operator==(const RateLimited&) const = default;
};
using HttpPayload = std::variant<Other, UrlVerification, RateLimited, EventCallback, SlashCommand, Interaction>;
std::optional<HttpPayload> body_from(std::string_view body, std::string_view content_type);

// The signature of a request (SLACK.md 2): "v0=" and HMAC-SHA256 in hex. Compared in constant time; false as well for a
// time that is more than 5 min away from now. `now_seconds` since 1970.
bool signed_by(std::string_view secret, std::string_view timestamp, std::string_view signature, std::string_view body,
               std::int64_t now_seconds);

} // namespace tocsin::slack
