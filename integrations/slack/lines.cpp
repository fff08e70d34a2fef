// What people type, say and press becomes Asks. Nothing is acknowledged before what it asked is on disk (P1).
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/line.hpp"
#include "integrations/net/json.hpp"
#include "integrations/slack/impl.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::size_t groups_in_line_max = 5;
constexpr std::string_view direct = "directmessage";

bool is_direct(std::string_view channel, std::string_view type) {
    return type == "im" || type == direct || (type.empty() && channel.starts_with('D'));
}

// Messages of people; the others are lines of Slack's own ("ana has joined").
bool is_talk(std::string_view subtype) {
    static constexpr std::string_view kinds[] = {"", "file_share", "thread_broadcast", "me_message",
                                                 "bot_message"};
    return std::ranges::find(kinds, subtype) != std::end(kinds);
}

json ephemeral(std::string_view words) {
    return {{"response_type", "ephemeral"}, {"replace_original", false}, {"text", escaped(words)}};
}

} // namespace

bool Slack::Impl::is_ours(std::string_view team, std::string_view enterprise, std::string_view app) const {
    if (!app_id.empty() && !app.empty() && app != app_id) return false;
    return team.empty() || team == people.our_team() ||
           (!enterprise.empty() && !people.is_outsider(enterprise));
}

void Slack::Impl::take(Frame frame, Sockets::Ack reply) {
    Acknowledge ack = [reply = std::move(reply)](const std::optional<json>& payload, bool recorded) {
        if (recorded) reply(payload); // else Slack sends it again
    };
    if (const auto* event = std::get_if<EventCallback>(&frame.payload)) return on(*event, ack);
    if (const auto* command = std::get_if<SlashCommand>(&frame.payload)) return on(*command, std::move(ack));
    if (const auto* interaction = std::get_if<Interaction>(&frame.payload))
        return on(*interaction, std::move(ack));
    ack({}, true);
}

void Slack::Impl::take_http(HttpPayload payload, RetryInfo, Acknowledge ack) {
    if (!ready) return ack({}, false);
    if (const auto* event = std::get_if<EventCallback>(&payload)) return on(*event, ack);
    if (const auto* command = std::get_if<SlashCommand>(&payload)) return on(*command, std::move(ack));
    if (const auto* interaction = std::get_if<Interaction>(&payload)) return on(*interaction, std::move(ack));
    if (std::holds_alternative<RateLimited>(payload))
        alarm("Slack dropped events: more than 30,000 within an hour. Lines of that time may be missing.");
    ack({}, true);
}

RoomId Slack::Impl::room_of(std::string_view channel, std::string_view type) {
    if (channel.empty() || is_direct(channel, type)) return {};
    return channels.room_of(channel);
}

bool Slack::Impl::is_listened(const RoomId& room) const {
    return !room.value.empty() && static_cast<bool>(doors.backstage.incident_in(room));
}

Ask Slack::Impl::ask_of(const Actor& actor, const RoomId& room, std::string key) const {
    const std::string known = people.name(actor.user);
    Ask ask{.source = "slack",
            .key = std::move(key),
            .platform = "slack",
            .account = actor.user,
            .name = !known.empty()       ? known
                    : actor.name.empty() ? actor.user
                                         : actor.name,
            .room = room,
            .said_at = doors.now(),
            .heard_at = doors.now()};
    doors.random(ask.entropy);
    return ask;
}

