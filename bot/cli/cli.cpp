// The command line as a whole.
#include "bot/cli/cli.hpp"

#include "bot/cli/exit_codes.hpp"

#include <CLI/CLI.hpp>

namespace tocsin::bot::cli {

int main(int argc, char** argv) {
    CLI::App app{"Tocsin, the incident bot your team owns.", "tocsin"};
    app.require_subcommand(1);
    app.footer("Exit codes: 0 done, 1 the answer is no, 2 usage, 3 the running bot cannot be reached,\n"
               "4 data file or folder, 5 another Tocsin has the data file.\n"
               "One subcommand: tocsin say --help");
    Action action;
    for (const auto add : {add_run, add_say, add_tail, add_replay, add_postmortem, add_timeline, add_verify,
                           add_backup, add_restore, add_export, add_check, add_doctor, add_version})
        add(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const int code = app.exit(e);
        return code == 0 ? exit_codes::ok : exit_codes::usage;
    }
    return action ? action() : exit_codes::usage;
}

} // namespace tocsin::bot::cli
