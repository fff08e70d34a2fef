// tocsin backup: a copy of the data file that was looked over before anybody relies on it.
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"
#include "storage/store.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string file, data{"./data"};
};

int backup(const Options& o) {
    const auto store = storage::Store::open(files::data_file(o.data), {.read_only = true});
    if (!store) return report(store.error());
    if (const auto copied = (*store)->copy_to(o.file); !copied) return report(copied.error());
    const auto copy = storage::Store::open(o.file, {.read_only = true});
    if (!copy) return report(copy.error());
    const auto verified = (*copy)->verify();
    if (!verified) return report(verified.error());
    for (const auto& problem : verified->problems) std::fprintf(stderr, "%s\n", problem.c_str());
    std::printf(
        "%s: %s, %llu events of %llu incidents.\nHead: %s\nBack again: tocsin restore %s --data DIR\n",
        o.file.c_str(), verified->problems.empty() ? "verified" : "NOT IN ORDER, as the original",
        static_cast<unsigned long long>(verified->events),
        static_cast<unsigned long long>(verified->incidents), verified->head.c_str(), o.file.c_str());
    return verified->problems.empty() ? exit_codes::ok : exit_codes::no;
}

} // namespace

void add_backup(CLI::App& app, Action& action) {
    auto* sub =
        app.add_subcommand("backup", "copy the data file, also while the bot runs, and verify the copy");
    auto o = std::make_shared<Options>();
    sub->add_option("file", o->file, "where to; must not exist")->required();
    sub->add_option("--data", o->data, "data folder")->capture_default_str();
    sub->footer("Example: tocsin backup /backup/tocsin-monday.db");
    sub->callback([o, &action] { action = [o] { return backup(*o); }; });
}

} // namespace tocsin::bot::cli
