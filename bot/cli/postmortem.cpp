// tocsin postmortem: the draft of one incident, from the data file.
#include "commands/postmortem/document.hpp"

#include "bot/cli/cli.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/cli/reading.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string ref, data{"./data"}, layout{"sre"};
    std::string format{"md"};
    bool json{};
};

int postmortem_of(const Options& o) {
    const auto reading = Reading::open(o.data);
    if (!reading) return report(reading.error());
    const auto* file = (*reading)->find(o.ref);
    const auto* layout = postmortem::layout_named(o.layout);
    if (!file || !layout) {
        std::string names;
        for (const auto* known : postmortem::all_layouts())
            names += (names.empty() ? "" : ", ") + std::string{known->name};
        const std::string why =
            !file ? "I know no " + o.ref : "there is no layout \"" + o.layout + "\"; there are: " + names;
        std::fprintf(stderr, "tocsin: %s\n", why.c_str());
        return exit_codes::no;
    }
    const auto talk = (*reading)->talk(*file);
    const auto head = (*reading)->store().chain_head(file->now.id);
    const auto document = layout->draft({.all = (*reading)->state(),
                                         .file = *file,
                                         .talk = talk,
                                         .as_of = no_instant,
                                         .chain_head = head ? *head : ""});
    const std::string out = o.json || o.format == "json" ? postmortem::to_json(document, "/incident ") + "\n"
                            : o.format == "html"         ? postmortem::to_html(document, "/incident ")
                                                         : postmortem::to_markdown(document, "/incident ");
    std::fwrite(out.data(), 1, out.size(), stdout);
    return exit_codes::ok;
}

} // namespace

void add_postmortem(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("postmortem", "print the post-mortem draft of an incident");
    auto o = std::make_shared<Options>();
    sub->add_option("incident", o->ref, "INC-7")->required();
    sub->add_option("--data", o->data, "data folder")->capture_default_str();
    sub->add_option("--layout", o->layout, "layout of the draft")->capture_default_str();
    sub->add_option("--format", o->format, "md, html or json")
        ->check(CLI::IsMember({"md", "html", "json"}))
        ->capture_default_str();
    sub->add_flag("--json", o->json, "as JSON instead of Markdown");
    sub->footer("Example: tocsin postmortem INC-1 > draft.md");
    sub->callback([o, &action] { action = [o] { return postmortem_of(*o); }; });
}

} // namespace tocsin::bot::cli
