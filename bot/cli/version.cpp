// tocsin version
#include "bot/cli/cli.hpp"
#include "bot/cli/exit_codes.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {

void add_version(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("version", "print the version");
    auto json = std::make_shared<bool>(false);
    sub->add_flag("--json", *json, "as JSON");
    sub->callback([json, &action] {
        action = [json] {
            std::printf(*json ? "{\"version\":\"%s\"}\n" : "tocsin %s\n", TOCSIN_VERSION);
            return exit_codes::ok;
        };
    });
}

} // namespace tocsin::bot::cli
