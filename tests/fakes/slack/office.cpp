// Fills the workspace, and calls.
#include "tests/fakes/slack/office.hpp"

#include "tests/fakes/slack/api.hpp"

namespace tocsin::fakes {

Furniture::Furniture(World& world) {
    mei = world.add(User{.id = "U0MEI", .name = "mei", .real_name = "Mei Lin", .email = "mei@example.com"});
    ana = world.add(User{
        .id = "U0ANA", .name = "ana", .real_name = "Ana Ruiz", .email = "ana@example.com", .admin = true});
    gus = world.add(User{.id = "U0GUS", .name = "gus", .real_name = "Gus Guest", .guest = true});
    eve = world.add(User{.id = "U0EVE", .name = "eve", .real_name = "Eve Other", .team = "T0OTHER01"});
    zed = world.add(User{.id = "U0ZED", .name = "zed", .real_name = "Zed Gone", .deleted = true});
    roy = world.add(User{
        .id = "U0ROY", .name = "roy", .real_name = "Roy", .bot = true, .bot_id = "B0ROY", .app_id = "A0ROY"});
    const auto& bot = world.bot_user;
    using Kind = Channel::Kind;
    ops = world.add(Channel{.id = "C0OPS", .name = "ops", .creator = mei, .members = {mei, ana, bot}});
    quiet = world.add(Channel{.id = "C0QUIET", .name = "quiet", .creator = mei, .members = {mei}});
    secret = world.add(Channel{
        .id = "C0SECRET", .name = "secret", .kind = Kind::closed, .creator = mei, .members = {mei, bot}});
    hidden = world.add(
        Channel{.id = "C0HIDDEN", .name = "hidden", .kind = Kind::closed, .creator = mei, .members = {mei}});
    old = world.add(
        Channel{.id = "C0OLD", .name = "old", .creator = mei, .members = {mei, bot}, .archived = true});
    shared = world.add(Channel{
        .id = "C0SHARED", .name = "shared", .creator = mei, .members = {mei, eve, bot}, .shared = true});
    dba = world.add(Group{.id = "S0DBA", .handle = "dba", .users = {mei, ana}});
}

json Office::call(const std::string& method, const json& arguments) {
    const auto* row = method_named(method);
    if (row && !row->takes_json) return json::parse(form(method, arguments).body);
    const auto answer = slack.api(method, {{"authorization", "Bearer " + slack.settings.bot_token}},
                                  "application/json; charset=utf-8", arguments.dump());
    return json::parse(answer.body);
}

Answer Office::form(const std::string& method, const json& arguments) {
    std::string body;
    for (const auto& [name, value] : arguments.items())
        body += (body.empty() ? "" : "&") + url_encoded(name) + "=" +
                url_encoded(value.is_string() ? value.get<std::string>() : value.dump());
    const auto& token =
        method == "apps.connections.open" ? slack.settings.app_token : slack.settings.bot_token;
    return slack.api(method, {{"authorization", "Bearer " + token}}, "application/x-www-form-urlencoded",
                     body);
}

std::string Office::error(const std::string& method, const json& arguments) {
    return call(method, arguments).value("error", "");
}

std::string Office::say(const std::string& channel, const std::string& text) {
    return call("chat.postMessage", {{"channel", channel}, {"text", text}}).value("ts", "");
}

std::shared_ptr<Office::Tap> Office::connect(bool debug_reconnects) {
    auto tap = std::make_shared<Tap>();
    const auto answer = json::parse(form("apps.connections.open", json::object()).body);
    const auto url = answer.value("url", "");
    const auto at = url.find("ticket=");
    if (at == std::string::npos) return tap;
    const auto ticket = url.substr(at + 7, url.find('&', at) - at - 7);
    tap->id = slack.sockets.open(
        ticket,
        {.send = [tap](const std::string& text) { tap->frames.push_back(json::parse(text)); },
         .close = [tap](std::uint16_t code) { tap->closed = code; },
         .cut = [tap] { tap->closed = 0; }},
        debug_reconnects);
    return tap;
}

void Office::ack(Tap& tap, const json& envelope, const json& payload) {
    json frame{{"envelope_id", envelope.at("envelope_id")}};
    if (!payload.is_null()) frame["payload"] = payload;
    slack.sockets.received(tap.id.value(), frame.dump());
}

std::string Office::about(const json& frame) {
    if (!frame.contains("payload")) return frame.value("type", "");
    const auto& payload = frame["payload"];
    if (payload.contains("command")) return payload["command"];
    if (payload.contains("event")) return payload["event"]["type"];
    return payload.value("type", "");
}

json Office::newest(const Tap& tap, const std::string& what) {
    for (auto i = tap.frames.rbegin(); i != tap.frames.rend(); ++i)
        if (about(*i) == what) return *i;
    return nullptr;
}

std::size_t Office::count(const Tap& tap, const std::string& what) {
    std::size_t n = 0;
    for (const auto& frame : tap.frames) n += about(frame) == what;
    return n;
}

void Office::pass(Duration time) {
    const auto end = now + time;
    for (auto due = slack.next_due(); due && *due <= end; due = slack.next_due()) {
        now = std::max(now, *due);
        slack.run_due(now);
    }
    now = end;
}

} // namespace tocsin::fakes
