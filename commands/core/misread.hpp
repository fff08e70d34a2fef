// The answer to a line that was not understood: what was not done, and at most three lines that work
// (VOICE 3.17).
#pragma once

#include "commands/core/decision.hpp"
#include "commands/grammar/grammar.hpp"

namespace tocsin {

Decision misread_reply(const Context&, const grammar::Misread&);

// A command said more than this before it was heard is offered, not run (DESIGN 4.7).
inline constexpr minutes late_line_max{10};
Decision too_late(const Context&, std::string_view line);

} // namespace tocsin
