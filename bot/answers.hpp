// Kept answers back from JSON (they were written by commands/core/answer.cpp).
#pragma once

#include "commands/core/decision.hpp"
#include "integrations/messages.hpp"

#include <optional>
#include <string_view>

namespace tocsin::bot {

std::optional<Answer> answer_from_json(std::string_view);

} // namespace tocsin::bot
