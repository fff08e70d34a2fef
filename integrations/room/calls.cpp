// What the page asks for, and what is typed there.
#include "commands/core/json_writer.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/line.hpp"
#include "integrations/net/http_parts.hpp"
#include "integrations/net/json.hpp"
#include "integrations/room/impl.hpp"
#include "integrations/room/lines.hpp"
#include "integrations/room/names.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

#include <fmt/format.h>

namespace tocsin::room {
namespace {

constexpr const char* not_saved = "This could not be saved. Nothing was lost here: it can be sent again.";

// The cookie cannot be read by scripts and is never sent along from another site.
std::string cookie(const std::string& token, const net::Request& request) {
    const bool secure = request.header("origin").starts_with("https://");
    return "tocsin=" + token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" +
           std::to_string(seconds{Sessions::session_for}.count()) + (secure ? "; Secure" : "");
}

std::string object_with(std::string_view name, std::string_view json) {
    JsonWriter j;
    j.object([&] { j.key(name).raw(json); });
    return j.take();
}
std::string object_with_text(std::string_view name, std::string_view text) {
    JsonWriter j;
    j.object([&] { j.key(name).value(text); });
    return j.take();
}

net::Response slow_down(std::string_view sentence, seconds wait) {
    net::Response response = net::problem(429, sentence);
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return response;
}

// Unknown and forbidden get the same words (P8).
net::Response no_such_incident() {
    return net::problem(404, "There is no such incident. The overview lists the open ones.");
}
void respond_with(const net::Respond& respond, std::optional<std::string> json) {
    respond(json ? net::json_response(std::move(*json)) : no_such_incident());
}

std::int64_t milliseconds_of(Instant t) { return t.time_since_epoch().count(); }

} // namespace

void Room::Impl::join(const net::Request& request, net::Respond respond) {
    if (!joins.take(request.from, doors.now()))
        return respond(slow_down("Too many tries from this address. Wait a minute.", joins_within));
    const auto body = net::parse_untrusted(request.body);
    const auto code = body ? net::text_in(*body, "code") : std::nullopt;
    const auto name = body ? net::text_in(*body, "name") : std::nullopt;
    if (!code || !name)
        return respond(net::problem(400, "A code and a name are needed. Open the join link again."));
    const auto joined = sessions.join(*code, *name);
    if (joined.status != 403) joins.give_back(request.from); // a team behind one proxy guesses no codes
    if (joined.status != 200) return respond(net::problem(joined.status, joined.problem));
    sessions.end(request.cookie("tocsin")); // of whom this browser was before
    net::Response response = net::json_response(object_with_text("name", joined.name));
    response.headers.emplace_back("Set-Cookie", cookie(joined.token, request));
    respond(std::move(response));
}

void Room::Impl::invite(const net::Request& request, const Session&, net::Respond respond) {
    const auto body = net::parse_untrusted(request.body);
    const std::string typed = body ? net::text_in(*body, "name").value_or("") : "";
    Named name{};
    if (!typed.empty()) name = handle(typed);
    if (!name.problem.empty()) return respond(net::problem(400, name.problem));
    // As this page was opened: right behind a proxy too. Origin was compared with Host.
    const std::string base =
        settings.link_base.empty() ? std::string{request.header("origin")} : settings.link_base;
    respond(net::json_response(object_with_text("link", base + "/join#" + sessions.make_code(name.value))));
}

void Room::Impl::state(const net::Request& request, const Session& session, net::Respond respond) {
    const PersonId me = person_of(session);
    JsonWriter j;
    j.object([&] {
        j.key("me").object([&] {
            j.key("id").value(me.value);
            j.key("name").value(session.name);
        });
        j.key("prefix").value(settings.prefix);
        j.key("rooms").raw(rooms_json(me));
        j.key("overview").raw(doors.reader.overview(me));
        j.key("commands").raw(doors.reader.completion());
        j.key("people").raw(doors.reader.people(me));
        j.key("now").value(milliseconds_of(doors.now()));
    });
    net::Response response = net::json_response(j.take());
    const std::string token = request.cookie("tocsin");
    if (sessions.renew(token)) response.headers.emplace_back("Set-Cookie", cookie(token, request));
    respond(std::move(response));
}

void Room::Impl::talk(const net::Request& request, const Session& session, net::Respond respond) {
    const Named room = room_name(request.parameter("room"));
    if (!room.problem.empty()) return respond(net::problem(400, room.problem));
    const auto text = request.parameter("before");
    std::uint64_t before = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), before);
    if (!text.empty() && (read.ec != std::errc{} || read.ptr != text.data() + text.size()))
        return respond(net::problem(400, "before is the id of a line."));
    JsonWriter j;
    j.object([&] {
        j.key("lines").array([&] {
            for (const TalkLine& line :
                 doors.reader.talk(person_of(session), {"room:" + room.value}, before, talk_lines_max))
                j.raw(line_json(line, settings.prefix));
        });
    });
    respond(net::json_response(j.take()));
}

void Room::Impl::incident(const net::Request& request, const Session& session, net::Respond respond) {
    respond_with(respond, doors.reader.incident(person_of(session), request.parameter("ref")));
}

void Room::Impl::timeline(const net::Request& request, const Session& session, net::Respond respond) {
    const bool full = request.parameter("full") == "1";
    auto timeline = doors.reader.timeline(person_of(session), request.parameter("ref"), full);
    if (timeline) looked(session, std::string{request.parameter("ref")}, "the timeline");
    respond_with(respond, std::move(timeline));
}

