// The live program.
#include "bot/app.hpp"

#include "bot/cli/exit_codes.hpp"
#include "bot/engine.hpp"
#include "bot/files.hpp"
#include "bot/log.hpp"
#include "bot/notify.hpp"
#include "bot/timer_driver.hpp"
#include "commands/views/views.hpp"
#include "integrations/hook/heartbeat.hpp"
#include "integrations/hook/page_port.hpp"
#include "integrations/http/api.hpp"
#include "integrations/install.hpp"
#include "integrations/net/http_server.hpp"
#include "integrations/net/web_client.hpp"
#include "integrations/room/room.hpp"
#include "integrations/slack/slack.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <openssl/rand.h>

#include <csignal>
#include <cstdio>
#include <optional>

namespace tocsin::bot {
namespace {

namespace net = boost::asio;

constexpr seconds shutdown_within{5}; // what is in flight is finished within this (issue: SIGTERM)
constexpr hours prune_every{1};

void fill_random(std::span<std::byte> bytes) {
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        std::abort();
}
double random_share() {
    std::uint32_t n{};
    fill_random(std::as_writable_bytes(std::span{&n, 1}));
    return static_cast<double>(n) / 4294967296.0;
}

// "https://tocsin.example.org/x" -> "tocsin.example.org"; with a port if it names one.
std::string host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return "";
    url.remove_prefix(scheme + 3);
    return std::string{url.substr(0, url.find('/'))};
}

// Members stand in the order they come up; they are destroyed in reverse.
class App {
public:
    App(Config config, std::unique_ptr<storage::Store> store, const std::string& token)
        : config_{std::move(config)}, signals_{loop_, SIGTERM, SIGINT}, timer_{loop_, scheduler_},
          poll_{loop_}, web_{tocsin::net::make_web(loop_, {.ca_file = config_.ca_file})},
          engine_{engine_doors(std::move(store)), engine_hooks()}, server_{loop_},
          room_{config_.room, room_doors()},
          api_{{.token = token, .prefix = config_.prefix(), .platform = "room"}, api_doors()} {
        if (config_.slack_enabled) slack_.emplace(config_.slack, slack_doors());
        if (!config_.page_hook_url.empty()) hook_.emplace(hook_settings(), *web_, wall_clock);
    }

    Result<void> start() {
        engine_.add_port(room_); // before the engine starts: what waits in the outbox has somewhere to go
        if (slack_) engine_.add_port(*slack_);
        if (hook_) engine_.add_port(*hook_);
        if (auto started = engine_.start(config_.policy); !started) return started;
        room_.serve(server_);
        api_.serve(server_);
        if (slack_) slack_->serve(server_);
        if (const auto host = host_of(config_.room.link_base); !host.empty())
            server_.allow_hosts({"127.0.0.1", "localhost", config_.room.address, host});
        const auto port = server_.listen(config_.room.address,
                                         config_.room.port); // last: nobody asks before all can answer
        if (!port) return port.error();
        config_.room.port = *port;
        timer_.start();
        if (slack_) slack_->start();
        if (!config_.heartbeat_url.empty())
            heartbeat_.emplace(*web_, scheduler_, config_.heartbeat_url,
                               [](bool, const std::string& words) { log::warning(words); });
        every_second();
        every_hour();
        signals_.async_wait([this](boost::system::error_code ec, int) {
            if (!ec) begin_stop();
        });
        return {};
    }

    std::string address() const {
        return fmt::format("http://{}:{}", config_.room.address, config_.room.port);
    }
    std::string join_link() { return room_.join_link(); }
    void run() { loop_.run(); }

private:
    Engine::Doors engine_doors(std::unique_ptr<storage::Store> store) {
        return {.store = std::move(store),
                .scheduler = scheduler_,
                .wall = wall_clock,
                .steady = steady_clock,
                .jitter = random_share,
                .writer = [this](storage::Store& s) -> std::unique_ptr<storage::Writer> {
                    return std::make_unique<storage::ThreadWriter>(
                        s, [this](std::function<void()> f) { net::post(loop_, std::move(f)); });
                },
                .prefix = config_.prefix()};
    }
    Engine::Hooks engine_hooks() {
        return {.said =
                    [this](const TalkLine& line) {
                        room_.said(line);
                        api_.said(line);
                    },
                .changed =
                    [this](IncidentId id) {
                        if (const auto* file = engine_.state().find(id))
                            room_.changed(id, file->now.home, [this, id] {
                                const auto* now = engine_.state().find(id);
                                return now ? views::card_json(engine_.state(), now->now) : "null";
                            });
                    },
                .redacted = [this](const std::vector<std::string>& words) { api_.redacted(words); },
                .problem = [](const std::string& words) { log::warning(words); }};
    }
    room::Doors room_doors() {
        return {.inbound = engine_.pipeline(),
                .reader = engine_.reader(),
                .scheduler = scheduler_,
                .now = wall_clock,
                .random = fill_random,
                .remembered = [this](std::string_view name) { return remembered(name); },
                .remember = [this](std::string name,
                                   std::string value) { remember(std::move(name), std::move(value)); },
                .keep = [this](const Delivery& d) { return engine_.worker().keep_line(d); }};
    }
    http::Doors api_doors() {
        return {.inbound = engine_.pipeline(),
                .reader = engine_.reader(),
                .scheduler = scheduler_,
                .now = wall_clock,
                .random = fill_random,
                .join_link = [this](std::string_view name) { return room_.join_link(name); },
                .not_ready = [this] { return engine_.pipeline().not_ready(); },
                .metrics = [this] { return metrics(); }};
    }

