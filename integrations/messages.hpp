// What Tocsin says, read back from the JSON that commands/core/message.hpp writes. The data file is hostile
// input too: anything odd gives nullopt, never a throw.
#pragma once

#include "commands/core/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace tocsin {

Message message_from(const nlohmann::json& object);
std::optional<Message> message_from_json(std::string_view text);

} // namespace tocsin
