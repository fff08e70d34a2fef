// reopen: the same trouble again, or resolved too early (DOMAIN 2.4, 5.6).
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr hours reopen_within{24 * 7}; // DOMAIN 2.2

// An open closing obligation becomes an ordinary one again; where none is open, the first target counts anew.
void reopen_clocks(const Context& c, Facts& facts) {
    Incident open = c.incident();
    open.state = State::investigating;
    const Policy& policy = c.all.policy_of(open);
    for (const Audience a : all_audiences) {
        if (a == Audience::responders) continue;
        const auto it = open.clocks.find(a);
        if (it != open.clocks.end() && it->second.open) {
            facts.add(
                ObligationMoved{a, ObligationKind::cadence, MoveReason::reopened, it->second.open->due, ""});
            continue;
        }
        if (open.is_private && !open.approved.contains(a)) continue;
        const auto first = policy.cadence_of(a, open.severity).first;
        if (first > minutes{0})
            facts.add(ObligationOpened{a, ObligationKind::first, c.now,
                                       clocks::due_after(open, a, policy, c.now, first)});
    }
}

Decision decide_reopen(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (is_open(i.state))
        return refused(c, one_line({say(fmt::format("Nothing changed. {} is open: {}. ", i.ref(),
                                                    views::state_shown(i.state))),
                                    command("sitrep")}));
    if (i.state == State::merged) return not_open(c, "it cannot be reopened");
    if (i.state == State::closed && c.now - i.closed_at > reopen_within)
        return refused(
            c,
            one_line(
                {say(fmt::format("Nothing changed. {} was closed {}, more than 7 days ago. Declare it anew: ",
                                 i.ref(), text::near(i.closed_at, c.now))),
                 command("declare " + text::cut(i.title, 80)), say(" · then "),
                 command(fmt::format("link {} recurrence", i.ref()))}));
    const std::string reason{text::trimmed(args.text)};
    Facts facts{c};
    facts.add(IncidentReopened{i.state, reason});
    if (i.type == IncidentType::security) facts.add(PhaseChanged{i.phase, Phase::identification, reason});
    reopen_clocks(c, facts);
    Message m = one_line(
        {say(fmt::format("{} is open again: investigating (cause not known). Its clocks run.", i.ref()))});
    if (reason.empty()) add_line(m, {say("No reason given. Add it: "), command("note TEXT")});
    add_line(m, {say("Users hurt again? "), command("impact start level=partial TEXT"), say(" · "),
                 command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"reopen REASON", "reopen error rate is back at 4 %"}};
constexpr std::string_view synonyms[] = {"again", "back"};

} // namespace

extern const Command command_reopen;
constexpr Command command_reopen{
    .name = "reopen",
    .aliases = {},
    .summary = "it is not over: open it again",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_reopen,
};

} // namespace tocsin
