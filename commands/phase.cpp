// phase: moves a security incident through its phases; a phase lifts the state to its floor, never lowers it
// (DOMAIN 2.3).
#include "commands/policy/checklists.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision present(const Context& c) {
    const Incident& i = c.incident();
    return shown(c, usage(*command_named("phase"),
                          i.phase == Phase::none ? "No phase: phases are for security incidents."
                                                 : fmt::format("{} is in {}.", i.ref(), word(i.phase))));
}

Decision decide_phase(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const auto to = phase_of(args.word("phase"));
    if (!to) return present(c);
    if (!is_open(i.state)) return not_open(c, fmt::format("it cannot enter {}", word(*to)));
    if (*to == i.phase && text::trimmed(args.text).empty())
        return refused(
            c, one_line({say(fmt::format("{} is in {} already. Nothing changed. ", i.ref(), word(*to))),
                         command("checklist")}));
    const std::string reason{text::trimmed(args.text)};
    const Meta meta = meta_of(c, args.at);
    Facts facts{c};
    facts.add(PhaseChanged{i.phase, *to, reason}, meta);
    const State floor = floor_of(*to);
    if (i.state < floor) facts.add(StateChanged{i.state, floor, reason}, meta);
    Message m = one_line({say(
        fmt::format("{}: phase {}{}.", i.ref(), word(*to), args.at ? ", " + heard(*args.at, c.now) : ""))});
    if (i.state < floor) add_line(m, {say(fmt::format("State: {}.", views::state_shown(floor)))});
    if (*to == Phase::eradication && reason.empty() && i.identified_text.empty())
        add_line(m, {say("Which cause is it? "), command("hypothesis CAUSE")});
    if (i.type != IncidentType::security)
        add_line(m, {say("This is no security incident; its phases are kept all the same.")});
    if (const auto items = policy::checklist(*to); !items.empty())
        add_line(
            m, {say(fmt::format("First: {}. All {}: ", items.front(), items.size())), command("checklist")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Slot slots_taken[] = {{"phase", slots::phases, true}};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"phase containment-short|containment-long|eradication|recovery [at=TIME] TEXT",
                           "phase containment-short cut the access of the build account"}};
constexpr std::string_view synonyms[] = {"contain", "isolate", "eradicate", "recover"};

} // namespace

extern const Command command_phase;
constexpr Command command_phase{
    .name = "phase",
    .aliases = {},
    .summary = "move through the phases of a security incident",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = synonyms,
    .decide = &decide_phase,
};

} // namespace tocsin
