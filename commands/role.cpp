// role: offers a role; taken at once by oneself, else by `accept` or by acting in it (DOMAIN 3).
#include "commands/roles.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::string present(const Incident& i) {
    std::string out;
    for (const auto& [role, tenures] : i.roles)
        for (const Tenure& t : tenures)
            if (t.until == no_instant) out += fmt::format("{}{}: {}", out.empty() ? "" : ". ", role, t.name);
    if (!i.holder("commander"))
        out =
            fmt::format("commander: NOBODY ({} leads until someone takes command). {}", i.declarer_name, out);
    return out;
}

Decision decide_role(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const WantedRole w = wanted_role(args);
    if (w.role.empty()) return shown(c, usage(*command_named("role"), present(i)));
    Named named = person_named(c, w.person.empty() ? "me" : w.person);
    if (named.asks_back()) return nobody_called(c, w.person, named, "role " + w.role + " {}");
    if (const Tenure* holder = i.holder(w.role); holder && holder->person == named.id)
        return refused(
            c, one_line({say(fmt::format("{} is {} already. Nothing changed.", named.name, w.role))}));

    Facts facts{c};
    know_picked(c, named, facts.list);
    if (named.is_new) facts.list.push_back(person_seen(c, named));
    if (named.id == c.speaker) {
        leave_triage(c, w.role, facts);
        facts.add(RoleTaken{w.role, named.id, named.name});
        Message m = one_line({say(fmt::format("You are {} of {} now.", w.role, i.ref()))});
        if (w.role == "commander")
            add_line(
                m, {say("Next: "), command("role comms @who"), say(" · where we are: "), command("sitrep")});
        add_line(m, undo_line());
        return done(c, std::move(facts.list), std::move(m));
    }
    facts.add(RoleOffered{.role = w.role, .person = named.id, .person_name = named.name});
    const Tenure* holder = i.holder(w.role);
    Message m = one_line({say(fmt::format("{} offered to {}. {}", w.role, text::isolated(named.name),
                                          holder ? holder->name + " keeps it until they accept."
                                                 : "Nobody holds it until they accept."))});
    if (named.is_new)
        add_line(m, {say(fmt::format("{} has not been here yet: tell them.", text::isolated(named.name)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"assign"};
constexpr Slot slots_taken[] = {{"role", slots::roles}};
constexpr Form forms[] = {
    {"role commander|deputy|scribe|comms|liaison|legal|NAME [@who]", "role comms @mei"}};
constexpr std::string_view synonyms[] = {"lead", "take", "commander", "command"};

} // namespace

extern const Command command_role;
constexpr Command command_role{
    .name = "role",
    .aliases = aliases,
    .summary = "take a role, or offer it to somebody",
    .forms = forms,
    .takes = {.slots = slots_taken, .people = true},
    .synonyms = synonyms,
    .decide = &decide_role,
};

} // namespace tocsin
