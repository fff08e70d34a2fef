// Join codes and sessions.
#include "integrations/room/sessions.hpp"

#include "commands/core/json_writer.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/net/json.hpp"
#include "integrations/net/secret.hpp"
#include "integrations/room/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::room {
namespace {

constexpr std::string_view sessions_name = "room.sessions", codes_name = "room.codes";

std::int64_t number_of(Instant t) { return t.time_since_epoch().count(); }

// What was remembered: rows of strings and one time. A row that does not hold together is left out.
template <class Row> void read_rows(const Doors& doors, std::string_view name, Row row) {
    const auto text = doors.remembered(name);
    const auto rows = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json{};
    if (!rows.is_array()) return;
    for (const auto& each : rows)
        if (const auto hash = net::text_in(each, "hash"), called = net::text_in(each, "name"); hash && called)
            row(*hash, *called, Instant{Duration{net::number_in(each, "expires").value_or(0)}});
}

template <class Rows> void write_rows(const Doors& doors, std::string_view name, const Rows& rows) {
    JsonWriter j;
    j.array([&] {
        for (const auto& row : rows)
            j.object([&] {
                j.key("hash").value(row.hash);
                j.key("name").value(row.name);
                j.key("expires").value(number_of(row.expires));
            });
    });
    doors.remember(std::string{name}, j.take());
}

// All are looked at, also after the one is found: how long it takes says nothing.
template <class Rows> auto matching(Rows& rows, std::string_view secret) {
    const std::string hash = net::hash_of(secret);
    auto found = rows.end();
    for (auto row = rows.begin(); row != rows.end(); ++row)
        if (net::same_hash(row->hash, hash)) found = row;
    return found;
}

template <class Rows> void make_room(Rows& rows, std::size_t max) {
    const auto sooner = [](const auto& a, const auto& b) { return a.expires < b.expires; };
    while (rows.size() >= max) rows.erase(std::min_element(rows.begin(), rows.end(), sooner));
}

} // namespace

Sessions::Sessions(const Doors& doors) : doors_{doors} {
    read_rows(doors_, sessions_name, [&](std::string hash, std::string name, Instant expires) {
        sessions_.push_back({std::move(hash), text::folded(name), name, expires});
    });
    read_rows(doors_, codes_name, [&](std::string hash, std::string name, Instant expires) {
        codes_.push_back({std::move(hash), std::move(name), expires});
    });
}

void Sessions::save_sessions() const { write_rows(doors_, sessions_name, sessions_); }
void Sessions::save_codes() const { write_rows(doors_, codes_name, codes_); }

void Sessions::drop_expired() {
    const auto over = [now = doors_.now()](const auto& row) { return row.expires <= now; };
    std::erase_if(sessions_, over);
    std::erase_if(codes_, over);
}

std::string Sessions::make_code(std::string_view name) {
    drop_expired();
    make_room(codes_, codes_max);
    const std::string code = net::make_secret(doors_.random);
    codes_.push_back({net::hash_of(code), std::string{name}, doors_.now() + code_for});
    save_codes();
    return code;
}

// Known people, people who are in but have not said anything yet, and people who are expected.
bool Sessions::taken(const std::string& account) const {
    if (doors_.reader.person("room", account)) return true;
    return std::any_of(sessions_.begin(), sessions_.end(),
                       [&](const Session& s) { return s.account == account; }) ||
           std::any_of(codes_.begin(), codes_.end(),
                       [&](const Code& c) { return text::folded(c.name) == account; });
}

Sessions::Joined Sessions::join(std::string_view code, std::string_view typed) {
    drop_expired();
    const auto refused = [](int status, std::string problem) {
        return Joined{status, std::move(problem), {}, {}};
    };
    const auto found = matching(codes_, code);
    if (found == codes_.end())
        return refused(
            403, "This link was used already, is older than 24 hours, or was never made. Ask somebody who is "
                 "inside for a new one.");
    const Named name = handle(typed);
    if (!name.problem.empty()) return refused(409, name.problem);
    const std::string account = text::folded(name.value);
    if (!found->name.empty() && text::folded(found->name) != account)
        return refused(403, "This link is for " + found->name +
                                ". Type that name, or ask for a link of your own.");
    if (found->name.empty() && taken(account))
        return refused(409, "Somebody is called " + name.value +
                                " here already. Choose another name. If that is you, ask "
                                "for a link made for this name.");
    codes_.erase(found); // it works once
    save_codes();
    return {200, {}, open_session(name.value), name.value};
}

std::string Sessions::open_session(const std::string& name) {
    make_room(sessions_, sessions_max);
    const std::string token = net::make_secret(doors_.random);
    sessions_.push_back({net::hash_of(token), text::folded(name), name, doors_.now() + session_for});
    save_sessions();
    return token;
}

const Session* Sessions::find(std::string_view token) const {
    if (token.empty()) return nullptr;
    const auto found = matching(sessions_, token);
    return found != sessions_.end() && found->expires > doors_.now() ? &*found : nullptr;
}

bool Sessions::renew(std::string_view token) {
    const auto found = matching(sessions_, token);
    const Instant until = doors_.now() + session_for;
    if (found == sessions_.end() || found->expires + renew_after > until) return false;
    found->expires = until;
    save_sessions();
    return true;
}

void Sessions::end(std::string_view token) {
    if (token.empty()) return;
    const auto found = matching(sessions_, token);
    if (found == sessions_.end()) return;
    sessions_.erase(found);
    save_sessions();
}

} // namespace tocsin::room
