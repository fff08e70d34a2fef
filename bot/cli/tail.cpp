// tocsin tail: what is said, as it is said.
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "commands/text/times.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

constexpr int wait_seconds = 25;
constexpr int failures_max = 30; // then the bot is gone

struct Options {
    std::string data{"./data"}, url, room;
    bool json{}, once{};
};

void print(const Options& o, const nlohmann::json& line) {
    const std::string room = line.value("room", "");
    if (!o.room.empty() && room != o.room) return;
    if (o.json) {
        std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        const Instant at{Duration{line.value("at", std::int64_t{0})}};
        std::string text = line.value("text", "");
        for (std::size_t i = 0; (i = text.find('\n', i)) != std::string::npos; i += 4)
            text.replace(i, 1, "\n   ");
        std::printf("%s %s %s: %s\n", text::hhmm(at).c_str(), room.c_str(), line.value("from", "").c_str(),
                    text.c_str());
    }
    std::fflush(stdout);
}

int tail(const Options& o) {
    const auto client = Client::in(o.data, o.url);
    if (!client) return report(client.error());
    std::uint64_t after = 0;
    for (int failures = 0; failures < failures_max;) {
        const int wait = o.once ? 0 : wait_seconds;
        const auto got = client->get(fmt::format("/api/v1/tail?after={}&wait={}", after, wait),
                                     std::chrono::seconds{wait + 10});
        if (!got) {
            if (o.once || ++failures == failures_max) return report(got.error());
            continue; // the bot restarts: the next request waits for it or fails at once
        }
        failures = 0;
        const auto json = nlohmann::json::parse(got->body, nullptr, false);
        if (got->status != 200 || !json.is_object()) {
            std::fprintf(stderr, "tocsin: the bot answered %d\n", got->status);
            return exit_codes::no;
        }
        for (const auto& line : json.value("lines", nlohmann::json::array())) print(o, line);
        after = json.value("after", after);
        if (o.once) return exit_codes::ok;
    }
    return exit_codes::unreachable;
}

} // namespace

void add_tail(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("tail", "print what is said in the rooms, as it is said");
    auto o = std::make_shared<Options>();
    sub->add_option("--data", o->data, "data folder of the running bot")->capture_default_str();
    sub->add_option("--url", o->url, "address of the bot, if it is not the one in the data folder");
    sub->add_option("--room", o->room, "only this room");
    sub->add_flag("--json", o->json, "one JSON object a line");
    sub->add_flag("--once", o->once, "print what there is and end");
    sub->footer("Example: tocsin tail --room '#inc-1'");
    sub->callback([o, &action] { action = [o] { return tail(*o); }; });
}

} // namespace tocsin::bot::cli
