// tocsin doctor
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/secrets.hpp"
#include "bot/timer_driver.hpp"
#include "integrations/net/web_client.hpp"
#include "integrations/slack/doctor.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string platform, config, channel;
};

void print(const slack::Checkup& c) {
    static constexpr const char* marks[] = {"  ok  ", " note ", " FIX  "};
    std::printf("%s %s\n", marks[static_cast<std::size_t>(c.how) % 3], c.what.c_str());
    if (!c.fix.empty()) std::printf("         %s\n", c.fix.c_str());
    std::fflush(stdout);
}

int doctor(const Options& o) {
    auto config = config_from(o.config);
    if (!config) return exit_codes::no;
    config->slack_enabled = true;
    const auto missing = take_secrets(*config);
    for (const auto& words : missing) print({slack::Checkup::How::broken, words, ""});
    if (config->slack.bot_token.empty()) return exit_codes::no;

    boost::asio::io_context loop{1};
    runtime::Scheduler scheduler{steady_clock};
    TimerDriver timer{loop, scheduler};
    const auto web = net::make_web(loop, {.ca_file = config->ca_file});
    bool broken = !missing.empty();
    slack::Doctor checks{config->slack,
                         {.web = *web,
                          .scheduler = scheduler,
                          .now = wall_clock,
                          .tell =
                              [&](const slack::Checkup& c) {
                                  broken = broken || c.how == slack::Checkup::How::broken;
                                  print(c);
                              }},
                         o.channel};
    timer.start();
    checks.run([&] { loop.stop(); });
    loop.run();
    std::printf(broken ? "\nNot everything is right yet: see FIX above.\n" : "\nAll is right.\n");
    return broken ? exit_codes::no : exit_codes::ok;
}

} // namespace

void add_doctor(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("doctor", "look a chat platform over: tokens, scopes, connection, clock, links");
    auto o = std::make_shared<Options>();
    sub->add_option("platform", o->platform, "slack")->required()->check(CLI::IsMember({"slack"}));
    sub->add_option("--config", o->config, "config file (without one: built-in values)");
    sub->add_option("--channel", o->channel, "posts a test message there, and deletes it");
    sub->footer("Example: tocsin doctor slack --config tocsin.toml --channel '#ops'");
    sub->callback([o, &action] { action = [o] { return doctor(*o); }; });
}

} // namespace tocsin::bot::cli
