// What the decoders share. Inside of decode*.cpp only.
#pragma once

#include "integrations/slack/decode.hpp"
#include "integrations/slack/json_reading.hpp"

namespace tocsin::slack::decoding {

using namespace reading;

Message message_of(const Json& message, std::string channel, std::string channel_type);
EventCallback event_callback_of(const Json& body);
Interaction interaction_of(const Json& payload);

} // namespace tocsin::slack::decoding
