// tocsin run
#include "bot/app.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"
#include "bot/log.hpp"
#include "bot/secrets.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string config, data, address;
    int port{-1};
};

// A second start on the same data: say where the first one is, with a fresh link.
void point_to_running(const std::string& data) {
    const auto client = Client::in(data, "");
    if (!client) return;
    const auto link = client->post("/api/v1/link", "{}");
    if (!link || link->status != 200) return;
    const auto json = nlohmann::json::parse(link->body, nullptr, false);
    if (json.is_object() && json.contains("link") && json["link"].is_string())
        std::printf("It runs already. A fresh link into it:\n\n  Open  %s\n\n",
                    json["link"].get<std::string>().c_str());
}

int run(const Options& o) {
    auto config = config_from(o.config);
    if (!config) return exit_codes::no;
    if (!o.data.empty()) config->data = o.data;
    if (!o.address.empty()) config->room.address = o.address;
    if (o.port >= 0) config->room.port = static_cast<std::uint16_t>(o.port);
    log::start(config->log_level);
    const auto missing = take_secrets(*config);
    for (const auto& words : missing) std::fprintf(stderr, "tocsin: %s\n", words.c_str());
    if (!missing.empty()) return exit_codes::no;
    const int code = run_app(*config, true);
    if (code == exit_codes::running_already) point_to_running(config->data);
    return code;
}

} // namespace

void add_run(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("run", "start the bot and its own chat room; Ctrl-C stops it");
    auto o = std::make_shared<Options>();
    sub->add_option("--config", o->config, "config file (without one: built-in values)");
    sub->add_option("--data", o->data, "folder for the data file and the token");
    sub->add_option("--address", o->address, "address to listen on");
    sub->add_option("--port", o->port, "port to listen on; 0: any free one")->check(CLI::Range(0, 65535));
    sub->footer("Example: tocsin run --data ./data --port 8080");
    sub->callback([o, &action] { action = [o] { return run(*o); }; });
}

} // namespace tocsin::bot::cli
