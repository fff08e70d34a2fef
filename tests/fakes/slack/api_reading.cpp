// conversations.history and .replies.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/events.hpp"

namespace tocsin::fakes {
namespace {

struct Span {
    std::string oldest, latest; // "": open
    bool inclusive{};
    bool holds(const std::string& ts) const {
        if (!oldest.empty() && (inclusive ? ts < oldest : ts <= oldest)) return false;
        return latest.empty() || (inclusive ? ts <= latest : ts < latest);
    }
};

Span span_of(const Call& call) {
    Span span{.inclusive = call.flag("inclusive")};
    if (const auto text = call.text("oldest"); !text.empty() && text != "0") {
        span.oldest = full_ts(text);
        if (span.oldest.empty()) throw Refused{"invalid_ts_oldest"};
    }
    if (const auto text = call.text("latest"); !text.empty()) {
        span.latest = full_ts(text);
        if (span.latest.empty()) throw Refused{"invalid_ts_latest"};
    }
    return span;
}

Channel& readable(Slack& slack, const Call& call) {
    auto& channel = channel_of(slack, call);
    need_scope(slack, scope_for(channel, "history"));
    need_member(slack, channel);
    return channel;
}

// A cursor names a message, so that what is posted meanwhile shifts nothing.
std::string cursor_ts(const Call& call) {
    const auto cursor = call.text("cursor");
    if (cursor.empty()) return {};
    const auto plain = base64_decoded(cursor);
    if (!plain || !plain->starts_with("next_ts:") || full_ts(plain->substr(8)).empty())
        throw Refused{"invalid_cursor"};
    return plain->substr(8);
}

std::size_t limit_of(const Call& call, std::size_t otherwise) {
    const auto limit = call.number("limit", static_cast<std::int64_t>(otherwise));
    if (limit < 0 || limit > 999) throw Refused{"invalid_limit"};
    return limit == 0 ? otherwise : static_cast<std::size_t>(limit);
}

json page(json messages, const std::string& next) {
    json out{{"messages", std::move(messages)}, {"has_more", !next.empty()}};
    if (!next.empty()) out["response_metadata"] = {{"next_cursor", base64("next_ts:" + next)}};
    return out;
}

json history(Slack& slack, Call& call) { // newest first, without replies
    const auto& channel = readable(slack, call);
    const auto span = span_of(call);
    const auto from = cursor_ts(call);
    const auto limit = limit_of(call, 100);
    const bool all = call.flag("include_all_metadata");
    json messages = json::array();
    std::string next;
    for (auto i = channel.messages.rbegin(); i != channel.messages.rend(); ++i) {
        const auto& [ts, message] = *i;
        if (!message.thread.empty() && !message.broadcast) continue;
        if ((!from.empty() && ts > from) || !span.holds(ts)) continue;
        if (messages.size() == limit) {
            next = ts;
            break;
        }
        messages.push_back(shown(slack, channel, message, all));
    }
    auto out = page(std::move(messages), next);
    out["pin_count"] = channel.pins.size();
    return out;
}

json replies(Slack& slack, Call& call) { // oldest first, the parent always at the head
    const auto& channel = readable(slack, call);
    const auto span = span_of(call);
    const auto ts = full_ts(call.need("ts"));
    const auto parent = channel.messages.find(ts);
    if (parent == channel.messages.end()) throw Refused{"thread_not_found"};
    const auto from = cursor_ts(call);
    const auto limit = limit_of(call, 100);
    const bool all = call.flag("include_all_metadata");
    json messages = json::array();
    messages.push_back(shown(slack, channel, parent->second, all));
    std::string next;
    for (const auto& at : parent->second.replies) {
        const auto found = channel.messages.find(at);
        if (found == channel.messages.end() || found->second.hidden) continue;
        if ((!from.empty() && at < from) || !span.holds(at)) continue;
        if (messages.size() - 1 == limit) {
            next = at;
            break;
        }
        messages.push_back(shown(slack, channel, found->second, all));
    }
    return page(std::move(messages), next);
}

} // namespace

const std::vector<MethodRow>& reading_methods() {
    static const std::vector<MethodRow> rows{
        {"conversations.history", tier3, false, "channels:history|groups:history|im:history", history},
        {"conversations.replies", tier3, false, "channels:history|groups:history|im:history", replies},
    };
    return rows;
}

} // namespace tocsin::fakes
