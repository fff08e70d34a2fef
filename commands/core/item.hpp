// Which numbered entry an event makes: N5, I1, T2, U4.
#pragma once

#include "commands/core/event.hpp"

#include <optional>

namespace tocsin {

std::optional<Item> item_of(const Event&); // nullopt: it makes none

} // namespace tocsin
