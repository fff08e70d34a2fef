// tocsin verify: is the log what was written?
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"
#include "commands/core/json_writer.hpp"
#include "storage/store.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string data{"./data"}, head;
    bool json{};
};

std::string as_json(const storage::Verified& v) {
    JsonWriter j;
    j.object([&] {
        j.key("ok").value(v.problems.empty());
        j.key("events").value(v.events);
        j.key("incidents").value(v.incidents);
        j.key("redacted").value(v.redacted);
        j.key("head").value(v.head);
        j.key("problems").array([&] {
            for (const auto& p : v.problems) j.value(p);
        });
    });
    return j.take();
}

int verify(const Options& o) {
    auto store = storage::Store::open(files::data_file(o.data), {.read_only = true});
    if (!store) return report(store.error());
    const auto v = (*store)->verify(o.head);
    if (!v) return report(v.error());
    const bool ok = v->problems.empty();
    if (o.json) {
        std::printf("%s\n", as_json(*v).c_str());
        return ok ? exit_codes::ok : exit_codes::no;
    }
    for (const auto& problem : v->problems) std::printf("%s\n", problem.c_str());
    std::printf("%s: %llu events of %llu incidents, every hash recomputed%s.\nHead: %s\n",
                ok ? "In order" : "NOT IN ORDER", static_cast<unsigned long long>(v->events),
                static_cast<unsigned long long>(v->incidents), v->redacted ? ", some redacted" : "",
                v->head.c_str());
    if (ok) std::printf("Write the head down; later: tocsin verify --head HEAD finds a cut tail.\n");
    return ok ? exit_codes::ok : exit_codes::no;
}

} // namespace

void add_verify(CLI::App& app, Action& action) {
    auto* sub =
        app.add_subcommand("verify", "recompute the hash chain of the data file; exit 0 in order, 1 not");
    auto o = std::make_shared<Options>();
    sub->add_option("--data", o->data, "data folder")->capture_default_str();
    sub->add_option("--head", o->head, "a head written down earlier: must still be in the chain");
    sub->add_flag("--json", o->json, "as JSON");
    sub->footer("Example: tocsin verify --data ./data");
    sub->callback([o, &action] { action = [o] { return verify(*o); }; });
}

} // namespace tocsin::bot::cli
