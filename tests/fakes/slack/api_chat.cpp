// chat.*: posting, editing, deleting, ephemerals, scheduled messages, permalinks.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/events.hpp"

namespace tocsin::fakes {
namespace {

constexpr std::size_t update_points_max = 4'000;
constexpr std::size_t split_points = 4'040; // more becomes several messages of 4,000 each, as was measured
constexpr std::size_t post_points_max = 40'000;
constexpr std::size_t attachments_max = 100;

// What a message shows, checked: text, blocks, attachments, metadata.
struct Content {
    std::string text;
    json blocks, attachments, metadata; // null: not given
    bool has_text{};
};

Content content_of(Slack& slack, const Call& call) {
    Content out;
    out.has_text = call.has("text");
    out.text = call.text("text");
    if (call.has("markdown_text")) {
        if (call.has("text") || call.has("blocks")) throw Refused{"markdown_text_conflict"};
        out.text = call.text("markdown_text");
        out.has_text = true;
        if (points(out.text) > 12'000) throw Refused{"msg_too_long"};
    }
    out.blocks = call.structure("blocks", "invalid_blocks_format");
    if (!out.blocks.is_null()) {
        if (const auto problem = block_problem(out.blocks, Surface::message))
            throw refused_arguments(problem->message, problem->error);
        name_blocks(out.blocks, slack.dice);
    }
    out.attachments = call.structure("attachments", "invalid_attachments");
    if (!out.attachments.is_null() && !out.attachments.is_array()) throw Refused{"invalid_attachments"};
    if (out.attachments.is_array() && out.attachments.size() > attachments_max)
        throw Refused{"too_many_attachments"};
    out.metadata = call.structure("metadata", "invalid_metadata_format");
    if (!out.metadata.is_null())
        if (const auto problem = metadata_problem(out.metadata)) throw Refused{*problem};
    return out;
}

bool nothing(const json& list) { return list.is_null() || list.empty(); }

void need_something(const Content& content) {
    if (content.text.empty() && nothing(content.blocks) && nothing(content.attachments))
        throw Refused{"no_text"};
}

json body_of(const Slack& slack, const Content& content) {
    const auto& world = slack.world;
    json body{{"type", "message"},
              {"user", world.bot_user},
              {"bot_id", world.bot},
              {"app_id", world.app},
              {"bot_profile", bot_profile(world)},
              {"team", world.team},
              {"text", content.text}};
    if (content.text.empty() && !nothing(content.blocks)) body["text"] = "This content can't be displayed.";
    if (!nothing(content.blocks)) body["blocks"] = content.blocks;
    if (!nothing(content.attachments)) body["attachments"] = content.attachments;
    return body;
}

// A channel id, a user id (their direct messages), or "#name".
Channel& target_of(Slack& slack, Call& call) {
    const auto asked = call.need("channel");
    if (const auto* user = slack.world.user(asked)) {
        if (user->deleted || user->stranger) throw Refused{"channel_not_found"};
        return slack.world.direct(asked, slack.now());
    }
    if (auto* named = slack.world.named(asked.starts_with('#') ? asked.substr(1) : asked))
        call.arguments["channel"] = named->id;
    return channel_of(slack, call);
}

void need_postable(Slack& slack, const Channel& channel) {
    if (!channel.has(slack.world.bot_user) &&
        (channel.kind != Channel::Kind::open || !slack.settings.scopes.contains("chat:write.public")))
        throw Refused{"not_in_channel"};
    need_live(channel);
}

void pace(Slack& slack, const Channel& channel) {
    if (!slack.settings.rates) return;
    if (const auto wait = slack.rates.post(channel.id, slack.now()))
        throw Refused{"rate_limited", {{"retry_after", wait}}};
}

// The parent of the reply that is asked for; a reply to a reply lands nowhere.
std::string thread_of(const Channel& channel, const Call& call) {
    const auto asked = call.text("thread_ts");
    if (asked.empty()) return {};
    const auto ts = full_ts(asked);
    if (ts.empty()) throw Refused{"invalid_thread_ts"};
    const auto parent = channel.messages.find(ts);
    if (parent == channel.messages.end()) throw Refused{"thread_not_found"};
    if (!parent->second.thread.empty()) throw Refused{"cannot_reply_to_message"};
    return ts;
}

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::string_view left = text; !left.empty();) {
        out.push_back(first_points(left, update_points_max));
        left.remove_prefix(out.back().size());
    }
    return out;
}

json post_message(Slack& slack, Call& call) {
    auto& channel = target_of(slack, call);
    need_postable(slack, channel);
    auto content = content_of(slack, call);
    need_something(content);
    if (content.metadata.is_object() && content.metadata.empty()) content.metadata = nullptr;
    const auto thread = thread_of(channel, call);
    pace(slack, channel);
    if (points(content.text) > post_points_max) {
        content.text = first_points(content.text, post_points_max);
        call.warnings.emplace_back("message_truncated");
    }
    Draft draft{.thread = thread,
                .broadcast = !thread.empty() && call.flag("reply_broadcast"),
                .metadata = content.metadata};
    if (nothing(content.blocks) && points(content.text) > split_points) {
        const auto parts = parts_of(content.text);
        for (std::size_t i = 1; i < parts.size(); ++i) {
            content.text = parts[i - 1];
            draft.body = body_of(slack, content);
            post(slack, channel, draft);
        }
        content.text = parts.back();
    }
    draft.body = body_of(slack, content);
    const auto& message = post(slack, channel, std::move(draft));
    return {{"channel", channel.id}, {"ts", message.ts}, {"message", shown(slack, channel, message, true)}};
}

// The app's own message that the call names.
Message& own_message(Slack& slack, const Channel& channel, const Call& call, const std::string& not_ours) {
    auto* message = slack.world.message(channel.id, full_ts(call.need("ts")));
    if (!message) throw Refused{"message_not_found"};
    if (message->body.value("bot_id", "") != slack.world.bot) throw Refused{not_ours};
    return *message;
}

json update(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    if (channel.archived) throw Refused{"is_inactive"};
    const auto content = content_of(slack, call);
    auto& message = own_message(slack, channel, call, "cant_update_message");
    if (points(content.text) > update_points_max) throw Refused{"msg_too_long"};
    if (!content.has_text && content.blocks.is_null() && content.attachments.is_null())
        throw Refused{"no_text"};
    if (content.has_text && content.text.empty() && nothing(content.blocks) && nothing(content.attachments))
        throw Refused{"no_text"};
    const auto window = slack.settings.edit_window;
    if (window > Duration{} && slack.now() - message.posted > window) throw Refused{"edit_window_closed"};
    change(slack, channel, message, [&](Message& m) {
        auto fresh = body_of(slack, content);
        if (m.body.contains("files")) fresh["files"] = m.body["files"];
        // No "edited" mark for an edit with blocks.
        if (nothing(content.blocks))
            fresh["edited"] = {{"user", slack.world.bot_user}, {"ts", slack.new_ts()}};
        m.body = std::move(fresh);
        if (content.metadata.is_object()) m.metadata = content.metadata.empty() ? json{} : content.metadata;
    });
    return {{"channel", channel.id},
            {"ts", message.ts},
            {"text", message.body.value("text", "")},
            {"message", shown(slack, channel, message, true)}};
}

json erase(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    auto& message = own_message(slack, channel, call, "cant_delete_message");
    const auto ts = message.ts;
    remove(slack, channel, message);
    return {{"channel", channel.id}, {"ts", ts}};
}

json post_ephemeral(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    const auto& user = user_of(slack, call);
    need_postable(slack, channel);
    if (!channel.has(user.id)) throw Refused{"user_not_in_channel"};
    const auto content = content_of(slack, call);
    need_something(content);
    if (points(content.text) > update_points_max) throw Refused{"msg_too_long"};
    const auto thread = thread_of(channel, call);
    const auto ts = slack.new_ts();
    channel.ephemerals.push_back({ts, user.id, body_of(slack, content), thread});
    return {{"message_ts", ts}};
}

json schedule(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    need_postable(slack, channel);
    const auto content = content_of(slack, call);
    need_something(content);
    const auto at = Instant{std::chrono::seconds{call.number("post_at", 0)}};
    if (at <= slack.now()) throw Refused{"time_in_past"};
    if (at > slack.now() + std::chrono::hours{24 * 120}) throw Refused{"time_too_far"};
    auto& list = slack.people.scheduled;
    const auto near = std::count_if(list.begin(), list.end(), [&](const auto& s) {
        return s.second.channel == channel.id && std::chrono::abs(s.second.at - at) < std::chrono::minutes{5};
    });
    if (near >= 30) throw Refused{"restricted_too_many"};
    const auto id = slack.world.fresh_id('Q');
    list[id] = {channel.id, at};
    // With metadata it never posts: a documented bug of theirs.
    slack.timers.at(at, [&slack, id, body = body_of(slack, content), lost = content.metadata.is_object()] {
        const auto found = slack.people.scheduled.find(id);
        if (found == slack.people.scheduled.end()) return;
        auto* where = slack.world.channel(found->second.channel);
        slack.people.scheduled.erase(found);
        if (where && !lost && !where->archived) post(slack, *where, {.body = body});
    });
    return {{"channel", channel.id},
            {"scheduled_message_id", id},
            {"post_at", seconds_of(at)},
            {"message", body_of(slack, content)}};
}

json unschedule(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    const auto found = slack.people.scheduled.find(call.need("scheduled_message_id"));
    if (found == slack.people.scheduled.end() || found->second.channel != channel.id)
        throw Refused{"invalid_scheduled_message_id"};
    slack.people.scheduled.erase(found);
    return json::object();
}

json permalink(Slack& slack, Call& call) {
    const auto& channel = channel_of(slack, call);
    const auto* message = slack.world.message(channel.id, full_ts(call.need("message_ts")));
    if (!message) throw Refused{"message_not_found"};
    auto digits = message->ts;
    std::erase(digits, '.');
    auto link = "https://" + slack.world.domain + ".slack.com/archives/" + channel.id + "/p" + digits;
    if (!message->thread.empty()) link += "?thread_ts=" + message->thread + "&cid=" + channel.id;
    return {{"channel", channel.id}, {"permalink", link}};
}

} // namespace

const std::vector<MethodRow>& chat_methods() {
    static const std::vector<MethodRow> rows{
        {"chat.postMessage", 0, true, "chat:write", post_message},
        {"chat.update", tier3, true, "chat:write", update},
        {"chat.delete", tier3, true, "chat:write", erase},
        {"chat.postEphemeral", tier4, true, "chat:write", post_ephemeral},
        {"chat.scheduleMessage", tier3, true, "chat:write", schedule},
        {"chat.deleteScheduledMessage", tier3, true, "chat:write", unschedule},
        {"chat.getPermalink", special, false, "", permalink},
    };
    return rows;
}

} // namespace tocsin::fakes
