// severity: raises or lowers, and moves the update clocks with it (DOMAIN 4, 5.2).
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

// A raise moves an open due time to min(due, now + target); an audience that now has a target gets its first
// one. Lowering changes nothing that was promised.
void move_clocks(const Context& c, Severity to, Facts& facts) {
    Incident raised = c.incident();
    raised.severity = to;
    const Policy& policy = c.all.policy_of(raised);
    for (const Audience a : all_audiences) {
        if (a == Audience::responders) continue;
        const AudienceClock clock = raised.clocks.contains(a) ? raised.clocks.at(a) : AudienceClock{};
        const auto target = clocks::target_of(raised, a, policy);
        if (target == Duration{0}) continue;
        if (clock.open) {
            const Instant due =
                std::min(clock.open->due, clocks::due_after(raised, a, policy, c.now, target));
            if (due != clock.open->due)
                facts.add(ObligationMoved{a, clock.open->kind, MoveReason::raised, due, ""});
        } else {
            const auto kind = clock.last_update ? ObligationKind::cadence : ObligationKind::first;
            facts.add(ObligationOpened{a, kind, c.now, clocks::due_after(raised, a, policy, c.now, target)});
        }
    }
}

Message reply_of(const Context& c, Severity to, bool no_reason) {
    const Incident& i = c.incident();
    Message m = one_line({say(fmt::format("{} is {} now, was {}.", i.ref(), word(to), word(i.severity)))});
    if (to < i.severity && is_open(i.state))
        add_line(m, {say("People who were told should hear this: "), command("update internal TEXT")});
    if (no_reason) add_line(m, {say("No reason given. Add it: "), command("note TEXT")});
    add_line(m, undo_line());
    return m;
}

Decision decide_severity(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (!args.severity) {
        Message m = usage(*command_named("severity"),
                          fmt::format("{} is {}.{}", i.ref(), word(i.severity),
                                      args.text.empty() ? "" : " Nothing changed: which one, sev1 to sev5?"));
        return args.text.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    if (*args.severity == i.severity)
        return refused(
            c, one_line({say(fmt::format("{} is {} already. Nothing changed.", i.ref(), word(i.severity)))}));
    if (i.state == State::cancelled || i.state == State::merged) return not_open(c, "its severity stays");
    const std::string reason{text::trimmed(args.text)};
    Facts facts{c};
    facts.add(SeverityChanged{i.severity, *args.severity, reason});
    if (*args.severity < i.severity && is_open(i.state)) move_clocks(c, *args.severity, facts);
    return done(c, std::move(facts.list), reply_of(c, *args.severity, reason.empty()));
}

constexpr std::string_view aliases[] = {"sev"};
constexpr Form forms[] = {{"severity sevN REASON", "severity sev1 all card payments fail, worldwide"}};
constexpr std::string_view synonyms[] = {"priority", "prio", "upgrade", "downgrade"};

} // namespace

extern const Command command_severity;
constexpr Command command_severity{
    .name = "severity",
    .aliases = aliases,
    .summary = "raise or lower the severity",
    .forms = forms,
    .takes = {.severity = true, .severity_digit = true},
    .synonyms = synonyms,
    .decide = &decide_severity,
};

} // namespace tocsin
