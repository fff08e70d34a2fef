// check: ticks an item of the checklist of the phase that runs.
#include "commands/policy/checklists.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_check(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const Phase phase = i.phase == Phase::none ? Phase::identification : i.phase;
    const auto items = policy::checklist(phase);
    const std::string typed{text::trimmed(args.text)};
    const auto digits = typed.find_first_not_of("0123456789");
    const std::string number = typed.substr(0, digits);
    if (typed.empty())
        return shown(
            c, usage(*command_named("check"), fmt::format("Phase {}: {} items.", word(phase), items.size())));
    const auto n = number.empty() || number.size() > 3 ? 0u : static_cast<std::uint32_t>(std::stoul(number));
    if (n == 0 || n > items.size() ||
        (digits != std::string::npos && typed[digits] != ' ' && typed[digits] != ':' &&
         typed[digits] != '\n'))
        return refused(c, one_line({say(fmt::format("Which item? {} has 1 to {}. Nothing was ticked. ",
                                                    word(phase), items.size())),
                                    command("checklist")}));
    const std::string note{text::trimmed(
        digits == std::string::npos ? std::string_view{} : std::string_view{typed}.substr(digits + 1))};
    Facts facts{c};
    facts.add(CheckTicked{phase, n, std::string{items[n - 1]}, note});
    Message m = one_line({say(fmt::format("Done: {} {} ({}).", n, items[n - 1], word(phase)))});
    for (std::uint32_t next = 1; next <= items.size(); ++next)
        if (next != n && !c.file->checks.contains({phase, next})) {
            add_line(m, {say(fmt::format("Next open: {} {}. ", next, items[next - 1])), command("undo")});
            return done(c, std::move(facts.list), std::move(m));
        }
    add_line(m, {say("All of this phase is done. "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"check N [TEXT]", "check 2 two hosts taken off the network"}};
constexpr std::string_view synonyms[] = {"tick"};

} // namespace

extern const Command command_check;
constexpr Command command_check{
    .name = "check",
    .aliases = {},
    .summary = "tick an item of the checklist",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .decide = &decide_check,
};

} // namespace tocsin
