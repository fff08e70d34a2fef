// Delivering.
#include "integrations/slack/sender.hpp"

#include "commands/core/model.hpp"
#include "commands/core/room_wish.hpp"
#include "integrations/messages.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr Duration shared_asked_each = minutes{10};
constexpr Duration before_first_try = seconds{5}; // clocks differ
constexpr int history_page = 100;
constexpr Duration waits_for_channel = seconds{1};
constexpr int waits_for_channel_max = 5;

Lane lane_of(const Delivery& d) {
    if (d.page) return Lane::page;
    if (d.update) return Lane::update;
    if (!d.card.empty()) return Lane::card;
    return d.priority == 0 ? Lane::page : Lane::reply;
}

// "C123/1764427200.123456"
std::string receipt_of(std::string_view channel, std::string_view ts) {
    return fmt::format("{}/{}", channel, ts);
}
std::pair<std::string, std::string> address_of(std::string_view receipt) {
    const auto slash = receipt.find('/');
    if (slash == std::string_view::npos) return {};
    return {std::string{receipt.substr(0, slash)}, std::string{receipt.substr(slash + 1)}};
}

// The outbox mark of a message of ours in history; "": none.
std::string mark_in(const json& message) {
    const auto meta = message.find("metadata");
    if (meta == message.end() || !meta->is_object() || reading::text(*meta, "event_type") != "tocsin_outbox")
        return "";
    const auto payload = meta->find("event_payload");
    return payload != meta->end() && payload->is_object() ? reading::text(*payload, "id") : "";
}

} // namespace

struct Sender::Post {
    Delivery d;
    std::function<void(Delivered)> done;
    Rendered rendered;
    std::string channel, thread;
    std::string file; // a draft: its text
    bool joined{};    // tried once
};

std::string Sender::mark_of(const Delivery& d) const {
    return fmt::format("{}-{}", doors_.install, d.id.value);
}

void Sender::done(const Ptr& p, Delivered result) {
    if (result.how == Delivered::How::accepted || result.how == Delivered::How::refused)
        doubtful_.erase(p->d.id.value);
    std::exchange(p->done, nullptr)(std::move(result));
}

void Sender::deliver(Delivery d, std::function<void(Delivered)> finished) {
    auto p = std::make_shared<Post>();
    p->d = std::move(d);
    p->done = std::move(finished);
    begin(p, 0);
}

// A message that leads to a channel which is being made right now waits a moment for it, so that its name is
// a link.
bool Sender::leads_to_new_channel(const tocsin::Message& m) const {
    const Place place = doors_.place();
    for (const Line& line : m.lines)
        for (const Run& run : line)
            if (run.kind == Run::Kind::link && run.text.starts_with("#") && place.channel(run.text).empty())
                return true;
    return false;
}

void Sender::begin(const Ptr& p, int waited) {
    if (const Duration rest = doors_.api.rests(); rest > Duration{})
        return done(p,
                    {.how = Delivered::How::away, .reason = "Slack cannot be reached", .retry_after = rest});
    if (const auto draft = draft_in(p->d.body)) {
        const auto text = doors_.backstage.draft_file(*draft);
        if (!text) return done(p, {.how = Delivered::How::refused, .reason = "there is no such draft"});
        p->file = *text;
    } else {
        const auto message = message_from_json(p->d.body);
        if (!message)
            return done(p, {.how = Delivered::How::refused, .reason = "this message cannot be read"});
        if (waited < waits_for_channel_max && leads_to_new_channel(*message)) {
            doors_.scheduler.after(waits_for_channel, [this, p, waited] { begin(p, waited + 1); });
            return;
        }
        const bool card = !p->d.is_line();
        p->rendered = card ? render_card(*message, doors_.place()) : render(*message, doors_.place());
    }
    p->thread = p->d.thread;
    if (p->d.person) return to_person(p);
    to_room(p);
}

void Sender::open_direct(const std::string& user,
                         std::function<void(const std::string&, const ApiResult&)> then) {
    if (const auto it = direct_.find(user); it != direct_.end()) return then(it->second, {});
    doors_.api.call("conversations.open", {{"users", user}}, Lane::page,
                    [this, user, then](const ApiResult& r) {
                        std::string id;
                        if (const auto channel = r.ok ? r.body.find("channel") : r.body.end();
                            r.ok && channel != r.body.end() && channel->is_object())
                            id = reading::text(*channel, "id");
                        if (!id.empty()) direct_[user] = id;
                        then(id, r);
                    });
}

void Sender::to_person(const Ptr& p) {
    const std::string user = doors_.backstage.account(p->d.person, "slack");
    if (user.empty())
        return done(p, {.how = Delivered::How::refused, .reason = "this person has no account in Slack"});
    p->thread.clear();
    open_direct(user, [this, p](const std::string& channel, const ApiResult& r) {
        if (channel.empty()) return failed(p, r);
        p->channel = channel;
        send(p);
    });
}

