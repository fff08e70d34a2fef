// Slack: wiring, start and stop.
#include "integrations/slack/slack.hpp"

#include "integrations/install.hpp"
#include "integrations/net/json.hpp"
#include "integrations/slack/impl.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr Duration know_again_after = seconds{15};

} // namespace

Slack::Impl::Impl(Settings s, Doors d)
    : settings{std::move(s)}, doors{std::move(d)},
      api{{.base_url = settings.base_url, .bot_token = settings.bot_token, .app_token = settings.app_token},
          {.web = doors.web,
           .scheduler = doors.scheduler,
           .now = doors.now,
           .jitter = doors.jitter,
           .reached =
               [this](bool reached, const std::string& problem) {
                   doors.problem(reached ? "Slack answers again." : "Slack cannot be reached: " + problem);
               },
           .refused =
               [this](const ApiResult& r) {
                   if (r.fate != Fate::stop || std::exchange(stopped_for_good, true)) return;
                   alarm("Slack refuses the token: " + r.problem);
               }}},
      channels{{.api = api, .remembered = doors.remembered, .remember = doors.remember, .now = doors.now}},
      people{api}, install{install_mark(doors.remembered, doors.remember, doors.random)},
      sender{{.api = api,
              .channels = channels,
              .people = people,
              .backstage = doors.backstage,
              .scheduler = doors.scheduler,
              .now = doors.now,
              .place = [this] { return place(); },
              .missing = [this](const ApiResult& r, const std::string& channel) { missing(r, channel); },
              .install = install}},
      keeper{{.api = api,
              .channels = channels,
              .people = people,
              .backstage = doors.backstage,
              .link = [this](std::string_view href) { return link(href); },
              .missing = [this](const ApiResult& r, const std::string& channel) { missing(r, channel); }}} {}

std::string Slack::Impl::link(std::string_view href) const {
    return settings.link_base.empty() ? "" : settings.link_base + std::string{href};
}

Place Slack::Impl::place() const {
    return {.prefix = settings.prefix,
            .link_base = settings.link_base,
            .user = [this](PersonId person) { return doors.backstage.account(person, "slack"); },
            .channel = [this](std::string_view shown) { return channels.id_of(shown); }};
}

void Slack::Impl::alarm(const std::string& words) { doors.problem(words); }

// Once for each thing, in the log and where it was noticed: people cannot mend it faster by reading it again.
void Slack::Impl::missing(const ApiResult& r, const std::string& channel) {
    const std::string what = r.error + r.needed;
    if (told.size() >= told_max || !told.insert(what).second) return;
    const std::string kept = fmt::format("slack.told/{}", what);
    if (doors.remembered(kept)) return; // by an earlier process
    doors.remember(kept, "1");
    alarm("Slack does not allow something: " + r.problem);
    if (channel.empty()) return;
    api.call(
        "chat.postMessage",
        {{"channel", channel},
         {"text", escaped("Slack does not allow something here, the rest goes on. " + r.problem)},
         {"unfurl_links", false},
         {"unfurl_media", false}},
        Lane::upkeep, [](const ApiResult&) {}, channel);
}

void Slack::Impl::start() {
    for (const auto& room : doors.backstage.rooms_of("slack"))
        if (!room.address.empty())
            channels.bind(room.room, {.id = room.address, .is_private = room.is_private, .member = true});
    know_ourselves([this] { connect(); });
    watch();
}

// Nothing is posted or taken before we know who we are: our own words would be taken for somebody's.
void Slack::Impl::know_ourselves(std::function<void()> then) {
    api.call("auth.test", json::object(), Lane::page, [this, then](const ApiResult& r) {
        if (stopping) return;
        if (!r.ok) {
            if (r.fate == Fate::stop) return;
            doors.scheduler.after(know_again_after, [weak = weak_from_this(), then] {
                if (const auto self = weak.lock()) self->know_ourselves(then);
            });
            return;
        }
        const auto text = [&](const char* name) { return net::text_in(r.body, name).value_or(""); };
        people.is_us(text("user_id"), text("bot_id"), text("team_id"), text("enterprise_id"));
        team_name = text("team");
        ready = true;
        then();
    });
}

