// The objects that messages and views are made of (Block Kit, SLACK.md 4), each within its own limit.
#pragma once

#include "integrations/slack/blocks.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tocsin::slack {

// Words that nobody formats; ":fire:" stays as typed.
nlohmann::json plain_text(std::string_view words, std::size_t max);
// What is given must be written already (text.hpp, rows.hpp). Slack adds no links of its own to it.
nlohmann::json mrkdwn(std::string written);

nlohmann::json section(std::string written);
nlohmann::json header(std::string_view words);
nlohmann::json context(nlohmann::json elements);
nlohmann::json actions(nlohmann::json elements);
nlohmann::json button(std::string_view label, std::string action_id, std::string value);

} // namespace tocsin::slack
