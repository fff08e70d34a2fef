// The load: commands as frames, one after the other or many at once, and a refresh of the connection
// meanwhile.
#include "tests/bench/slack/slack_bench.hpp"
#include "tests/bench/slack/workspace.hpp"
#include "tests/fakes/slack/slack.hpp"
#include "tests/support/temp_folder.hpp"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tocsin::bench {
namespace {

using namespace std::chrono_literals;
using fakes::json;

constexpr auto connects_within = 60s;
constexpr auto load_within = 10min;
constexpr std::size_t people = 50;
// Of a refresh: a probe this often, the disconnect after a second, and as long as the slowest client needs.
constexpr auto probe_every = 10ms;
constexpr auto refresh_at = 1s;
constexpr auto refresh_lasts = 18s; // Slack closes the old socket 10 s after its warning

std::string filled(std::string line, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
        for (std::size_t at; (at = line.find("{" + name + "}")) != line.npos;)
            line.replace(at, name.size() + 2, value);
    return line;
}

// A program in a folder of its own; ended with SIGTERM.
class Running {
public:
    Running(const Program& program, Workspace& workspace) {
        const auto& settings = workspace.slack().settings;
        const std::map<std::string, std::string> values{{"folder", folder_.path()},
                                                        {"api", workspace.api_url()},
                                                        {"ca", folder_.file("ca.pem")},
                                                        {"config", folder_.file("config.toml")}};
        std::ofstream{folder_.file("ca.pem")} << workspace.authority_pem();
        std::ofstream{folder_.file("config.toml")}
            << filled("[bot]\nca_file = \"{ca}\"\n[slack]\nenabled = true\nbase_url = \"{api}\"\n", values)
            << "sockets = " << program.sockets << "\n";
        const std::string line = "exec " + filled(program.line, values);
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error{"no child"};
        if (pid_ > 0) return;
        for (const auto* prefix : {"SLACK_", "TOCSIN_SLACK_"}) {
            ::setenv((prefix + std::string{"APP_TOKEN"}).c_str(), settings.app_token.c_str(), 1);
            ::setenv((prefix + std::string{"BOT_TOKEN"}).c_str(), settings.bot_token.c_str(), 1);
        }
        ::setenv("SLACK_API_URL", values.at("api").c_str(), 1);
        ::setenv("NODE_EXTRA_CA_CERTS", values.at("ca").c_str(), 1);
        ::dup2(::open(folder_.file("said").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), STDOUT_FILENO);
        ::dup2(STDOUT_FILENO, STDERR_FILENO);
        ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
        ::_exit(127);
    }
    ~Running() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    int pid() const { return pid_; }
    std::string said() const {
        std::ifstream in{folder_.file("said")};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    test::TempFolder folder_;
    int pid_{};
};

// Types commands into #ops as one person after the other.
class Typist {
public:
    explicit Typist(Workspace& workspace) : slack_{workspace.slack()} {
        fakes::Channel ops{.name = "ops"};
        for (std::size_t i = 0; i < people; ++i) {
            users_.push_back(slack_.world.add(fakes::User{.name = fmt::format("person{}", i)}));
            ops.members.push_back(users_.back());
        }
        ops.members.push_back(slack_.world.bot_user);
        channel_ = slack_.world.add(std::move(ops));
    }

