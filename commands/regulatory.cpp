// regulatory: answers that no clock of a regulation runs; they come later.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_regulatory(const Context& c, const Arguments& args) {
    const std::string words{text::cut(text::trimmed(args.text), 200)};
    Message m = one_line(
        {say("NO REGULATORY CLOCK RUNS: I do not watch filings yet. Nothing was recorded as filed.")});
    add_line(m, {say("Keep it in the timeline: "), command("note " + (words.empty() ? "TEXT" : words))});
    Decision d = refused(c, std::move(m));
    d.unknown_verb = true;
    return d;
}

constexpr std::string_view aliases[] = {"reg"};
constexpr Form forms[] = {{"regulatory TEXT", "regulatory gdpr aware"}};

} // namespace

extern const Command command_regulatory;
constexpr Command command_regulatory{
    .name = "regulatory",
    .aliases = aliases,
    .summary = "says that no regulatory clock runs yet",
    .forms = forms,
    .takes = {},
    .synonyms = {},
    .guess = Command::Guess::never,
    .decide = &decide_regulatory,
};

} // namespace tocsin