// Of private incidents who read them is kept; their references are no numbers.
void Room::Impl::looked(const Session& session, const std::string& ref, std::string_view what) {
    if (text::folded(ref).starts_with("inc-")) return;
    const auto hour = std::chrono::floor<hours>(doors.now()).time_since_epoch().count();
    Ask ask{.source = "room",
            .key = fmt::format("looked/{}/{}/{}/{}", session.account, ref, what, hour),
            .platform = "room",
            .account = session.name,
            .name = session.name,
            .said_at = doors.now(),
            .heard_at = doors.now(),
            .what = Looked{ref, std::string{what}}};
    doors.inbound.ask(std::move(ask), [](const Answer&) {});
}

void Room::Impl::draft(const net::Request& request, const Session& session, net::Respond respond) {
    const bool markdown = request.parameter("format") == "md";
    auto draft = doors.reader.draft(person_of(session), request.parameter("ref"), request.parameter("layout"),
                                    markdown ? "md" : "json");
    if (draft) looked(session, std::string{request.parameter("ref")}, "the draft");
    if (!draft || !markdown) return respond_with(respond, std::move(draft));
    respond({.content_type = "text/markdown; charset=utf-8", .body = std::move(*draft)});
}

void Room::Impl::say(const net::Request& request, const Session& session, net::Respond respond) {
    const auto body = net::parse_untrusted(request.body);
    if (!body) return respond(net::problem(400, body.error().detail));
    const Named room = room_name(net::text_in(*body, "room").value_or(""));
    const std::string text = net::text_in(*body, "text").value_or("");
    const std::string key = net::text_in(*body, "key").value_or("");
    if (!room.problem.empty()) return respond(net::problem(400, room.problem));
    if (key.empty() || key.size() > key_bytes_max)
        return respond(
            net::problem(400, "key is missing: 1 to 100 characters, the same when the line is sent again."));
    if (text::trimmed(text).empty()) return respond(net::problem(400, "Nothing was typed."));
    if (text.size() > line_bytes_max)
        return respond(net::problem(
            400, "This is too long: at most 20,000 bytes a line. Send it in parts, or put it into "
                 "a file and send a link."));
    const std::string talk_key = session.account + "\n" + key;
    if (const auto* said = said_before(talk_key)) return respond(net::json_response(*said));
    if (!lines.take(session.account, doors.now()))
        return respond(
            slow_down("That was a lot at once. It was not sent; wait some seconds.", lines_within));
    if (!doors.reader.may_enter(person_of(session), {"room:" + room.value}))
        return respond(
            net::problem(400, "A name like that is kept for Tocsin. Use another room, such as #general."));
    if (!may_be_used(room.value, person_of(session)))
        return respond(net::problem(400, "There are 200 rooms already. Use one of them, such as #general."));

    Ask ask{.source = "room",
            .key = key,
            .platform = "room",
            .account = session.name,
            .name = session.name,
            .room = {"room:" + room.value},
            .said_at = doors.now(),
            .heard_at = doors.now(),
            .what = typed(text, settings.prefix, true)};
    doors.random(ask.entropy);
    const bool is_talk = ask.typed()->talk;
    Waiting waiting{.number = ++waited_,
                    .line = {.room = ask.room,
                             .person = person_of(session),
                             .name = session.name,
                             .text = text,
                             .said_at = ask.said_at},
                    .talk_key = talk_key,
                    .respond = std::move(respond)};
    doors.inbound.ask(std::move(ask),
                      [weak = weak_from_this(), is_talk, waiting = std::move(waiting)](const Answer& answer) {
                          if (const auto self = weak.lock()) self->answered(waiting, is_talk, answer);
                      });
}

void Room::Impl::answered(Waiting waiting, bool talk, const Answer& answer) {
    if (!answer.recorded) {
        const std::string words = text_of(answer.reply, settings.prefix);
        net::Response response = net::problem(503, words.empty() ? not_saved : words);
        response.headers.emplace_back("Retry-After", "2");
        return waiting.respond(std::move(response));
    }
    if (!talk)
        return waiting.respond(net::json_response(object_with("answer", to_json(answer, settings.prefix))));
    // The line itself, with its id, is told next; without it the page would show what was said twice.
    if (waiting_.size() >= waiting_talk_max) return answer_talk(waiting, waiting.line);
    waiting_.push_back(waiting);
    doors.scheduler.after(line_within, [weak = weak_from_this(), number = waiting.number] {
        const auto self = weak.lock();
        if (!self) return;
        for (auto each = self->waiting_.begin(); each != self->waiting_.end(); ++each)
            if (each->number == number) {
                const auto* said = self->said_before(each->talk_key); // sent twice at once: one line
                if (said)
                    each->respond(net::json_response(*said));
                else
                    self->answer_talk(*each, each->line);
                self->waiting_.erase(each);
                return;
            }
    });
}

void Room::Impl::answer_waiting(const TalkLine& line) {
    for (auto each = waiting_.begin(); each != waiting_.end(); ++each) {
        if (each->line.room != line.room || each->line.said_at != line.said_at ||
            each->line.name != line.name)
            continue;
        answer_talk(*each, line);
        waiting_.erase(each);
        return;
    }
}

const std::string* Room::Impl::said_before(const std::string& talk_key) const {
    for (const auto& [known, answer] : recent_talk_)
        if (known == talk_key) return &answer;
    return nullptr;
}

void Room::Impl::answer_talk(const Waiting& waiting, const TalkLine& line) {
    std::string answer = object_with("talk", line_json(line, settings.prefix));
    recent_talk_.emplace_back(waiting.talk_key, answer);
    if (recent_talk_.size() > recent_talk_max) recent_talk_.pop_front();
    waiting.respond(net::json_response(std::move(answer)));
}

} // namespace tocsin::room
