// Steering the fake from a script, as JSON. `what` is the last part of the address: "type", "command", "seen"
// and so on; slack_server.cpp lists them all.
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

// nullopt: there is no such thing to do. A mistake in `asked` throws std::exception with a sentence.
std::optional<json> control(Slack&, std::string_view what, const json& asked);

} // namespace tocsin::fakes