    slack::Doors slack_doors() {
        return {.inbound = engine_.pipeline(),
                .reader = engine_.reader(),
                .backstage = engine_.reader(),
                .scheduler = scheduler_,
                .web = *web_,
                .now = wall_clock,
                .random = fill_random,
                .jitter = random_share,
                .remembered = [this](std::string_view name) { return remembered(name); },
                .remember = [this](std::string name,
                                   std::string value) { remember(std::move(name), std::move(value)); },
                .problem = [](const std::string& words) { log::warning(words); }};
    }
    PagePort::Settings hook_settings() {
        return {.url = config_.page_hook_url,
                .secret = config_.page_hook_secret,
                .link_base = config_.room.link_base,
                .install = install_mark(
                    [this](std::string_view n) { return remembered(n); },
                    [this](std::string n, std::string v) { remember(std::move(n), std::move(v)); },
                    fill_random)};
    }
    std::optional<std::string> remembered(std::string_view name) {
        const auto kept = engine_.store().meta(name);
        return kept ? *kept : std::nullopt;
    }
    void remember(std::string name, std::string value) {
        engine_.pipeline().write({.meta = {{std::move(name), std::move(value)}}});
    }

    // Counts of connections and calls only: nothing that an incident could be read from (P8).
    std::string metrics() const {
        std::string out = fmt::format("tocsin_outbox_waiting {}\ntocsin_asks_in_flight {}\n",
                                      engine_.worker().waiting(), engine_.pipeline().in_flight());
        if (!slack_) return out;
        const auto s = slack_->status();
        const auto age = std::chrono::duration_cast<seconds>(wall_clock() - s.last_frame).count();
        out += fmt::format("tocsin_slack_reachable {}\ntocsin_slack_hears {}\ntocsin_slack_stopped {}\n",
                           int{s.reachable}, int{s.hears}, int{s.stopped});
        out += fmt::format("tocsin_slack_connections {}\ntocsin_slack_connections_wanted {}\n"
                           "tocsin_slack_connections_reported {}\ntocsin_slack_last_frame_age_seconds {}\n",
                           s.sockets, s.sockets_wanted, s.connections_reported,
                           s.last_frame == Instant{} ? -1 : age);
        out += fmt::format("tocsin_slack_frames_total {}\ntocsin_slack_redelivered_total {}\n"
                           "tocsin_slack_reconnects_total {}\ntocsin_slack_limited_posts_total {}\n",
                           s.frames, s.retried, s.reconnects, s.limited);
        return out;
    }

    void every_second() {
        engine_.flush();
        scheduler_.after(seconds{1}, [this] { every_second(); });
    }
    void every_hour() {
        engine_.prune();
        scheduler_.after(prune_every, [this] { every_hour(); });
    }

    // The order matters: no new requests, then no new rings and messages, then what is in flight, then the
    // disk.
    void begin_stop() {
        log::info("stopping");
        notify_supervisor("STOPPING=1");
        api_.stop();
        server_.stop();
        engine_.quiet();
        heartbeat_.reset();
        if (slack_) slack_->stop([this] { slack_closed_ = true; });
        stop_by_ = std::chrono::steady_clock::now() + shutdown_within;
        finish_stop();
    }
    void finish_stop() {
        const bool done =
            engine_.pipeline().in_flight() == 0 && engine_.worker().idle() && (!slack_ || slack_closed_);
        if (!done && std::chrono::steady_clock::now() < stop_by_) {
            poll_.expires_after(std::chrono::milliseconds{10});
            poll_.async_wait([this](boost::system::error_code) { finish_stop(); });
            return;
        }
        if (!done)
            log::warning("stopped before everything in flight was finished; it goes on at the next start");
        timer_.stop();
        room_.stop();
        engine_.stop();
        net::post(loop_, [this] { loop_.stop(); }); // after what the writer has posted
    }

    Config config_;
    net::io_context loop_{1};
    runtime::Scheduler scheduler_{steady_clock};
    net::signal_set signals_;
    TimerDriver timer_;
    net::steady_timer poll_;
    std::unique_ptr<tocsin::net::Web> web_;
    Engine engine_;
    tocsin::net::HttpServer server_;
    room::Room room_;
    http::Api api_;
    std::optional<slack::Slack> slack_;
    std::optional<PagePort> hook_;
    std::optional<Heartbeat> heartbeat_;
    bool slack_closed_{};
    std::chrono::steady_clock::time_point stop_by_{};
};

int failed(const Error& error) {
    std::fprintf(stderr, "tocsin: %s\n", error.detail.c_str());
    return error.code == ErrorCode::already_open ? exit_codes::running_already : exit_codes::data_file;
}

} // namespace

int run_app(const Config& config, bool print_address) {
    if (auto made = files::make_folder(config.data); !made) return failed(made.error());
    auto store = storage::Store::open(files::data_file(config.data));
    if (!store) return failed(store.error());
    const auto token = files::token(config.data);
    if (!token) return failed(token.error());
    App app{config, std::move(*store), *token};
    if (auto started = app.start(); !started) return failed(started.error());
    if (auto written = files::write_text(files::address_file(config.data), app.address() + "\n"); !written)
        return failed(written.error());
    log::info("listening on " + app.address() + ", data in " + config.data);
    notify_supervisor("READY=1");
    if (print_address) {
        std::printf("\nTocsin is running. Data: %s\n\n  Open  %s\n\n", config.data.c_str(),
                    app.join_link().c_str());
        std::printf("The link works once, for you. Inside, Invite makes one for the next person.\n");
        std::printf("Type first:  %sdeclare sev2 Card payments fail\n", config.prefix().c_str());
        std::printf("What else:   %shelp          Stop: Ctrl-C\n\n", config.prefix().c_str());
        std::fflush(stdout);
    }
    app.run();
    log::info("stopped");
    return exit_codes::ok;
}

} // namespace tocsin::bot
