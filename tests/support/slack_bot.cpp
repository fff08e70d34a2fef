// See the header.
#include "tests/support/slack_bot.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace tocsin::test {
namespace {

using nlohmann::json;

// Every text below, in order.
void add_texts(const json& j, std::string& out) {
    if (j.is_object()) {
        if (const auto text = j.find("text"); text != j.end() && text->is_string())
            out += text->get<std::string>() + "\n";
        for (const auto& [key, value] : j.items())
            if (key != "text" || !value.is_string()) add_texts(value, out);
    } else if (j.is_array()) {
        for (const json& value : j) add_texts(value, out);
    }
}

} // namespace

SlackBot::SlackBot(std::uint64_t seed, bool with_rates)
    : bot{seed}, slack{[this] { return bot.now; }, {.rates = with_rates, .seed = seed}} {
    const auto ana = slack.world.add(fakes::User{.name = "ana"});
    const auto bo = slack.world.add(fakes::User{.name = "bo"});
    const auto mei = slack.world.add(fakes::User{.name = "mei"});
    for (const auto* name : {"ops", "status", "internal"})
        slack.world.add(fakes::Channel{.name = name, .members = {ana, bo, mei, slack.world.bot_user}});
    bot.policy.platforms = {{"slack", slack::Slack::traits}};
    bot.policy.targets = {{Audience::internal, {{"slack:#internal"}}},
                          {Audience::customers, {{"slack:#status"}}}};
    bot.policy.general_rooms = {{"slack:#ops"}};
    settings.bot_token = slack.settings.bot_token;
    settings.app_token = slack.settings.app_token;
    settings.base_url = slack.settings.api_base;
    settings.canary = false;
    bot.connect = [this](bot::Engine& engine, runtime::Scheduler& scheduler) {
        web_ = std::make_unique<fakes::InProcess>(slack, scheduler);
        port_ = std::make_unique<slack::Slack>(
            settings,
            slack::Doors{.inbound = engine.pipeline(),
                         .reader = engine.reader(),
                         .backstage = engine.reader(),
                         .scheduler = scheduler,
                         .web = *web_,
                         .now = [this] { return bot.now; },
                         .random =
                             [this](std::span<std::byte> bytes) {
                                 for (std::byte& b : bytes) b = static_cast<std::byte>(slack.dice.below(256));
                             },
                         .jitter = [] { return 0.5; },
                         .remembered = [&engine](std::string_view name) -> std::optional<std::string> {
                             const auto kept = engine.store().meta(name);
                             return kept ? *kept : std::nullopt;
                         },
                         .remember =
                             [&engine](std::string name, std::string value) {
                                 engine.pipeline().write({.meta = {{std::move(name), std::move(value)}}});
                             },
                         .problem = [this](const std::string& words) { problems.push_back(words); }});
        engine.add_port(*port_);
    };
    bot.disconnect = [this] {
        if (web_) web_->forget();
        port_.reset();
        web_.reset();
    };
}
SlackBot::~SlackBot() {
    if (running()) bot.die();
}

void SlackBot::start() {
    if (const auto started = bot.start(); !started) throw std::runtime_error{started.error().detail};
    port_->start();
    pass(seconds{2});
}

void SlackBot::start_with_incident() {
    start();
    command("ana", "#ops", "declare sev2 Card payments fail");
    pass(seconds{10});
}

void SlackBot::stop() {
    port_->stop([] {});
    pass(seconds{1});
    bot.stop();
}

void SlackBot::die(FaultyDisk::Crash how) { bot.die(how); }

void SlackBot::pass(Duration d) {
    if (running()) return bot.pass(d);
    const Instant end = bot.now + d;
    while (const auto due = slack.next_due()) {
        if (*due > end) break;
        bot.now = std::max(bot.now, *due);
        slack.run_due(bot.now);
    }
    bot.now = end;
}

std::string SlackBot::words_of(const fakes::Seen& s) {
    std::string out = s.text;
    add_texts(s.blocks, out);
    return out;
}

std::string SlackBot::command(std::string_view who, std::string_view channel, std::string_view text) {
    const auto before = slack.seen(who, channel).size();
    slack.people.command(who, channel, "/incident", text);
    pass(seconds{4});
    const auto all = slack.seen(who, channel);
    for (auto it = all.rbegin();
         it != all.rend() && all.size() - before > static_cast<std::size_t>(it - all.rbegin()); ++it)
        if (it->ephemeral) return words_of(*it);
    return "";
}

std::vector<std::string> SlackBot::seen(std::string_view who, std::string_view channel) {
    std::vector<std::string> out;
    for (const auto& s : slack.seen(who, channel)) out.push_back(words_of(s));
    return out;
}

bool SlackBot::sees(std::string_view who, std::string_view channel, std::string_view words) {
    for (const auto& text : seen(who, channel))
        if (text.find(words) != std::string::npos) return true;
    return false;
}

std::size_t SlackBot::posts_in(std::string_view channel) {
    const auto* c = slack.world.find(channel);
    std::size_t n = 0;
    if (c)
        for (const auto& [ts, m] : c->messages)
            n += !m.hidden && m.body.value("bot_id", "") == slack.world.bot;
    return n;
}

} // namespace tocsin::test
