// declare: an incident, its room and its clocks from one line.
#include "commands/clocks/due.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t title_clusters_max = 200;
constexpr minutes same_declaration_within{2}; // examples/README: the same declaration returns the incident that exists

std::string ago(Duration d) { return d < minutes{1} ? "just now" : text::length(d) + " ago"; }

// Titles are compared without case and outer space.
const Incident* same_declaration(const Context& c, const std::string& title) {
    for (auto it = c.all.incidents.rbegin(); it != c.all.incidents.rend(); ++it) {
        const Incident& i = it->second.now;
        if (c.now - i.declared_recorded > same_declaration_within) break; // ids grow with time
        if (i.declarer == c.speaker && text::folded(i.title) == text::folded(title)) return &i;
    }
    return nullptr;
}

// The newest other open incident that began a short while ago: perhaps the same trouble.
const Incident* one_alike(const Context& c) {
    constexpr minutes lately{10};
    for (auto it = c.all.incidents.rbegin(); it != c.all.incidents.rend(); ++it)
        if (is_open(it->second.now.state) && c.now - it->second.now.declared_recorded <= lately) return &it->second.now;
    return nullptr;
}

Message reply_of(const Context& c, const IncidentDeclared& e, const RoomId& home, const Incident* alike) {
    Message m;
    const std::string ref = fmt::format("INC-{}", e.number);
    m.phone = fmt::format("{} open, {}: {}.", ref, word(e.severity), text::cut(e.title, 60));
    std::string head = fmt::format("{} is open{}: {}{}.", ref, e.severity_given ? "" : " as sev3, because you gave no severity",
                                   e.severity_given ? word(e.severity) : "", e.service.empty() ? "" : (e.severity_given ? ", " : "") + e.service);
    if (!e.severity_given && e.service.empty()) head = fmt::format("{} is open as sev3: you gave no severity.", ref);
    add_line(m, {say(head + " "), quote(e.title), say(". Go to "), link(name_of(home), "/i/" + ref)});
    add_line(m, {say("Nobody was paged: no on-call rota is set up. You lead until someone takes command.")});
    const Policy& policy = c.all.policy();
    for (const Audience a : {Audience::customers, Audience::internal}) {
        const auto first = policy.cadence_of(a, e.severity).first;
        if (first == minutes{0}) continue;
        add_line(m, {say(fmt::format("First {} update due ", a == Audience::customers ? "customer" : "internal")),
                     at_time(c.now + first), say(fmt::format(", in {}.", text::length(first)))});
        break;
    }
    if (!e.severity_given)
        add_line(m, {say("Many users hurt, or a main function broken? "), command(ref + " severity sev2 REASON")});
    if (alike)
        add_line(m, {say(fmt::format("{} ({}, ", alike->ref(), word(alike->severity))), quote(alike->title),
                     say(fmt::format(") opened {}. The same? Go on there, and here: ", ago(c.now - alike->declared_recorded))),
                     command(ref + " resolve same as " + alike->ref())});
    else
        add_line(m, {say("Not right? "), command(ref + " severity sev3 REASON"), say(" or "), command(ref + " resolve false alarm")});
    return m;
}

void open_first_obligations(const Context& c, IncidentId id, Severity severity, std::vector<Fact>& facts) {
    for (const Audience a : all_audiences) {
        if (a == Audience::responders) continue; // the card is their update (DOMAIN 5.3)
        const auto first = c.all.policy().cadence_of(a, severity).first;
        if (first > minutes{0})
            facts.push_back({id, meta_of(c), ObligationOpened{a, ObligationKind::first, c.now, c.now + first}});
    }
}

Decision decide_declare(const Context& c, const Arguments& args) {
    const std::string title = text::cut(text::trimmed(args.text), title_clusters_max);
    if (title.empty()) return refused(c, usage(c, *command_named("declare"), "A title is missing. Nothing was done."));
    if (const Incident* same = same_declaration(c, title)) {
        Decision d = shown(c, one_line({say(fmt::format("{} is that incident, declared by you {}. No second one was made. Go to ",
                                                        same->ref(), ago(c.now - same->declared_recorded))),
                                        link(name_of(same->home), "/i/" + same->ref())}));
        d.incident = same->id;
        return d;
    }
    const IncidentId id{c.all.incidents.empty() ? 1 : c.all.incidents.rbegin()->first.value + 1};
    const std::uint32_t number = c.all.numbers.empty() ? 1 : c.all.numbers.rbegin()->first + 1;
    const IncidentDeclared declared{number, title, std::string{args.key("service")}, args.severity.value_or(Severity::sev3),
                                    args.severity.has_value(),
                                    args.key("type") == "security" ? IncidentType::security : IncidentType::ops,
                                    c.all.policy().version};
    const RoomId home{platform_of(c.ask.room) + ":#inc-" + std::to_string(number)};
    std::vector<Fact> facts{{id, meta_of(c), declared}, {id, meta_of(c), RoomBound{home, RoomUse::home}}};
    open_first_obligations(c, id, declared.severity, facts);
    Decision d = done(c, std::move(facts), reply_of(c, declared, home, one_alike(c)));
    d.incident = id;
    return d;
}

constexpr std::string_view aliases[] = {"new", "open", "start"};
constexpr std::string_view types[] = {"ops", "security"};
constexpr std::string_view platforms[] = {"room"};
constexpr Keyword privacy[] = {{{"private"}, true}};
constexpr Slot slots_taken[] = {{"private", privacy}};
constexpr Key keys[] = {{"service", KeyKind::text}, {"type", KeyKind::text, types}, {"in", KeyKind::text, platforms}};
constexpr Form forms[] = {{"declare [sevN] [service=S] [type=ops|security] TITLE", "declare sev2 service=checkout Card payments fail"}};
constexpr std::string_view synonyms[] = {"incident", "create", "raise", "report"};

} // namespace

extern const Command command_declare;
constexpr Command command_declare{
    .name = "declare",
    .aliases = aliases,
    .summary = "open an incident, its room and its clocks",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys, .severity = true, .text = Takes::Text::required},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .needs = Command::Needs::nothing,
    .decide = &decide_declare,
};

} // namespace tocsin
