// What stands between a verb and its text, read by the verb's description of what it takes.
#pragma once

#include "commands/grammar/grammar.hpp"
#include "commands/grammar/tokens.hpp"

#include <string>
#include <variant>
#include <vector>

namespace tocsin::grammar {

struct Options {
    Arguments arguments;
    std::vector<std::string> remarks;
};

// Reads from the tokens' position to the end of the line. `head` is what corrected lines begin with: the
// reference if there is one, and the verb's name ("INC-7 update").
std::variant<Options, Misread> read_options(const Command& verb, Tokens& tokens, std::string_view head,
                                            Instant said_at);

} // namespace tocsin::grammar