// Mentions are read as typed, groups as their members.
void Slack::Impl::read_line(std::string mrkdwn, std::function<void(Read)> then) {
    const Names names{.person = [this](std::string_view id) { return people.name(id); },
                      .channel =
                          [this](std::string_view id) {
                              std::string shown = channels.shown(id);
                              return shown.starts_with('#') ? shown.substr(1) : shown;
                          },
                      .group = [this](std::string_view id) { return people.group_name(id); }};
    auto read = std::make_shared<Read>(slack::read(mrkdwn, names));
    std::vector<Mentioned> groups;
    for (const auto& m : read->mentions)
        if (m.group && groups.size() < groups_in_line_max) groups.push_back(m);
    if (groups.empty()) return then(std::move(*read));
    auto left = std::make_shared<std::size_t>(groups.size());
    for (const auto& group : groups)
        people.group_members(
            group.id, [this, read, group, left, then](const std::vector<std::string>& users) {
                std::string all;
                for (const auto& user : users) {
                    const std::string name = people.name(user).empty() ? user : people.name(user);
                    const Mentioned member{.token = token_of(name), .id = user, .name = name};
                    all += (all.empty() ? "@" : " @") + member.token;
                    if (std::ranges::find(read->mentions, member) == read->mentions.end())
                        read->mentions.push_back(member);
                }
                const std::string shown = "@" + group.token;
                if (const auto at = read->text.find(shown); at != std::string::npos && !all.empty())
                    read->text.replace(at, shown.size(), all);
                if (--*left == 0) then(std::move(*read));
            });
}

void Slack::Impl::put_line(Ask& ask, const Read& read, std::string line) const {
    for (const auto& m : read.mentions) {
        if (m.group) continue;
        ask.mentions.push_back({m.token, m.id, m.name});
    }
    // "@mei" written out: as good as picked, if one person is called so.
    for (std::size_t at = line.find('@'); at != std::string::npos; at = line.find('@', at + 1)) {
        if (at > 0 && line[at - 1] != ' ' && line[at - 1] != '\n') continue;
        const auto end = std::min(line.find_first_of(" \t\n,", at), line.size());
        const std::string token = line.substr(at + 1, end - at - 1);
        const bool known = std::ranges::any_of(ask.mentions, [&](const auto& m) {
            return tocsin::text::folded(m.token) == tocsin::text::folded(token);
        });
        if (known || token.empty()) continue;
        if (const Member* m = people.called(token)) ask.mentions.push_back({token, m->id, m->name});
    }
    ask.what = Typed{.line = std::move(line)};
}

void Slack::Impl::ask(Ask a, std::function<void(const Answer&)> then) {
    doors.inbound.ask(std::move(a), [weak = weak_from_this(), then = std::move(then)](const Answer& answer) {
        if (weak.lock()) then(answer);
    });
}

json Slack::Impl::shown(const Answer& answer) const {
    const Rendered r = render(answer.reply, place());
    return {
        {"response_type", "ephemeral"}, {"replace_original", false}, {"text", r.text}, {"blocks", r.blocks}};
}

void Slack::Impl::answer_later(const std::string& response_url, const Answer& answer,
                               const std::string& user) {
    if (answer.reply.lines.empty()) return;
    const auto fall_back = [weak = weak_from_this(), answer, user] {
        if (const auto self = weak.lock()) self->tell_person(user, answer.reply);
    };
    if (response_url.empty()) return fall_back();
    api.post_to(response_url, "application/json; charset=utf-8",
                shown(answer).dump(-1, ' ', false, json::error_handler_t::replace),
                [fall_back](const ApiResult& r) {
                    if (!r.ok && !r.unreachable) fall_back();
                });
}

void Slack::Impl::tell_person(const std::string& user, const tocsin::Message& m) {
    sender.open_direct(user, [weak = weak_from_this(), m](const std::string& channel, const ApiResult&) {
        const auto self = weak.lock();
        if (!self || channel.empty()) return;
        const Rendered r = render(m, self->place());
        self->api.call(
            "chat.postMessage",
            {{"channel", channel},
             {"text", r.text},
             {"blocks", r.blocks},
             {"unfurl_links", false},
             {"unfurl_media", false}},
            Lane::reply, [](const ApiResult&) {}, channel);
    });
}

