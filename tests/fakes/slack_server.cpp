// The fake Slack as a program: `tocsin_fake_slack [--port N] [--plain] [--ca-out FILE] [--record DIR]`
// listens on loopback, prints the base address of its API on one line ("https://localhost:4711/api/"), and
// runs until it is ended. Bot token "xoxb-fake-bot-token", app token "xapp-fake-app-token"; people and
// channels are those of slack/office.hpp.
//
//   --port N      0: any free one
//   --plain       http and ws, for clients that cannot be told to trust a certificate
//   --ca-out FILE where the authority is written that clients have to trust
//   --record DIR  every request, ack and response_url body goes into a file there (slack/record.cpp)
//
// Scripts steer it under /control/, JSON in and out; 400 and {"error"} for a mistake. People and channels by
// id or name. GET, with arguments in the query:
//   seen ?user=&channel=   what is on that person's screen: [{ts, thread_ts, from, text, blocks, ephemeral,
//   error, edited}] modal, home, view_errors, troubles ?user= state                  channels, users, files,
//   sockets, counts, complaints record                 all requests, acks and response_url bodies so far
// POST, with a JSON object:
//   type {user, channel, text, thread_ts, broadcast, raw}    returns {ts}
//   command {user, channel, command, text}
//   press {user, channel, ts, action_id, value}, press_view {user, action_id, value}
//   submit {user, values: {block_id: value}}, close_view {user}
//   shortcut {user, callback_id}, message_action {user, channel, ts, callback_id}
//   react {user, channel, ts, name, undo}, pin {user, channel, ts, undo}, edit {user, channel, ts, text},
//   unfurl {channel, ts}, delete {user, channel, ts}, join and leave {user, channel}, invite {user, channel,
//   whom}, rename {user, channel, name}, archive {user, channel, undo}, topic {user, channel, topic}, move
//   {channel}, open_home {user} user {name, real_name, email, guest, ...}, channel {name, private, members}
//   fault {doubled, acks_lost, jitter_ms, ghosts, withheld, stalled, link_disabled, disconnect: reason, cut,
//   away_ms,
//          freeze (no frame goes through any more, not even a pong), revoke, clear, api: {method, what,
//          error, status, delay_ms, times, share}}: slack/settings.hpp explains them
//   settings {rates, scopes, should_escape, home_tab, retries_ms: [..], socket_lives_ms,
//   dead_registration_lives_ms, edit_window_ms}
#include "tests/fakes/slack/control.hpp"
#include "tests/fakes/slack/office.hpp"
#include "tests/fakes/slack_listener.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fstream>
#include <iostream>

namespace {

using namespace tocsin;
namespace asio = boost::asio;
using fakes::json;
using test::HttpAnswer;
using test::HttpRequest;

constexpr std::chrono::seconds server_ping{10};

Instant wall_clock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

class Server {
public:
    Server(asio::io_context& loop, bool plain, std::uint16_t port)
        : due_{loop}, ping_{loop},
          carrier_{loop, slack_, settings(plain, port), [this](const auto& r, const auto& respond) {
                       const bool mine = r.path.starts_with("/control/");
                       if (mine) respond(controlled(r));
                       return mine;
                   }} {
        slack_.timers.on_added = [this] { set_timer(); };
        slack_.on_record = [this](const json& line) { records_.push_back(line); };
        keep_pinging();
    }
    const std::string& base() const { return slack_.settings.api_base; }
    const std::string& authority() const { return authority_.pem(); }

private:
    test::ListenerSettings settings(bool plain, std::uint16_t port) {
        test::ListenerSettings out{.port = port};
        if (!plain) out.tls = authority_.issue();
        return out;
    }
    HttpAnswer controlled(const HttpRequest& request) {
        const auto what = request.path.substr(std::string_view{"/control/"}.size());
        const auto words = [](int status, const json& body) {
            return HttpAnswer{.status = status, .body = body.dump()};
        };
        if (what == "record") return words(200, records_);
        try {
            json asked = json::object();
            if (const auto fields = fakes::form_fields(request.query))
                for (const auto& [name, value] : *fields) asked[name] = value;
            if (!request.body.empty()) asked.update(json::parse(request.body));
            if (what == "fault" && asked.erase("freeze") > 0) // half-open: the machine does not know of it
                carrier_.freeze();
            const auto out = fakes::control(slack_, what, asked);
            return out ? words(200, *out) : words(404, {{"error", "there is no " + what}});
        } catch (const std::exception& mistake) {
            return words(400, {{"error", mistake.what()}});
        }
    }

    void keep_pinging() {
        ping_.expires_after(server_ping);
        ping_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            if (!slack_.faults.stalled) carrier_.ping("Ping from applink-fake");
            keep_pinging();
        });
    }
    void set_timer() {
        const auto due = slack_.next_due();
        if (!due) return;
        due_.expires_after(std::max(Duration{}, *due - wall_clock()));
        due_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            slack_.run_due(wall_clock());
            set_timer();
        });
    }

    asio::steady_timer due_, ping_;
    fakes::Slack slack_{wall_clock};
    fakes::Furniture furniture_{slack_.world};
    test::CertificateAuthority authority_;
    json records_ = json::array();
    fakes::SlackListener carrier_;
};

int run(bool plain, std::uint16_t port, const std::string& ca_out) {
    asio::io_context loop{1};
    Server server{loop, plain, port};
    if (!ca_out.empty()) std::ofstream{ca_out} << server.authority();
    std::cout << server.base() << std::endl; // whoever started it waits for this line
    asio::signal_set ends{loop, SIGINT, SIGTERM};
    ends.async_wait([&](auto, int) { loop.stop(); });
    loop.run();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"A fake Slack for tests"};
    std::uint16_t port{};
    bool plain{};
    std::string ca_out, record;
    app.add_option("--port", port, "0: any free one");
    app.add_flag("--plain", plain, "http and ws");
    app.add_option("--ca-out", ca_out, "write the authority there");
    app.add_option("--record", record, "folder for what was sent");
    CLI11_PARSE(app, argc, argv);
    try {
        if (!record.empty())
            setenv("TOCSIN_SLACK_RECORD", record.c_str(), 1); // NOLINT(concurrency-mt-unsafe)
        return run(plain, port, ca_out);
    } catch (const std::exception& problem) {
        std::cerr << "tocsin_fake_slack: " << problem.what() << '\n';
        return 1;
    }
}
