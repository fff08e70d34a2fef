// Look-ups and ids of the fake workspace.
#include "tests/fakes/slack/world.hpp"

#include <algorithm>

namespace tocsin::fakes {

bool Channel::has(std::string_view user) const { return std::ranges::find(members, user) != members.end(); }

std::string World::fresh_id(char kind) {
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string tail;
    for (auto n = ++count_; n > 0; n /= 36) tail.insert(tail.begin(), digits[n % 36]);
    return std::string{kind} + "0FAKE" + std::string(5 - std::min<std::size_t>(tail.size(), 5), '0') + tail;
}

std::string World::add(User u) {
    if (u.id.empty()) u.id = fresh_id('U');
    if (u.team.empty()) u.team = team;
    if (u.real_name.empty()) u.real_name = u.name;
    const auto id = u.id;
    users.insert_or_assign(id, std::move(u));
    return id;
}

std::string World::add(Channel c) {
    if (c.id.empty()) c.id = fresh_id(c.kind == Channel::Kind::im ? 'D' : 'C');
    const auto id = c.id;
    channels.insert_or_assign(id, std::move(c));
    return id;
}

std::string World::add(Group g) {
    if (g.id.empty()) g.id = fresh_id('S');
    if (g.name.empty()) g.name = g.handle;
    const auto id = g.id;
    groups.insert_or_assign(id, std::move(g));
    return id;
}

User* World::user(std::string_view id) {
    const auto found = users.find(std::string{id});
    return found == users.end() ? nullptr : &found->second;
}

Channel* World::channel(std::string_view id) {
    const auto found = channels.find(std::string{id});
    return found == channels.end() ? nullptr : &found->second;
}

Channel* World::named(std::string_view name) {
    for (auto& [id, c] : channels)
        if (!c.direct() && c.name == name) return &c;
    return nullptr;
}

Channel* World::find(std::string_view what) {
    if (what.starts_with('#')) return named(what.substr(1));
    if (auto* c = channel(what)) return c;
    return named(what);
}

User* World::who(std::string_view what) {
    if (auto* u = user(what)) return u;
    if (what.starts_with('@')) what.remove_prefix(1);
    for (auto& [id, u] : users)
        if (u.name == what) return &u;
    return nullptr;
}

Message* World::message(std::string_view where, std::string_view ts) {
    auto* c = channel(where);
    if (!c) return nullptr;
    const auto found = c->messages.find(std::string{ts});
    return found == c->messages.end() || found->second.hidden ? nullptr : &found->second;
}

Channel& World::direct(const std::string& user, Instant now) {
    for (auto& [id, c] : channels)
        if (c.kind == Channel::Kind::im && c.has(user) && c.has(bot_user)) return c;
    Channel c{.name = {}, .kind = Channel::Kind::im, .members = {bot_user, user}, .created = seconds_of(now)};
    return channels.at(add(std::move(c)));
}

} // namespace tocsin::fakes
