// Is Slack heard, really? The token is proved, and a reaction of our own in a channel of our own has to come
// back on a socket: ping and pong look perfect on connections that get nothing (SLACK.md 10).
#include "integrations/net/json.hpp"
#include "integrations/slack/impl.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr Duration canary_each = seconds{60};
constexpr Duration canary_within = seconds{30};
constexpr int canary_missed_max = 3; // then the connections are made anew
constexpr Duration token_proved_each = minutes{5};
constexpr std::string_view canary_channel_name = "slack.canary";
constexpr std::string_view canary_reaction = "hatching_chick";

} // namespace

void Slack::Impl::watch() {
    doors.scheduler.after(heard_noted_each, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self || self->stopping) return;
        self->note_heard();
        self->sweep();
        if (self->hears_now && self->settings.canary && self->sockets) self->run_canary();
        self->watch();
    });
    static_assert(canary_each == heard_noted_each);
    if (canary.number++ % static_cast<std::uint64_t>(token_proved_each / canary_each) == 0 && ready)
        prove_token();
}

void Slack::Impl::prove_token() {
    api.call("auth.test", json::object(), Lane::upkeep,
             [](const ApiResult&) {}); // a refusal is told by the api
}

void Slack::Impl::run_canary() {
    if (canary.channel.empty()) return start_canary();
    if (canary.ts.empty() || canary.waits) return;
    canary.waits = true;
    canary.on = !canary.on;
    const auto number = canary.number;
    api.call(canary.on ? "reactions.add" : "reactions.remove",
             {{"channel", canary.channel}, {"timestamp", canary.ts}, {"name", canary_reaction}}, Lane::upkeep,
             [weak = weak_from_this(), number](const ApiResult& r) {
                 const auto self = weak.lock();
                 if (!self) return;
                 if (!r.ok) {
                     self->canary.waits = false; // it did not sing: nothing is proved by silence
                     if (r.fate == Fate::gone || r.fate == Fate::uninvited) self->canary = {.number = number};
                     if (r.fate == Fate::person) self->settings.canary = false;
                     return;
                 }
                 self->doors.scheduler.after(canary_within, [weak] {
                     const auto later = weak.lock();
                     if (!later || !later->canary.waits || later->stopping) return;
                     later->canary.waits = false;
                     if (++later->canary.missed < canary_missed_max) return;
                     later->canary.missed = 0;
                     later->alarm("Slack accepts what I say, but its events do not reach me: I connect anew. "
                                  "If this goes on, "
                                  "another process may run with the same app token.");
                     later->sockets->renew();
                 });
             });
}

void Slack::Impl::canary_heard() {
    canary.waits = false;
    canary.missed = 0;
}

// A private channel of its own, made once.
void Slack::Impl::start_canary() {
    const auto with_channel = [weak = weak_from_this()](const std::string& channel) {
        const auto self = weak.lock();
        if (!self) return;
        self->canary.channel = channel;
        self->api.call(
            "chat.postMessage",
            {{"channel", channel},
             {"text", "Here Tocsin listens to itself: its reaction to this message must come back to it."},
             {"unfurl_links", false},
             {"unfurl_media", false}},
            Lane::upkeep, [weak](const ApiResult& r) {
                const auto then = weak.lock();
                if (!then) return;
                if (r.ok) then->canary.ts = net::text_in(r.body, "ts").value_or("");
                if (r.fate == Fate::gone || r.fate == Fate::uninvited || r.fate == Fate::closed ||
                    r.fate == Fate::join) {
                    then->canary.channel.clear();
                    then->doors.remember(std::string{canary_channel_name}, "");
                }
            });
    };
    if (const auto kept = doors.remembered(canary_channel_name); kept && !kept->empty())
        return with_channel(*kept);
    api.call("conversations.create", {{"name", "tocsin-listens-" + install}, {"is_private", true}},
             Lane::upkeep, [weak = weak_from_this(), with_channel](const ApiResult& r) {
                 const auto self = weak.lock();
                 if (!self) return;
                 if (!r.ok) {
                     if (!r.unreachable && r.fate != Fate::again)
                         self->settings.canary = false; // it goes without
                     return;
                 }
                 const auto channel = r.body.find("channel");
                 if (channel == r.body.end() || !channel->is_object()) return;
                 const std::string id = net::text_in(*channel, "id").value_or("");
                 self->doors.remember(std::string{canary_channel_name}, id);
                 with_channel(id);
             });
}

} // namespace tocsin::slack
