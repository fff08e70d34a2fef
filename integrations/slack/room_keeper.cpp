// From a wish to a channel.
#include "integrations/slack/room_keeper.hpp"

#include "commands/text/unicode.hpp"
#include "integrations/net/json.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::size_t topic_points_max = 250;
constexpr std::size_t name_length_max = 80;
constexpr std::size_t invited_at_once = 100;
constexpr std::string_view mark_words = "Tocsin incident ";

Delivered later(const ApiResult& r) {
    return {.how = r.unreachable || r.retry_after > Duration{} ? Delivered::How::away
                                                               : Delivered::How::try_again,
            .reason = r.problem,
            .retry_after = r.retry_after};
}

std::string numbered(std::string name, int attempt) {
    const std::string suffix = attempt == 1 ? "" : fmt::format("-{}", attempt);
    name.resize(std::min(name.size(), name_length_max - suffix.size()));
    return name + suffix;
}

} // namespace

struct RoomKeeper::Wish {
    RoomId room;
    std::string name, mark, topic;
    bool is_private{};
    std::vector<std::string> users;
    std::vector<std::pair<std::string, std::string>> bookmarks;
    std::string channel; // its id, once there is one
    std::function<void(Delivered)> done;
};

void RoomKeeper::fulfil(const RoomId& room, const std::string& body, std::function<void(Delivered)> done) {
    const auto parsed = net::parse_untrusted(body);
    const auto wish = parsed && parsed->is_object() ? parsed->find("room") : json::const_iterator{};
    if (!parsed || !parsed->is_object() || wish == parsed->end() || !wish->is_object())
        return done({.how = Delivered::How::refused, .reason = "this is no wish for a room"});
    auto w = std::make_shared<Wish>();
    w->room = room;
    w->name = reading::text(*wish, "name");
    w->mark = reading::text(*wish, "mark");
    w->topic = tocsin::text::cut(reading::text(*wish, "topic"), topic_points_max - 10);
    w->is_private = wish->value("private", json(false)) == true;
    if (const auto people = wish->find("people"); people != wish->end() && people->is_array())
        for (const json& person : *people)
            if (person.is_number_unsigned())
                if (auto user = doors_.backstage.account({person.get<std::uint32_t>()}, "slack");
                    !user.empty() && user.front() != 'B')
                    w->users.push_back(std::move(user));
    if (const auto marks = wish->find("bookmarks"); marks != wish->end() && marks->is_array())
        for (const json& b : *marks)
            if (b.is_object()) w->bookmarks.emplace_back(reading::text(b, "title"), reading::text(b, "href"));
    w->done = std::move(done);
    if (const Channel* channel = doors_.channels.channel_of(room)) {
        w->channel = channel->id;
        return topics_.contains(w->channel) ? set_topic(w) : recall(w);
    }
    create(w, 1);
}

// What an earlier process did: a topic set again would be a line in the room, a bookmark added again a second
// one.
void RoomKeeper::recall(const Ptr& w) {
    doors_.api.call(
        "conversations.info", {{"channel", w->channel}}, Lane::card, [this, w](const ApiResult& r) {
            if (r.unreachable) return w->done(later(r));
            topics_[w->channel] = "";
            if (const auto channel = r.ok ? r.body.find("channel") : r.body.end();
                r.ok && channel != r.body.end() && channel->is_object())
                if (const auto topic = channel->find("topic"); topic != channel->end() && topic->is_object())
                    topics_[w->channel] = unescaped(reading::text(*topic, "value"));
            doors_.api.call("bookmarks.list", {{"channel_id", w->channel}}, Lane::card,
                            [this, w](const ApiResult& list) {
                                for (const json& b : reading::list(list.body, "bookmarks"))
                                    if (b.is_object())
                                        bookmarked_.emplace(w->channel, reading::text(b, "title"));
                                set_topic(w);
                            });
        });
}

void RoomKeeper::create(const Ptr& w, int attempt) {
    const std::string name = numbered(w->name, attempt);
    doors_.api.call(
        "conversations.create", {{"name", name}, {"is_private", w->is_private}}, Lane::page,
        [this, w, attempt, name](const ApiResult& r) {
            if (r.ok) {
                const auto channel = r.body.find("channel");
                if (channel != r.body.end() && channel->is_object() && !reading::text(*channel, "id").empty())
                    return made(w, reading::text(*channel, "id"), reading::text(*channel, "name"));
                return w->done(
                    {.how = Delivered::How::try_again, .reason = "Slack made a channel without an id."});
            }
            if (r.fate == Fate::renamed) return adopt(w, attempt);
            if (r.fate == Fate::doubtful || r.fate == Fate::again) return w->done(later(r));
            w->done({.how = Delivered::How::refused, .reason = r.problem});
        });
}

