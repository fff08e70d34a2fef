// What Slack takes of a message or a view (SLACK.md 4), as a table of our own: Slack's typings hold no
// lengths. Knows nothing of the code that makes them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tocsin::test {

// Everything that Slack would refuse in an object with "text" and "blocks", or in a view (type "modal" or
// "home"): one sentence each, with the place ("blocks[3].elements[0].text: 76 of 75"). Empty: none. Besides
// Slack's limits it checks ours: mrkdwn is verbatim, and no `<` begins anything but a mention, a date or a
// link.
std::vector<std::string> block_problems(const nlohmann::json& message_or_view);

// UTF-16 units of UTF-8.
std::size_t slack_length(const std::string&);

} // namespace tocsin::test
