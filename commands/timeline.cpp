// timeline: what happened so far.
#include "commands/replies.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

namespace tocsin {
namespace {

Decision decide_timeline(const Context& c, const Arguments& args) {
    const std::string kind{text::folded(text::trimmed(args.text))};
    const Instant since = args.since ? args.since->at : no_instant;
    return shown(c, views::timeline_message(*c.file, c.all, kind, since, c.now));
}

constexpr Key keys[] = {{"since", KeyKind::time}};
constexpr Form forms[] = {{"timeline [KIND] [since=TIME]", "timeline since=-30m"}};
constexpr std::string_view synonyms[] = {"history", "events"};

} // namespace

extern const Command command_timeline;
constexpr Command command_timeline{
    .name = "timeline",
    .aliases = {},
    .summary = "what happened so far",
    .forms = forms,
    .takes = {.keys = keys},
    .synonyms = synonyms,
    .reads_only = true,
    .decide = &decide_timeline,
};

} // namespace tocsin
