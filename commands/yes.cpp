// yes: runs what Tocsin last asked this person in this room. decide() does it; this is its place in help.
#include "commands/replies.hpp"

namespace tocsin {
namespace {

Decision decide_yes(const Context& c, const Arguments&) { return refused(c, usage(*command_named("yes"))); }

constexpr Form forms[] = {{"yes", "yes"}};

} // namespace

extern const Command command_yes;
constexpr Command command_yes{
    .name = "yes",
    .aliases = {},
    .summary = "run the line I last offered you here (within 2 min)",
    .forms = forms,
    .takes = {},
    .synonyms = {},
    .guess = Command::Guess::never,
    .needs = Command::Needs::nothing,
    .decide = &decide_yes,
};

} // namespace tocsin
