// handoff: gives a role to somebody with a brief; until they accept the giver keeps it (DOMAIN 3).
#include "commands/replies.hpp"
#include "commands/roles.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_handoff(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const WantedRole w = wanted_role(args);
    if (w.role.empty() || w.person.empty())
        return text::trimmed(args.text).empty() && w.role.empty()
                   ? shown(c, usage(*command_named("handoff"), ""))
                   : refused(c, one_line({say("Which role, and to whom? Nothing changed. "),
                                          command(fmt::format("handoff {} @who BRIEF",
                                                              w.role.empty() ? "commander" : w.role))}));
    if (!is_open(i.state)) return not_open(c, "no role is handed over");
    Named named = person_named(c, w.person);
    if (named.asks_back())
        return nobody_called(c, w.person, named, fmt::format("handoff {} {{}} {}", w.role, w.text));
    if (named.id == c.speaker)
        return refused(c, one_line({say("That is you. Nothing changed. "), command("role " + w.role)}));
    const Tenure* holder = i.holder(w.role);
    const bool own = (holder && holder->person == c.speaker) ||
                     (w.role == "commander" && !holder && i.declarer == c.speaker);
    Facts facts{c};
    know_picked(c, named, facts.list);
    if (named.is_new) facts.list.push_back(person_seen(c, named));
    facts.add(RoleOffered{
        .role = w.role, .person = named.id, .handoff = own, .person_name = named.name, .brief = w.text});
    Message m;
    if (own) {
        add_line(m, {say(fmt::format("{} offered to {}. You keep it until they accept; without an answer it "
                                     "comes back to you in 6 min.",
                                     w.role, text::isolated(named.name)))});
        if (w.text.empty()) add_line(m, {say("No brief given: they read what the record says.")});
    } else {
        add_line(m, {say(fmt::format(
                        "You do not hold {}, so this is an offer of it to {}.{}", w.role,
                        text::isolated(named.name),
                        holder ? fmt::format(" {} keeps it until they accept.", text::isolated(holder->name))
                               : ""))});
    }
    if (named.is_new)
        add_line(m, {say(fmt::format("{} has not been here yet: tell them.", text::isolated(named.name)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Slot slots_taken[] = {{"role", slots::roles}};
constexpr Form forms[] = {
    {"handoff ROLE @who BRIEF", "handoff commander @jonas rollback failed twice, vendor called"}};
constexpr std::string_view synonyms[] = {"transfer", "hand-off", "handover", "delegate"};

} // namespace

extern const Command command_handoff;
constexpr Command command_handoff{
    .name = "handoff",
    .aliases = {},
    .summary = "give your role to somebody, with a brief",
    .forms = forms,
    .takes = {.slots = slots_taken, .people = true},
    .synonyms = synonyms,
    .decide = &decide_handoff,
};

} // namespace tocsin
