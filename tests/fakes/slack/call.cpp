// Reading the arguments of a call, and the checks that many methods share.
#include "tests/fakes/slack/api.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin::fakes {

Refused refused_arguments(const std::string& message, const std::string& error) {
    return {error, {{"response_metadata", {{"messages", {"[ERROR] " + message}}}}}};
}

bool Call::has(const std::string& name) const { return arguments.contains(name); }

std::string Call::text(const std::string& name, const std::string& otherwise) const {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return otherwise;
    if (found->is_string()) return found->get<std::string>();
    return found->dump();
}

std::string Call::need(const std::string& name) const {
    auto value = text(name);
    if (value.empty()) throw refused_arguments("missing required field: " + name);
    return value;
}

std::int64_t Call::number(const std::string& name, std::int64_t otherwise) const {
    if (!has(name)) return otherwise;
    const auto value = text(name);
    std::int64_t out{};
    const auto end = value.data() + value.size();
    if (const auto [at, ec] = std::from_chars(value.data(), end, out); ec != std::errc{} || at != end)
        throw refused_arguments("must be a number: " + name);
    return out;
}

bool Call::flag(const std::string& name, bool otherwise) const {
    if (!has(name)) return otherwise;
    const auto value = text(name);
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0" || value.empty()) return false;
    throw refused_arguments("must be a boolean: " + name);
}

json Call::structure(const std::string& name, const std::string& error) const {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return nullptr;
    if (!found->is_string()) return *found;
    const auto text = found->get<std::string>();
    if (text.empty()) return nullptr;
    auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) throw Refused{error};
    return parsed;
}

std::vector<std::string> Call::list(const std::string& name) const {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return {};
    if (!found->is_array()) return split(text(name), ',');
    std::vector<std::string> out;
    for (const auto& one : *found) out.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    return out;
}

Channel& channel_of(Slack& slack, const Call& call, const std::string& argument) {
    auto* channel = slack.world.channel(call.need(argument));
    if (!channel) throw Refused{"channel_not_found"};
    if (channel->kind != Channel::Kind::open && !channel->has(slack.world.bot_user))
        throw Refused{"channel_not_found"};
    return *channel;
}

void need_member(const Slack& slack, const Channel& channel) {
    if (!channel.has(slack.world.bot_user)) throw Refused{"not_in_channel"};
}

void need_scope(const Slack& slack, const std::string& scope) {
    if (slack.settings.scopes.contains(scope)) return;
    std::string provided;
    for (const auto& one : slack.settings.scopes) provided += (provided.empty() ? "" : ",") + one;
    throw Refused{"missing_scope", {{"needed", scope}, {"provided", provided}}};
}

std::string scope_for(const Channel& channel, const std::string& what) {
    switch (channel.kind) {
    case Channel::Kind::open: return "channels:" + what;
    case Channel::Kind::closed: return "groups:" + (what == "manage" ? "write" : what);
    case Channel::Kind::im: return "im:" + what;
    case Channel::Kind::mpim: return "mpim:" + what;
    }
    return {};
}

void need_live(const Channel& channel, const std::string& error) {
    if (channel.archived) throw Refused{error};
}

User& user_of(Slack& slack, const Call& call, const std::string& argument) {
    auto* user = slack.world.user(call.need(argument));
    if (!user) throw Refused{"user_not_found"};
    return *user;
}

Page page_of(const Call& call, std::size_t total, std::size_t otherwise, std::size_t limit_max) {
    const auto asked = call.number("limit", static_cast<std::int64_t>(otherwise));
    if (asked < 0 || asked > static_cast<std::int64_t>(limit_max)) throw Refused{"invalid_limit"};
    const auto limit = asked == 0 ? otherwise : static_cast<std::size_t>(asked);
    Page page;
    if (const auto cursor = call.text("cursor"); !cursor.empty()) {
        const auto plain = base64_decoded(cursor);
        if (!plain || !plain->starts_with("next:")) throw Refused{"invalid_cursor"};
        const auto digits = plain->substr(5);
        if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos ||
            digits.size() > 9)
            throw Refused{"invalid_cursor"};
        page.from = std::stoul(digits);
        if (page.from > total) throw Refused{"invalid_cursor"};
    }
    page.to = std::min(total, page.from + limit);
    if (page.to < total) page.next = base64("next:" + std::to_string(page.to));
    return page;
}

} // namespace tocsin::fakes
