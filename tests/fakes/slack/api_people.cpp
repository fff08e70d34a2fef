// users.*, usergroups.*, team.info, auth.test, apps.connections.open
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/shapes.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

constexpr std::size_t unpaged_users_max = 500; // above it users.list wants a limit

json auth_test(Slack& slack, Call&) {
    const auto& world = slack.world;
    return {{"url", "https://" + world.domain + ".slack.com/"},
            {"team", world.team_name},
            {"user", world.users.at(world.bot_user).name},
            {"team_id", world.team},
            {"user_id", world.bot_user},
            {"bot_id", world.bot},
            {"is_enterprise_install", false}};
}

json team_info(Slack& slack, Call& call) {
    const auto& world = slack.world;
    if (call.has("team") && call.text("team") != world.team) throw Refused{"team_not_found"};
    return {{"team",
             {{"id", world.team},
              {"name", world.team_name},
              {"domain", world.domain},
              {"email_domain", ""},
              {"url", "https://" + world.domain + ".slack.com/"},
              {"icon", {{"image_default", true}}}}}};
}

json users_info(Slack& slack, Call& call) {
    const auto& user = user_of(slack, call);
    if (user.stranger) throw Refused{"user_not_visible"};
    return {{"user", user_json(slack, user)}};
}

json users_list(Slack& slack, Call& call) {
    std::vector<const User*> all;
    for (const auto& [id, user] : slack.world.users)
        if (!user.stranger) all.push_back(&user);
    if (!call.has("limit") && all.size() > unpaged_users_max) throw Refused{"limit_required"};
    const auto page = page_of(call, all.size(), unpaged_users_max, 1000);
    json out{{"members", json::array()}, {"cache_ts", seconds_of(slack.now())}};
    for (auto i = page.from; i < page.to; ++i) out["members"].push_back(user_json(slack, *all[i]));
    out["response_metadata"] = {{"next_cursor", page.next}};
    return out;
}

json lookup_by_email(Slack& slack, Call& call) {
    const auto email = lower_case(call.need("email"));
    for (const auto& [id, user] : slack.world.users)
        if (!user.email.empty() && lower_case(user.email) == email && !user.deleted && !user.stranger)
            return {{"user", user_json(slack, user)}};
    throw Refused{"users_not_found"};
}

json profile_get(Slack& slack, Call& call) {
    const auto& user = slack.world.user(call.text("user", slack.world.bot_user));
    if (!user) throw Refused{"user_not_found"};
    return {{"profile", user_json(slack, *user)["profile"]}};
}

json group_json(const Slack& slack, const Group& group) {
    return {{"id", group.id},
            {"team_id", slack.world.team},
            {"is_usergroup", true},
            {"is_subteam", true},
            {"name", group.name},
            {"handle", group.handle},
            {"description", ""},
            {"is_external", false},
            {"user_count", group.users.size()},
            {"date_delete", group.disabled ? 1764400000 : 0},
            {"prefs", {{"channels", json::array()}, {"groups", json::array()}}}};
}

json groups_list(Slack& slack, Call& call) {
    json out{{"usergroups", json::array()}};
    for (const auto& [id, group] : slack.world.groups) {
        if (group.disabled && !call.flag("include_disabled")) continue;
        auto one = group_json(slack, group);
        if (call.flag("include_users")) one["users"] = group.users;
        out["usergroups"].push_back(std::move(one));
    }
    return out;
}

Group& group_of(Slack& slack, const Call& call) {
    const auto found = slack.world.groups.find(call.need("usergroup"));
    if (found == slack.world.groups.end()) throw Refused{"no_such_subteam"};
    return found->second;
}

json group_users(Slack& slack, Call& call) { return {{"users", group_of(slack, call).users}}; }

json update_group(Slack& slack, Call& call) {
    auto& group = group_of(slack, call);
    const auto users = call.list("users");
    if (users.empty()) throw Refused{"no_users_provided"};
    for (const auto& id : users)
        if (!slack.world.user(id)) throw Refused{"invalid_users"};
    slack.people.set_group(group.id, users);
    auto shown = group_json(slack, group);
    shown["users"] = users;
    return {{"usergroup", shown}};
}

json connections_open(Slack& slack, Call&) {
    if (slack.faults.link_disabled) throw Refused{"link_disabled"};
    const auto ticket = slack.sockets.new_ticket();
    return {{"url", slack.settings.link_base + "?ticket=" + ticket + "&app_id=" + slack.world.app}};
}

} // namespace

const std::vector<MethodRow>& people_methods() {
    static const std::vector<MethodRow> rows{
        {"users.info", tier4, false, "users:read", users_info},
        {"users.list", tier2, false, "users:read", users_list},
        {"users.lookupByEmail", tier3, false, "users:read.email", lookup_by_email},
        {"users.profile.get", tier4, false, "users.profile:read", profile_get},
        {"usergroups.list", tier2, false, "usergroups:read", groups_list},
        {"usergroups.users.list", tier2, false, "usergroups:read", group_users},
        {"usergroups.users.update", tier2, true, "usergroups:write", update_group},
    };
    return rows;
}

const std::vector<MethodRow>& app_methods() {
    static const std::vector<MethodRow> rows{
        {"auth.test", special, true, "", auth_test},
        {"team.info", tier3, false, "team:read", team_info},
        {"apps.connections.open", tier3, false, "", connections_open},
    };
    return rows;
}

} // namespace tocsin::fakes
