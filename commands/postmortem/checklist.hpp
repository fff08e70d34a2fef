// The default checklists (DOMAIN 9.1), by phase; an item's number is its place, from 1.
#pragma once

#include "commands/core/model.hpp"

#include <span>
#include <string_view>

namespace tocsin::postmortem {

std::span<const std::string_view> checklist_of(Phase);

} // namespace tocsin::postmortem
