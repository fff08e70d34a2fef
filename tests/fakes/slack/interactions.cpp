// Buttons, menus, modals and shortcuts (SLACK.md 7).
#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/people.hpp"
#include "tests/fakes/slack/state.hpp"
#include "tests/fakes/slack/views.hpp"

#include <algorithm>
#include <stdexcept>

namespace tocsin::fakes {

json People::user_part(const User& user) const {
    return {{"id", user.id}, {"username", user.name}, {"name", user.name}, {"team_id", user.team}};
}

json People::interaction(const std::string& type, const User& user, const std::string& view) {
    return {{"type", type},
            {"token", "verification-token"},
            {"team", {{"id", slack_.world.team}, {"domain", slack_.world.domain}}},
            {"enterprise", nullptr},
            {"is_enterprise_install", false},
            {"user", user_part(user)},
            {"api_app_id", slack_.world.app},
            {"trigger_id", slack_.hooks.new_trigger(user.id, view)}};
}

void People::interact(const std::string& user, json payload, bool accepts,
                      std::function<void(const json&)> acked) {
    slack_.sockets.deliver(
        {.type = "interactive",
         .payload = std::move(payload),
         .accepts = accepts,
         .acked = std::move(acked),
         .failed = [this, user](const std::string& error) { troubles_[user].push_back(error); }});
}

bool People::press(std::string_view user_name, std::string_view channel_name, std::string_view ts,
                   std::string_view action_id, std::string_view value) {
    const auto& user = who(user_name);
    auto& channel = where(channel_name);
    if (!channel.has(user.id) && channel.kind != Channel::Kind::open) return false;
    json body;
    std::string thread;
    bool ephemeral = false;
    if (const auto* message = slack_.world.message(channel.id, ts)) {
        body = shown(slack_, channel, *message, false);
        thread = message->thread;
    } else {
        const auto found = std::ranges::find_if(
            channel.ephemerals, [&](const Ephemeral& e) { return e.ts == ts && e.user == user.id; });
        if (found == channel.ephemerals.end()) return false;
        body = found->body;
        thread = found->thread;
        ephemeral = true;
    }
    if (!body.contains("blocks")) return false;
    for (const auto& block : body["blocks"])
        for (const auto& element : elements_of(block)) {
            const auto action = action_of(element, action_id, value);
            if (!action) continue;
            press_message(user, channel, body, std::string{ts}, ephemeral, block, *action, thread);
            return true;
        }
    return false;
}

void People::press_message(const User& user, Channel& channel, const json& body, const std::string& ts,
                           bool ephemeral, const json& block, const json& pressed,
                           const std::string& thread) {
    auto payload = interaction("block_actions", user);
    auto action = pressed;
    action["block_id"] = block["block_id"];
    action["action_ts"] = slack_.new_ts();
    payload["container"] = {
        {"type", "message"}, {"message_ts", ts}, {"channel_id", channel.id}, {"is_ephemeral", ephemeral}};
    if (!thread.empty()) payload["container"]["thread_ts"] = thread;
    payload["channel"] = {{"id", channel.id},
                          {"name", channel.direct()                        ? "directmessage"
                                   : channel.kind == Channel::Kind::closed ? "privategroup"
                                                                           : channel.name}};
    if (!ephemeral) payload["message"] = body;
    payload["state"] = {{"values", state_of(body["blocks"], json::object())}};
    payload["response_url"] = slack_.hooks.new_response_url({.kind = "actions",
                                                             .user = user.id,
                                                             .channel = channel.id,
                                                             .message = ts,
                                                             .ephemeral = ephemeral,
                                                             .thread = thread});
    payload["actions"] = json::array({action});
    interact(user.id, std::move(payload), false);
}

bool People::press_in_view(std::string_view user_name, std::string_view action_id, std::string_view value) {
    const auto& user = who(user_name);
    auto view = modal(user.id);
    if (view.is_null()) view = home(user.id);
    if (view.is_null()) return false;
    for (const auto& block : view["blocks"])
        for (const auto& element : elements_of(block)) {
            auto action = action_of(element, action_id, value);
            if (!action) continue;
            (*action)["block_id"] = block["block_id"];
            (*action)["action_ts"] = slack_.new_ts();
            const auto id = view["id"].get<std::string>();
            auto payload = interaction("block_actions", user, view["type"] == "modal" ? id : std::string{});
            payload["container"] = {{"type", "view"}, {"view_id", id}};
            payload["view"] = view;
            payload["view"]["state"]["values"] = state_of(view["blocks"], json::object());
            payload["actions"] = json::array({*action});
            interact(user.id, std::move(payload), false);
            return true;
        }
    return false;
}

bool People::submit(std::string_view user_name, const json& values) {
    const auto& user = who(user_name);
    auto view = modal(user.id);
    if (view.is_null()) return false;
    view["state"]["values"] = state_of(view["blocks"], values);
    errors_[user.id] = json::object();
    for (const auto& block : view["blocks"])
        if (block["type"] == "input" && !block.value("optional", false) &&
            is_empty(view["state"]["values"], block))
            errors_[user.id][block["block_id"].get<std::string>()] = "Please complete this required field.";
    if (!errors_[user.id].empty()) return false;
    const auto id = view["id"].get<std::string>();
    auto payload = interaction("view_submission", user, id);
    payload["view"] = std::move(view);
    payload["response_urls"] = response_urls_of(user.id, payload["view"]);
    interact(user.id, std::move(payload), true,
             [this, name = user.id, id](const json& answer) { take_submission(name, id, answer); });
    return true;
}

// For inputs that choose a channel and say `response_url_enabled`.
json People::response_urls_of(const std::string& user, const json& view) {
    json out = json::array();
    for (const auto& block : view["blocks"])
        for (const auto& element : elements_of(block)) {
            if (!element.value("response_url_enabled", false)) continue;
            const auto& entry = view["state"]["values"]
                                    .at(block["block_id"].get<std::string>())
                                    .at(element["action_id"].get<std::string>());
            const auto* member =
                entry.contains("selected_channel") ? "selected_channel" : "selected_conversation";
            if (!entry.at(member).is_string() || !slack_.world.channel(entry.at(member).get<std::string>()))
                continue;
            const auto channel = entry.at(member).get<std::string>();
            out.push_back({{"block_id", block["block_id"]},
                           {"action_id", element["action_id"]},
                           {"channel_id", channel},
                           {"response_url", slack_.hooks.new_response_url(
                                                {.kind = "app", .user = user, .channel = channel})}});
        }
    return out;
}

void People::take_submission(const std::string& user, const std::string& id, const json& answer) {
    auto& world = slack_.world;
    if (!world.views.contains(id)) return;
    const auto action = answer.is_object() ? answer.value("response_action", "") : std::string{};
    auto& stack = world.modal[user];
    if (action.empty()) return close_views(world, user, stack.empty() ? 0 : stack.size() - 1);
    if (action == "clear") return close_views(world, user, 0);
    if (action == "errors") {
        const auto errors = answer.value("errors", json::object());
        for (const auto& [block_id, text] : errors.items()) {
            const auto& blocks = world.views.at(id).body["blocks"];
            const bool known = std::ranges::any_of(
                blocks, [&](const json& b) { return b["block_id"] == block_id && b["type"] == "input"; });
            if (!known) slack_.complain("an error of a form names no input: " + block_id);
        }
        if (errors.empty()) slack_.complain("errors of a form without any error");
        errors_[user] = errors;
        return;
    }
    const auto view = answer.value("view", json{});
    const auto problem = view_problem(view);
    if (problem || (action != "update" && action != "push")) {
        slack_.complain("the answer of a form: " +
                        (problem ? problem->message : "unknown response_action " + action));
        troubles_[user].emplace_back("invalid_response");
        return;
    }
    if (action == "update")
        replace_view(slack_, world.views.at(id), view);
    else if (stack.size() < views_in_stack_max)
        open_view(slack_, user, view, id);
    else
        troubles_[user].emplace_back("push_limit_reached");
}

void People::close_view(std::string_view name) {
    const auto& user = who(name);
    const auto view = modal(user.id);
    if (view.is_null()) return;
    auto& stack = slack_.world.modal[user.id];
    close_views(slack_.world, user.id, stack.size() - 1);
    if (!view.value("notify_on_close", false)) return;
    auto payload = interaction("view_closed", user);
    payload.erase("trigger_id");
    payload["view"] = view;
    payload["is_cleared"] = false;
    interact(user.id, std::move(payload), false);
}

void People::shortcut(std::string_view name, std::string_view callback_id) {
    const auto& user = who(name);
    if (!slack_.settings.shortcuts.contains(std::string{callback_id}))
        throw std::invalid_argument{"no such shortcut"};
    auto payload = interaction("shortcut", user);
    payload["callback_id"] = callback_id;
    payload["action_ts"] = slack_.new_ts();
    interact(user.id, std::move(payload), false);
}

void People::message_action(std::string_view name, std::string_view channel_name, std::string_view ts,
                            std::string_view callback_id) {
    const auto& user = who(name);
    auto& channel = where(channel_name);
    const auto& message = what(channel, ts);
    auto payload = interaction("message_action", user);
    payload["callback_id"] = callback_id;
    payload["action_ts"] = slack_.new_ts();
    payload["message_ts"] = message.ts;
    payload["message"] = shown(slack_, channel, message, false);
    payload["channel"] = {{"id", channel.id}, {"name", channel.direct() ? "directmessage" : channel.name}};
    payload["response_url"] = slack_.hooks.new_response_url(
        {.kind = "app", .user = user.id, .channel = channel.id, .message = message.ts});
    interact(user.id, std::move(payload), false);
}

json People::modal(std::string_view name) {
    const auto& stack = slack_.world.modal[who(name).id];
    return stack.empty() ? json{} : slack_.world.views.at(stack.back()).body;
}

json People::home(std::string_view name) {
    const auto found = slack_.world.home.find(who(name).id);
    return found == slack_.world.home.end() ? json{} : slack_.world.views.at(found->second).body;
}

json People::view_errors(std::string_view name) {
    const auto found = errors_.find(who(name).id);
    return found == errors_.end() ? json::object() : found->second;
}

std::vector<std::string> People::troubles(std::string_view name) { return troubles_[who(name).id]; }

} // namespace tocsin::fakes
