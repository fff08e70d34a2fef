// The room's outside: its pages and calls in one table, what the shell tells it, and deliveries.
#include "integrations/room/room.hpp"

#include "commands/core/json_writer.hpp"
#include "integrations/net/http_parts.hpp"
#include "integrations/net/secret.hpp"
#include "integrations/room/assets.hpp"
#include "integrations/room/impl.hpp"
#include "integrations/room/lines.hpp"
#include "integrations/room/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::room {
namespace {

constexpr std::string_view made_rooms_name = "room.rooms";
constexpr const char* cookie_name = "tocsin";

const Asset* asset_named(std::string_view name) {
    for (const Asset& asset : assets())
        if (asset.name == name) return &asset;
    return nullptr;
}

std::string content_type_of(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"},
    };
    for (const auto& [ending, type] : types)
        if (name.ends_with(ending)) return std::string{type};
    return "application/octet-stream";
}

// The browser keeps it and asks each time whether it is still right: a new version shows at once.
net::Response file_response(const net::Request& request, const Asset* asset) {
    if (!asset) return net::problem(404, "There is no such file.");
    const std::string tag = "\"" + net::hash_of(asset->bytes).substr(0, 32) + "\"";
    net::Response response{.content_type = content_type_of(asset->name),
                           .headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}}};
    if (request.header("if-none-match") == tag)
        response.status = 304;
    else
        response.body = std::string{asset->bytes};
    return response;
}

// A page of another site may send a request here; the browser says so itself. Absent is no proof, so it is
// refused too.
bool from_own_page(const net::Request& request) {
    const auto origin = request.header("origin");
    const std::string host{request.header("host")};
    return origin == "http://" + host || origin == "https://" + host;
}

net::Response foreign() {
    return net::problem(403, "This request does not come from Tocsin's own page. Nothing was done.");
}
net::Response unknown_browser() {
    return net::problem(401, "This browser is not known here. Ask somebody who is inside for a join link.");
}

} // namespace

Room::Impl::Impl(Settings s, Doors d) : settings{std::move(s)}, doors{std::move(d)} {
    const auto kept = doors.remembered(made_rooms_name);
    const auto names = kept ? nlohmann::json::parse(*kept, nullptr, false) : nlohmann::json{};
    if (!names.is_array()) return;
    for (const auto& name : names)
        if (name.is_string()) made_rooms_.push_back(name.get<std::string>());
}

void Room::Impl::serve(net::HttpServer& http) {
    server = &http;
    using Call = void (Impl::*)(const net::Request&, const Session&, net::Respond);
    struct Entry {
        const char *method, *path;
        Call call;
    };
    static constexpr Entry calls[] = {
        {"GET", "/room/state", &Impl::state},       {"GET", "/room/talk", &Impl::talk},
        {"GET", "/room/incident", &Impl::incident}, {"GET", "/room/timeline", &Impl::timeline},
        {"GET", "/room/draft", &Impl::draft},       {"POST", "/room/say", &Impl::say},
        {"POST", "/room/invite", &Impl::invite},
    };
    const std::weak_ptr<Impl> weak =
        weak_from_this(); // a request may still be on its way when the room is gone
    for (const Entry& entry : calls)
        http.route(entry.method, entry.path,
                   [weak, entry](const net::Request& request, net::Respond respond) {
                       const auto self = weak.lock();
                       if (!self) return respond(net::problem(503, "The room is closing."));
                       if (request.method == "POST" && !from_own_page(request)) return respond(foreign());
                       const Session* session = self->sessions.find(request.cookie(cookie_name));
                       if (!session) return respond(unknown_browser());
                       (self.get()->*entry.call)(request, Session{*session}, std::move(respond));
                   });
    http.route("POST", "/room/join", [weak](const net::Request& request, net::Respond respond) {
        const auto self = weak.lock();
        if (!self) return respond(net::problem(503, "The room is closing."));
        if (!from_own_page(request)) return respond(foreign());
        self->join(request, std::move(respond));
    });

    for (const char* path : {"/", "/r/*", "/i/*", "/help", "/join"})
        http.route("GET", path, [](const net::Request& request, const net::Respond& respond) {
            respond(file_response(request, asset_named("page.html")));
        });
    http.route("GET", "/assets/*", [](const net::Request& request, const net::Respond& respond) {
        respond(file_response(request, asset_named(std::string_view{request.path}.substr(8))));
    });

    http.socket(
        "/room/live",
        [weak](const net::Request& request) {
            const auto self = weak.lock();
            if (!from_own_page(request)) return foreign();
            if (!self || !self->sessions.find(request.cookie(cookie_name))) return unknown_browser();
            return net::Response{.status = 101};
        },
        [weak](const net::Request& request, const std::shared_ptr<net::Socket>& socket) {
            const auto self = weak.lock();
            const Session* session = self ? self->sessions.find(request.cookie(cookie_name)) : nullptr;
            if (!session) return socket->close();
            socket->on_closed = [weak, page = socket.get()] {
                if (const auto room = weak.lock()) room->live.closed(page);
            };
            self->live.opened(socket, session->account, session->expires);
        });
}

