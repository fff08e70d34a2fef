// checklist: what the phase asks for, with what is done and what is open (DOMAIN 9.1).
#include "commands/policy/checklists.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// "containment" alone means the one of the two that runs.
Phase wanted(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const auto typed = phase_of(args.word("phase"));
    if (!typed) return i.phase == Phase::none ? Phase::identification : i.phase;
    if (*typed == Phase::containment_short && i.phase == Phase::containment_long)
        return Phase::containment_long;
    return *typed;
}

Decision decide_checklist(const Context& c, const Arguments& args) {
    const Phase phase = wanted(c, args);
    const auto items = policy::checklist(phase);
    Message m = one_line({say(fmt::format("{}, {}:", c.incident().ref(), word(phase)))});
    std::uint32_t n = 0;
    for (const auto item : items) {
        const auto it = c.file->checks.find({phase, ++n});
        if (it == c.file->checks.end())
            add_line(m, {say(fmt::format("{} OPEN: {}", n, item))});
        else
            add_line(m, {say(fmt::format("{} done: {} ({}, {})", n, item, text::isolated(it->second.by_name),
                                         text::near(it->second.at, c.now)))});
    }
    add_line(m, {say("Tick one: "), command("check 1 WHAT YOU SAW")});
    return shown(c, std::move(m));
}

constexpr Slot slots_taken[] = {{"phase", slots::phases}};
constexpr Form forms[] = {{"checklist [PHASE]", "checklist containment-short"}};

} // namespace

extern const Command command_checklist;
constexpr Command command_checklist{
    .name = "checklist",
    .aliases = {},
    .summary = "what the phase asks for, done and open",
    .forms = forms,
    .takes = {.slots = slots_taken},
    .synonyms = {},
    .reads_only = true,
    .decide = &decide_checklist,
};

} // namespace tocsin
