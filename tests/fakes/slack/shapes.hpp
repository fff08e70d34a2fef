// Channels, people and files as Slack's answers show them.
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

json channel_json(const Slack&, const Channel&);
json user_json(const Slack&, const User&); // the address only with users:read.email
json file_json(const Slack&, const File&);

} // namespace tocsin::fakes