std::string Room::Impl::link_base() const {
    if (!settings.link_base.empty()) return settings.link_base;
    const bool any = settings.address == "0.0.0.0" || settings.address == "::";
    const std::string host = any                                               ? "localhost"
                             : settings.address.find(':') != std::string::npos ? "[" + settings.address + "]"
                                                                               : settings.address;
    const auto port = server && server->port() != 0 ? server->port() : settings.port;
    return "http://" + host + ":" + std::to_string(port);
}

std::string Room::Impl::rooms_json(PersonId viewer) const {
    std::vector<std::string> names = settings.rooms;
    const auto add = [&](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const std::string& name : made_rooms_) add(name);
    for (const RoomId& room : doors.reader.rooms(viewer, "room")) add(name_of(room));
    JsonWriter j;
    j.array([&] {
        for (const std::string& name : names) j.value(name);
    });
    return j.take();
}

bool Room::Impl::may_be_used(const std::string& name, PersonId viewer) {
    const auto holds = [&](const auto& list, const auto& what) {
        return std::find(list.begin(), list.end(), what) != list.end();
    };
    if (holds(settings.rooms, name) || holds(made_rooms_, name)) return true;
    if (holds(doors.reader.rooms(viewer, "room"), RoomId{"room:" + name})) return true; // of an incident
    if (made_rooms_.size() >= made_rooms_max) return false;
    made_rooms_.push_back(name);
    JsonWriter j;
    j.array([&] {
        for (const std::string& made : made_rooms_) j.value(made);
    });
    doors.remember(std::string{made_rooms_name}, j.take());
    live.rooms_changed({"room:" + name}, [this](PersonId who) { return rooms_json(who); });
    return true;
}

void Room::Impl::said(const TalkLine& line) {
    if (platform_of(line.room) != "room") return;
    answer_waiting(line);
    live.said(line);
}

void Room::Impl::changed(IncidentId incident, const RoomId& home, std::function<std::string()> card) {
    if (platform_of(home) == "room" && homes_.insert(home).second)
        live.rooms_changed(home, [this](PersonId viewer) { return rooms_json(viewer); });
    live.changed(incident, home, std::move(card));
}

Room::Room(Settings settings, Doors doors)
    : impl_{std::make_shared<Impl>(std::move(settings), std::move(doors))} {}
Room::~Room() { impl_->live.stop(); }

void Room::serve(net::HttpServer& server) { impl_->serve(server); }
std::string Room::join_link(std::string_view name) {
    return impl_->link_base() + "/join#" + impl_->sessions.make_code(handle(name).value);
}
void Room::said(const TalkLine& line) { impl_->said(line); }
void Room::stop() { impl_->live.stop(); }

void Room::changed(IncidentId incident, const RoomId& home, std::function<std::string()> card) {
    impl_->changed(incident, home, std::move(card));
}

// The own room is always there: what is delivered is accepted at once. The card of a room is shown live
// through changed(), and is read anew by every page that opens; a line of it each time would bury the talk.
void Room::deliver(Delivery delivery, std::function<void(Delivered)> done) {
    const Doors& doors = impl_->doors;
    const std::string receipt = delivery.is_line() ? line_receipt(doors.keep(delivery)) : "card";
    // Not from within this call: a long queue would be sent by one call inside the other.
    doors.scheduler.after(Duration{}, [done = std::move(done), receipt] { done({.receipt = receipt}); });
}

} // namespace tocsin::room
