// Stores what happened, and tells it.
#include "tests/fakes/slack/events.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

bool subscribed(const Slack& slack, const json& event) {
    const auto& events = slack.settings.events;
    const auto type = event.at("type").get<std::string>();
    if (type != "message") return events.contains(type);
    const auto kind = event.value("channel_type", "");
    return events.contains("message." + kind + (kind == "channel" || kind == "group" ? "s" : ""));
}

std::string scope_of(const json& event, const Channel* where) {
    const auto type = event.at("type").get<std::string>();
    const bool open = !where || where->kind == Channel::Kind::open;
    if (type == "message")
        return where && where->direct() ? channel_type(*where) + ":history"
               : open                   ? "channels:history"
                                        : "groups:history";
    if (type == "app_mention") return "app_mentions:read";
    if (type.starts_with("reaction_")) return "reactions:read";
    if (type.starts_with("pin_")) return "pins:read";
    if (type.starts_with("subteam_")) return "usergroups:read";
    if (type.starts_with("member_") || type.starts_with("channel_"))
        return open ? "channels:read" : "groups:read";
    if (type.starts_with("group_")) return "groups:read";
    return {};
}

// Of a public channel the app hears renames and the like without being in it; all else only as a member.
bool hears(const Slack& slack, const json& event, const Channel* where) {
    if (!where || where->has(slack.world.bot_user)) return true;
    if (event.value("user", "") == slack.world.bot_user) return true;
    return where->kind == Channel::Kind::open && event.at("type").get<std::string>().starts_with("channel_");
}

json thread_facts(const Channel& channel, const Message& parent) {
    std::vector<std::string> users;
    std::size_t count = 0;
    std::string latest;
    for (const auto& ts : parent.replies) {
        const auto found = channel.messages.find(ts);
        if (found == channel.messages.end() || found->second.hidden) continue;
        ++count;
        latest = ts;
        const auto user = found->second.body.value("user", "");
        if (std::ranges::find(users, user) == users.end()) users.push_back(user);
    }
    if (count == 0) return json::object();
    return {{"thread_ts", parent.ts}, {"reply_count", count}, {"reply_users_count", users.size()},
            {"latest_reply", latest}, {"reply_users", users}, {"is_locked", false}};
}

} // namespace

std::string channel_type(const Channel& channel) {
    switch (channel.kind) {
    case Channel::Kind::open: return "channel";
    case Channel::Kind::closed: return "group";
    case Channel::Kind::im: return "im";
    case Channel::Kind::mpim: return "mpim";
    }
    return {};
}

json bot_profile(const World& world) {
    return {{"id", world.bot},       {"app_id", world.app},     {"user_id", world.bot_user},
            {"name", "Tocsin"},      {"icons", json::object()}, {"deleted", false},
            {"updated", 1764400000}, {"team_id", world.team}};
}

void tell(Slack& slack, json event, const Channel* where, const std::string& team) {
    if (!subscribed(slack, event) || !hears(slack, event, where)) return;
    if (const auto scope = scope_of(event, where); !scope.empty() && !slack.settings.scopes.contains(scope))
        return;
    const auto& world = slack.world;
    const auto type = event.at("type").get<std::string>();
    if (!event.contains("event_ts")) event["event_ts"] = slack.new_ts();
    json payload{{"token", "verification-token"},
                 {"team_id", team.empty() ? world.team : team},
                 {"enterprise_id", nullptr},
                 {"context_team_id", world.team},
                 {"context_enterprise_id", nullptr},
                 {"api_app_id", world.app},
                 {"event", std::move(event)},
                 {"type", "event_callback"},
                 {"event_id", "Ev0" + slack.dice.letters(8)},
                 {"event_time", seconds_of(slack.now())},
                 {"authorizations",
                  {{{"enterprise_id", nullptr},
                    {"team_id", world.team},
                    {"user_id", world.bot_user},
                    {"is_bot", true},
                    {"is_enterprise_install", false}}}},
                 {"is_ext_shared_channel", where && where->shared},
                 {"event_context", "4-" + slack.dice.letters(12)}};
    slack.sockets.deliver({.type = "events_api", .payload = std::move(payload), .again = true});
}

