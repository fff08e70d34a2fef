// tocsin replay: a chat script through the pipeline, or into a running bot.
#include "bot/replay.hpp"

#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/text/times.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <thread>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string script, layout{"sre"}, format{"md"}, data, config, into;
    std::size_t incident{};
    double speed{60};
};

std::string rendered(const postmortem::Document& document, const std::string& format) {
    if (format == "json") return postmortem::to_json(document, "/incident ") + "\n";
    return format == "html" ? postmortem::to_html(document, "/incident ")
                            : postmortem::to_markdown(document, "/incident ");
}

int print_drafts(const Options& o, Replay& replay) {
    const auto* layout = postmortem::layout_named(o.layout);
    if (!layout) {
        std::fprintf(stderr, "tocsin: there is no layout \"%s\" yet; there is: sre\n", o.layout.c_str());
        return exit_codes::usage;
    }
    if (o.incident > replay.declared().size()) {
        std::fprintf(stderr, "tocsin: the script declares %zu incidents, not %zu\n", replay.declared().size(),
                     o.incident);
        return exit_codes::no;
    }
    for (std::size_t n = 1; n <= replay.declared().size(); ++n) {
        if (o.incident && n != o.incident) continue;
        const auto* file = replay.engine().state().find(replay.declared()[n - 1]);
        const auto document = replay.engine().reader().document(*file, *layout);
        const std::string out = rendered(document, o.format);
        std::fwrite(out.data(), 1, out.size(), stdout);
        if (!o.incident && n < replay.declared().size() && o.format != "json") std::fputs("\n", stdout);
    }
    return exit_codes::ok;
}

int simulate(const Options& o, const std::vector<ScriptLine>& lines, const std::string& text,
             const Config& config) {
    auto replay = Replay::open(o.data, config);
    if (!replay) return report(replay.error());
    if (auto played = (*replay)->play(lines, text); !played) return report(played.error());
    for (const auto& line : (*replay)->unknown_lines())
        std::fprintf(stderr, "not there yet: %s\n", line.c_str());
    std::fprintf(stderr, "%zu lines, %zu incidents, %d lines with verbs that do not exist yet\n",
                 lines.size(), (*replay)->declared().size(), (*replay)->unknown_verbs());
    return print_drafts(o, **replay);
}

// Into a running bot, `speed` times faster than life, with the bot's own times.
class Player {
public:
    Player(Client client, double speed) : client_{std::move(client)}, speed_{speed} {}

    int play(const std::vector<ScriptLine>& lines) {
        const std::string run = random_key();
        for (std::size_t n = 0; n < lines.size(); ++n) {
            if (n) wait(lines[n].at - lines[n - 1].at);
            const auto answer =
                client_.post("/api/v1/ask", body(lines[n], fmt::format("replay/{}/{}", run, n)));
            if (!answer) return report(answer.error());
            if (answer->status != 200)
                std::fprintf(stderr, "line %zu: the bot answered %d %s\n", n + 1, answer->status,
                             answer->body.c_str());
            note_rooms(answer->body);
            std::fprintf(stderr, "\r%zu of %zu lines, script time %s ", n + 1, lines.size(),
                         text::day_hhmm_utc(lines[n].at).c_str());
        }
        std::fputs("\n", stderr);
        return exit_codes::ok;
    }

private:
    void wait(Duration life) const {
        constexpr Duration longest{60'000}; // a quiet night in the script is no reason to wait for it
        const Duration pause{static_cast<std::int64_t>(static_cast<double>(life.count()) / speed_)};
        std::this_thread::sleep_for(std::min(pause, longest));
    }
    std::string body(const ScriptLine& line, const std::string& key) const {
        std::string room = line.room;
        if (room.starts_with("@inc")) {
            const auto n = static_cast<std::size_t>(std::max(1, std::atoi(room.c_str() + 4)));
            room = n <= rooms_.size() ? rooms_[n - 1] : "#general";
        } else if (room.starts_with('@')) {
            room[0] = '#';
        }
        JsonWriter j;
        j.object([&] {
            j.key("room").value(room);
            j.key("who").value(line.who);
            j.key("text").value(line.text);
            j.key("key").value(key);
        });
        return j.take();
    }
    void note_rooms(const std::string& answer) {
        const auto json = nlohmann::json::parse(answer, nullptr, false);
        if (!json.is_object() || !json.contains("events") || !json.contains("room") ||
            !json["room"].is_string())
            return;
        for (const auto& event : json["events"])
            if (event.value("kind", "") == "incident-declared")
                rooms_.push_back(json["room"].get<std::string>());
    }
    Client client_;
    double speed_;
    std::vector<std::string> rooms_; // of @inc1, @inc2, ...
};

int replay(const Options& o) {
    const auto text = files::read_text(o.script);
    if (!text) return report(text.error());
    const auto lines = read_script(*text);
    if (!lines) return report(lines.error());
    const auto config = config_from(o.config);
    if (!config) return exit_codes::no;
    if (o.into.empty()) return simulate(o, *lines, *text, *config);
    const auto client = Client::in(o.data.empty() ? "./data" : o.data, o.into);
    if (!client) return report(client.error());
    return Player{*client, o.speed}.play(*lines);
}

} // namespace

void add_replay(CLI::App& app, Action& action) {
    auto* sub =
        app.add_subcommand("replay", "play a chat script and print the draft of each of its incidents");
    auto o = std::make_shared<Options>();
    sub->add_option("script", o->script, "chat script, one JSON object a line")->required();
    sub->add_option("--layout", o->layout, "layout of the draft")->capture_default_str();
    sub->add_option("--format", o->format, "md, html or json")
        ->check(CLI::IsMember({"md", "html", "json"}))
        ->capture_default_str();
    sub->add_option("--incident", o->incident, "only this incident of the script (1 is @inc1)")
        ->check(CLI::Range(1, 1000));
    sub->add_option("--data", o->data,
                    "leave the data in this folder (with --into: the bot's data folder, for its token)");
    sub->add_option("--config", o->config, "config file (without one: built-in values)");
    sub->add_option("--into", o->into, "play into the bot that runs at this address");
    sub->add_option("--speed", o->speed, "with --into: how many times faster than life")
        ->check(CLI::Range(0.1, 1e6))
        ->capture_default_str();
    sub->footer("Example: tocsin replay tests/scenario/gitlab-2017.chat.jsonl > draft.md");
    sub->callback([o, &action] { action = [o] { return replay(*o); }; });
}

} // namespace tocsin::bot::cli