// The name is taken: perhaps by this very channel, made before its answer was lost; it says so itself.
void RoomKeeper::adopt(const Ptr& w, int attempt) {
    doors_.channels.load([this, w, attempt] {
        const std::string name = numbered(w->name, attempt);
        const Channel* taken = nullptr;
        if (const std::string id = doors_.channels.id_of("#" + name); !id.empty())
            taken = doors_.channels.find(id);
        const auto next = [this, w, attempt] {
            if (attempt >= names_tried_max)
                return w->done({.how = Delivered::How::refused,
                                .reason = fmt::format("all names from {} to {}-{} are taken", w->name,
                                                      w->name, attempt)});
            create(w, attempt + 1);
        };
        if (!taken || !taken->member) return next();
        doors_.api.call("conversations.info", {{"channel", taken->id}}, Lane::page,
                        [this, w, next, id = taken->id, name](const ApiResult& r) {
                            const auto channel = r.ok ? r.body.find("channel") : r.body.end();
                            if (!r.ok || channel == r.body.end() || !channel->is_object()) return next();
                            std::string purpose;
                            if (const auto p = channel->find("purpose");
                                p != channel->end() && p->is_object())
                                purpose = reading::text(*p, "value");
                            const bool ours = reading::text(*channel, "creator") == doors_.people.our_user();
                            // Without its mark it was cut off before that was written.
                            if (ours && (purpose.empty() || purpose == std::string{mark_words} + w->mark))
                                return made(w, id, name);
                            next();
                        });
    });
}

void RoomKeeper::made(const Ptr& w, const std::string& id, const std::string& name) {
    w->channel = id;
    doors_.channels.bind(w->room, {.id = id, .name = name, .is_private = w->is_private, .member = true});
    doors_.api.call("conversations.setPurpose",
                    {{"channel", id}, {"purpose", std::string{mark_words} + w->mark}}, Lane::card,
                    [this, w](const ApiResult& r) { tidy(w, r); });
    set_topic(w);
}

void RoomKeeper::tidy(const Ptr& w, const ApiResult& r) {
    if (r.ok) return;
    if (r.fate == Fate::person) doors_.missing(r, w->channel);
}

void RoomKeeper::set_topic(const Ptr& w) {
    if (topics_[w->channel] == w->topic) return invite(w);
    doors_.api.call("conversations.setTopic", {{"channel", w->channel}, {"topic", escaped(w->topic)}},
                    Lane::card, [this, w](const ApiResult& r) {
                        tidy(w, r);
                        if (r.ok) topics_[w->channel] = w->topic;
                    });
    invite(w); // people first see the room, then its topic
}

void RoomKeeper::invite(const Ptr& w) {
    std::vector<std::string> users;
    for (const auto& user : w->users)
        if (!invited_[w->channel].contains(user) && user != doors_.people.our_user()) users.push_back(user);
    if (users.empty()) return bookmark(w, 0);
    if (users.size() > invited_at_once) users.resize(invited_at_once);
    std::string all;
    for (const auto& user : users) all += (all.empty() ? "" : ",") + user;
    doors_.api.call("conversations.invite", {{"channel", w->channel}, {"users", all}}, Lane::page,
                    [this, w, users](const ApiResult& r) {
                        if (r.ok || users.size() == 1) {
                            if (!r.ok) tidy(w, r);
                            if (r.unreachable) return finish(w);
                            invited_[w->channel].insert(users.begin(), users.end());
                            return bookmark(w, 0);
                        }
                        if (r.unreachable) return finish(w);
                        invite_one(w, users); // one who cannot come keeps nobody else out
                    });
}

void RoomKeeper::invite_one(const Ptr& w, std::vector<std::string> users) {
    if (users.empty()) return bookmark(w, 0);
    const std::string user = users.back();
    users.pop_back();
    doors_.api.call("conversations.invite", {{"channel", w->channel}, {"users", user}}, Lane::page,
                    [this, w, user, users](const ApiResult& r) {
                        if (!r.ok) tidy(w, r);
                        if (!r.unreachable) invited_[w->channel].insert(user);
                        invite_one(w, users);
                    });
}

void RoomKeeper::bookmark(const Ptr& w, std::size_t n) {
    if (n >= w->bookmarks.size()) return finish(w);
    const auto& [title, href] = w->bookmarks[n];
    const std::string link = doors_.link(href);
    if (link.empty() || !bookmarked_.emplace(w->channel, title).second) return bookmark(w, n + 1);
    doors_.api.call("bookmarks.add",
                    {{"channel_id", w->channel}, {"title", title}, {"type", "link"}, {"link", link}},
                    Lane::upkeep, [this, w](const ApiResult& r) { tidy(w, r); });
    bookmark(w, n + 1);
}

void RoomKeeper::finish(const Ptr& w) { w->done({.receipt = w->channel}); }

} // namespace tocsin::slack
