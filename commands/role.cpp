// role: offers a role; taken at once by oneself, else by `accept` or by acting in it (DOMAIN 3).
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t role_clusters_max = 40;

struct Wanted {
    std::string role, person;
};

// "role restore @zoë": a role of the team's own stands in the text, with the person on either side of it.
Wanted wanted(const Arguments& args) {
    Wanted w{std::string{args.word("role")}, args.people.empty() ? "" : args.people.front()};
    std::string_view rest = text::trimmed(args.text).empty() ? std::string_view{} : std::string_view{args.text};
    while (!rest.empty()) {
        const auto start = rest.find_first_not_of(" \t\n");
        if (start == std::string_view::npos) break;
        rest.remove_prefix(start);
        const auto word = rest.substr(0, rest.find_first_of(" \t\n"));
        rest.remove_prefix(word.size());
        if (word.size() > 1 && word.front() == '@') {
            if (w.person.empty()) w.person = std::string{word.substr(1)};
        } else if (w.role.empty()) {
            w.role = text::cut(role_shown(word), role_clusters_max);
        }
    }
    return w;
}

// Someone acts on it: an incident that was only declared is being looked into (DOMAIN 2.2).
void leave_triage(const Context& c, std::string_view role, Facts& facts) {
    if (role == "commander" && c.incident().state == State::triage)
        facts.add(StateChanged{State::triage, State::investigating, ""});
}

std::string present(const Incident& i) {
    std::string out;
    for (const auto& [role, tenures] : i.roles)
        for (const Tenure& t : tenures)
            if (t.until == no_instant) out += fmt::format("{}{}: {}", out.empty() ? "" : ". ", role, t.name);
    if (!i.holder("commander")) out = fmt::format("commander: NOBODY ({} leads until someone takes command). {}", i.declarer_name, out);
    return out;
}

Decision decide_role(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const Wanted w = wanted(args);
    if (w.role.empty()) return shown(c, usage(c, *command_named("role"), present(i)));
    const Named named = person_named(c, w.person.empty() ? "me" : w.person);
    if (!named.close.empty()) return nobody_called(c, w.person, named, "role " + w.role + " {}");
    if (const Tenure* holder = i.holder(w.role); holder && holder->person == named.id)
        return refused(c, one_line({say(fmt::format("{} is {} already. Nothing changed.", named.name, w.role))}));

    Facts facts{c};
    if (named.is_new) facts.list.push_back(person_seen(c, named));
    if (named.id == c.speaker) {
        leave_triage(c, w.role, facts);
        facts.add(RoleTaken{w.role, named.id, named.name});
        Message m = one_line({say(fmt::format("You are {} of {} now.", w.role, i.ref()))});
        if (w.role == "commander") add_line(m, {say("Next: "), command("role comms @who"), say(" · where we are: "), command("sitrep")});
        add_line(m, undo_line());
        return done(c, std::move(facts.list), std::move(m));
    }
    facts.add(RoleOffered{w.role, named.id, named.name});
    const Tenure* holder = i.holder(w.role);
    Message m = one_line({say(fmt::format("{} offered to {}. {}", w.role, text::isolated(named.name),
                                          holder ? holder->name + " keeps it until they accept." : "Nobody holds it until they accept."))});
    if (named.is_new) add_line(m, {say(fmt::format("{} has not been here yet: tell them.", text::isolated(named.name)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"assign"};
constexpr Slot slots_taken[] = {{"role", slots::roles}};
constexpr Form forms[] = {{"role commander|deputy|scribe|comms|liaison|legal|NAME [@who]", "role comms @mei"}};
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
