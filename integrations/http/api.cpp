// /api/v1 and health.
#include "integrations/http/api.hpp"

#include "commands/core/json_writer.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/http/impl.hpp"
#include "integrations/line.hpp"
#include "integrations/net/http_parts.hpp"
#include "integrations/net/json.hpp"
#include "integrations/net/secret.hpp"
#include "integrations/room/names.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tocsin::http {
namespace {

constexpr std::size_t ask_bytes_max = 64 << 10;
constexpr std::size_t key_bytes_max = 200;
constexpr std::size_t token_bytes_min = 32;
constexpr std::size_t token_id_length = 8;
constexpr minutes clock_skew_max{1}; // "at" of a program whose clock is a little ahead
constexpr std::string_view incidents_path = "/api/v1/incidents/";
constexpr const char* not_saved = "This could not be saved: send it again with the same key.";

struct Line {
    Ask ask;
    std::string problem; // a sentence; empty: fine
};

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string no_text(std::string_view field, std::string_view example) {
    return std::string{field} + " is missing: a text, such as " + std::string{example} + ".";
}

// Every field is looked at before anything is done.
Line line_in(const nlohmann::json& body, const Settings& settings, Instant now) {
    const auto key = net::text_in(body, "key"), text = net::text_in(body, "text"),
               who = net::text_in(body, "who"), place = net::text_in(body, "room"),
               at = net::text_in(body, "at");
    if (!key || key->empty() || key->size() > key_bytes_max)
        return {{}, "key is missing: 1 to 200 characters, the same when the line is sent again."};
    if (!text || text::trimmed(*text).empty())
        return {{}, no_text("text", "\"" + settings.prefix + "list\"")};
    if (!who) return {{}, no_text("who", "\"ana\"")};
    if (!place) return {{}, no_text("room", "\"#ops\"")};
    const auto name = room::handle(*who), room = room::room_name(*place);
    if (!name.problem.empty()) return {{}, "who: " + name.problem};
    if (!room.problem.empty()) return {{}, "room: " + room.problem};
    Instant said = now;
    if (body.contains("at") && (!at || !text::parse_iso(*at, said)))
        return {{}, "at is no time of the form 2017-01-31T23:27:31Z."};
    if (said > now + clock_skew_max) return {{}, "at lies in the future."};
    Ask ask{.source = "api",
            .key = *key,
            .platform = settings.platform,
            .account = name.value,
            .name = name.value,
            .room = {settings.platform + ":" + room.value},
            .said_at = std::min(said, now),
            .heard_at = now,
            .what = typed(*text, settings.prefix, true)};
    return {std::move(ask), {}};
}

net::Response unavailable(std::string_view sentence) {
    net::Response response = net::problem(503, sentence);
    response.headers.emplace_back("Retry-After", "2");
    return response;
}

net::Response incident_response(std::optional<std::string> json) {
    return json ? net::json_response(std::move(*json)) : net::problem(404, "There is no such incident.");
}

} // namespace

Api::Impl::Impl(Settings s, Doors d)
    : settings{std::move(s)}, doors{std::move(d)},
      token_id_{net::hash_of(settings.token).substr(0, token_id_length)} {}

bool Api::Impl::may(const net::Request& request) const {
    constexpr std::string_view scheme = "bearer ";
    const auto given = request.header("authorization");
    if (settings.token.size() < token_bytes_min || given.size() < scheme.size()) return false;
    return net::lower(given.substr(0, scheme.size())) == scheme &&
           net::same_secret(given.substr(scheme.size()), settings.token);
}

void Api::Impl::serve(net::HttpServer& server) {
    using Call = void (Impl::*)(const net::Request&, net::Respond);
    struct Entry {
        const char *method, *path;
        Call call;
    };
    static constexpr Entry calls[] = {
        {"POST", "/api/v1/ask", &Impl::ask},
        {"GET", "/api/v1/tail", &Impl::tail_lines},
        {"GET", "/api/v1/incidents", &Impl::incidents},
        {"GET", "/api/v1/incidents/*", &Impl::one_incident},
        {"POST", "/api/v1/link", &Impl::link},
    };
    const std::weak_ptr<Impl> weak =
        weak_from_this(); // a request may still be on its way when the API is gone
    for (const Entry& entry : calls)
        server.route(
            entry.method, entry.path, [weak, entry](const net::Request& request, net::Respond respond) {
                const auto self = weak.lock();
                if (!self) return respond(unavailable("Tocsin is stopping."));
                if (self->may(request)) return (self.get()->*entry.call)(request, std::move(respond));
                net::Response refused =
                    net::problem(401, "A valid token is needed: Authorization: Bearer TOKEN. It stands "
                                      "in the data folder.");
                refused.headers.emplace_back("WWW-Authenticate", "Bearer");
                respond(std::move(refused));
            });

    server.route("GET", "/healthz", [](const net::Request&, const net::Respond& respond) {
        respond({.content_type = "text/plain", .body = "ok\n"});
    });
    server.route("GET", "/metrics", [weak](const net::Request&, const net::Respond& respond) {
        const auto self = weak.lock();
        respond({.content_type = "text/plain; version=0.0.4",
                 .body = self && self->doors.metrics ? self->doors.metrics() : ""});
    });
    server.route("GET", "/readyz", [weak](const net::Request&, const net::Respond& respond) {
        const auto self = weak.lock();
        const std::string why_not = self ? self->doors.not_ready() : "Tocsin is stopping.";
        if (why_not.empty()) return respond({.content_type = "text/plain", .body = "ready\n"});
        respond({.status = 503, .content_type = "text/plain", .body = why_not + "\n"});
    });
}

