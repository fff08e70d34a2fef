// Events (SLACK.md 6): a table of their types, a function for each shape.
#include "integrations/slack/decode_parts.hpp"

#include <array>

namespace tocsin::slack::decoding {
namespace {

constexpr std::string_view own_metadata = "tocsin_outbox";

// As shown: of a person, of a webhook, of an app.
std::string name_of(const Json& message) {
    const Json& profile = at(message, "user_profile");
    std::string name = text(profile, "display_name");
    name = first_text(std::move(name), profile, "real_name");
    name = first_text(std::move(name), profile, "name");
    name = first_text(std::move(name), message, "username");
    return first_text(std::move(name), at(message, "bot_profile"), "name");
}

Actor author_of(const Json& message) {
    // Of an outsider `team` may be the reader's own.
    std::string team = first_text(text(message, "user_team"), message, "source_team");
    return {.user = text(message, "user"),
            .name = name_of(message),
            .team = first_text(std::move(team), message, "team")};
}

std::vector<std::string> file_names(const Json& files) {
    std::vector<std::string> names;
    if (!files.is_array()) return names;
    for (const Json& file : files) { // one that was deleted has neither
        std::string name = first_text(text(file, "name"), file, "title");
        if (!name.empty()) names.push_back(std::move(name));
    }
    return names;
}

Actor user_of(const Json& event) { return {.user = id(event, "user"), .team = text(event, "team")}; }

MessageDeleted deleted(const Json& event, std::string deleted_ts) {
    MessageDeleted gone{
        message_of(at(event, "previous_message"), id(event, "channel"), text(event, "channel_type")),
        std::move(deleted_ts)};
    if (gone.before.ts.empty()) gone.before.ts = gone.deleted_ts;
    return gone;
}

Event changed(const Json& event) {
    const Json& now = at(event, "message");
    const Json& before = at(event, "previous_message");
    // A parent with replies is not deleted but turned into a line that says so.
    if (says(now, "subtype", "tombstone")) return deleted(event, first_text(text(now, "ts"), before, "ts"));
    MessageChanged change{.now = message_of(now, id(event, "channel"), text(event, "channel_type")),
                          .old_text = text(before, "text")};
    if (change.now.ts.empty()) change.now.ts = text(before, "ts");
    // `edited` stays on a message: whatever changes later brings the last edit along.
    const Json& edited = at(now, "edited");
    if (text(edited, "ts") != text(at(before, "edited"), "ts")) {
        change.edited_by = text(edited, "user");
        change.edited_ts = text(edited, "ts");
    }
    return change;
}

Event message(const Json& event) {
    const std::string subtype = text(event, "subtype");
    if (subtype == "message_changed") return changed(event);
    if (subtype == "message_deleted") return deleted(event, text(event, "deleted_ts"));
    // The parent of a new reply once more; it may come without its subtype.
    if (subtype == "message_replied" || (subtype.empty() && at(event, "message").is_object()))
        return Other{"message_replied"};
    return message_of(event, id(event, "channel"), text(event, "channel_type"));
}

Event mention(const Json& event) {
    return AppMention{message_of(event, id(event, "channel"), text(event, "channel_type"))};
}

// "::wave::skin-tone-3::" and "wave" are one reaction.
std::string bare_reaction(std::string name) {
    name.erase(0, std::min(name.find_first_not_of(':'), name.size()));
    if (const auto end = name.find(':'); end != name.npos) name.resize(end);
    return name;
}

Event reaction(const Json& event) {
    const Json& item = at(event, "item");
    return Reaction{.added = says(event, "type", "reaction_added"),
                    .actor = user_of(event),
                    .reaction = bare_reaction(text(event, "reaction")),
                    .channel = id(item, "channel"),
                    .ts = text(item, "ts"),
                    .item_user = text(event, "item_user"),
                    .event_ts = text(event, "event_ts")};
}

Event pin(const Json& event) {
    const Json& item = at(event, "item");
    Pin pin{.added = says(event, "type", "pin_added"),
            .actor = user_of(event),
            .channel = first_text(text(event, "channel_id"), item, "channel"),
            .event_ts = text(event, "event_ts")};
    if (const Json& pinned = at(item, "message"); pinned.is_object())
        pin.message = message_of(pinned, pin.channel, {});
    return pin;
}

Event membership(const Json& event) {
    return Membership{.joined = says(event, "type", "member_joined_channel"),
                      .actor = user_of(event),
                      .channel = id(event, "channel"),
                      .inviter = text(event, "inviter")};
}

Event renamed(const Json& event) {
    return ChannelChanged{.what = ChannelChanged::What::renamed,
                          .channel = id(event, "channel"),
                          .name = text(at(event, "channel"), "name")};
}
Event archived(const Json& event) {
    return ChannelChanged{.what = ChannelChanged::What::archived, .channel = id(event, "channel")};
}
Event unarchived(const Json& event) {
    return ChannelChanged{.what = ChannelChanged::What::unarchived, .channel = id(event, "channel")};
}
Event id_changed(const Json& event) {
    return ChannelChanged{.what = ChannelChanged::What::id_changed,
                          .channel = text(event, "old_channel_id"),
                          .new_id = text(event, "new_channel_id")};
}
Event home_opened(const Json& event) {
    return HomeOpened{.actor = user_of(event), .tab = text(event, "tab")};
}
Event group_members(const Json& event) { return GroupMembers{text(event, "subteam_id")}; }
Event uninstalled(const Json&) { return Revoked{.uninstalled = true}; }
Event revoked(const Json&) { return Revoked{}; }

struct Kind {
    std::string_view type;
    Event (*read)(const Json& event);
};
constexpr std::array kinds{
    Kind{"message", message},
    Kind{"app_mention", mention},
    Kind{"reaction_added", reaction},
    Kind{"reaction_removed", reaction},
    Kind{"pin_added", pin},
    Kind{"pin_removed", pin},
    Kind{"member_joined_channel", membership},
    Kind{"member_left_channel", membership},
    Kind{"channel_rename", renamed},
    Kind{"group_rename", renamed},
    Kind{"channel_archive", archived},
    Kind{"group_archive", archived},
    Kind{"channel_unarchive", unarchived},
    Kind{"group_unarchive", unarchived},
    Kind{"channel_id_changed", id_changed},
    Kind{"app_home_opened", home_opened},
    Kind{"subteam_members_changed", group_members},
    Kind{"app_uninstalled", uninstalled},
    Kind{"tokens_revoked", revoked},
};

Event event_of(const Json& event) {
    std::string type = text(event, "type");
    const auto* kind = std::ranges::find(kinds, type, &Kind::type);
    return kind == kinds.end() ? Event{Other{std::move(type)}} : kind->read(event);
}

} // namespace

Message message_of(const Json& message, std::string channel, std::string channel_type) {
    Message m{.channel = std::move(channel),
              .channel_type = std::move(channel_type),
              .actor = author_of(message),
              .bot_id = text(message, "bot_id"),
              .app_id = first_text(text(message, "app_id"), at(message, "bot_profile"), "app_id"),
              .subtype = text(message, "subtype"),
              .text = text(message, "text"),
              .ts = text(message, "ts"),
              .thread_ts = text(message, "thread_ts"),
              .files = file_names(at(message, "files"))};
    if (m.thread_ts == m.ts) m.thread_ts.clear(); // the parent, once it has replies
    if (const Json& metadata = at(message, "metadata"); says(metadata, "event_type", own_metadata))
        m.outbox = text(at(metadata, "event_payload"), "id");
    return m;
}

EventCallback event_callback_of(const Json& body) {
    const Json& event = at(body, "event");
    // In a channel shared with another company `team_id` may be theirs; the installation that this delivery
    // is for is named by the authorization. There is at most one.
    const Json& authorizations = at(body, "authorizations");
    const Json& ours = authorizations.is_array() && !authorizations.empty() ? authorizations.front() : body;
    return {.team = first_text(text(ours, "team_id"), body, "team_id"),
            .enterprise = first_text(text(ours, "enterprise_id"), body, "enterprise_id"),
            .app = text(body, "api_app_id"),
            .event_id = text(body, "event_id"),
            .event_ts = first_text(text(event, "event_ts"), event, "ts"),
            .event_time = number(body, "event_time"),
            .shared_channel = yes(body, "is_ext_shared_channel"),
            .event = event_of(event)};
}

} // namespace tocsin::slack::decoding