// The answer goes back with the acknowledgement; what takes too long follows by the response_url (P5).
void Slack::Impl::on(const SlashCommand& c, Acknowledge ack) {
    if (c.ssl_check) return ack({}, true);
    if (!is_ours(c.team, c.enterprise, c.app) || people.is_outsider(c.actor.team))
        return ack(
            ephemeral("Nothing was done: this command belongs to people of the workspace that Tocsin is in."),
            true);
    people.heard(c.actor.user, c.actor.name, "");
    if (c.channel_name != direct && c.channel_name != "privategroup")
        channels.heard(c.channel, c.channel_name);
    struct Once {
        Acknowledge ack;
        std::vector<std::string> more;
    };
    auto once = std::make_shared<Once>(Once{std::move(ack), {}});
    const std::string word{tocsin::text::trimmed(c.text)};
    if (word == "declare" || word == "new" || word == "open") {
        const DeclareForm form{.private_metadata = c.channel};
        return open_declare(c.trigger_id, form, [this, once, c](bool opened) {
            if (opened) return once->ack({}, true);
            const std::string prefix = settings.prefix;
            once->ack(ephemeral("The form did not open. Nothing was done. Type it: " + prefix +
                                "declare sev3 TITLE"),
                      true);
        });
    }
    doors.scheduler.after(answer_within, [once] {
        if (auto late = std::exchange(once->ack, nullptr))
            late(ephemeral("Still being saved. The answer follows here."), true);
    });
    read_line(c.text, [this, once, c](const Read& read) {
        Ask a = ask_of(c.actor, room_of(c.channel, c.channel_name), c.trigger_id);
        put_line(a, read, read.text);
        a.unseen = !a.room.value.empty();
        ask(std::move(a), [this, once, c](const Answer& answer) {
            if (auto in_time = std::exchange(once->ack, nullptr))
                return in_time(answer.reply.lines.empty() ? std::optional<json>{} : shown(answer), true);
            answer_later(c.response_url, answer, c.actor.user);
        });
    });
}

void Slack::Impl::on(const EventCallback& e, const Acknowledge& ack) {
    if (!is_ours(e.team, e.enterprise, e.app)) return ack({}, true);
    if (const auto* m = std::get_if<slack::Message>(&e.event)) return on_message(*m, ack, e.shared_channel);
    if (const auto* m = std::get_if<AppMention>(&e.event))
        return on_message(m->message, ack, e.shared_channel);
    if (const auto* m = std::get_if<MessageChanged>(&e.event)) return on_changed(*m, ack);
    if (const auto* m = std::get_if<MessageDeleted>(&e.event)) return on_deleted(*m, ack);
    if (const auto* r = std::get_if<Reaction>(&e.event)) return on_reaction(*r, ack);
    if (const auto* p = std::get_if<Pin>(&e.event)) return on_pin(*p, ack);
    if (const auto* c = std::get_if<ChannelChanged>(&e.event)) on_channel(*c);
    if (const auto* h = std::get_if<HomeOpened>(&e.event); h && h->tab != "messages")
        publish_home(h->actor.user);
    if (const auto* g = std::get_if<GroupMembers>(&e.event)) people.forget_group(g->group);
    if (const auto* m = std::get_if<Membership>(&e.event); m && people.is_us(m->actor.user, ""))
        channels.set_member(m->channel, m->joined);
    if (const auto* r = std::get_if<Revoked>(&e.event)) {
        stopped_for_good = true;
        alarm(r->uninstalled ? "Tocsin was uninstalled from this Slack workspace."
                             : "Slack revoked Tocsin's token. Install the app again and set the new one.");
    }
    ack({}, true);
}

void Slack::Impl::on_channel(const ChannelChanged& c) {
    switch (c.what) {
    case ChannelChanged::What::renamed: return channels.renamed(c.channel, c.name);
    case ChannelChanged::What::archived: return channels.set_archived(c.channel, true);
    case ChannelChanged::What::unarchived: return channels.set_archived(c.channel, false);
    case ChannelChanged::What::id_changed: return channels.moved(c.channel, c.new_id);
    }
}

