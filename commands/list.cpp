// list: open incidents and the latest that are over.
#include "commands/replies.hpp"
#include "commands/views/views.hpp"

namespace tocsin {
namespace {

Decision decide_list(const Context& c, const Arguments&) {
    return shown(c, views::overview(c.all, c.speaker, c.now));
}

constexpr Form forms[] = {{"list", "list"}};
constexpr std::string_view synonyms[] = {"incidents", "overview", "all"};

} // namespace

extern const Command command_list;
constexpr Command command_list{
    .name = "list",
    .aliases = {},
    .summary = "all open incidents",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .needs = Command::Needs::nothing,
    .reads_only = true,
    .decide = &decide_list,
};

} // namespace tocsin