void Sender::to_room(const Ptr& p) {
    doors_.channels.look_for(p->d.room, [this, p](const Channel* channel) {
        const std::string name = name_of(p->d.room);
        if (!channel)
            return done(
                p, {.how = Delivered::How::refused,
                    .reason = fmt::format("Slack shows me no channel {}. Is the name right? A private one: "
                                          "/invite @tocsin in it",
                                          name)});
        if (channel->archived)
            return done(p, {.how = Delivered::How::refused, .reason = fmt::format("{} is archived", name)});
        p->channel = channel->id;
        may_read(p);
    });
}

// What is internal never goes where another company reads along (SLACK.md 8).
void Sender::may_read(const Ptr& p) {
    const bool for_customers = p->d.update && p->d.audience == Audience::customers;
    if (for_customers) return send(p);
    const auto judge = [this, p](const Channel* channel) {
        if (channel && channel->shared)
            return done(p, {.how = Delivered::How::refused,
                            .reason = fmt::format(
                                "{} is shared with another company: only texts for customers go there",
                                name_of(p->d.room))});
        send(p);
    };
    Instant& asked = shared_known_[p->channel];
    const Instant now = doors_.now();
    const bool own = name_of(p->d.room).starts_with("#inc-"); // made by us a moment ago
    if (own || (asked != Instant{} && now - asked < shared_asked_each))
        return judge(doors_.channels.find(p->channel));
    asked = now;
    doors_.channels.refresh(p->channel, judge);
}

void Sender::send(const Ptr& p) {
    if (!p->d.edit_of.empty() && p->file.empty()) return edit(p);
    const auto go = [this, p] { p->file.empty() ? post(p) : upload(p); };
    if (!p->d.maybe_sent && !doubtful_.contains(p->d.id.value)) return go();
    look(p, false, go);
}

// Is it there already? Looked for by its mark, twice, since history may lag.
void Sender::look(const Ptr& p, bool again, std::function<void()> not_there) {
    Instant oldest = p->d.made_at - before_first_try;
    json args = {{"channel", p->channel},
                 {"oldest", ts_of(oldest)},
                 {"inclusive", true},
                 {"include_all_metadata", true},
                 {"limit", history_page}};
    std::string method = "conversations.history";
    if (!p->thread.empty()) {
        method = "conversations.replies";
        args["ts"] = p->thread;
    }
    doors_.api.call(method, std::move(args), Lane::reply, [this, p, again, not_there](const ApiResult& r) {
        const bool passing = r.unreachable || r.fate == Fate::again || r.fate == Fate::doubtful;
        if (!r.ok && passing) return failed(p, r);
        for (const json& m : reading::list(r.body, "messages"))
            if (m.is_object() && mark_in(m) == mark_of(p->d)) return posted(p, reading::text(m, "ts"));
        if (again || !r.ok) return not_there();
        doors_.scheduler.after(look_again_after, [this, p, not_there] { look(p, true, not_there); });
    });
}

json Sender::arguments(const Ptr& p) const {
    return {{"channel", p->channel},
            {"text", p->rendered.text},
            {"blocks", p->rendered.blocks},
            {"unfurl_links", false},
            {"unfurl_media", false},
            {"metadata", {{"event_type", "tocsin_outbox"}, {"event_payload", {{"id", mark_of(p->d)}}}}}};
}

void Sender::post(const Ptr& p) {
    json args = arguments(p);
    if (!p->thread.empty()) args["thread_ts"] = p->thread;
    doors_.api.call(
        "chat.postMessage", std::move(args), lane_of(p->d),
        [this, p](const ApiResult& r) {
            if (!r.ok) return failed(p, r);
            posted(p, reading::text(r.body, "ts"));
        },
        p->channel);
}

void Sender::edit(const Ptr& p) {
    const auto [channel, ts] = address_of(p->d.edit_of);
    json args = arguments(p);
    args.erase("unfurl_links");
    args.erase("unfurl_media");
    args.erase("metadata"); // left out: the mark of the first post stays
    args["channel"] = channel.empty() ? p->channel : channel;
    args["ts"] = ts;
    doors_.api.call("chat.update", std::move(args), lane_of(p->d), [this, p](const ApiResult& r) {
        if (r.ok) return done(p, {.receipt = p->d.edit_of});
        if (r.fate == Fate::repost || r.fate == Fate::gone || r.fate == Fate::ours) {
            const std::string before = std::exchange(p->d.edit_of, "");
            unpin(before);
            return send(p); // a new one takes its place
        }
        if (r.fate == Fate::doubtful) // an edit may be made twice
            return done(p, {.how = Delivered::How::away, .reason = r.problem});
        failed(p, r);
    });
}

