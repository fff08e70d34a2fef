// Messages that become entries of the timeline, by a pin, a reaction or the message action; and pressed
// buttons.
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/net/json.hpp"
#include "integrations/slack/impl.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::size_t entry_clusters_max = 2'000;

} // namespace

// A note by the message's author, at the message's time; the same message makes one, however often it is
// marked.
void Slack::Impl::add_entry(const Actor&, const slack::Message& m, const RoomId& room, std::string key,
                            Acknowledge ack) {
    read_line(m.text, [this, m, room, key = std::move(key), ack = std::move(ack)](const Read& read) {
        Instant said{};
        const std::string words{tocsin::text::trimmed(read.text)};
        if (!instant_of(m.ts, said) || words.empty() || m.actor.user.empty()) return ack({}, true);
        Ask a = ask_of(m.actor, room, key);
        a.what = Typed{.line = fmt::format("note at={} -- {}",
                                           tocsin::text::iso(std::chrono::floor<seconds>(said)),
                                           tocsin::text::cut(words, entry_clusters_max))};
        ask(std::move(a), [this, m, ack](const Answer& answer) {
            if (answer.recorded && answer.outcome == Outcome::done) show_taken(m.channel, m.ts);
            ack({}, answer.recorded);
        });
    });
}

void Slack::Impl::show_taken(const std::string& channel, const std::string& ts) {
    if (settings.taken_reaction.empty()) return;
    api.call("reactions.add", {{"channel", channel}, {"timestamp", ts}, {"name", settings.taken_reaction}},
             Lane::upkeep, [this, channel](const ApiResult& r) {
                 if (r.fate == Fate::person) missing(r, channel);
             });
}

void Slack::Impl::on_pin(const Pin& p, const Acknowledge& ack) {
    const RoomId room = room_of(p.channel, "");
    const bool own = people.is_us(p.actor.user, "") ||
                     (p.message && people.is_us(p.message->actor.user, p.message->bot_id));
    if (!p.added || own || !p.message || !is_listened(room)) return ack({}, true);
    slack::Message m = *p.message;
    m.channel = p.channel;
    add_entry(p.actor, m, room, fmt::format("taken/{}/{}", p.channel, m.ts), ack);
}

void Slack::Impl::on_reaction(const Reaction& r, const Acknowledge& ack) {
    if (people.is_us(r.actor.user, "")) {
        if (r.channel == canary.channel) canary_heard();
        return ack({}, true);
    }
    const RoomId room = room_of(r.channel, "");
    const bool marks =
        std::ranges::find(settings.timeline_reactions, r.reaction) != settings.timeline_reactions.end();
    if (!r.added || !marks || !is_listened(room) || people.is_us(r.item_user, "")) return ack({}, true);
    const std::string key = fmt::format("taken/{}/{}", r.channel, r.ts);
    // The event has no words; mostly they were heard before.
    if (const auto line = doors.backstage.said(room, r.ts)) {
        slack::Message m{.channel = r.channel, .text = escaped(line->text), .ts = r.ts};
        m.actor.user = doors.backstage.account(line->person, "slack");
        if (!m.actor.user.empty()) return add_entry(r.actor, m, room, key, ack);
    }
    api.call("conversations.replies",
             {{"channel", r.channel},
              {"ts", r.ts},
              {"latest", r.ts},
              {"oldest", r.ts},
              {"inclusive", true},
              {"limit", 1}},
             Lane::reply, [this, r, room, key, ack](const ApiResult& result) {
                 for (const json& found : reading::list(result.body, "messages"))
                     if (found.is_object() && net::text_in(found, "ts") == r.ts) {
                         slack::Message m{.channel = r.channel,
                                          .text = net::text_in(found, "text").value_or(""),
                                          .ts = r.ts};
                         m.actor.user = net::text_in(found, "user").value_or("");
                         return add_entry(r.actor, m, room, key, ack);
                     }
                 ack({}, !result.unreachable);
             });
}

