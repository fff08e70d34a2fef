// What a script may ask of the fake, by name.
#include "tests/fakes/slack/control.hpp"

#include "tests/fakes/slack/events.hpp"
#include "tests/fakes/slack/shapes.hpp"

#include <stdexcept>

namespace tocsin::fakes {
namespace {

using Do = json (*)(Slack&, const json&);
const json done = json::object();

std::string text(const json& asked, const char* name, const char* otherwise = nullptr) {
    if (!asked.contains(name) && !otherwise) throw std::invalid_argument{std::string{name} + " is missing"};
    return asked.contains(name) ? asked.at(name).get<std::string>() : std::string{otherwise};
}
std::string user(const json& asked) { return text(asked, "user"); }
std::string channel(const json& asked) { return text(asked, "channel"); }
std::string ts(const json& asked) { return text(asked, "ts"); }
bool undo(const json& asked) { return asked.value("undo", false); }

json seen(Slack& slack, const json& asked) {
    json out = json::array();
    for (const auto& one : slack.seen(user(asked), channel(asked)))
        out.push_back({{"ts", one.ts},
                       {"thread_ts", one.thread_ts},
                       {"from", one.from},
                       {"text", one.text},
                       {"blocks", one.blocks},
                       {"ephemeral", one.ephemeral},
                       {"error", one.error},
                       {"edited", one.edited}});
    return out;
}

json state(Slack& slack, const json&) {
    const auto& counts = slack.sockets.counts;
    json channels = json::array(), users = json::array(), files = json::array();
    for (const auto& [id, one] : slack.world.channels) {
        channels.push_back(channel_json(slack, one));
        channels.back()["members"] = one.members;
        channels.back()["messages"] = one.messages.size();
        channels.back()["bookmarks"] = one.bookmarks;
        for (const auto& p : one.pins) channels.back()["pins"].push_back(p.ts);
    }
    for (const auto& [id, one] : slack.world.users) users.push_back(user_json(slack, one));
    for (const auto& [id, one] : slack.world.files) files.push_back(file_json(slack, one));
    return {{"channels", channels},
            {"users", users},
            {"files", files},
            {"sockets", slack.sockets.open_sockets().size()},
            {"num_connections", slack.sockets.registered()},
            {"delivered", counts.delivered},
            {"redelivered", counts.redelivered},
            {"acked", counts.acked},
            {"late_acks", counts.late_acks},
            {"stray_acks", counts.stray_acks},
            {"lost", counts.lost},
            {"events_dropped", counts.events_dropped},
            {"complaints", slack.complaints}};
}

json make_user(Slack& slack, const json& asked) {
    User made{.id = text(asked, "id", ""),
              .name = text(asked, "name"),
              .real_name = text(asked, "real_name", ""),
              .display_name = text(asked, "display_name", ""),
              .email = text(asked, "email", "")};
    made.guest = asked.value("guest", false);
    made.stranger = asked.value("stranger", false);
    made.deleted = asked.value("deleted", false);
    made.team = text(asked, "team", "");
    return {{"user", slack.world.add(std::move(made))}};
}

json make_channel(Slack& slack, const json& asked) {
    Channel made{.id = text(asked, "id", ""), .name = text(asked, "name")};
    made.kind = asked.value("private", false) ? Channel::Kind::closed : Channel::Kind::open;
    made.created = seconds_of(slack.now());
    for (const auto& name : asked.value("members", json::array())) {
        const auto* who = slack.world.who(name.get<std::string>());
        if (!who) throw std::invalid_argument{"no such member: " + name.dump()};
        made.members.push_back(who->id);
    }
    return {{"channel", slack.world.add(std::move(made))}};
}

ApiFault::What what_of(const std::string& name) {
    using What = ApiFault::What;
    static const std::map<std::string, What> names{{"error", What::error},
                                                   {"status", What::status},
                                                   {"status_after", What::status_after},
                                                   {"error_after", What::error_after},
                                                   {"late", What::late},
                                                   {"cut_before", What::cut_before},
                                                   {"cut_after", What::cut_after},
                                                   {"rate_limited", What::rate_limited},
                                                   {"not_reached", What::not_reached}};
    const auto found = names.find(name);
    if (found == names.end()) throw std::invalid_argument{"no such fault: " + name};
    return found->second;
}

json fault(Slack& slack, const json& asked) {
    auto& faults = slack.faults;
    for (const auto& [name, value] : asked.items()) {
        if (name == "api") {
            ApiFault one{.method = value.value("method", "*"), .what = what_of(value.value("what", "error"))};
            one.error = value.value("error", one.error);
            one.status = value.value("status", one.status);
            one.delay = Duration{value.value("delay_ms", one.delay.count())};
            one.times = value.value("times", one.times);
            one.share = value.value("share", one.share);
            faults.api.push_back(std::move(one));
        } else if (name == "clear") {
            faults = {};
        } else if (name == "doubled") {
            faults.doubled = value;
        } else if (name == "acks_lost") {
            faults.acks_lost = value;
        } else if (name == "jitter_ms") {
            faults.jitter = Duration{value.get<std::int64_t>()};
        } else if (name == "ghosts") {
            faults.ghosts = value;
        } else if (name == "withheld") {
            faults.withheld = value;
        } else if (name == "stalled") {
            faults.stalled = value;
            if (!faults.stalled) slack.sockets.flow();
        } else if (name == "link_disabled") {
            faults.link_disabled = value;
            if (faults.link_disabled) slack.sockets.disconnect("link_disabled");
        } else if (name == "disconnect") {
            slack.sockets.disconnect(value);
        } else if (name == "cut") {
            slack.sockets.cut();
        } else if (name == "away_ms") {
            slack.go_away(slack.now() + Duration{value.get<std::int64_t>()});
        } else if (name == "revoke") {
            slack.revoke(value == "uninstalled");
        } else {
            throw std::invalid_argument{"no such fault: " + name};
        }
    }
    return done;
}

json set(Slack& slack, const json& asked) {
    auto& settings = slack.settings;
    for (const auto& [name, value] : asked.items()) {
        if (name == "rates")
            settings.rates = value;
        else if (name == "scopes")
            settings.scopes = value.get<std::set<std::string>>();
        else if (name == "should_escape")
            settings.should_escape = value;
        else if (name == "home_tab")
            settings.home_tab = value;
        else if (name == "retries_ms") {
            settings.retries.clear();
            for (const auto& one : value) settings.retries.emplace_back(one.get<std::int64_t>());
        } else if (name == "socket_lives_ms")
            settings.socket_lives = Duration{value.get<std::int64_t>()};
        else if (name == "dead_registration_lives_ms")
            settings.dead_registration_lives = Duration{value.get<std::int64_t>()};
        else if (name == "edit_window_ms")
            settings.edit_window = Duration{value.get<std::int64_t>()};
        else
            throw std::invalid_argument{"no such setting: " + name};
    }
    return done;
}

const std::map<std::string_view, Do>& everything() {
    static const std::map<std::string_view, Do> table{
        {"type",
         [](Slack& s, const json& a) -> json {
             return {{"ts", s.people.types(user(a), channel(a), text(a, "text"),
                                           {.thread = text(a, "thread_ts", ""),
                                            .broadcast = a.value("broadcast", false),
                                            .raw = a.value("raw", false)})}};
         }},
        {"command",
         [](Slack& s, const json& a) {
             s.people.command(user(a), channel(a), text(a, "command", "/incident"), text(a, "text", ""));
             return done;
         }},
        {"press",
         [](Slack& s, const json& a) -> json {
             return {{"pressed", s.people.press(user(a), channel(a), ts(a), text(a, "action_id"),
                                                text(a, "value", ""))}};
         }},
        {"press_view",
         [](Slack& s, const json& a) -> json {
             return {
                 {"pressed", s.people.press_in_view(user(a), text(a, "action_id"), text(a, "value", ""))}};
         }},
        {"submit",
         [](Slack& s, const json& a) -> json {
             return {{"submitted", s.people.submit(user(a), a.value("values", json::object()))}};
         }},
        {"close_view", [](Slack& s, const json& a) { return s.people.close_view(user(a)), done; }},
        {"shortcut",
         [](Slack& s, const json& a) { return s.people.shortcut(user(a), text(a, "callback_id")), done; }},
        {"message_action",
         [](Slack& s, const json& a) {
             return s.people.message_action(user(a), channel(a), ts(a), text(a, "callback_id")), done;
         }},
        {"react",
         [](Slack& s, const json& a) {
             return s.people.reacts(user(a), channel(a), ts(a), text(a, "name"), !undo(a)), done;
         }},
        {"pin",
         [](Slack& s, const json& a) { return s.people.pins(user(a), channel(a), ts(a), !undo(a)), done; }},
        {"edit",
         [](Slack& s, const json& a) {
             return s.people.edits(user(a), channel(a), ts(a), text(a, "text")), done;
         }},
        {"unfurl", [](Slack& s, const json& a) { return s.people.unfurls(channel(a), ts(a)), done; }},
        {"delete",
         [](Slack& s, const json& a) { return s.people.deletes(user(a), channel(a), ts(a)), done; }},
        {"join", [](Slack& s, const json& a) { return s.people.joins(user(a), channel(a)), done; }},
        {"leave", [](Slack& s, const json& a) { return s.people.leaves(user(a), channel(a)), done; }},
        {"invite",
         [](Slack& s, const json& a) {
             return s.people.invites(user(a), channel(a), text(a, "whom")), done;
         }},
        {"rename",
         [](Slack& s, const json& a) {
             return s.people.renames(user(a), channel(a), text(a, "name")), done;
         }},
        {"archive",
         [](Slack& s, const json& a) { return s.people.archives(user(a), channel(a), !undo(a)), done; }},
        {"topic",
         [](Slack& s, const json& a) {
             return s.people.sets_topic(user(a), channel(a), text(a, "topic")), done;
         }},
        {"move",
         [](Slack& s, const json& a) -> json { return {{"channel", s.people.moves_channel(channel(a))}}; }},
        {"open_home", [](Slack& s, const json& a) { return s.people.opens_home(user(a)), done; }},
        {"modal", [](Slack& s, const json& a) { return s.people.modal(user(a)); }},
        {"home", [](Slack& s, const json& a) { return s.people.home(user(a)); }},
        {"view_errors", [](Slack& s, const json& a) { return s.people.view_errors(user(a)); }},
        {"troubles", [](Slack& s, const json& a) -> json { return s.people.troubles(user(a)); }},
        {"user", make_user},
        {"channel", make_channel},
        {"seen", seen},
        {"state", state},
        {"fault", fault},
        {"settings", set},
    };
    return table;
}

} // namespace

std::optional<json> control(Slack& slack, std::string_view what, const json& asked) {
    const auto found = everything().find(what);
    if (found == everything().end()) return std::nullopt;
    return found->second(slack, asked);
}

} // namespace tocsin::fakes