void Sender::posted(const Ptr& p, const std::string& ts) {
    const std::string receipt = receipt_of(p->channel, ts);
    if (!p->d.is_line() && p->file.empty()) {
        p->d.edit_of = receipt;
        pin(receipt);
    }
    if (p->thread.empty()) p->thread = ts;
    rest_of_it(p, 0);
    done(p, {.receipt = receipt});
}

// What was too long for one message, below it.
void Sender::rest_of_it(const Ptr& p, std::size_t n) {
    if (n >= p->rendered.more.size()) return;
    json args = {{"channel", p->channel},
                 {"thread_ts", p->thread},
                 {"text", p->rendered.more[n]},
                 {"unfurl_links", false},
                 {"unfurl_media", false}};
    doors_.api.call(
        "chat.postMessage", std::move(args), Lane::upkeep,
        [this, p, n](const ApiResult& r) {
            if (r.ok) rest_of_it(p, n + 1);
        },
        p->channel);
}

// The card stands at the top of its room; one that could not be edited any more leaves its place.
void Sender::pin(const std::string& receipt) {
    const auto [channel, ts] = address_of(receipt);
    if (ts.empty()) return;
    doors_.api.call("pins.add", {{"channel", channel}, {"timestamp", ts}}, Lane::upkeep,
                    [this, where = channel](const ApiResult& r) {
                        if (r.fate == Fate::person) doors_.missing(r, where);
                    });
}

void Sender::unpin(const std::string& receipt) {
    const auto [channel, ts] = address_of(receipt);
    if (!ts.empty())
        doors_.api.call("pins.remove", {{"channel", channel}, {"timestamp", ts}}, Lane::upkeep,
                        [](const ApiResult&) {});
}

void Sender::join(const Ptr& p) {
    p->joined = true;
    doors_.api.call("conversations.join", {{"channel", p->channel}}, lane_of(p->d),
                    [this, p](const ApiResult& r) {
                        if (!r.ok) return failed(p, r);
                        doors_.channels.set_member(p->channel, true);
                        send(p);
                    });
}

// Three steps: an address, the bytes, the message (SLACK.md 3). The last one is a post like others.
void Sender::upload(const Ptr& p) {
    const std::string ref =
        p->d.card.empty() ? "draft" : doors_.backstage.ref_of(draft_in(p->d.body).value_or(IncidentId{}));
    const std::string name = fmt::format("{} post-mortem draft.md", ref);
    doors_.api.call(
        "files.getUploadURLExternal", {{"filename", name}, {"length", std::to_string(p->file.size())}},
        Lane::update, [this, p, name](const ApiResult& r) {
            const std::string url = r.ok ? reading::text(r.body, "upload_url") : "";
            const std::string id = r.ok ? reading::text(r.body, "file_id") : "";
            if (url.empty() || id.empty()) return failed(p, r);
            doors_.api.post_to(
                url, "application/octet-stream", p->file, [this, p, name, id](const ApiResult& up) {
                    if (!up.ok) return failed(p, up);
                    json args = {{"files", json::array({{{"id", id}, {"title", name}}})},
                                 {"channel_id", p->channel},
                                 {"initial_comment",
                                  fmt::format("{}: gaps first, each with the line that fills it.", name)}};
                    doors_.api.call("files.completeUploadExternal", std::move(args), Lane::update,
                                    [this, p, id](const ApiResult& last) {
                                        // Sent twice is a file too many; not known is said as sent.
                                        if (!last.ok && last.fate != Fate::doubtful) return failed(p, last);
                                        done(p, {.receipt = "file/" + id});
                                    });
                });
        });
}

void Sender::failed(const Ptr& p, const ApiResult& r) {
    const std::string where = p->d.person ? "the person" : name_of(p->d.room);
    switch (r.fate) {
    case Fate::join:
        if (!p->joined && !p->d.person) return join(p);
        [[fallthrough]];
    case Fate::uninvited:
        return done(p, {.how = Delivered::How::refused,
                        .reason = fmt::format("I am not in {}. There: /invite @tocsin", where)});
    case Fate::doubtful:
        if (doubtful_.size() < doubtful_max) doubtful_.insert(p->d.id.value);
        return done(p, {.how = Delivered::How::away, .reason = r.problem, .retry_after = r.retry_after});
    case Fate::again:
        return done(p, {.how = r.unreachable || r.retry_after > Duration{} ? Delivered::How::away
                                                                           : Delivered::How::try_again,
                        .reason = r.problem,
                        .retry_after = r.retry_after});
    case Fate::stop:
        return done(p, {.how = Delivered::How::away, .reason = r.problem, .retry_after = minutes{1}});
    case Fate::closed: doors_.channels.set_archived(p->channel, true); break;
    case Fate::person: doors_.missing(r, ""); break;
    default: break;
    }
    done(p, {.how = Delivered::How::refused, .reason = r.problem.empty() ? r.error : r.problem});
}

} // namespace tocsin::slack
