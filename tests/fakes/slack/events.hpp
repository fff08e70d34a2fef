// What happens in the workspace, stored and told to the app as events (SLACK.md 6).
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

// An event_callback with this inner event, if the app is subscribed to it and may hear of `where` (nullptr:
// no channel).
void tell(Slack&, json event, const Channel* where, const std::string& team = {});

// A message as history, events and answers show it; of metadata only the type, unless all of it is asked for.
json shown(const Slack&, const Channel&, const Message&, bool all_metadata);

struct Draft {
    json body;
    std::string thread{};
    bool broadcast{};
    json metadata{};
};
// Stores and tells it. `body` has type, user, text and so on; ts is added.
Message& post(Slack&, Channel&, Draft);
// A line of Slack's own: channel_join, channel_topic, ...
void system_line(Slack&, Channel&, const std::string& user, const std::string& subtype,
                 const std::string& text, json more = json::object());
// `change` alters the stored body; message_changed is told with what was there before.
void change(Slack&, Channel&, Message&, const std::function<void(Message&)>& change);
void remove(Slack&, Channel&, Message&);

void add_member(Slack&, Channel&, const std::string& user, const std::string& inviter);
void remove_member(Slack&, Channel&, const std::string& user);
void rename(Slack&, Channel&, const std::string& name, const std::string& by);
void set_archived(Slack&, Channel&, bool archived, const std::string& by);
void set_topic(Slack&, Channel&, const std::string& topic, const std::string& by, bool purpose);
// false: it was there already, or was not there.
bool react(Slack&, Channel&, Message&, const std::string& user, const std::string& name, bool add);
bool pin(Slack&, Channel&, Message&, const std::string& user, bool add);

json bot_profile(const World&);
std::string channel_type(const Channel&); // "channel", "group", "im", "mpim"

} // namespace tocsin::fakes
