// What the methods of the Web API share: a decoded call, refusals, and the table of methods (SLACK.md 3).
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

// ok:false with this error. Thrown by a method, caught in api.cpp and nowhere else.
struct Refused {
    std::string error;
    json more = json::object(); // further members of the answer
};
// With a message that names the field, as Slack gives for what does not fit its schema.
Refused refused_arguments(const std::string& message, const std::string& error = "invalid_arguments");

struct Call {
    std::string method;
    json arguments = json::object(); // decoded; of forms all values are text
    bool as_json{};
    std::vector<std::string> warnings{};

    bool has(const std::string& name) const;
    std::string text(const std::string& name, const std::string& otherwise = {}) const;
    std::string need(const std::string& name) const; // refuses
    std::int64_t number(const std::string& name, std::int64_t otherwise) const;
    bool flag(const std::string& name, bool otherwise = false) const;
    // A list or an object: as it is in JSON, as JSON text in forms. Null if absent.
    json structure(const std::string& name, const std::string& error) const;
    std::vector<std::string> list(const std::string& name) const; // "U1,U2", or a JSON list
};

using Method = json (*)(Slack&, Call&);
struct MethodRow {
    std::string_view name;
    int a_minute;    // 0: no limit of its own
    bool takes_json; // write methods do
    // Any one of each group that is needed: "channels:manage|groups:write". Empty: none.
    std::string_view scopes;
    Method run;
};
// A file a family: api_chat.cpp and so on.
const std::vector<MethodRow>& chat_methods();
const std::vector<MethodRow>& conversation_methods();
const std::vector<MethodRow>& membership_methods();
const std::vector<MethodRow>& reading_methods();
const std::vector<MethodRow>& mark_methods();
const std::vector<MethodRow>& people_methods();
const std::vector<MethodRow>& view_methods();
const std::vector<MethodRow>& file_methods();
const std::vector<MethodRow>& app_methods();
const MethodRow* method_named(std::string_view);

inline constexpr int tier1 = 1, tier2 = 20, tier3 = 50, tier4 = 100, special = 600;

// The channel of a call, by id. Refuses with channel_not_found also for a private one that the bot is not in.
Channel& channel_of(Slack&, const Call&, const std::string& argument = "channel");
void need_member(const Slack&, const Channel&);          // not_in_channel
void need_scope(const Slack&, const std::string& scope); // missing_scope
// The scope of a family by the kind of channel: "channels:history", "groups:history", "im:history".
std::string scope_for(const Channel&, const std::string& what);
void need_live(const Channel&, const std::string& error = "is_archived");
User& user_of(Slack&, const Call&, const std::string& argument = "user");

// Pages: `cursor` and `limit` over a list that is there as a whole; sets response_metadata.next_cursor.
struct Page {
    std::size_t from{}, to{};
    std::string next;
};
Page page_of(const Call&, std::size_t total, std::size_t otherwise, std::size_t limit_max);

} // namespace tocsin::fakes
