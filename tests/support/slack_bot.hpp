// The whole bot in a fake Slack workspace, in process and on simulated time: real engine, real Slack
// integration, real data file on a faulty disk; only the network is played.
#pragma once

#include "integrations/slack/slack.hpp"
#include "tests/fakes/slack/in_process.hpp"
#include "tests/support/bot_on_disk.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

class SlackBot {
public:
    // People ana, bo and mei in #ops, #status and #internal; the bot is a member of all three.
    explicit SlackBot(std::uint64_t seed = 1, bool with_rates = false);
    ~SlackBot();

    BotOnDisk bot;
    fakes::Slack slack;
    slack::Settings settings;
    std::vector<std::string> problems; // what Slack's integration told the log

    void start();               // and connects
    void start_with_incident(); // INC-1, sev2, declared by ana in #ops; its channel is made
    void stop();                // in order
    void die(FaultyDisk::Crash = FaultyDisk::Crash::killed);
    bool running() const { return bot.running(); }
    // Time goes on, for Slack too while the bot is down.
    void pass(Duration);
    slack::Slack& port() { return *port_; }

    // A typed command; its answer, as the person sees it.
    std::string command(std::string_view who, std::string_view channel, std::string_view text);
    // Texts that a person sees in a channel, oldest first.
    std::vector<std::string> seen(std::string_view who, std::string_view channel);
    // Is there one that holds these words?
    bool sees(std::string_view who, std::string_view channel, std::string_view words);
    // All words of a message, those of its blocks too.
    static std::string words_of(const fakes::Seen&);
    // Messages by the bot that stand in a channel.
    std::size_t posts_in(std::string_view channel);

private:
    std::unique_ptr<fakes::InProcess> web_;
    std::unique_ptr<slack::Slack> port_;
};

} // namespace tocsin::test