    // `heard` once it is acknowledged in time, `failed` if it never will be.
    void type(std::string_view text, std::function<void()> heard,
              std::function<void(const std::string&)> failed) {
        const auto& user = users_[count_++ % users_.size()];
        json payload{{"token", "verification-token"},
                     {"team_id", slack_.world.team},
                     {"team_domain", slack_.world.domain},
                     {"channel_id", channel_},
                     {"channel_name", "ops"},
                     {"user_id", user},
                     {"user_name", "person"},
                     {"command", "/incident"},
                     {"text", text},
                     {"api_app_id", slack_.world.app},
                     {"is_enterprise_install", "false"},
                     {"response_url",
                      slack_.hooks.new_response_url({.kind = "commands", .user = user, .channel = channel_})},
                     {"trigger_id", slack_.hooks.new_trigger(user)}};
        slack_.sockets.deliver({.type = "slash_commands",
                                .payload = std::move(payload),
                                .accepts = true,
                                .acked = [heard = std::move(heard)](const json&) { heard(); },
                                .failed = std::move(failed)});
    }

private:
    fakes::Slack& slack_;
    std::vector<std::string> users_;
    std::string channel_;
    std::size_t count_{};
};

// Keeps `in_flight` commands going until `total` more were acknowledged.
void keep_going(Times& times, Workspace& workspace, Typist& typist, const std::string& text,
                std::size_t in_flight, std::size_t total) {
    std::size_t sent = 0, heard = 0;
    std::string failure;
    const auto start = Clock::now();
    const std::function<void()> next = [&] {
        ++sent;
        typist.type(
            text,
            [&, at = Clock::now()] {
                times.ms.push_back(ms_since(at));
                ++heard;
                if (sent < total) next();
            },
            [&](const std::string& error) { failure = error; });
    };
    for (std::size_t i = 0; i < std::min(in_flight, total); ++i) next();
    const auto done = [&] { return heard >= total || !failure.empty(); };
    if (!workspace.until(done, load_within) || !failure.empty())
        throw std::runtime_error{fmt::format("{} of {} commands were heard; {}", heard, total, failure)};
    times.took_ms += ms_since(start);
}

struct Probe {
    double sent_ms{}, heard_ms{-1};
};

// The connection is to be refreshed, as Slack asks for at least once a day; commands go on meanwhile.
void refresh_connection(Workspace& workspace, Typist& typist, const std::string& text, Figures& figures,
                        const std::function<void()>& meanwhile) {
    std::vector<Probe> probes;
    probes.reserve(static_cast<std::size_t>(refresh_lasts / probe_every) + 1);
    const auto start = Clock::now();
    const std::function<void()> probe = [&] {
        if (Clock::now() - start >= refresh_lasts) return;
        const auto n = probes.size();
        probes.push_back({.sent_ms = ms_since(start)});
        typist.type(text, [&, n] { probes[n].heard_ms = ms_since(start); }, [](const std::string&) {});
        workspace.after(probe_every, probe);
    };
    workspace.after(0ms, probe);
    workspace.after(refresh_at, [&] { workspace.slack().sockets.disconnect("warning"); });
    const auto ack_within = workspace.slack().settings.ack_within;
    const auto others = [&] {
        meanwhile();
        return false;
    };
    workspace.until(others, std::chrono::milliseconds{refresh_lasts + ack_within});

    // From the first that was not heard to the next that was.
    const Probe* deaf_since = nullptr;
    for (const auto& p : probes) {
        if (p.heard_ms < 0) {
            ++figures.lost;
            if (!deaf_since) deaf_since = &p;
            continue;
        }
        figures.slowest_ms = std::max(figures.slowest_ms, p.heard_ms - p.sent_ms);
        if (deaf_since) figures.deaf_ms = std::max(figures.deaf_ms, p.sent_ms - deaf_since->sent_ms);
        deaf_since = nullptr;
    }
    if (deaf_since) figures.deaf_ms = std::max(figures.deaf_ms, probes.back().sent_ms - deaf_since->sent_ms);
}

class Connected final : public Contender {
public:
    explicit Connected(Program program) : program_{std::move(program)} {
        guarded([&] {
            const auto& sockets = workspace_.slack().sockets;
            const auto up = [&] { return sockets.open_sockets().size() >= program_.sockets; };
            if (!workspace_.until(up, connects_within)) throw std::runtime_error{"it does not connect"};
            Times unmeasured; // what is loaded at first use is no part of it
            if (!program_.first.empty()) keep_going(unmeasured, workspace_, typist_, program_.first, 1, 1);
            keep_going(unmeasured, workspace_, typist_, program_.command, 1, 20);
            figures.rss_idle = resident(running_.pid());
        });
    }
    void run(const Load& round) override {
        guarded([&] {
            keep_going(figures.one, workspace_, typist_, program_.command, 1, round.one);
            keep_going(figures.many, workspace_, typist_, program_.command, in_flight_many, round.many);
            figures.rss_after = resident(running_.pid());
        });
    }
    void serve() override { workspace_.serve(); }
    void refresh(const std::function<void()>& meanwhile) override {
        guarded([&] { refresh_connection(workspace_, typist_, program_.command, figures, meanwhile); });
    }

private:
    void guarded(const std::function<void()>& work) {
        try {
            work();
        } catch (const std::exception& problem) {
            throw std::runtime_error{
                fmt::format("{}: {}\n{}", program_.name, problem.what(), running_.said())};
        }
    }
    Program program_;
    Workspace workspace_;
    Typist typist_{workspace_};
    Running running_{program_, workspace_};
};

} // namespace

std::unique_ptr<Contender> start(const Program& program) { return std::make_unique<Connected>(program); }

} // namespace tocsin::bench
