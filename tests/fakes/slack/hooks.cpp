// Answers to response_urls, the use of trigger_ids, and the bytes of uploads.
#include "tests/fakes/slack/hooks.hpp"

#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/events.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

Answer plain(int status, std::string body) {
    Answer answer{.status = status, .body = std::move(body)};
    answer.headers["content-type"] = "text/plain; charset=utf-8";
    return answer;
}

std::string content_type(const Request& request) {
    const auto found = request.headers.find("content-type");
    return found == request.headers.end() ? std::string{} : lower_case(found->second);
}

// The bytes of the first part, if the client wrapped them (multipart/form-data); else the body as it is.
std::string raw_bytes(const Request& request) {
    const auto type = content_type(request);
    const auto at = type.find("boundary=");
    if (!type.starts_with("multipart/form-data") || at == std::string::npos) return request.body;
    auto boundary = request.headers.at("content-type").substr(at + 9);
    std::erase(boundary, '"');
    const auto head = request.body.find("\r\n\r\n");
    const auto end = request.body.find("\r\n--" + boundary, head == std::string::npos ? 0 : head);
    if (head == std::string::npos || end == std::string::npos) return request.body;
    return request.body.substr(head + 4, end - head - 4);
}

} // namespace

std::string Hooks::new_trigger(const std::string& user, const std::string& view) {
    const auto id = std::to_string(1 + slack_.dice.below(1'000'000'000)) + "." +
                    std::to_string(triggers_.size() + 1) + "." + lower_case(slack_.dice.letters(32));
    triggers_[id] = {user, slack_.now() + slack_.settings.trigger_lives, false, view};
    return id;
}

const Hooks::Trigger* Hooks::use_trigger(const std::string& id, std::string& error) {
    const auto found = triggers_.find(id);
    error = found == triggers_.end()             ? "invalid_trigger_id"
            : found->second.used                 ? "exchanged_trigger_id"
            : slack_.now() > found->second.until ? "expired_trigger_id"
                                                 : "";
    if (!error.empty()) return nullptr;
    found->second.used = true;
    return &found->second;
}

std::string Hooks::new_response_url(Target target) {
    const auto path = "/" + target.kind + "/" + slack_.world.team + "/" +
                      std::to_string(1000 + targets_.size()) + "/" + slack_.dice.letters(24);
    target.until = slack_.now() + slack_.settings.hook_lives;
    target.uses = slack_.settings.hook_uses;
    targets_[path] = std::move(target);
    return slack_.settings.hooks_base + path;
}

std::string Hooks::new_upload(const std::string& file) {
    const auto path = "/upload/v1/" + slack_.dice.letters(32);
    uploads_[path] = file;
    return slack_.settings.files_base + path;
}

Answer Hooks::answer(std::string_view path, const Request& request) {
    if (path.starts_with("/upload/")) return upload(path, request);
    const auto found = targets_.find(path);
    if (found == targets_.end()) return plain(404, "no_service");
    return respond(found->second, request);
}

Answer Hooks::upload(std::string_view path, const Request& request) {
    const auto found = uploads_.find(path);
    if (found == uploads_.end()) return plain(404, "not found");
    auto& file = slack_.world.files.at(found->second);
    file.content = raw_bytes(request);
    slack_.record({{"kind", "upload"},
                   {"file", file.id},
                   {"bytes", file.content.size()},
                   {"content_type", content_type(request)}});
    if (file.content.size() != file.length) return plain(400, "length does not match");
    file.uploaded = true;
    uploads_.erase(found);
    return plain(200, "OK - " + std::to_string(file.content.size()));
}

// Replaces or removes the message of the interaction, never what the user typed.
void Hooks::replace(Target& target, const json& body, bool remove_it) {
    auto* channel = slack_.world.channel(target.channel);
    if (!channel) return;
    if (target.ephemeral) {
        const auto found = std::ranges::find(channel->ephemerals, target.message, &Ephemeral::ts);
        if (found == channel->ephemerals.end()) return;
        if (remove_it)
            channel->ephemerals.erase(found);
        else
            found->body = body;
        return;
    }
    auto* message = slack_.world.message(target.channel, target.message);
    if (!message) return;
    if (remove_it)
        remove(slack_, *channel, *message);
    else
        change(slack_, *channel, *message, [&](Message& m) { m.body = body; });
}

Answer Hooks::respond(Target& target, const Request& request) {
    auto body = json::parse(request.body, nullptr, false);
    if (content_type(request).starts_with("application/x-www-form-urlencoded"))
        if (const auto fields = form_fields(request.body); fields && fields->contains("payload"))
            body = json::parse(fields->at("payload"), nullptr, false);
    slack_.record({{"kind", "response_url"},
                   {"about", target.kind},
                   {"content_type", content_type(request)},
                   {"body", body.is_discarded() ? json(request.body) : body}});
    if (slack_.now() >= target.until) return plain(404, "expired_url");
    if (target.uses <= 0) return plain(404, "used_url");
    if (!body.is_object()) return plain(400, "invalid_payload");
    if (body.contains("blocks"))
        if (const auto problem = block_problem(body["blocks"], Surface::message))
            return plain(400, problem->error);
    const bool remove_it = body.value("delete_original", false);
    const bool original = target.kind != "commands" && !target.message.empty();
    auto shown = slack_.people.body_of_answer(body);
    if (!remove_it && shown.value("text", "").empty() && !shown.contains("blocks"))
        return plain(400, "no_text");
    if (points(shown.value("text", "")) > 40'000) return plain(400, "msg_too_long");
    --target.uses;
    auto& channel = slack_.world.channels.at(target.channel);
    if (original && (remove_it || body.value("replace_original", false))) {
        replace(target, shown, remove_it);
    } else if (!remove_it && body.value("response_type", "ephemeral") == "in_channel") {
        post(slack_, channel, {.body = shown, .thread = full_ts(body.value("thread_ts", ""))});
    } else if (!remove_it) {
        channel.ephemerals.push_back(
            {slack_.new_ts(), target.user, shown, full_ts(body.value("thread_ts", ""))});
    }
    return plain(200, "ok");
}

} // namespace tocsin::fakes
