// tocsin check
#include "bot/cli/cli.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/config.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {

void add_check(CLI::App& app, Action& action) {
    auto* sub =
        app.add_subcommand("check", "look a config file over: file, line, key, and what was probably meant");
    auto file = std::make_shared<std::string>();
    sub->add_option("--config,config", *file, "config file")->required();
    sub->footer("Example: tocsin check deploy/tocsin.example.toml");
    sub->callback([file, &action] {
        action = [file] {
            const Checked checked = read_config(*file);
            for (const auto& problem : checked.problems) std::printf("%s\n", problem.c_str());
            if (checked.problems.empty()) std::printf("%s: in order.\n", file->c_str());
            return checked.problems.empty() ? exit_codes::ok : exit_codes::no;
        };
    });
}

} // namespace tocsin::bot::cli