// A line of somebody's. To Tocsin: in a direct message, after its name, or after the command word (which
// Slack itself does not take in a thread); all else is talk, and kept where it belongs to an incident.
void Slack::Impl::on_message(const slack::Message& m, const Acknowledge& ack, bool) {
    const bool own = people.is_us(m.actor.user, m.bot_id) || (!app_id.empty() && m.app_id == app_id);
    if (own || !is_talk(m.subtype)) return ack({}, true);
    const bool bot = !m.bot_id.empty() || m.subtype == "bot_message";
    const bool im = is_direct(m.channel, m.channel_type);
    const RoomId room = im ? RoomId{} : room_of(m.channel, m.channel_type);
    const std::string called = "<@" + people.our_user();
    const auto text = tocsin::text::trimmed(m.text);
    const bool by_name = text.starts_with(called) && (text.substr(called.size()).starts_with('>') ||
                                                      text.substr(called.size()).starts_with('|'));
    const bool by_word = !by_name && !typed(text, settings.prefix, false).talk;
    const bool command = !bot && (im || by_name || by_word);
    if (!command && !is_listened(room)) return ack({}, true);
    if (bot && im) return ack({}, true);
    Actor actor = m.actor;
    if (bot && actor.user.empty()) actor.user = m.bot_id.empty() ? m.app_id : m.bot_id;
    if (actor.user.empty()) return ack({}, true);
    if (command && people.is_outsider(actor.team))
        return ack({}, true); // SLACK.md 8: no commands by other companies
    people.heard(actor.user, actor.name, actor.team);
    struct Once {
        bool done{};
    };
    auto once = std::make_shared<Once>();
    auto go = [this, once, m, ack, actor, room, command, by_name, by_word, im] {
        if (std::exchange(once->done, true)) return;
        std::string words = m.text;
        if (by_name) words = words.substr(words.find('>') + 1);
        read_line(words, [this, m, ack, actor, room, command, by_word, im](const Read& read) {
            Ask a = ask_of(actor, room, m.channel + "/" + m.ts);
            Instant said{};
            if (instant_of(m.ts, said)) a.said_at = std::min(said, doors.now());
            std::string line{tocsin::text::trimmed(read.text)};
            if (command && (by_word || im))
                if (const Typed stripped = typed(line, settings.prefix, false); !stripped.talk)
                    line = stripped.line;
            put_line(a, read, line);
            auto& said_line = std::get<Typed>(a.what);
            said_line.talk = !command;
            said_line.ref = m.ts;
            said_line.thread = m.thread_ts;
            if (!command) {
                a.mentions.clear();
                for (const auto& file : m.files)
                    said_line.line += fmt::format("{}[file: {}]", said_line.line.empty() ? "" : " ", file);
            } else {
                a.answer_in = im ? "" : m.thread_ts.empty() ? m.ts : m.thread_ts;
            }
            ask(std::move(a), [ack](const Answer& answer) { ack({}, answer.recorded); });
        });
    };
    if (people.find(actor.user) || bot) return go();
    people.look_up(actor.user, go);
    doors.scheduler.after(name_within, go); // the line matters more than the name
}

void Slack::Impl::on_changed(const MessageChanged& m, const Acknowledge& ack) {
    const RoomId room = room_of(m.now.channel, m.now.channel_type);
    if (m.now.text == m.old_text || people.is_us(m.now.actor.user, m.now.bot_id) || !is_listened(room))
        return ack({}, true);
    read_line(m.now.text, [this, m, ack, room](const Read& read) {
        Ask a = ask_of(m.now.actor, room, fmt::format("{}/{}/{}", m.now.channel, m.now.ts, m.edited_ts));
        a.what = TalkChanged{.ref = m.now.ts, .text = read.text};
        ask(std::move(a), [ack](const Answer& answer) { ack({}, answer.recorded); });
    });
}

void Slack::Impl::on_deleted(const MessageDeleted& m, const Acknowledge& ack) {
    const RoomId room = room_of(m.before.channel, m.before.channel_type);
    if (people.is_us(m.before.actor.user, m.before.bot_id) || !is_listened(room)) return ack({}, true);
    Ask a = ask_of(m.before.actor, room, fmt::format("{}/{}/deleted", m.before.channel, m.deleted_ts));
    a.what = TalkChanged{.ref = m.deleted_ts, .text = "(deleted by its author)", .deleted = true};
    ask(std::move(a), [ack](const Answer& answer) { ack({}, answer.recorded); });
}

} // namespace tocsin::slack
