// sitrep: where we are, in one message (DOMAIN 9).
#include "commands/replies.hpp"
#include "commands/views/views.hpp"

namespace tocsin {
namespace {

Decision decide_sitrep(const Context& c, const Arguments&) {
    return shown(c, views::sitrep(c.all, c.incident(), c.now));
}

constexpr Form forms[] = {{"sitrep", "sitrep"}};
constexpr std::string_view synonyms[] = {"summary", "situation", "brief", "report"};

} // namespace

extern const Command command_sitrep;
constexpr Command command_sitrep{
    .name = "sitrep",
    .aliases = {},
    .summary = "where we are",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .reads_only = true,
    .decide = &decide_sitrep,
};

} // namespace tocsin