// Rights are looked at when it is pressed, not when it was shown: that is the decision's work; here only who
// presses.
void Slack::Impl::on_buttons(const BlockActions& b, const Acknowledge& ack) {
    if (b.actions.empty()) return ack({}, true);
    const Action& action = b.actions.front();
    if (people.is_outsider(b.actor.team)) {
        ack({}, true);
        tocsin::Message m;
        m.lines.push_back(
            {say("Nothing was done: buttons here are for people of the workspace that Tocsin is in.")});
        return answer_later(b.response_url, Answer{.reply = std::move(m)}, b.actor.user);
    }
    people.heard(b.actor.user, b.actor.name, b.actor.team);
    if (action.action_id == action_declare) {
        ack({}, true);
        return open_declare(b.trigger_id, {}, [](bool) {});
    }
    if (action.action_id.starts_with(action_update)) {
        ack({}, true);
        return open_update(b, action.value + " update internal ");
    }
    if (!action.action_id.starts_with("line/") || action.value.empty())
        return ack({}, true); // a link, or an input
    if (has_gaps(action.value)) {
        ack({}, true);
        return open_line(b, action.value);
    }
    auto waiting = std::make_shared<Acknowledge>(ack);
    doors.scheduler.after(answer_within, [waiting] {
        if (auto late = std::exchange(*waiting, nullptr)) late({}, true);
    });
    Ask a = ask_of(b.actor, room_of(b.channel, b.channel_name),
                   fmt::format("{}/{}", b.trigger_id, action.action_ts));
    put_line(a, Read{.text = action.value, .mentions = {}}, action.value);
    a.unseen = !a.room.value.empty();
    if (b.response_url.empty()) { // the home tab: the answer comes as a message
        a.room = {};
        a.answer_in = "";
    }
    const std::string user = b.actor.user;
    ask(std::move(a), [this, waiting, b, user](const Answer& answer) {
        if (auto in_time = std::exchange(*waiting, nullptr)) in_time({}, true);
        if (!b.response_url.empty()) answer_later(b.response_url, answer, user);
        if (b.container == "view") publish_home(user);
    });
}

void Slack::Impl::on(const Interaction& i, Acknowledge ack) {
    if (const auto* b = std::get_if<BlockActions>(&i)) {
        if (!is_ours(b->team, "", b->app)) return ack({}, true);
        return on_buttons(*b, ack);
    }
    if (const auto* v = std::get_if<ViewSubmission>(&i)) {
        if (!is_ours(v->team, "", v->app)) return ack({}, true);
        return submitted(*v, ack);
    }
    if (const auto* s = std::get_if<Shortcut>(&i)) {
        ack({}, true);
        if (is_ours(s->team, "", s->app) && s->callback_id == "declare_incident")
            open_declare(s->trigger_id, {}, [](bool) {});
        return;
    }
    if (const auto* m = std::get_if<MessageAction>(&i)) {
        if (!is_ours(m->team, "", m->app) || people.is_outsider(m->actor.team)) return ack({}, true);
        people.heard(m->actor.user, m->actor.name, m->actor.team);
        if (m->callback_id == "declare_from_message") {
            ack({}, true);
            return read_line(m->message.text, [this, m = *m](const Read& read) {
                const std::string line = read.text.substr(0, read.text.find('\n'));
                open_declare(m.trigger_id,
                             {.title = tocsin::text::cut(tocsin::text::trimmed(line), 150),
                              .private_metadata = m.channel},
                             [](bool) {});
            });
        }
        if (m->callback_id != "add_to_timeline") return ack({}, true);
        const RoomId room = room_of(m->channel, m->channel_name);
        if (!is_listened(room)) {
            ack({}, true);
            tocsin::Message words;
            words.lines.push_back(
                {say("Nothing was added: this channel belongs to no incident. In one that it should: "),
                 command("INC-n link room")});
            return answer_later(m->response_url, Answer{.reply = std::move(words)}, m->actor.user);
        }
        slack::Message message = m->message;
        message.channel = m->channel;
        return add_entry(m->actor, message, room, fmt::format("taken/{}/{}", m->channel, message.ts),
                         [this, m = *m, ack](const std::optional<json>& p, bool recorded) {
                             ack(p, true);
                             tocsin::Message words;
                             words.lines.push_back(
                                 {say(recorded ? "It is on the timeline, with its own time and author."
                                               : "NOT RECORDED, do it again.")});
                             answer_later(m.response_url, Answer{.reply = std::move(words)}, m.actor.user);
                         });
    }
    ack({}, true);
}

} // namespace tocsin::slack
