// What a person typed, as Slack sends it to apps (SLACK.md 5).
#pragma once

#include "tests/fakes/slack/world.hpp"

namespace tocsin::fakes {

// "@mei" -> "<@U1>", "#ops" -> "<#C1|ops>" (private: an empty name), "@here" -> "<!here>", "@dba" of a group
// ->
// "<!subteam^S1|@dba>", addresses in angle brackets, & < > escaped.
std::string written(const World&, std::string_view typed);

} // namespace tocsin::fakes
