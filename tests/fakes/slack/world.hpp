// The workspace that the fake Slack holds: people, channels, messages and what hangs on them. Plain data with
// look-ups; who may do what is decided in the methods (api_*.cpp) and by the people (people.cpp).
#pragma once

#include "tests/fakes/slack/tools.hpp"

#include <set>

namespace tocsin::fakes {

struct User {
    std::string id{}; // empty: one is made
    std::string name; // handle, "mei"
    std::string real_name{}, display_name{}, email{};
    std::string tz{"Europe/Amsterdam"};
    int tz_offset{3600};
    std::string team{}; // empty: ours; another team makes a person of another company
    bool bot{}, guest{}, single_channel{}, stranger{}, deleted{}, workflow{}, admin{};
    std::string bot_id{}, app_id{}; // of bots
};

struct Message {
    std::string ts;
    json body; // type, user, text, blocks, bot_id, subtype, files, edited ... as Slack shows it, without
               // metadata
    json metadata{};                    // null: none
    std::string thread{};               // ts of the parent; empty: no reply
    std::vector<std::string> replies{}; // ts of all that were posted below it
    bool broadcast{};                   // a reply shown in the channel as well
    bool hidden{};                      // deleted: gone, or a tombstone if it has replies
    std::vector<std::pair<std::string, std::vector<std::string>>> reactions{}; // name, users
    Instant posted{};
};

struct Ephemeral {
    std::string ts, user; // who sees it
    json body;
    std::string thread{};
    bool error{}; // what Slack itself says: a command failed
};

struct Pin {
    std::string ts, user;
    std::int64_t created{};
};

struct Channel {
    enum class Kind : std::uint8_t { open, closed, im, mpim };
    std::string id{}; // empty: one is made
    std::string name; // of an im: empty
    Kind kind{Kind::open};
    std::string creator{}, topic{}, purpose{};
    std::vector<std::string> members{}, previous_names{};
    bool archived{}, shared{}, pending_shared{}, general{};
    std::int64_t created{};
    std::map<std::string, Message> messages{}; // by ts
    std::vector<Ephemeral> ephemerals{};
    std::vector<Pin> pins{};
    std::vector<json> bookmarks{};
    bool has(std::string_view user) const;
    bool direct() const { return kind == Kind::im || kind == Kind::mpim; }
};

struct Group { // a user group
    std::string id{}, handle, name{};
    std::vector<std::string> users{};
    bool disabled{};
};

struct File {
    std::string id, name, title{}, user{}, content{};
    std::size_t length{}; // as announced
    bool uploaded{}, completed{};
    std::vector<std::string> channels{};
};

struct View {
    std::string id, user;
    json body; // as Slack returns it: with id, hash, state
    std::string root{}, previous{};
};

struct World {
    std::string team{"T0TOCSIN1"}, team_name{"Example"}, domain{"example"};
    std::string app{"A0TOCSIN1"}, bot_user{"U0TOCSIN1"}, bot{"B0TOCSIN1"};

    std::map<std::string, User> users;
    std::map<std::string, Channel> channels;
    std::map<std::string, Group> groups;
    std::map<std::string, File> files;
    std::map<std::string, View> views;                     // modals that are open, and home tabs
    std::map<std::string, std::vector<std::string>> modal; // a person's stack of view ids, the top one last
    std::map<std::string, std::string> home;               // a person's home tab: view id

    std::string add(User);
    std::string add(Channel); // ids of members have to exist
    std::string add(Group);

    User* user(std::string_view id);
    Channel* channel(std::string_view id);
    Channel* named(std::string_view name); // archived and private ones too
    // "#ops", "ops", or an id, for those who write tests; nullptr: none.
    Channel* find(std::string_view);
    // A person by id or handle.
    User* who(std::string_view);
    Message* message(std::string_view channel, std::string_view ts); // not a hidden one
    Channel& direct(const std::string& user, Instant now);           // with the bot; made if need be
    std::string fresh_id(char kind);                                 // "C0000000A1"

private:
    std::uint64_t count_{};
};

} // namespace tocsin::fakes
