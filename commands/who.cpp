// who: roles and people of the incident; `who access`: who may read a private one, and what they read.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision access(const Context& c) {
    const Incident& i = c.incident();
    if (!i.is_private)
        return shown(c,
                     one_line({say(fmt::format("{} is not private: everybody here can read it.", i.ref()))}));
    Message m = one_line({say(
        fmt::format("{} may be read by {}:", i.ref(),
                    i.members.size() == 1 ? "one person" : fmt::format("{} people", i.members.size())))});
    for (const auto& [person, name] : i.members) {
        std::string read;
        for (auto a = c.file->accesses.rbegin(); a != c.file->accesses.rend(); ++a)
            if (a->person == person && read.find(a->what) == std::string::npos)
                read += fmt::format("{}{} {}", read.empty() ? ": read " : ", ", a->what,
                                    text::near(a->at, c.now));
        add_line(m, {say(text::isolated(name) + read)});
    }
    add_line(m, {say("Also: owners and backups of this machine. "), command("invite @who")});
    return shown(c, std::move(m));
}

Decision decide_who(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (args.word("what") == "access") return access(c);
    Message m;
    if (!i.commander())
        add_line(m, {say(fmt::format("Commander: NOBODY ({} leads). ", text::isolated(i.declarer_name))),
                     command("role commander")});
    for (const auto& [role, tenures] : i.roles)
        for (const Tenure& t : tenures)
            if (t.until == no_instant)
                add_line(m, {say(fmt::format("{}: {}, for {}", views::capital(role), text::isolated(t.name),
                                             text::length(c.now - t.since)))});
    for (const auto& [role, offer] : i.offers)
        add_line(m, {say(fmt::format("{} offered to {} {}, no answer", views::capital(role),
                                     text::isolated(offer.name), text::near(offer.at, c.now)))});
    std::string paged, others;
    for (const auto& [number, page] : i.pages)
        if (page.waits()) paged += (paged.empty() ? "" : ", ") + text::isolated(page.name);
    if (!paged.empty()) add_line(m, {say("Paged, no answer: " + paged)});
    for (const PersonId id : i.participants)
        if (const Person* p = c.all.person(id))
            others += (others.empty() ? "" : ", ") + text::isolated(p->name);
    add_line(m, {say(fmt::format("Taking part: {}", others.empty() ? "nobody yet" : others))});
    std::size_t reports = 0;
    for (const auto* task : views::running_tasks(i)) reports += task->owner != i.lead();
    constexpr std::size_t span_max = 7;
    if (reports > span_max)
        add_line(
            m, {say(fmt::format("{} running tasks report to one commander: more than {}. Split a part off: ",
                                reports, span_max)),
                command("split TITLE")});
    return shown(c, std::move(m));
}

constexpr Keyword whats[] = {{{"team"}}, {{"access"}}};

constexpr Slot slots_taken[] = {{"what", whats}};
constexpr Form forms[] = {{"who [team|access]", "who"}};
constexpr std::string_view synonyms[] = {"people", "roles", "members"};

} // namespace

extern const Command command_who;
constexpr Command command_who{
    .name = "who",
    .aliases = {},
    .summary = "roles and people; who may read a private one",
    .forms = forms,
    .takes = {.slots = slots_taken},
    .synonyms = synonyms,
    .reads_only = true,
    .decide = &decide_who,
};

} // namespace tocsin
