// Changes of channels and marks on messages, told as events.
#include "tests/fakes/slack/events.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

std::string prefix(const Channel& c) { return c.kind == Channel::Kind::open ? "channel_" : "group_"; }
std::string mention(const std::string& user) { return "<@" + user + ">"; }

} // namespace

void add_member(Slack& slack, Channel& channel, const std::string& user, const std::string& inviter) {
    if (channel.has(user)) return;
    channel.members.push_back(user);
    json event{{"type", "member_joined_channel"},
               {"user", user},
               {"channel", channel.id},
               {"channel_type", channel.kind == Channel::Kind::open ? "C" : "G"},
               {"team", slack.world.users.at(user).team}};
    json more = json::object();
    if (!inviter.empty()) event["inviter"] = more["inviter"] = inviter;
    tell(slack, event, &channel);
    system_line(slack, channel, user, prefix(channel) + "join", mention(user) + " has joined the channel",
                more);
}

void remove_member(Slack& slack, Channel& channel, const std::string& user) {
    system_line(slack, channel, user, prefix(channel) + "leave", mention(user) + " has left the channel");
    std::erase(channel.members, user);
    tell(slack,
         {{"type", "member_left_channel"},
          {"user", user},
          {"channel", channel.id},
          {"channel_type", channel.kind == Channel::Kind::open ? "C" : "G"},
          {"team", slack.world.users.at(user).team}},
         &channel);
}

void rename(Slack& slack, Channel& channel, const std::string& name, const std::string& by) {
    const auto old = std::exchange(channel.name, name);
    channel.previous_names.insert(channel.previous_names.begin(), old);
    tell(slack,
         {{"type", prefix(channel) + "rename"},
          {"channel",
           {{"id", channel.id},
            {"name", name},
            {"name_normalized", name},
            {"created", channel.created},
            {"is_channel", channel.kind == Channel::Kind::open},
            {"is_mpim", false}}}},
         &channel);
    system_line(slack, channel, by, prefix(channel) + "name",
                mention(by) + " has renamed the channel from \"" + old + "\" to \"" + name + "\"",
                {{"old_name", old}, {"name", name}});
}

void set_archived(Slack& slack, Channel& channel, bool archived, const std::string& by) {
    const auto what = prefix(channel) + (archived ? "archive" : "unarchive");
    channel.archived = archived;
    tell(slack, {{"type", what}, {"channel", channel.id}, {"user", by}}, &channel);
    system_line(slack, channel, by, what,
                mention(by) + (archived ? " archived the channel" : " un-archived the channel"),
                archived ? json{{"members", channel.members}} : json::object());
}

void set_topic(Slack& slack, Channel& channel, const std::string& topic, const std::string& by,
               bool purpose) {
    (purpose ? channel.purpose : channel.topic) = topic;
    const std::string word = purpose ? "purpose" : "topic";
    system_line(slack, channel, by, prefix(channel) + word,
                mention(by) + " set the channel " + word + ": " + topic, {{word, topic}});
}

bool react(Slack& slack, Channel& channel, Message& message, const std::string& user, const std::string& name,
           bool add) {
    auto reaction =
        std::ranges::find(message.reactions, name, &decltype(message.reactions)::value_type::first);
    const bool there = reaction != message.reactions.end() &&
                       std::ranges::find(reaction->second, user) != reaction->second.end();
    if (there == add) return false;
    if (add && reaction == message.reactions.end())
        message.reactions.push_back({name, {user}});
    else if (add)
        reaction->second.push_back(user);
    else
        std::erase(reaction->second, user);
    std::erase_if(message.reactions, [](const auto& r) { return r.second.empty(); });
    tell(slack,
         {{"type", add ? "reaction_added" : "reaction_removed"},
          {"user", user},
          {"reaction", name},
          {"item", {{"type", "message"}, {"channel", channel.id}, {"ts", message.ts}}},
          {"item_user", message.body.value("user", "")}},
         &channel);
    return true;
}

bool pin(Slack& slack, Channel& channel, Message& message, const std::string& user, bool add) {
    const auto there = std::ranges::find(channel.pins, message.ts, &Pin::ts);
    if ((there != channel.pins.end()) == add) return false;
    if (add)
        channel.pins.push_back({message.ts, user, seconds_of(slack.now())});
    else
        channel.pins.erase(there);
    tell(slack,
         {{"type", add ? "pin_added" : "pin_removed"},
          {"user", user},
          {"channel_id", channel.id},
          {"item",
           {{"type", "message"},
            {"channel", channel.id},
            {"created", seconds_of(slack.now())},
            {"created_by", user},
            {"message", shown(slack, channel, message, false)}}},
          {"item_user", message.body.value("user", "")},
          {"pin_count", channel.pins.size()}},
         &channel);
    return true;
}

} // namespace tocsin::fakes
