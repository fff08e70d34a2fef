// tocsin restore: a backup becomes the data file of a folder that has none.
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"
#include "storage/store.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string file, data{"./data"};
};

int restore(const Options& o) {
    const std::string target = files::data_file(o.data);
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored)) {
        std::fprintf(
            stderr,
            "tocsin: %s is there already. Nothing was changed. Stop Tocsin and move it away, or name another "
            "folder: tocsin restore %s --data DIR\n",
            target.c_str(), o.file.c_str());
        return exit_codes::no;
    }
    const auto backup = storage::Store::open(o.file, {.read_only = true});
    if (!backup) return report(backup.error());
    const auto verified = (*backup)->verify();
    if (!verified) return report(verified.error());
    if (!verified->problems.empty()) {
        for (const auto& problem : verified->problems) std::fprintf(stderr, "%s\n", problem.c_str());
        std::fprintf(stderr, "tocsin: %s is NOT IN ORDER. Nothing was restored. Take an older backup.\n",
                     o.file.c_str());
        return exit_codes::no;
    }
    if (const auto made = files::make_folder(o.data); !made) return report(made.error());
    if (const auto copied = (*backup)->copy_to(target); !copied) return report(copied.error());
    std::printf("%s: %llu events of %llu incidents, verified.\nHead: %s\nStart: tocsin run --data %s\n",
                target.c_str(), static_cast<unsigned long long>(verified->events),
                static_cast<unsigned long long>(verified->incidents), verified->head.c_str(), o.data.c_str());
    return exit_codes::ok;
}

} // namespace

void add_restore(CLI::App& app, Action& action) {
    auto* sub =
        app.add_subcommand("restore", "put a backup into a folder that has no data file, after verifying it");
    auto o = std::make_shared<Options>();
    sub->add_option("file", o->file, "the backup")->required();
    sub->add_option("--data", o->data, "data folder; made if it is not there")->capture_default_str();
    sub->footer("Example: tocsin restore /backup/tocsin-monday.db --data ./data");
    sub->callback([o, &action] { action = [o] { return restore(*o); }; });
}

} // namespace tocsin::bot::cli
