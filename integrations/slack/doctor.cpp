// The checks, one after the other; a later one needs what an earlier one found.
#include "integrations/slack/doctor.hpp"

#include "integrations/net/json.hpp"
#include "integrations/slack/decode.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <cstdlib>
#include <ctime>
#include <set>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::string_view where_scopes =
    "api.slack.com/apps, your app, OAuth & Permissions, Bot Token Scopes; then Reinstall to Workspace";
constexpr std::string_view app_scope = "connections:write"; // of the app's token, not of the bot's

std::set<std::string> words_in(std::string_view list) {
    std::set<std::string> words;
    std::string word;
    for (const char c : list)
        if (c == ',' || c == ' ') {
            if (!word.empty()) words.insert(std::exchange(word, ""));
        } else {
            word += c;
        }
    if (!word.empty()) words.insert(word);
    return words;
}

// "Sun, 29 Nov 2026 18:17:39 GMT", always in this form (RFC 9110, 5.6.7).
std::optional<Instant> http_date(const std::string& text) {
    std::tm t{};
    const char* const end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &t);
    if (!end || *end) return std::nullopt;
    return Instant{std::chrono::duration_cast<Duration>(seconds{timegm(&t)})};
}

} // namespace

struct Doctor::Impl : std::enable_shared_from_this<Doctor::Impl> {
    Impl(Settings s, Doors d, std::string c)
        : settings{std::move(s)}, doors{std::move(d)}, channel{std::move(c)},
          api{{.base_url = settings.base_url,
               .bot_token = settings.bot_token,
               .app_token = settings.app_token},
              {.web = doors.web, .scheduler = doors.scheduler, .now = doors.now, .jitter = [] {
                   return 0.5;
               }}} {}

    void fine(std::string what) { doors.tell({Checkup::How::fine, std::move(what), ""}); }
    void note(std::string what, std::string fix) {
        doors.tell({Checkup::How::worth_knowing, std::move(what), std::move(fix)});
    }
    void broken(std::string what, std::string fix) {
        doors.tell({Checkup::How::broken, std::move(what), std::move(fix)});
    }

    void bot_token();
    void scopes(const std::string& granted);
    void skew(const std::string& date);
    void connection();
    void hello(const std::string& url);
    void own_room();
    void test_post();
    void find_channel(const std::string& cursor);
    void post(const std::string& id);
    void end() { std::exchange(done, nullptr)(); }

    Settings settings;
    Doors doors;
    std::string channel;
    Api api;
    std::shared_ptr<net::WebLine> line;
    std::function<void()> done;
    bool greeted{};
};

void Doctor::Impl::bot_token() {
    api.call("auth.test", json::object(), Lane::page, [self = shared_from_this()](const ApiResult& r) {
        if (!r.ok) {
            self->broken("Bot token: does not work. " + r.problem,
                         r.unreachable
                             ? "Can this machine reach " + self->settings.base_url +
                                   "? Is a proxy or firewall between?"
                             : "Copy it from api.slack.com/apps, your app, OAuth & Permissions into "
                               "TOCSIN_SLACK_BOT_TOKEN.");
            return self->connection();
        }
        const auto text = [&](const char* name) { return net::text_in(r.body, name).value_or("?"); };
        self->fine(fmt::format("Bot token: works, as @{} in {}", text("user"), text("team")));
        self->scopes(r.scopes);
        self->skew(r.server_date);
        self->connection();
    });
}

void Doctor::Impl::scopes(const std::string& granted) {
    if (granted.empty()) return note("Scopes: Slack did not say which it granted", "Nothing to do.");
    const auto has = words_in(granted);
    std::size_t missing = 0, all = 0;
    for (const ScopeNeed& need : scopes_needed()) {
        if (need.name == app_scope) continue;
        ++all;
        if (has.contains(std::string{need.name})) continue;
        ++missing;
        broken(fmt::format("Scope {}: missing. Without it Tocsin cannot {}.", need.name, need.without),
               fmt::format("Add {}: {}", need.name, where_scopes));
    }
    if (missing == 0) fine(fmt::format("Scopes: all {} are granted", all));
}

void Doctor::Impl::skew(const std::string& date) {
    const auto theirs = http_date(date);
    if (!theirs) return;
    const Duration apart = doors.now() - *theirs;
    const auto s = std::chrono::duration_cast<seconds>(apart < Duration{} ? -apart : apart);
    if (s <= skew_noted) return fine("Clock: agrees with Slack's");
    const std::string what =
        fmt::format("Clock: {} s {} Slack's", s.count(), apart > Duration{} ? "ahead of" : "behind");
    if (s > skew_max)
        broken(what + ". Signed requests are refused, and times in the timeline are wrong.",
               "Start a time service: timedatectl set-ntp true");
    else
        note(what, "timedatectl set-ntp true");
}

void Doctor::Impl::connection() {
    if (settings.mode == Settings::Mode::http) {
        settings.signing_secret.empty()
            ? broken("Signing secret: not set",
                     "Copy it from Basic Information into TOCSIN_SLACK_SIGNING_SECRET.")
            : fine("HTTP mode: the signing secret is set; Slack itself tells whether it is right");
        return own_room();
    }
    api.open_connection([self = shared_from_this()](const ApiResult& r) {
        const std::string url = r.ok ? net::text_in(r.body, "url").value_or("") : "";
        if (!url.empty()) return self->hello(url);
        self->broken(
            "App token: no connection. " + r.problem,
            r.unreachable
                ? "The same as above: this machine has to reach Slack."
                : "api.slack.com/apps, your app: Settings, Socket Mode on; Basic Information, App-Level "
                  "Tokens, one with connections:write into TOCSIN_SLACK_APP_TOKEN.");
        self->own_room();
    });
}

