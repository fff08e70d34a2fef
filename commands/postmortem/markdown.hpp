// Parts of the Markdown rendering that others need.
#pragma once

#include "commands/postmortem/document.hpp"

namespace tocsin::postmortem {

std::string markdown_of(const Blocks&); // without a heading

} // namespace tocsin::postmortem
