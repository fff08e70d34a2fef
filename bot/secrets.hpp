// Secrets of the integrations: never in the config, never in a log. Each comes from the environment
// (TOCSIN_SLACK_BOT_TOKEN), from a file named there (TOCSIN_SLACK_BOT_TOKEN_FILE), or from a systemd credential
// (slack_bot_token).
#pragma once

#include "bot/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::bot {

// "" : not given. The name is that of the credential, "slack_bot_token".
std::string secret(std::string_view name);
// Fills in what the enabled integrations need; what is missing, each a line with what to do. Empty: nothing is.
std::vector<std::string> take_secrets(Config&);

} // namespace tocsin::bot