void Doctor::Impl::hello(const std::string& url) {
    const std::weak_ptr<Impl> weak = weak_from_this();
    const auto self = shared_from_this();
    net::LineEvents events;
    events.on_text = [weak](const std::string& text) {
        const auto me = weak.lock();
        const auto frame = me ? frame_from(text) : std::nullopt;
        const auto* hello = frame ? std::get_if<Hello>(&frame->payload) : nullptr;
        if (!hello || std::exchange(me->greeted, true)) return;
        me->fine("Socket Mode: connected");
        if (hello->connections > 1)
            me->note(fmt::format("Connections: Slack counts {}, this one among them", hello->connections),
                     "Fine if Tocsin runs now. If not, another process uses the same app token and takes a "
                     "part of the commands.");
        me->line->close(1000);
    };
    events.on_closed = [weak](const std::string& why) {
        const auto me = weak.lock();
        if (!me || !me->done || !me->line) return;
        me->line.reset();
        if (!me->greeted)
            me->broken("Socket Mode: the connection ended before Slack said hello. " + why,
                       "Does a proxy cut WebSockets?");
        me->own_room();
    };
    line = doors.web.connect(url, std::move(events));
    doors.scheduler.after(hello_within, [weak] {
        const auto me = weak.lock();
        if (!me || !me->line || me->greeted) return;
        me->line.reset();
        me->broken("Socket Mode: no hello within 10 s",
                   "Does a proxy cut WebSockets? Tocsin needs wss to Slack.");
        me->own_room();
    });
}

// Links in messages lead to the own room: can people's browsers get there?
void Doctor::Impl::own_room() {
    if (settings.link_base.empty()) {
        note("Own room: [room] public_url is not set, so messages hold no links to card, timeline and draft",
             "Set it to the address at which people reach Tocsin, behind a reverse proxy with TLS.");
        return test_post();
    }
    if (settings.link_base.find("://127.") != std::string::npos ||
        settings.link_base.find("://localhost") != std::string::npos)
        note("Own room: " + settings.link_base + " is only this machine",
             "Set [room] public_url to what people's browsers reach.");
    doors.web.call({.method = "GET", .url = settings.link_base + "/healthz"}, [self = shared_from_this()](
                                                                                  const net::WebResult& r) {
        if (r.how == net::WebResult::How::answered && r.status == 200 && r.body.starts_with("ok"))
            self->fine("Own room: answers at " + self->settings.link_base);
        else
            self->note("Own room: does not answer at " + self->settings.link_base +
                           (r.problem.empty() ? fmt::format(" (HTTP {})", r.status) : ". " + r.problem),
                       "Is Tocsin running, and does the reverse proxy pass /healthz on?");
        self->test_post();
    });
}

void Doctor::Impl::test_post() {
    if (channel.empty()) {
        note("Test message: none was sent",
             "tocsin doctor slack --channel #ops posts one and deletes it again.");
        return end();
    }
    if (channel.starts_with('#')) channel.erase(0, 1);
    find_channel("");
}

void Doctor::Impl::find_channel(const std::string& cursor) {
    json args = {{"types", "public_channel,private_channel"}, {"exclude_archived", true}, {"limit", 200}};
    if (!cursor.empty()) args["cursor"] = cursor;
    api.call("conversations.list", std::move(args), Lane::page,
             [self = shared_from_this()](const ApiResult& r) {
                 for (const json& c : reading::list(r.body, "channels"))
                     if (c.is_object() &&
                         (net::text_in(c, "name") == self->channel || net::text_in(c, "id") == self->channel))
                         return self->post(net::text_in(c, "id").value_or(""));
                 const std::string next = reading::next_cursor(r.body);
                 if (!next.empty()) return self->find_channel(next);
                 self->broken("Test message: Slack shows me no channel #" + self->channel,
                              "Is the name right? A private one: /invite @tocsin in it.");
                 self->end();
             });
}

void Doctor::Impl::post(const std::string& id) {
    api.call(
        "chat.postMessage", {{"channel", id}, {"text", "A test by tocsin doctor. It is deleted at once."}},
        Lane::page,
        [self = shared_from_this(), id](const ApiResult& r) {
            if (!r.ok) {
                self->broken("Test message: not sent to #" + self->channel + ". " + r.problem,
                             r.fate == Fate::join ? "/invite @tocsin there." : "See above.");
                return self->end();
            }
            const std::string ts = net::text_in(r.body, "ts").value_or("");
            self->api.call(
                "chat.delete", {{"channel", id}, {"ts", ts}}, Lane::page, [self](const ApiResult& gone) {
                    gone.ok ? self->fine("Test message: sent to #" + self->channel + " and deleted")
                            : self->note("Test message: sent to #" + self->channel + ", not deleted. " +
                                             gone.problem,
                                         "Delete it by hand.");
                    self->end();
                });
        },
        id);
}

Doctor::Doctor(Settings settings, Doors doors, std::string channel)
    : impl_{std::make_shared<Impl>(std::move(settings), std::move(doors), std::move(channel))} {}
Doctor::~Doctor() = default;

void Doctor::run(std::function<void()> done) {
    impl_->done = std::move(done);
    impl_->bot_token();
}

} // namespace tocsin::slack
