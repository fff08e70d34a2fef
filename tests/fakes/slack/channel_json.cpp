// A channel and a person as the methods show them.
#include "tests/fakes/slack/shapes.hpp"

#include <algorithm>

namespace tocsin::fakes {

json channel_json(const Slack& slack, const Channel& c) {
    const auto& bot = slack.world.bot_user;
    if (c.kind == Channel::Kind::im) {
        const auto other = std::ranges::find_if(c.members, [&](const auto& m) { return m != bot; });
        return {{"id", c.id},
                {"created", c.created},
                {"is_im", true},
                {"is_archived", false},
                {"is_org_shared", false},
                {"context_team_id", slack.world.team},
                {"user", other == c.members.end() ? bot : *other},
                {"is_user_deleted", false},
                {"priority", 0}};
    }
    const bool closed = c.kind != Channel::Kind::open;
    return {{"id", c.id},
            {"name", c.name},
            {"name_normalized", c.name},
            {"is_channel", !closed},
            {"is_group", c.kind == Channel::Kind::closed},
            {"is_im", false},
            {"is_mpim", c.kind == Channel::Kind::mpim},
            {"is_private", closed},
            {"created", c.created},
            {"creator", c.creator},
            {"is_archived", c.archived},
            {"is_general", c.general},
            {"is_member", c.has(bot)},
            {"is_shared", c.shared},
            {"is_ext_shared", c.shared},
            {"is_org_shared", false},
            {"is_pending_ext_shared", c.pending_shared},
            {"pending_shared", json::array()},
            {"context_team_id", slack.world.team},
            {"unlinked", 0},
            {"previous_names", c.previous_names},
            {"topic", {{"value", c.topic}, {"creator", ""}, {"last_set", 0}}},
            {"purpose", {{"value", c.purpose}, {"creator", ""}, {"last_set", 0}}}};
}

json user_json(const Slack& slack, const User& u) {
    json profile{{"real_name", u.real_name},
                 {"real_name_normalized", u.real_name},
                 {"display_name", u.display_name},
                 {"display_name_normalized", u.display_name},
                 {"status_text", ""},
                 {"status_emoji", ""},
                 {"team", u.team}};
    if (!u.email.empty() && slack.settings.scopes.contains("users:read.email")) profile["email"] = u.email;
    if (!u.bot_id.empty()) profile["bot_id"] = u.bot_id;
    if (!u.app_id.empty()) profile["api_app_id"] = u.app_id;
    json out{{"id", u.id},         {"team_id", u.team}, {"name", u.name},       {"deleted", u.deleted},
             {"profile", profile}, {"is_bot", u.bot},   {"is_app_user", false}, {"updated", 1764400000}};
    if (u.stranger) out["is_stranger"] = true;
    if (u.workflow) out["is_workflow_bot"] = true;
    if (u.deleted) return out;
    out["real_name"] = u.real_name;
    out["tz"] = u.tz;
    out["tz_label"] = u.tz;
    out["tz_offset"] = u.tz_offset;
    out["is_admin"] = u.admin;
    out["is_owner"] = false;
    out["is_primary_owner"] = false;
    out["is_restricted"] = u.guest || u.single_channel;
    out["is_ultra_restricted"] = u.single_channel;
    return out;
}

json file_json(const Slack& slack, const File& f) {
    const auto base = "https://files.slack.com/files-pri/" + slack.world.team + "-" + f.id + "/";
    return {{"id", f.id},
            {"name", f.name},
            {"title", f.title.empty() ? f.name : f.title},
            {"user", f.user},
            {"size", f.content.size()},
            {"mode", "hosted"},
            {"is_external", false},
            {"channels", f.channels},
            {"url_private", base + url_encoded(f.name)},
            {"url_private_download", base + "download/" + url_encoded(f.name)},
            {"permalink", "https://" + slack.world.domain + ".slack.com/files/" + f.user + "/" + f.id}};
}

} // namespace tocsin::fakes
