// invite: somebody else may read and work on the incident.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_invite(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (args.people.empty()) return shown(c, usage(*command_named("invite"), ""));
    Facts facts{c};
    std::string invited;
    for (const auto& typed : args.people) {
        Named named = person_named(c, typed);
        if (named.asks_back()) return nobody_called(c, typed, named, "invite {}");
        know_picked(c, named, facts.list);
        if (named.is_new)
            return refused(c,
                           one_line({say(fmt::format(
                               "I know nobody called {}. Nobody was invited. They must have been here once.",
                               text::isolated(named.name)))}));
        if (i.is_private && i.members.contains(named.id)) continue;
        facts.add(MemberAdded{named.id, named.name});
        invited += (invited.empty() ? "" : ", ") + text::isolated(named.name);
    }
    if (facts.list.empty())
        return refused(c,
                       one_line({say("They are in it already. Nothing changed. "), command("who access")}));
    Message m = one_line(
        {say(i.is_private ? fmt::format("{} can read {} now, all of it from the beginning.", invited, i.ref())
                          : fmt::format("{} invited to {}.", invited, i.ref()))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"invite @who", "invite @ana"}};
constexpr std::string_view synonyms[] = {"add-member", "adduser"};

} // namespace

extern const Command command_invite;
constexpr Command command_invite{
    .name = "invite",
    .aliases = {},
    .summary = "let somebody read and work on it",
    .forms = forms,
    .takes = {.people = true},
    .synonyms = synonyms,
    .decide = &decide_invite,
};

} // namespace tocsin