void Api::Impl::ask(const net::Request& request, net::Respond respond) {
    const auto body = net::parse_untrusted(request.body, ask_bytes_max);
    if (!body) return respond(net::problem(400, body.error().detail));
    Line line = line_in(*body, settings, doors.now());
    if (!line.problem.empty()) return respond(net::problem(400, line.problem));
    const PersonId who = doors.reader.person(line.ask.platform, line.ask.account);
    if (!doors.reader.may_enter(who, line.ask.room))
        return respond(
            net::problem(400, "A name like that is kept for Tocsin. Use another room, such as #general."));
    doors.random(line.ask.entropy);
    line.ask.key = token_id_ + "/" + line.ask.key;
    const bool talk = line.ask.typed()->talk;
    doors.inbound.ask(std::move(line.ask), [weak = weak_from_this(), talk, respond](const Answer& answer) {
        if (const auto self = weak.lock()) self->answered(answer, talk, respond);
    });
}

void Api::Impl::answered(const Answer& answer, bool talk, const net::Respond& respond) const {
    if (!answer.recorded)
        return respond(
            unavailable(answer.reply.lines.empty() ? not_saved : text_of(answer.reply, settings.prefix)));
    std::string json = to_json(answer, settings.prefix);
    if (talk) json.replace(0, 1, "{\"talk\":true,");
    respond(net::json_response(std::move(json)));
}

void Api::Impl::tail_lines(const net::Request& request, net::Respond respond) {
    const auto after = request.parameter("after"), wait = request.parameter("wait");
    const auto cursor = after.empty() ? 0 : whole_number(after);
    const auto patience = wait.empty() ? 0 : whole_number(wait);
    if (!cursor || !patience) return respond(net::problem(400, "after and wait are whole numbers."));
    const auto longest = static_cast<std::uint64_t>(Tail::wait_max.count());
    tail.ask(*cursor, seconds{std::min(*patience, longest)}, std::move(respond));
}

void Api::Impl::incidents(const net::Request&, net::Respond respond) {
    respond(net::json_response(doors.reader.overview({})));
}

// INC-7, INC-7/timeline, INC-7/draft
void Api::Impl::one_incident(const net::Request& request, net::Respond respond) {
    const std::string_view rest = std::string_view{request.path}.substr(incidents_path.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto ref = rest.substr(0, slash), what = rest.substr(slash);
    if (what.empty()) return respond(incident_response(doors.reader.incident({}, ref)));
    if (what == "/timeline")
        return respond(incident_response(doors.reader.timeline({}, ref, request.parameter("full") == "1")));
    if (what != "/draft") return respond(net::problem(404, "There is timeline and draft of an incident."));
    const auto format = request.parameter("format");
    if (!format.empty() && format != "md" && format != "html" && format != "json")
        return respond(net::problem(400, "format is md, html or json."));
    const std::string form = format.empty() ? "md" : std::string{format};
    auto draft = doors.reader.draft({}, ref, request.parameter("layout"), form);
    if (!draft || form == "json") return respond(incident_response(std::move(draft)));
    respond({.content_type = form == "html" ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8",
             .body = std::move(*draft)});
}

void Api::Impl::link(const net::Request& request, net::Respond respond) {
    if (!doors.join_link) return respond(net::problem(404, "There is no room of Tocsin's own to join."));
    const auto body = net::parse_untrusted(request.body.empty() ? "{}" : request.body, ask_bytes_max);
    if (!body) return respond(net::problem(400, body.error().detail));
    const std::string typed_name = net::text_in(*body, "name").value_or("");
    room::Named name{};
    if (!typed_name.empty()) name = room::handle(typed_name);
    if (!name.problem.empty()) return respond(net::problem(400, name.problem));
    JsonWriter j;
    j.object([&] { j.key("link").value(doors.join_link(name.value)); });
    respond(net::json_response(j.take()));
}

Api::Api(Settings settings, Doors doors)
    : impl_{std::make_shared<Impl>(std::move(settings), std::move(doors))} {}
Api::~Api() { impl_->tail.stop(); }
void Api::serve(net::HttpServer& server) { impl_->serve(server); }
void Api::said(const TalkLine& line) { impl_->tail.said(line); }
void Api::redacted(const std::vector<std::string>& words) { impl_->tail.redacted(words); }
void Api::stop() { impl_->tail.stop(); }

} // namespace tocsin::http