json shown(const Slack& slack, const Channel& channel, const Message& message, bool all_metadata) {
    json out = message.body;
    out["ts"] = message.ts;
    if (message.hidden) {
        out = {{"type", "message"},   {"subtype", "tombstone"}, {"hidden", true},
               {"user", "USLACKBOT"}, {"ts", message.ts},       {"text", "This message was deleted."}};
        out.update(thread_facts(channel, message));
        return out;
    }
    if (message.thread.empty()) {
        out.update(thread_facts(channel, message));
    } else {
        out["thread_ts"] = message.thread;
        const auto parent = channel.messages.find(message.thread);
        if (parent != channel.messages.end()) out["parent_user_id"] = parent->second.body.value("user", "");
        if (message.broadcast) {
            out["subtype"] = "thread_broadcast";
            if (parent != channel.messages.end()) out["root"] = shown(slack, channel, parent->second, false);
        }
    }
    for (const auto& [name, users] : message.reactions)
        out["reactions"].push_back({{"name", name}, {"users", users}, {"count", users.size()}});
    if (std::ranges::find(channel.pins, message.ts, &Pin::ts) != channel.pins.end())
        out["pinned_to"] = {channel.id};
    if (message.metadata.is_object()) {
        out["metadata"] = {{"event_type", message.metadata.at("event_type")}};
        if (all_metadata) out["metadata"] = message.metadata;
    }
    return out;
}

Message& post(Slack& slack, Channel& channel, Draft draft) {
    Message message{.ts = slack.new_ts(),
                    .body = std::move(draft.body),
                    .metadata = std::move(draft.metadata),
                    .thread = std::move(draft.thread),
                    .broadcast = draft.broadcast,
                    .posted = slack.now()};
    message.body["type"] = "message";
    const auto ts = message.ts;
    auto& stored = channel.messages.insert_or_assign(ts, std::move(message)).first->second;
    if (const auto parent = channel.messages.find(stored.thread); parent != channel.messages.end())
        parent->second.replies.push_back(ts);
    const auto* author = slack.world.user(stored.body.value("user", ""));
    const auto foreign = author && author->team != slack.world.team ? author->team : std::string{};
    if (!foreign.empty()) {
        stored.body["user_team"] = foreign;
        stored.body["source_team"] = foreign;
    }
    auto event = shown(slack, channel, stored, true);
    event["channel"] = channel.id;
    event["event_ts"] = ts;
    event["channel_type"] = channel_type(channel);
    event.erase("pinned_to");
    if (stored.broadcast) { // the reply, and once more as shown in the channel
        auto reply = event;
        reply.erase("subtype");
        reply.erase("root");
        tell(slack, reply, &channel, foreign);
    }
    tell(slack, event, &channel, foreign);
    const auto text = stored.body.value("text", "");
    const bool by_us = stored.body.value("user", "") == slack.world.bot_user;
    if (!by_us && !channel.direct() && text.find("<@" + slack.world.bot_user) != std::string::npos) {
        event["type"] = "app_mention";
        event.erase("channel_type");
        tell(slack, event, &channel, foreign);
    }
    return stored;
}

void system_line(Slack& slack, Channel& channel, const std::string& user, const std::string& subtype,
                 const std::string& text, json more) {
    more["user"] = user;
    more["subtype"] = subtype;
    more["text"] = text;
    post(slack, channel, {.body = std::move(more)});
}

void change(Slack& slack, Channel& channel, Message& message, const std::function<void(Message&)>& alter) {
    const auto before = shown(slack, channel, message, false);
    alter(message);
    const auto ts = slack.new_ts();
    tell(slack,
         {{"type", "message"},
          {"subtype", "message_changed"},
          {"hidden", true},
          {"channel", channel.id},
          {"ts", ts},
          {"event_ts", ts},
          {"channel_type", channel_type(channel)},
          {"message", shown(slack, channel, message, true)},
          {"previous_message", before}},
         &channel);
}

void remove(Slack& slack, Channel& channel, Message& message) {
    const auto before = shown(slack, channel, message, false);
    message.hidden = true;
    message.metadata = nullptr;
    std::erase_if(channel.pins, [&](const Pin& p) { return p.ts == message.ts; });
    const auto ts = slack.new_ts();
    const bool replies = before.contains("reply_count");
    json event{{"type", "message"},
               {"hidden", true},
               {"channel", channel.id},
               {"ts", ts},
               {"event_ts", ts},
               {"channel_type", channel_type(channel)},
               {"previous_message", before}};
    if (replies) { // a parent becomes a tombstone, which is a change
        event["subtype"] = "message_changed";
        event["message"] = shown(slack, channel, message, false);
    } else {
        event["subtype"] = "message_deleted";
        event["deleted_ts"] = message.ts;
    }
    const auto gone = message.ts;
    if (!replies) channel.messages.erase(gone);
    tell(slack, event, &channel);
}

} // namespace tocsin::fakes
