// pins.*, reactions.*, bookmarks.*
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/events.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

constexpr std::size_t pins_max = 100, bookmarks_max = 100, reactions_max = 23;

Message& marked(Slack& slack, const Channel& channel, const Call& call) {
    need_member(slack, channel);
    const auto ts = full_ts(call.need("timestamp"));
    if (ts.empty()) throw Refused{"bad_timestamp"};
    auto* message = slack.world.message(channel.id, ts);
    if (!message) throw Refused{"message_not_found"};
    return *message;
}

json pins_add(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    auto& message = marked(slack, channel, call);
    need_live(channel);
    if (message.body.contains("subtype") && message.body["subtype"] != "file_share")
        throw Refused{"not_pinnable"};
    const auto there = std::ranges::find(channel.pins, message.ts, &Pin::ts) != channel.pins.end();
    if (there) throw Refused{"already_pinned"};
    if (channel.pins.size() >= pins_max) throw Refused{"too_many_pins"};
    pin(slack, channel, message, slack.world.bot_user, true);
    return json::object();
}

json pins_remove(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    auto& message = marked(slack, channel, call);
    if (!pin(slack, channel, message, slack.world.bot_user, false)) throw Refused{"not_pinned"};
    return json::object();
}

json pins_list(Slack& slack, Call& call) {
    const auto& channel = channel_of(slack, call);
    need_member(slack, channel);
    json items = json::array();
    for (const auto& one : channel.pins)
        if (const auto* message = slack.world.message(channel.id, one.ts))
            items.push_back({{"type", "message"},
                             {"channel", channel.id},
                             {"created", one.created},
                             {"created_by", one.user},
                             {"message", shown(slack, channel, *message, false)}});
    return {{"items", items}};
}

std::string reaction_of(const Call& call) {
    const auto name = call.text("name");
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+' ||
               c == ':' || c == '\'';
    };
    if (name.empty()) throw Refused{"no_reaction"};
    if (name.starts_with(':') || name.ends_with(':') || !std::ranges::all_of(name, allowed))
        throw Refused{"invalid_name"};
    return name;
}

json reactions_add(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    const auto name = reaction_of(call);
    auto& message = marked(slack, channel, call);
    need_live(channel);
    const auto known = std::ranges::find(message.reactions, name, [](const auto& r) { return r.first; });
    if (known == message.reactions.end() && message.reactions.size() >= reactions_max)
        throw Refused{"too_many_emoji"};
    if (!react(slack, channel, message, slack.world.bot_user, name, true)) throw Refused{"already_reacted"};
    return json::object();
}

json reactions_remove(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call);
    const auto name = reaction_of(call);
    auto& message = marked(slack, channel, call);
    if (!react(slack, channel, message, slack.world.bot_user, name, false)) throw Refused{"no_reaction"};
    return json::object();
}

std::string link_of(const Call& call) {
    const auto link = call.text("link");
    if (!link.starts_with("https://") && !link.starts_with("http://")) throw Refused{"invalid_link"};
    return link;
}

json bookmarks_add(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call, "channel_id");
    need_member(slack, channel);
    need_live(channel);
    const auto title = call.need("title");
    if (call.need("type") != "link") throw Refused{"invalid_bookmark_type"};
    const auto link = link_of(call);
    if (channel.bookmarks.size() >= bookmarks_max) throw Refused{"too_many_bookmarks"};
    channel.bookmarks.push_back({{"id", slack.world.fresh_id('K')},
                                 {"channel_id", channel.id},
                                 {"title", title},
                                 {"link", link},
                                 {"emoji", call.text("emoji")},
                                 {"type", "link"},
                                 {"date_created", seconds_of(slack.now())},
                                 {"date_updated", 0},
                                 {"rank", "i"},
                                 {"last_updated_by_user_id", slack.world.bot_user},
                                 {"last_updated_by_team_id", slack.world.team},
                                 {"app_id", slack.world.app}});
    return {{"bookmark", channel.bookmarks.back()}};
}

json& bookmark_of(Slack& slack, Call& call) {
    auto& channel = channel_of(slack, call, "channel_id");
    need_member(slack, channel);
    const auto id = call.need("bookmark_id");
    const auto found = std::ranges::find_if(channel.bookmarks, [&](const json& b) { return b["id"] == id; });
    if (found == channel.bookmarks.end()) throw Refused{"not_found"};
    return *found;
}

json bookmarks_edit(Slack& slack, Call& call) {
    auto& bookmark = bookmark_of(slack, call);
    if (call.has("link")) bookmark["link"] = link_of(call);
    if (call.has("title")) bookmark["title"] = call.text("title");
    if (call.has("emoji")) bookmark["emoji"] = call.text("emoji");
    bookmark["date_updated"] = seconds_of(slack.now());
    return {{"bookmark", bookmark}};
}

json bookmarks_remove(Slack& slack, Call& call) {
    const auto id = bookmark_of(slack, call)["id"];
    std::erase_if(channel_of(slack, call, "channel_id").bookmarks,
                  [&](const json& b) { return b["id"] == id; });
    return json::object();
}

json bookmarks_list(Slack& slack, Call& call) {
    const auto& channel = channel_of(slack, call, "channel_id");
    need_member(slack, channel);
    return {{"bookmarks", channel.bookmarks}};
}

} // namespace

const std::vector<MethodRow>& mark_methods() {
    static const std::vector<MethodRow> rows{
        {"pins.add", tier2, true, "pins:write", pins_add},
        {"pins.remove", tier2, true, "pins:write", pins_remove},
        {"pins.list", tier2, false, "pins:read", pins_list},
        {"reactions.add", tier3, true, "reactions:write", reactions_add},
        {"reactions.remove", tier2, true, "reactions:write", reactions_remove},
        {"bookmarks.add", tier2, true, "bookmarks:write", bookmarks_add},
        {"bookmarks.edit", tier2, true, "bookmarks:write", bookmarks_edit},
        {"bookmarks.remove", tier2, true, "bookmarks:write", bookmarks_remove},
        {"bookmarks.list", tier3, true, "bookmarks:read", bookmarks_list},
    };
    return rows;
}

} // namespace tocsin::fakes
