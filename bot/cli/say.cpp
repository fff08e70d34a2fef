// tocsin say: one line to the running bot.
#include "bot/cli/cli.hpp"
#include "bot/cli/client.hpp"
#include "bot/cli/exit_codes.hpp"
#include "commands/core/json_writer.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string data{"./data"}, url, room{"#general"}, who, key;
    std::vector<std::string> words;
    bool json{};
};

std::string body_of(const Options& o, const std::string& line) {
    JsonWriter j;
    j.object([&] {
        j.key("room").value(o.room);
        j.key("who").value(o.who);
        j.key("text").value(line);
        j.key("key").value(o.key);
    });
    return j.take();
}

int print(const Options& o, const net::Fetched& answer) {
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    if (o.json) {
        std::printf("%s\n", answer.body.c_str());
    } else if (json.is_object() && json.contains("error")) {
        std::fprintf(stderr, "tocsin: %s\n", json["error"].dump().c_str());
    } else if (json.is_object() && json.value("talk", false)) {
        std::printf("Said in %s. It was talk: a command begins with the command word, such as /incident.\n",
                    o.room.c_str());
    } else if (json.is_object() && json.contains("reply") && json["reply"].contains("text")) {
        std::printf("%s\n", json["reply"]["text"].get<std::string>().c_str());
    }
    if (answer.status == 503) {
        std::fprintf(stderr, "Send it again, it cannot count twice: tocsin say --key %s ...\n",
                     o.key.c_str());
        return exit_codes::data_file;
    }
    if (answer.status != 200) return exit_codes::no;
    const std::string outcome = json.is_object() ? json.value("outcome", "") : "";
    return outcome == "refused" || outcome == "asked" ? exit_codes::no : exit_codes::ok;
}

int say_it(Options o) {
    if (o.key.empty()) o.key = "say/" + random_key();
    if (o.who.empty()) {
        const char* user = std::getenv("USER");
        o.who = user && *user ? user : "operator";
    }
    std::string line;
    for (const auto& word : o.words) line += (line.empty() ? "" : " ") + word;
    const auto client = Client::in(o.data, o.url);
    if (!client) return report(client.error());
    const auto answer = client->post("/api/v1/ask", body_of(o, line));
    if (!answer) {
        std::fprintf(stderr,
                     "Perhaps it was heard. To ask again without a second effect: tocsin say --key %s ...\n",
                     o.key.c_str());
        return report(answer.error());
    }
    return print(o, *answer);
}

} // namespace

void add_say(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("say", "say one line to the running bot, as if typed in a room");
    auto o = std::make_shared<Options>();
    sub->add_option("--data", o->data, "data folder of the running bot (address and token)")
        ->capture_default_str();
    sub->add_option("--url", o->url, "address of the bot, if it is not the one in the data folder");
    sub->add_option("--room", o->room, "room to say it in")->capture_default_str();
    sub->add_option("--who", o->who, "name to say it as (your user name)");
    sub->add_option("--key", o->key, "key of the request: the same key never counts twice");
    sub->add_flag("--json", o->json, "print the answer as JSON");
    sub->add_option("line", o->words, "the line")->required();
    sub->footer(
        "Example: tocsin say --room '#general' /incident declare sev2 Card payments fail\n"
        "Begin the line with the command word; without it, it is talk. Put -- before a line with dashes.");
    sub->callback([o, &action] { action = [o] { return say_it(*o); }; });
}

} // namespace tocsin::bot::cli
