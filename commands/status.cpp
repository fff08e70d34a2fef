// status: moves the state machine (DOMAIN 2.2).
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <set>

namespace tocsin {
namespace {

// Back to an earlier state: the clocks of audiences that are owed nothing start again.
void restart_clocks(const Context& c, State to, Facts& facts) {
    Incident after = c.incident();
    after.state = to;
    for (const auto& [audience, clock] : after.clocks) {
        const auto target = clocks::target_of(after, audience, c.all.policy_of(after));
        if (!clock.open && clock.started && target > Duration{0})
            facts.add(
                ObligationOpened{audience, ObligationKind::cadence, c.now,
                                 clocks::due_after(after, audience, c.all.policy_of(after), c.now, target)});
    }
}

Message reply_of(const Context& c, const Arguments& args, State to) {
    const Incident& i = c.incident();
    Message m = one_line({say(fmt::format("{}: {} → {}{}.", i.ref(), word(i.state), views::state_shown(to),
                                          args.at ? ", " + heard(*args.at, c.now) : ""))});
    if (to == State::monitoring && i.open_window())
        add_line(m, {say(fmt::format("Impact still counts as {}. Over? ", word(i.open_window()->level))),
                     command("impact end")});
    // A meaningful change asks for an update at once, whatever the clock says (DOMAIN 5.1).
    const auto customers = i.clocks.find(Audience::customers);
    if (to == State::monitoring && customers != i.clocks.end() && customers->second.last_update)
        add_line(m, {say("Customers should hear this now: "), command("update customers TEXT")});
    add_line(m, undo_line());
    return m;
}

// Who takes part without anything to do (DOMAIN 9: release people).
std::string without_work(const Context& c) {
    constexpr std::size_t shown_max = 5;
    const Incident& i = c.incident();
    std::set<PersonId> busy{i.lead(), c.speaker};
    for (const auto& [number, task] : i.tasks)
        if (task.status == Task::Status::running) busy.insert(task.owner);
    for (const auto& [role, tenures] : i.roles)
        for (const Tenure& t : tenures)
            if (t.until == no_instant) busy.insert(t.person);
    std::string out;
    std::size_t n = 0;
    for (const PersonId id : i.participants)
        if (const Person* p = busy.contains(id) ? nullptr : c.all.person(id); p && n++ < shown_max)
            out += (out.empty() ? "" : ", ") + text::isolated(p->name);
    return out;
}

Decision decide_status(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const auto to = state_of(args.word("state"));
    if (!to) {
        Message m = usage(*command_named("status"),
                          fmt::format("{} is {}.{}", i.ref(), views::state_shown(i.state),
                                      args.text.empty() ? "" : " Nothing changed: which state?"));
        return args.text.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    if (!is_open(i.state)) return not_open(c, fmt::format("it cannot become {}", word(*to)));
    const bool back = *to < i.state;
    const std::string reason{text::trimmed(args.text)};
    if (*to == i.state && reason.empty() && !args.at)
        return refused(c, one_line({say(fmt::format("{} is {} already. Nothing changed.", i.ref(),
                                                    views::state_shown(i.state)))}));
    if (back && reason.empty()) {
        const std::string line = fmt::format("status {} REASON", word(*to));
        return refused(c,
                       one_line({say(fmt::format("Back from {} to {} needs a reason. Nothing changed. Type: ",
                                                 word(i.state), word(*to))),
                                 command(line)}));
    }
    Facts facts{c};
    facts.add(StateChanged{i.state, *to, reason}, meta_of(c, args.at));
    if (back) restart_clocks(c, *to, facts);
    const bool recovers =
        i.type == IncidentType::security && *to == State::monitoring && i.phase != Phase::recovery;
    if (recovers) facts.add(PhaseChanged{i.phase, Phase::recovery, reason}, meta_of(c, args.at));
    Message m = reply_of(c, args, *to);
    if (const std::string free = *to >= State::identified && *to > i.state ? without_work(c) : "";
        !free.empty())
        m.lines.insert(m.lines.end() - 1,
                       {say(fmt::format("Without a task or a role: {}. They may go.", free))});
    if (recovers) m.lines.insert(m.lines.begin() + 1, {say("Phase: recovery. "), command("checklist")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"state"};
constexpr Slot slots_taken[] = {{"state", slots::states, true}};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"status investigating|identified|monitoring [at=TIME] TEXT",
                           "status identified the new gateway build leaks connections"}};
constexpr std::string_view synonyms[] = {"mitigated", "mitigate", "recovering", "recovered", "stable"};

} // namespace

extern const Command command_status;
constexpr Command command_status{
    .name = "status",
    .aliases = aliases,
    .summary = "move the state: investigating, identified, monitoring",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = synonyms,
    .decide = &decide_status,
};

} // namespace tocsin