void Slack::Impl::connect() {
    people.load();
    channels.load([] {});
    if (settings.mode == Settings::Mode::http) return hears(true);
    sockets.emplace(
        settings.sockets,
        Sockets::Doors{.api = api,
                       .web = doors.web,
                       .scheduler = doors.scheduler,
                       .now = doors.now,
                       .jitter = doors.jitter,
                       .take = [this](Frame f, Sockets::Ack ack) { take(std::move(f), std::move(ack)); },
                       .hears = [this](bool up) { hears(up); },
                       .problem = [this](const std::string& words) { alarm(words); }});
    sockets->start();
}

void Slack::Impl::serve(net::HttpServer& server) {
    if (settings.mode != Settings::Mode::http) return;
    http.emplace(
        HttpMode::Settings{.signing_secret = settings.signing_secret},
        HttpMode::Doors{
            .scheduler = doors.scheduler,
            .now = doors.now,
            .take = [this](HttpPayload p, RetryInfo retry,
                           HttpMode::Ack ack) { take_http(std::move(p), std::move(retry), std::move(ack)); },
            .late =
                [this](const HttpMode::Late& late) {
                    if (!late.payload || late.response_url.empty()) return;
                    api.post_to(late.response_url, "application/json; charset=utf-8",
                                late.payload->dump(-1, ' ', false, json::error_handler_t::replace),
                                [](const ApiResult&) {});
                }});
    http->serve(server);
}

void Slack::Impl::stop(std::function<void()> done) {
    stopping = true;
    note_heard();
    if (sockets) return sockets->stop(std::move(done));
    done();
}

Status Slack::Impl::status() const {
    Status s{
        .reachable = api.reachable(), .hears = hears_now, .stopped = stopped_for_good, .team = team_name};
    s.limited = api.limited("chat.postMessage");
    if (!sockets) return s;
    const auto of = sockets->status();
    s.sockets = of.up;
    s.sockets_wanted = of.wanted;
    s.connections_reported = of.reported;
    s.last_frame = of.last_frame;
    s.frames = of.frames;
    s.retried = of.retried;
    s.reconnects = of.reconnects;
    s.stopped = s.stopped || of.stopped_for_good;
    return s;
}

void Slack::Impl::deliver(Delivery d, std::function<void(Delivered)> done) {
    if (stopped_for_good)
        return done(
            {.how = Delivered::How::away, .reason = "Slack refuses the token", .retry_after = minutes{1}});
    if (!ready)
        return done(
            {.how = Delivered::How::away, .reason = "Slack is not connected yet", .retry_after = seconds{2}});
    // Not from within this call: a long queue would be sent by one call inside the other.
    auto later = [weak = weak_from_this(), done = std::move(done)](Delivered result) {
        const auto self = weak.lock();
        if (self)
            self->doors.scheduler.after(Duration{}, [done, result = std::move(result)] { done(result); });
    };
    if (d.wish) return keeper.fulfil(d.room, d.body, std::move(later));
    sender.deliver(std::move(d), std::move(later));
}

Slack::Slack(Settings settings, Doors doors)
    : impl_{std::make_shared<Impl>(std::move(settings), std::move(doors))} {}
Slack::~Slack() = default;
void Slack::start() { impl_->start(); }
void Slack::stop(std::function<void()> done) { impl_->stop(std::move(done)); }
void Slack::serve(net::HttpServer& server) { impl_->serve(server); }
Status Slack::status() const { return impl_->status(); }
void Slack::deliver(Delivery d, std::function<void(Delivered)> done) {
    impl_->deliver(std::move(d), std::move(done));
}

} // namespace tocsin::slack
