// tocsin timeline: what happened in one incident, from the data file.
#include "bot/cli/cli.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/cli/reading.hpp"
#include "commands/text/times.hpp"
#include "commands/views/views.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string ref, data{"./data"};
    bool json{}, full{};
};

int timeline_of(const Options& o) {
    const auto reading = Reading::open(o.data);
    if (!reading) return report(reading.error());
    const auto* file = (*reading)->find(o.ref);
    if (!file) {
        std::fprintf(stderr, "tocsin: I know no %s\n", o.ref.c_str());
        return exit_codes::no;
    }
    const auto entries = views::timeline(*file, (*reading)->state(), o.full);
    if (o.json) {
        std::printf("%s\n", views::timeline_json(entries).c_str());
        return exit_codes::ok;
    }
    for (const auto& e : entries)
        std::printf("%s  %-10s %-4s %s\n", e.day_only ? text::day(e.at).c_str() : text::iso(e.at).c_str(),
                    e.kind.c_str(), e.item.c_str(), e.text.c_str());
    return exit_codes::ok;
}

} // namespace

void add_timeline(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("timeline", "print the timeline of an incident");
    auto o = std::make_shared<Options>();
    sub->add_option("incident", o->ref, "INC-7")->required();
    sub->add_option("--data", o->data, "data folder")->capture_default_str();
    sub->add_flag("--full", o->full, "with corrections, undone commands, reminders");
    sub->add_flag("--json", o->json, "as JSON");
    sub->footer("Example: tocsin timeline INC-1 --full");
    sub->callback([o, &action] { action = [o] { return timeline_of(*o); }; });
}

} // namespace tocsin::bot::cli
