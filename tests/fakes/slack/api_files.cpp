// File upload in three steps: an address, the bytes (hooks.cpp), and the completion that shares it.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/shapes.hpp"

namespace tocsin::fakes {
namespace {

json upload_url(Slack& slack, Call& call) {
    const auto name = call.need("filename");
    const auto length = call.number("length", -1);
    if (length <= 0) throw refused_arguments("must be greater than 0: length");
    File file{.id = slack.world.fresh_id('F'), .name = name, .user = slack.world.bot_user};
    file.length = static_cast<std::size_t>(length);
    const auto id = file.id;
    slack.world.files[id] = std::move(file);
    return {{"upload_url", slack.hooks.new_upload(id)}, {"file_id", id}};
}

json complete(Slack& slack, Call& call) {
    const auto asked = call.structure("files", "invalid_arguments");
    if (!asked.is_array() || asked.empty()) throw refused_arguments("missing required field: files");
    std::vector<std::string> targets = call.list("channels");
    if (const auto one = call.text("channel_id"); !one.empty()) targets.push_back(one);
    for (const auto& id : targets) {
        const auto* channel = slack.world.channel(id);
        if (!channel || (channel->kind != Channel::Kind::open && !channel->has(slack.world.bot_user)))
            throw Refused{"invalid_channel"};
        need_member(slack, *channel);
        need_live(*channel);
    }
    json shown_files = json::array();
    std::vector<std::string> ids;
    for (const auto& one : asked) {
        const auto found = slack.world.files.find(one.is_object() ? one.value("id", "") : std::string{});
        if (found == slack.world.files.end() || !found->second.uploaded || found->second.completed)
            throw Refused{"file_not_found"};
        ids.push_back(found->first);
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto& file = slack.world.files.at(ids[i]);
        file.completed = true;
        file.title = asked[i].value("title", file.name);
        file.channels = targets;
        shown_files.push_back(file_json(slack, file));
    }
    for (const auto& id : targets) {
        json body{{"user", slack.world.bot_user},
                  {"bot_id", slack.world.bot},
                  {"app_id", slack.world.app},
                  {"bot_profile", bot_profile(slack.world)},
                  {"subtype", "file_share"},
                  {"text", call.text("initial_comment")},
                  {"upload", false},
                  {"files", shown_files}};
        post(slack, *slack.world.channel(id),
             {.body = std::move(body), .thread = full_ts(call.text("thread_ts"))});
    }
    return {{"files", shown_files}};
}

} // namespace

const std::vector<MethodRow>& file_methods() {
    static const std::vector<MethodRow> rows{
        {"files.getUploadURLExternal", tier4, false, "files:write", upload_url},
        {"files.completeUploadExternal", tier4, true, "files:write", complete},
    };
    return rows;
}

} // namespace tocsin::fakes
