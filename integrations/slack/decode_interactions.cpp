// Interactions (SLACK.md 7): buttons, forms, shortcuts, queries of selects.
#include "integrations/slack/decode_parts.hpp"

#include <array>

namespace tocsin::slack::decoding {
namespace {

Actor actor_of(const Json& payload) {
    const Json& user = at(payload, "user");
    return {.user = text(user, "id"),
            .name = first_text(text(user, "name"), user, "username"),
            .team = text(user, "team_id")};
}

// Where we are installed: of a form that an outsider filled in, `team` is the outsider's.
std::string team_of(const Json& payload) {
    return first_text(text(at(payload, "view"), "app_installed_team_id"), at(payload, "team"), "id");
}

std::string joined(const Json& list, std::string_view member) {
    std::string all;
    if (!list.is_array()) return all;
    for (const Json& one : list) {
        const std::string value = member.empty() ? text(one) : text(one, member);
        if (value.empty()) continue;
        if (!all.empty()) all += ',';
        all += value;
    }
    return all;
}

// What a person chose or wrote, wherever that kind of element keeps it. Nothing chosen: "".
std::string value_of(const Json& element) {
    static constexpr std::array single{
        "value",         "selected_user", "selected_channel", "selected_conversation",
        "selected_date", "selected_time"};
    for (const auto* name : single)
        if (std::string value = text(element, name); !value.empty()) return value;
    if (std::string value = text(at(element, "selected_option"), "value"); !value.empty()) return value;
    static constexpr std::array several{"selected_users", "selected_channels", "selected_conversations"};
    for (const auto* name : several)
        if (std::string value = joined(at(element, name), {}); !value.empty()) return value;
    if (const auto time = number(element, "selected_date_time"); time != 0) return std::to_string(time);
    if (std::string files = joined(at(element, "files"), "id"); !files.empty()) return files;
    return joined(at(element, "selected_options"), "value");
}

Action action_of(const Json& action) {
    return {.action_id = text(action, "action_id"),
            .block_id = text(action, "block_id"),
            .type = text(action, "type"),
            .value = value_of(action),
            .action_ts = text(action, "action_ts")};
}

View view_of(const Json& view) {
    View v{.id = text(view, "id"),
           .callback_id = text(view, "callback_id"),
           .private_metadata = text(view, "private_metadata"),
           .hash = text(view, "hash"),
           .external_id = text(view, "external_id")};
    const Json& blocks = at(at(view, "state"), "values");
    if (!blocks.is_object()) return v;
    for (const auto& [block, inputs] : blocks.items()) {
        if (!inputs.is_object()) continue;
        auto& values = v.values[block];
        for (const auto& [action, input] : inputs.items()) values[action] = value_of(input);
    }
    return v;
}

Interaction block_actions(const Json& payload) {
    const Json& container = at(payload, "container");
    const Json& message = at(payload, "message");
    BlockActions b{.actor = actor_of(payload),
                   .team = team_of(payload),
                   .app = text(payload, "api_app_id"),
                   .trigger_id = text(payload, "trigger_id"),
                   .response_url = text(payload, "response_url"),
                   .container = text(container, "type"),
                   .channel = first_text(id(payload, "channel"), container, "channel_id"),
                   .channel_name = text(at(payload, "channel"), "name"),
                   .message_ts = first_text(text(container, "message_ts"), message, "ts"),
                   .thread_ts = first_text(text(container, "thread_ts"), message, "thread_ts"),
                   .ephemeral = yes(container, "is_ephemeral")};
    if (b.thread_ts == b.message_ts) b.thread_ts.clear(); // the parent, once it has replies
    if (const Json& actions = at(payload, "actions"); actions.is_array())
        for (const Json& action : actions)
            if (action.is_object()) b.actions.push_back(action_of(action));
    if (const Json& view = at(payload, "view"); view.is_object()) b.view = view_of(view);
    return b;
}

Interaction view_submission(const Json& payload) {
    ViewSubmission s{.actor = actor_of(payload),
                     .team = team_of(payload),
                     .app = text(payload, "api_app_id"),
                     .trigger_id = text(payload, "trigger_id"),
                     .view = view_of(at(payload, "view"))};
    if (const Json& urls = at(payload, "response_urls"); urls.is_array())
        for (const Json& url : urls)
            if (std::string address = text(url, "response_url"); !address.empty())
                s.response_urls.emplace_back(text(url, "channel_id"), std::move(address));
    return s;
}

Interaction view_closed(const Json& payload) {
    return ViewClosed{.actor = actor_of(payload),
                      .team = team_of(payload),
                      .app = text(payload, "api_app_id"),
                      .view = view_of(at(payload, "view")),
                      .cleared = yes(payload, "is_cleared")};
}

Interaction shortcut(const Json& payload) {
    return Shortcut{.actor = actor_of(payload),
                    .team = team_of(payload),
                    .app = text(payload, "api_app_id"),
                    .callback_id = text(payload, "callback_id"),
                    .trigger_id = text(payload, "trigger_id"),
                    .action_ts = text(payload, "action_ts")};
}

Interaction message_action(const Json& payload) {
    MessageAction a{.actor = actor_of(payload),
                    .team = team_of(payload),
                    .app = text(payload, "api_app_id"),
                    .callback_id = text(payload, "callback_id"),
                    .trigger_id = text(payload, "trigger_id"),
                    .response_url = text(payload, "response_url"),
                    .action_ts = text(payload, "action_ts"),
                    .channel = id(payload, "channel"),
                    .channel_name = text(at(payload, "channel"), "name"),
                    .message = message_of(at(payload, "message"), id(payload, "channel"), {})};
    if (a.message.ts.empty()) a.message.ts = text(payload, "message_ts");
    return a;
}

Interaction block_suggestion(const Json& payload) {
    return BlockSuggestion{.actor = actor_of(payload),
                           .team = team_of(payload),
                           .app = text(payload, "api_app_id"),
                           .action_id = text(payload, "action_id"),
                           .block_id = text(payload, "block_id"),
                           .value = text(payload, "value")};
}

struct Kind {
    std::string_view type;
    Interaction (*read)(const Json& payload);
};
constexpr std::array kinds{
    Kind{"block_actions", block_actions},   Kind{"view_submission", view_submission},
    Kind{"view_closed", view_closed},       Kind{"shortcut", shortcut},
    Kind{"message_action", message_action}, Kind{"block_suggestion", block_suggestion},
};

} // namespace

Interaction interaction_of(const Json& payload) {
    std::string type = text(payload, "type");
    const auto* kind = std::ranges::find(kinds, type, &Kind::type);
    return kind == kinds.end() ? Interaction{Other{std::move(type)}} : kind->read(payload);
}

} // namespace tocsin::slack::decoding
