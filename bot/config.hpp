// One TOML file. What is absent has its built-in value; what is wrong is named with file, line, key and what
// was meant.
#pragma once

#include "commands/policy/policy.hpp"
#include "integrations/room/room.hpp"
#include "integrations/slack/slack.hpp"

#include <string>
#include <vector>

namespace tocsin::bot {

struct Config {
    std::string command{"incident"}; // the word after the slash
    std::string data{"./data"};      // folder of the data file and the token
    room::Settings room;
    bool room_enabled{true};
    std::string log_level{"info"};
    bool slack_enabled{};
    slack::Settings slack;      // without its secrets (bot/secrets.hpp)
    std::string ca_file;        // further certificate authority, of a proxy or a test
    std::string page_hook_secret; // signs what is sent there; empty: unsigned
    std::string page_hook_url;  // rings a phone through any gateway; empty: none
    std::string heartbeat_url;  // fetched each minute; empty: none
    Policy policy; // defaults, with [policy], [audiences] and never_bind applied

    std::string prefix() const { return "/" + command + " "; }
};

// The embedded default: own room on loopback, each audience a room of it.
Config default_config();

// All that is wrong, each a line to print ("tocsin.toml:12: ..."); empty: nothing is.
struct Checked {
    Config config;
    std::vector<std::string> problems;
};
Checked read_config(const std::string& path);
Checked parse_config(std::string_view toml, const std::string& name);

} // namespace tocsin::bot
