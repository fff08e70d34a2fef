// The directory.
#include "integrations/slack/people.hpp"

#include "commands/text/unicode.hpp"
#include "integrations/slack/json_reading.hpp"

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr int page_size = 200;
constexpr std::string_view slackbot = "USLACKBOT";

std::string shown_name(const json& user) {
    if (const auto profile = user.find("profile"); profile != user.end() && profile->is_object())
        for (const auto* key : {"display_name", "real_name"})
            if (std::string name = reading::text(*profile, key); !name.empty()) return name;
    const std::string real = reading::text(user, "real_name");
    return real.empty() ? reading::text(user, "name") : real;
}

} // namespace

void People::is_us(std::string user, std::string bot, std::string team, std::string enterprise) {
    user_ = std::move(user);
    bot_ = std::move(bot);
    team_ = std::move(team);
    enterprise_ = std::move(enterprise);
}

void People::load() {
    page_of_people("");
    load_groups();
}

void People::keep(const json& user) {
    if (!user.is_object()) return;
    Member m{
        .id = reading::text(user, "id"), .name = shown_name(user), .team = reading::text(user, "team_id")};
    if (m.id.empty() || (members_.size() >= members_max && !members_.contains(m.id))) return;
    m.bot = reading::yes(user, "is_bot") || reading::yes(user, "is_workflow_bot") || m.id == slackbot;
    m.guest = reading::yes(user, "is_restricted") || reading::yes(user, "is_ultra_restricted");
    m.stranger = reading::yes(user, "is_stranger") || is_outsider(m.team);
    m.deleted = reading::yes(user, "deleted");
    if (m.name.empty()) m.name = m.id;
    std::string id = m.id;
    members_[std::move(id)] = std::move(m);
}

void People::page_of_people(const std::string& cursor) {
    json args = {{"limit", page_size}};
    if (!cursor.empty()) args["cursor"] = cursor;
    api_.call("users.list", std::move(args), Lane::upkeep, [this](const ApiResult& r) {
        if (!r.ok) return; // they are looked up one by one
        for (const json& user : reading::list(r.body, "members")) keep(user);
        const std::string next = reading::next_cursor(r.body);
        if (!next.empty() && members_.size() < members_max) page_of_people(next);
    });
}

void People::load_groups() {
    api_.call("usergroups.list", json::object(), Lane::upkeep, [this](const ApiResult& r) {
        if (!r.ok) return; // not every plan has them
        for (const json& group : reading::list(r.body, "usergroups"))
            if (group.is_object()) groups_[reading::text(group, "id")] = reading::text(group, "handle");
    });
}

const Member* People::find(std::string_view id) const {
    const auto it = members_.find(id);
    return it == members_.end() ? nullptr : &it->second;
}

std::string People::name(std::string_view id) const {
    const Member* m = find(id);
    return m ? m->name : "";
}

void People::heard(std::string_view id, std::string_view name, std::string_view team) {
    if (id.empty() || name.empty() || members_.contains(id) || members_.size() >= members_max) return;
    members_[std::string{id}] = {.id = std::string{id},
                                 .name = std::string{name},
                                 .team = std::string{team},
                                 .stranger = is_outsider(team)};
}

void People::look_up(const std::string& id, std::function<void()> then) {
    if (id.empty() || members_.contains(id)) return then();
    auto& waiting = looked_up_[id];
    waiting.push_back(std::move(then));
    if (waiting.size() > 1) return;
    api_.call("users.info", {{"user", id}}, Lane::reply, [this, id](const ApiResult& r) {
        if (r.ok && r.body.contains("user")) keep(r.body["user"]);
        auto node = looked_up_.extract(id);
        if (!node.empty())
            for (const auto& call : node.mapped()) call();
    });
}

bool People::is_us(std::string_view user, std::string_view bot) const {
    return (!user.empty() && user == user_) || (!bot.empty() && bot == bot_);
}

bool People::is_outsider(std::string_view team) const {
    return !team.empty() && !team_.empty() && team != team_ && team != enterprise_;
}

std::string People::group_name(std::string_view id) const {
    const auto it = groups_.find(id);
    return it == groups_.end() ? "" : it->second;
}

void People::forget_group(const std::string& id) { group_members_.erase(id); }

void People::group_members(const std::string& id, std::function<void(std::vector<std::string>)> then) {
    if (const auto it = group_members_.find(id); it != group_members_.end()) return then(it->second);
    api_.call("usergroups.users.list", {{"usergroup", id}}, Lane::reply,
              [this, id, then](const ApiResult& r) {
                  std::vector<std::string> users;
                  for (const json& user : reading::list(r.body, "users"))
                      if (user.is_string()) users.push_back(user.get<std::string>());
                  if (users.size() > group_members_max) users.clear();
                  if (r.ok) group_members_[id] = users;
                  then(users);
              });
}

const Member* People::called(std::string_view name) const {
    const std::string folded = tocsin::text::folded(name);
    const Member* found = nullptr;
    for (const auto& [id, m] : members_) {
        if (m.deleted || m.bot || m.stranger) continue;
        if (tocsin::text::folded(token_of(m.name)) != folded && tocsin::text::folded(m.name) != folded)
            continue;
        if (found) return nullptr;
        found = &m;
    }
    return found;
}

const std::string* People::group_called(std::string_view handle) const {
    const std::string folded = tocsin::text::folded(handle);
    for (const auto& [id, name] : groups_)
        if (tocsin::text::folded(name) == folded) return &id;
    return nullptr;
}

} // namespace tocsin::slack
