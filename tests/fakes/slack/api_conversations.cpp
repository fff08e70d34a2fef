// conversations.*: making, naming and closing channels.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/shapes.hpp"

namespace tocsin::fakes {
namespace {

constexpr std::size_t topic_points_max = 250;

void need_free_name(Slack& slack, const std::string& name) {
    if (const auto problem = name_problem(name)) throw Refused{*problem};
    if (slack.world.named(name)) throw Refused{"name_taken"};
    for (const auto& [id, user] : slack.world.users)
        if (user.name == name) throw Refused{"name_taken"};
    for (const auto& [id, group] : slack.world.groups)
        if (group.handle == name) throw Refused{"name_taken"};
}

Channel& managed(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    if (channel.direct()) throw Refused{"method_not_supported_for_channel_type"};
    need_scope(slack, scope_for(channel, "manage"));
    return channel;
}

json create(Slack& slack, Call& call) {
    const bool closed = call.flag("is_private");
    need_scope(slack, closed ? "groups:write" : "channels:manage");
    const auto name = call.text("name");
    need_free_name(slack, name);
    const auto& bot = slack.world.bot_user;
    const auto id = slack.world.add(Channel{.name = name,
                                            .kind = closed ? Channel::Kind::closed : Channel::Kind::open,
                                            .creator = bot,
                                            .members = {bot},
                                            .created = seconds_of(slack.now())});
    return {{"channel", channel_json(slack, slack.world.channels.at(id))}};
}

json rename_channel(Slack& slack, Call& call) {
    auto& channel = managed(slack, call);
    need_member(slack, channel);
    need_live(channel);
    const auto name = call.text("name");
    if (name != channel.name) need_free_name(slack, name);
    if (channel.creator != slack.world.bot_user) throw Refused{"not_authorized"};
    if (name != channel.name) rename(slack, channel, name, slack.world.bot_user);
    return {{"channel", channel_json(slack, channel)}};
}

json topic(Slack& slack, Call& call, bool purpose) {
    auto& channel = channel_of(slack, call);
    if (channel.kind == Channel::Kind::open && slack.settings.scopes.contains("channels:write.topic")) {
    } else {
        managed(slack, call);
    }
    need_member(slack, channel);
    need_live(channel);
    const auto text = call.text(purpose ? "purpose" : "topic");
    if (points(text) > topic_points_max) throw Refused{"too_long"};
    set_topic(slack, channel, text, slack.world.bot_user, purpose);
    return {{"channel", channel_json(slack, channel)}};
}
json set_topic_method(Slack& slack, Call& call) { return topic(slack, call, false); }
json set_purpose(Slack& slack, Call& call) { return topic(slack, call, true); }

json archive(Slack& slack, Call& call) {
    auto& channel = managed(slack, call);
    if (channel.general) throw Refused{"cant_archive_general"};
    if (channel.archived) throw Refused{"already_archived"};
    need_member(slack, channel);
    set_archived(slack, channel, true, slack.world.bot_user);
    return json::object();
}

json unarchive(Slack& slack, Call& call) {
    auto& channel = managed(slack, call);
    if (!channel.archived) throw Refused{"not_archived"};
    need_member(slack, channel);
    set_archived(slack, channel, false, slack.world.bot_user);
    return json::object();
}

json info(Slack& slack, Call& call) {
    const auto& channel = channel_of(slack, call);
    need_scope(slack, scope_for(channel, "read"));
    auto shown = channel_json(slack, channel);
    if (call.flag("include_num_members")) shown["num_members"] = channel.members.size();
    return {{"channel", shown}};
}

json list(Slack& slack, Call& call) {
    auto types = call.list("types");
    if (types.empty()) types = {"public_channel"};
    std::vector<Channel::Kind> kinds;
    for (const auto& type : types) {
        static const std::map<std::string, Channel::Kind> known{{"public_channel", Channel::Kind::open},
                                                                {"private_channel", Channel::Kind::closed},
                                                                {"im", Channel::Kind::im},
                                                                {"mpim", Channel::Kind::mpim}};
        const auto kind = known.find(type);
        if (kind == known.end()) throw Refused{"invalid_types"};
        need_scope(slack, scope_for(Channel{.name = {}, .kind = kind->second}, "read"));
        kinds.push_back(kind->second);
    }
    std::vector<const Channel*> found;
    for (const auto& [id, channel] : slack.world.channels) {
        if (std::find(kinds.begin(), kinds.end(), channel.kind) == kinds.end()) continue;
        if (channel.kind != Channel::Kind::open && !channel.has(slack.world.bot_user)) continue;
        if (channel.archived && call.flag("exclude_archived")) continue;
        found.push_back(&channel);
    }
    const auto page = page_of(call, found.size(), 100, 999);
    json out{{"channels", json::array()}, {"response_metadata", {{"next_cursor", page.next}}}};
    for (auto i = page.from; i < page.to; ++i) {
        out["channels"].push_back(channel_json(slack, *found[i]));
        out["channels"].back()["num_members"] = found[i]->members.size();
    }
    return out;
}

} // namespace

const std::vector<MethodRow>& conversation_methods() {
    static const std::vector<MethodRow> rows{
        {"conversations.create", tier2, true, "channels:manage|groups:write", create},
        {"conversations.rename", tier2, true, "channels:manage|groups:write", rename_channel},
        {"conversations.setTopic", tier2, true, "channels:manage|channels:write.topic|groups:write",
         set_topic_method},
        {"conversations.setPurpose", tier2, true, "channels:manage|channels:write.topic|groups:write",
         set_purpose},
        {"conversations.archive", tier2, true, "channels:manage|groups:write", archive},
        {"conversations.unarchive", tier2, true, "channels:manage|groups:write", unarchive},
        {"conversations.info", tier3, false, "channels:read|groups:read|im:read", info},
        {"conversations.list", tier2, false, "channels:read|groups:read|im:read", list},
    };
    return rows;
}

} // namespace tocsin::fakes
