// conversations.*: who is in a channel, and direct messages.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/shapes.hpp"

namespace tocsin::fakes {
namespace {

constexpr std::size_t invited_max = 100;

// Why this one cannot be invited; "": they can.
std::string hindrance(const Slack& slack, const Channel& channel, const std::string& id, const World& world) {
    const auto found = world.users.find(id);
    if (found == world.users.end()) return "user_not_found";
    const auto& user = found->second;
    if (id == world.bot_user) return "cant_invite_self";
    if (channel.has(id)) return "already_in_channel";
    if (user.deleted || id == "USLACKBOT" || user.workflow) return "cant_invite";
    if (user.stranger || (user.team != slack.world.team && !channel.shared))
        return "no_external_invite_permission";
    if (user.single_channel) {
        for (const auto& [other, c] : world.channels)
            if (!c.direct() && c.has(id)) return "ura_max_channels";
    }
    if (user.guest && channel.kind == Channel::Kind::open) return "user_is_restricted";
    return {};
}

json invite(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    if (channel.direct()) throw Refused{"method_not_supported_for_channel_type"};
    need_scope(slack, scope_for(channel, "manage"));
    need_member(slack, channel);
    need_live(channel);
    const auto users = call.list("users");
    if (users.empty()) throw Refused{"no_user"};
    if (users.size() > invited_max) throw Refused{"too_many_users"};
    std::vector<std::string> good;
    json errors = json::array();
    for (const auto& id : users) {
        const auto why = hindrance(slack, channel, id, slack.world);
        if (why.empty())
            good.push_back(id);
        else
            errors.push_back({{"user", id}, {"ok", false}, {"error", why}});
    }
    // One that fails lets all fail, unless `force` is said.
    if (!errors.empty() && (good.empty() || !call.flag("force")))
        throw Refused{errors[0]["error"], {{"errors", errors}}};
    for (const auto& id : good) add_member(slack, channel, id, slack.world.bot_user);
    json out{{"channel", channel_json(slack, channel)}};
    if (!errors.empty()) out["errors"] = errors;
    return out;
}

json kick(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    need_scope(slack, scope_for(channel, "manage"));
    need_member(slack, channel);
    if (channel.general) throw Refused{"cant_kick_from_general"};
    const auto& user = user_of(slack, call);
    if (user.id == slack.world.bot_user) throw Refused{"cant_kick_self"};
    if (!channel.has(user.id)) throw Refused{"not_in_channel"};
    remove_member(slack, channel, user.id);
    return json::object();
}

json join(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    if (channel.kind != Channel::Kind::open) throw Refused{"method_not_supported_for_channel_type"};
    need_live(channel);
    if (channel.has(slack.world.bot_user))
        call.warnings.emplace_back("already_in_channel");
    else
        add_member(slack, channel, slack.world.bot_user, {});
    return {{"channel", channel_json(slack, channel)}};
}

json members(Slack& slack, Call& call) {
    const auto& channel = channel_of(slack, call);
    need_scope(slack, scope_for(channel, "read"));
    const auto page = page_of(call, channel.members.size(), 100, 1000);
    json list = json::array();
    for (auto i = page.from; i < page.to; ++i) list.push_back(channel.members[i]);
    return {{"members", list}, {"response_metadata", {{"next_cursor", page.next}}}};
}

json open(Slack& slack, Call& call) {
    auto& world = slack.world;
    if (const auto id = call.text("channel"); !id.empty()) {
        const auto& channel = channel_of(slack, call);
        if (!channel.direct()) throw Refused{"method_not_supported_for_channel_type"};
        return {{"channel", {{"id", channel.id}}}, {"no_op", true}, {"already_open", true}};
    }
    auto users = call.list("users");
    if (users.empty()) throw Refused{"users_list_not_supplied"};
    if (users.size() > 8) throw Refused{"too_many_users"};
    for (const auto& id : users) {
        const auto* user = world.user(id);
        if (!user) throw Refused{"user_not_found"};
        if (user->deleted) throw Refused{"user_disabled"};
        if (user->stranger) throw Refused{"user_not_visible"};
        if (id == world.bot_user) throw Refused{"cannot_dm_bot"};
    }
    const auto before = world.channels.size();
    const Channel* channel{};
    if (users.size() == 1) {
        channel = &world.direct(users[0], slack.now());
    } else {
        need_scope(slack, "mpim:write");
        users.push_back(world.bot_user);
        channel = &world.channels.at(world.add(Channel{.name = "mpdm",
                                                       .kind = Channel::Kind::mpim,
                                                       .members = users,
                                                       .created = seconds_of(slack.now())}));
    }
    json out{{"channel", call.flag("return_im") ? channel_json(slack, *channel) : json{{"id", channel->id}}}};
    if (world.channels.size() == before) {
        out["no_op"] = true;
        out["already_open"] = true;
    }
    return out;
}

} // namespace

const std::vector<MethodRow>& membership_methods() {
    static const std::vector<MethodRow> rows{
        {"conversations.invite", tier3, true, "channels:manage|groups:write", invite},
        {"conversations.kick", tier3, true, "channels:manage|groups:write", kick},
        {"conversations.join", tier3, true, "channels:join", join},
        {"conversations.members", tier4, false, "channels:read|groups:read|im:read", members},
        {"conversations.open", tier3, true, "im:write", open},
    };
    return rows;
}

} // namespace tocsin::fakes
