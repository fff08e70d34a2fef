// Typing, commands, and what people change; what they see.
#include "tests/fakes/slack/people.hpp"

#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/written.hpp"

#include <algorithm>
#include <stdexcept>

namespace tocsin::fakes {

User& People::who(std::string_view name) {
    if (auto* user = slack_.world.who(name)) return *user;
    throw std::invalid_argument{"the fake workspace has nobody called " + std::string{name}};
}

Channel& People::where(std::string_view name) {
    if (auto* channel = slack_.world.find(name)) return *channel;
    throw std::invalid_argument{"the fake workspace has no channel " + std::string{name}};
}

Message& People::what(const Channel& channel, std::string_view ts) {
    if (auto* message = slack_.world.message(channel.id, ts)) return *message;
    throw std::invalid_argument{"no message " + std::string{ts} + " in " + channel.id};
}

std::string People::types(std::string_view user_name, std::string_view channel_name, std::string_view text,
                          Typing how) {
    const auto& user = who(user_name);
    auto& channel = where(channel_name);
    if (channel.archived) throw std::invalid_argument{channel.name + " is archived"};
    json body{
        {"user", user.id},
        {"team", user.team},
        {"client_msg_id", lower_case(slack_.dice.letters(8)) + "-" + lower_case(slack_.dice.letters(12))},
        {"text", how.raw ? std::string{text} : written(slack_.world, text)}};
    for (const auto& name : how.files) {
        body["subtype"] = "file_share";
        body["files"].push_back(
            {{"id", slack_.world.fresh_id('F')}, {"name", name}, {"title", name}, {"mode", "hosted"}});
    }
    if (user.bot) {
        body["bot_id"] = user.bot_id;
        body["app_id"] = user.app_id;
        body["bot_profile"] = {{"id", user.bot_id}, {"app_id", user.app_id}, {"name", user.name}};
        body.erase("client_msg_id");
    }
    return post(slack_, channel, {.body = std::move(body), .thread = how.thread, .broadcast = how.broadcast})
        .ts;
}

json People::body_of_answer(const json& given) {
    const auto& world = slack_.world;
    json body{{"type", "message"},   {"subtype", "bot_message"}, {"user", world.bot_user},
              {"bot_id", world.bot}, {"app_id", world.app},      {"text", given.value("text", "")}};
    if (given.contains("blocks") && given["blocks"].is_array()) {
        body["blocks"] = given["blocks"];
        name_blocks(body["blocks"], slack_.dice);
    }
    return body;
}

void People::command(std::string_view user_name, std::string_view channel_name, std::string_view command,
                     std::string_view text) {
    const auto& user = who(user_name);
    auto& channel = where(channel_name);
    const std::string typed = std::string{command} + (text.empty() ? "" : " ") + std::string{text};
    const auto fails = [this, id = user.id, where_id = channel.id,
                        name = std::string{command}](const std::string& error) {
        slack_.world.channels.at(where_id).ephemerals.push_back(
            {slack_.new_ts(),
             id,
             {{"user", "USLACKBOT"}, {"text", name + " failed with the error \"" + error + "\""}},
             {},
             true});
    };
    if (!slack_.settings.commands.contains(std::string{command})) return fails("invalid_command");
    if (user.team != slack_.world.team)
        return fails("restricted_action"); // outsiders cannot run our commands
    Hooks::Target target{.kind = "commands", .user = user.id, .channel = channel.id};
    const bool named = channel.kind == Channel::Kind::open || channel.kind == Channel::Kind::closed;
    json payload{{"token", "verification-token"},
                 {"team_id", slack_.world.team},
                 {"team_domain", slack_.world.domain},
                 {"channel_id", channel.id},
                 {"channel_name", !named                                  ? "directmessage"
                                  : channel.kind == Channel::Kind::closed ? "privategroup"
                                                                          : channel.name},
                 {"user_id", user.id},
                 {"user_name", user.name},
                 {"command", command},
                 {"text", slack_.settings.should_escape ? written(slack_.world, text) : std::string{text}},
                 {"api_app_id", slack_.world.app},
                 {"is_enterprise_install", "false"},
                 {"response_url", slack_.hooks.new_response_url(std::move(target))},
                 {"trigger_id", slack_.hooks.new_trigger(user.id)}};
    slack_.sockets.deliver(
        {.type = "slash_commands",
         .payload = std::move(payload),
         .accepts = true,
         .acked = [this, id = user.id, where_id = channel.id,
                   typed](const json& answer) { show_command_answer(id, where_id, typed, answer); },
         .failed = fails});
}

void People::show_command_answer(const std::string& user, const std::string& channel_id,
                                 const std::string& typed, const json& answer) {
    if (!answer.is_object() || answer.empty()) return;
    auto& channel = slack_.world.channels.at(channel_id);
    if (answer.contains("blocks"))
        if (const auto problem = block_problem(answer["blocks"], Surface::message)) {
            slack_.complain("the answer of " + typed + ": " + problem->error + ", " + problem->message);
            return;
        }
    const auto body = body_of_answer(answer);
    if (answer.value("response_type", "ephemeral") == "in_channel") {
        post(slack_, channel, {.body = {{"user", user}, {"text", written(slack_.world, typed)}}});
        post(slack_, channel, {.body = body});
    } else {
        channel.ephemerals.push_back({slack_.new_ts(), user, body});
    }
}

void People::reacts(std::string_view user, std::string_view channel, std::string_view ts,
                    std::string_view name, bool add) {
    auto& c = where(channel);
    react(slack_, c, what(c, ts), who(user).id, std::string{name}, add);
}

void People::pins(std::string_view user, std::string_view channel, std::string_view ts, bool add) {
    auto& c = where(channel);
    pin(slack_, c, what(c, ts), who(user).id, add);
}

void People::edits(std::string_view user, std::string_view channel, std::string_view ts,
                   std::string_view text) {
    auto& c = where(channel);
    const auto id = who(user).id;
    change(slack_, c, what(c, ts), [&](Message& m) {
        m.body["text"] = written(slack_.world, text);
        m.body["edited"] = {{"user", id}, {"ts", slack_.new_ts()}};
    });
}

void People::unfurls(std::string_view channel, std::string_view ts) {
    auto& c = where(channel);
    change(slack_, c, what(c, ts), [](Message& m) {
        m.body["attachments"] =
            json::array({{{"id", 1}, {"from_url", "https://x.example/"}, {"title", "A page"}}});
    });
}

void People::deletes(std::string_view user, std::string_view channel, std::string_view ts) {
    who(user);
    auto& c = where(channel);
    remove(slack_, c, what(c, ts));
}

void People::joins(std::string_view user, std::string_view channel) {
    add_member(slack_, where(channel), who(user).id, {});
}

void People::leaves(std::string_view user, std::string_view channel) {
    remove_member(slack_, where(channel), who(user).id);
}

void People::invites(std::string_view user, std::string_view channel, std::string_view whom) {
    add_member(slack_, where(channel), who(whom).id, who(user).id);
}

void People::renames(std::string_view user, std::string_view channel, std::string_view name) {
    rename(slack_, where(channel), std::string{name}, who(user).id);
}

void People::archives(std::string_view user, std::string_view channel, bool archive) {
    set_archived(slack_, where(channel), archive, who(user).id);
}

void People::sets_topic(std::string_view user, std::string_view channel, std::string_view topic) {
    set_topic(slack_, where(channel), std::string{topic}, who(user).id, false);
}

void People::opens_home(std::string_view name) {
    const auto& user = who(name);
    auto& direct = slack_.world.direct(user.id, slack_.now());
    json event{{"type", "app_home_opened"}, {"user", user.id}, {"channel", direct.id}, {"tab", "home"}};
    if (const auto view = home(user.id); !view.is_null()) event["view"] = view;
    tell(slack_, std::move(event), nullptr);
}

std::string People::moves_channel(std::string_view name) {
    auto& channels = slack_.world.channels;
    auto node = channels.extract(where(name).id);
    const auto old = node.key(), fresh = slack_.world.fresh_id('C');
    node.key() = fresh;
    node.mapped().id = fresh;
    channels.insert(std::move(node));
    tell(slack_, {{"type", "channel_id_changed"}, {"old_channel_id", old}, {"new_channel_id", fresh}},
         &channels.at(fresh));
    return fresh;
}

void People::set_group(const std::string& id, const std::vector<std::string>& users) {
    auto& group = slack_.world.groups.at(id);
    const auto missing = [](const auto& from, const auto& in) {
        std::vector<std::string> out;
        for (const auto& one : from)
            if (std::ranges::find(in, one) == in.end()) out.push_back(one);
        return out;
    };
    const auto added = missing(users, group.users), removed = missing(group.users, users);
    group.users = users;
    tell(slack_,
         {{"type", "subteam_members_changed"},
          {"subteam_id", id},
          {"team_id", slack_.world.team},
          {"date_update", seconds_of(slack_.now())},
          {"added_users", added},
          {"added_users_count", added.size()},
          {"removed_users", removed},
          {"removed_users_count", removed.size()}},
         nullptr);
}

std::vector<Seen> People::seen(std::string_view user_name, std::string_view channel_name) {
    const auto& user = who(user_name);
    const auto& channel = where(channel_name);
    std::vector<Seen> out;
    const auto add = [&](const std::string& ts, const json& body, const std::string& thread, bool ephemeral,
                         bool error) {
        out.push_back({ts, thread, body.value("user", ""), body.value("text", ""),
                       body.contains("blocks") ? body["blocks"] : json{}, ephemeral, error,
                       body.contains("edited")});
    };
    // Ephemerals are shown even where the person is no member: a command's answer in a channel that is only
    // looked at.
    const bool member = channel.has(user.id) || (channel.kind == Channel::Kind::open && !user.guest);
    if (member)
        for (const auto& [ts, m] : channel.messages)
            if (!m.hidden) add(ts, m.body, m.thread, false, false);
    for (const auto& e : channel.ephemerals)
        if (e.user == user.id) add(e.ts, e.body, e.thread, true, e.error);
    std::ranges::sort(out, {}, &Seen::ts);
    return out;
}

} // namespace tocsin::fakes
