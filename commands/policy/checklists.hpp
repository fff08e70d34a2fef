// What each phase of a security incident asks for (DOMAIN 9.1).
#pragma once

#include "commands/core/model.hpp"

#include <span>
#include <string_view>

namespace tocsin::policy {

// Items are numbered from 1 in this order; only append, or entries of old incidents change their meaning.
std::span<const std::string_view> checklist(Phase);

} // namespace tocsin::policy
