// merge: a duplicate goes on in the other incident. The one that was declared first goes on (DOMAIN 2.4).
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/other_incident.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// Merging into what was merged into this one would go round in a circle.
bool goes_round(const Everything& all, const Incident& from, IncidentId target) {
    const Incident* i = &from;
    for (std::size_t hops = 0; i->merged_into && hops < all.incidents.size(); ++hops) {
        if (i->merged_into == target) return true;
        const IncidentFile* next = all.find(i->merged_into);
        if (!next) return false;
        i = &next->now;
    }
    return false;
}

void add(std::vector<Fact>& facts, const Context& c, const Incident& i, Event event) {
    facts.push_back({i.id, meta_of(c), std::move(event)});
}

Decision merge(const Context& c, const IncidentFile& first, const IncidentFile& second) {
    const Incident& into = first.now;
    const Incident& other = second.now;
    std::vector<Fact> facts;
    add(facts, c, other,
        IncidentMerged{.from = other.state, .into = into.id, .into_ref = into.ref(), .text = ""});
    add(facts, c, into, MergeTaken{.other = other.id, .other_ref = other.ref(), .title = other.title});
    Message m = one_line(
        {say(fmt::format("{} goes on in {}, which was declared first. Go to ", other.ref(), into.ref())),
         link(name_of(into.home), "/i/" + into.slug())});
    if (other.severity < into.severity) {
        add(facts, c, into, SeverityChanged{into.severity, other.severity, "as " + other.ref() + " was"});
        add_line(
            m, {say(fmt::format("{} is {} now, the higher of the two.", into.ref(), word(other.severity)))});
        Incident raised = into;
        raised.severity = other.severity;
        const Policy& policy = c.all.policy_of(into);
        for (const Audience a : all_audiences) {
            const auto target = clocks::target_of(raised, a, policy);
            if (target == Duration{}) continue;
            const auto clock = raised.clocks.find(a);
            const bool open = clock != raised.clocks.end() && clock->second.open.has_value();
            const Instant due = clocks::due_after(raised, a, policy, c.now, target);
            if (!open)
                add(facts, c, into,
                    ObligationOpened{a,
                                     clock != raised.clocks.end() && clock->second.last_update
                                         ? ObligationKind::cadence
                                         : ObligationKind::first,
                                     c.now, due});
            else if (due < clock->second.open->due)
                add(facts, c, into,
                    ObligationMoved{a, clock->second.open->kind, MoveReason::raised, due, ""});
        }
    }
    add_line(m, {say("Its number stays valid, its pages and update clocks stop. Not right? "),
                 command("undo"), say(" (10 min)")});
    return done(c, std::move(facts), std::move(m));
}

Decision decide_merge(const Context& c, const Arguments& args) {
    std::string_view rest{args.text};
    const IncidentFile* other = take_incident(c, rest);
    if (!other) return no_such_incident(c, rest, "merge INC-2");
    const Incident& here = c.incident();
    if (other->now.id == here.id)
        return refused(c, one_line({say("That is this incident. Nothing was merged. "), command("list")}));
    if (other->now.is_private != here.is_private)
        return refused(
            c, one_line({say("One of the two is private: they cannot be merged. Nothing was merged. "),
                         command("link " + other->now.ref() + " related")}));
    for (const Incident* i : {&here, &other->now})
        if (!is_open(i->state))
            return refused(
                c,
                one_line({say(fmt::format("{} is {}. Only open incidents can be merged. Nothing was merged. ",
                                          i->ref(), views::state_shown(i->state))),
                          command(fmt::format("link {} recurrence", other->now.ref()))}));
    if (goes_round(c.all, here, other->now.id) || goes_round(c.all, other->now, here.id))
        return refused(c, one_line({say("They are merged already. Nothing was done. "), command("list")}));
    const bool here_first =
        here.declared_recorded < other->now.declared_recorded ||
        (here.declared_recorded == other->now.declared_recorded && here.id < other->now.id);
    const Incident& into = here_first ? here : other->now;
    const Incident& from = here_first ? other->now : here;
    if (const std::string outsider = outsider_of(into, from); !outsider.empty())
        return refused(c,
                       one_line({say(fmt::format("{} reads {} and may not know of {}. Nothing was merged. ",
                                                 text::isolated(outsider), into.ref(), from.ref())),
                                 command(fmt::format("{} invite @{}", from.ref(), outsider))}));
    return here_first ? merge(c, *c.file, *other) : merge(c, *other, *c.file);
}

constexpr Form forms[] = {{"merge INC-2", "merge INC-2"}};
constexpr std::string_view synonyms[] = {"duplicate", "dup"};

} // namespace

extern const Command command_merge;
constexpr Command command_merge{
    .name = "merge",
    .aliases = {},
    .summary = "a duplicate goes on in the other incident",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_merge,
};

} // namespace tocsin
