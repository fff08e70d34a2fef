// The table of commands, from commands.def.
#include "commands/command.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>

namespace tocsin {

#define COMMAND(word) extern const Command command_##word;
#include "commands/commands.def"
#undef COMMAND

namespace {
constexpr std::array table{
#define COMMAND(word) &command_##word,
#include "commands/commands.def"
#undef COMMAND
};
} // namespace

std::span<const Command* const> all_commands() { return table; }

const Command* command_named(std::string_view typed) {
    const std::string word = text::folded(typed);
    for (const Command* c : table) {
        if (c->name == word) return c;
        if (std::find(c->aliases.begin(), c->aliases.end(), word) != c->aliases.end()) return c;
    }
    return nullptr;
}

} // namespace tocsin
