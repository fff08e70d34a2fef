// declare: an incident, its room and its clocks from one line.
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/core/code_name.hpp"
#include "commands/home_room.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t title_clusters_max = 200;
constexpr minutes same_declaration_within{
    2}; // examples/README: the same declaration returns the incident that exists

std::string ago(Duration d) { return d < minutes{1} ? "just now" : text::length(d) + " ago"; }

// Titles are compared without case and outer space.
const Incident* same_declaration(const Context& c, const std::string& title) {
    for (auto it = c.all.incidents.rbegin(); it != c.all.incidents.rend(); ++it) {
        const Incident& i = it->second.now;
        if (c.now - i.declared_recorded > same_declaration_within) break; // ids grow with time
        if (i.declarer == c.speaker && i.state != State::cancelled && i.may_read(c.speaker) &&
            text::folded(i.title) == text::folded(title))
            return &i;
    }
    return nullptr;
}

// The newest other open incident that began a short while ago: perhaps the same trouble.
const Incident* one_alike(const Context& c) {
    constexpr minutes lately{10};
    for (auto it = c.all.incidents.rbegin(); it != c.all.incidents.rend(); ++it)
        if (is_open(it->second.now.state) && !it->second.now.is_private &&
            c.now - it->second.now.declared_recorded <= lately)
            return &it->second.now;
    return nullptr;
}

// What the speaker should do next, and the way back.
void add_ways(const Context& c, const IncidentDeclared& e, const std::string& ref, const Incident* alike,
              Message& m) {
    if (!e.severity_given)
        add_line(
            m, {say("Many users hurt, or a main function broken? "), command(ref + " severity sev2 REASON")});
    if (alike)
        add_line(m, {say(fmt::format("{} ({}, ", alike->ref(), word(alike->severity))), quote(alike->title),
                     say(fmt::format(") opened {}. The same? ", ago(c.now - alike->declared_recorded))),
                     command(alike->ref() + " merge " + ref)});
    else
        add_line(m, {say("Not right? "), command(ref + " cancel REASON"), say(" (false alarm) or "),
                     command(ref + " severity sev3 REASON")});
}

Message reply_of(const Context& c, const IncidentDeclared& e, const RoomId& home, const Incident* alike) {
    Message m;
    const std::string ref = fmt::format("INC-{}", e.number);
    m.phone = fmt::format("{} open, {}: {}.", ref, word(e.severity), text::cut(e.title, 60));
    std::string head = fmt::format("{} is open{}: {}{}.", ref,
                                   e.severity_given ? "" : " as sev3, because you gave no severity",
                                   e.severity_given ? word(e.severity) : "",
                                   e.service.empty() ? "" : (e.severity_given ? ", " : "") + e.service);
    if (!e.severity_given && e.service.empty())
        head = fmt::format("{} is open as sev3: you gave no severity.", ref);
    add_line(m, {say(head + " "), quote(e.title), say(". Go to "), link(name_of(home), "/i/" + ref)});
    add_line(m, {say("Nobody was paged: no on-call rota is set up. You lead until someone takes command.")});
    const Policy& policy = c.all.policy();
    for (const Audience a : {Audience::customers, Audience::internal}) {
        const auto first = policy.cadence_of(a, e.severity).first;
        if (first == minutes{0}) continue;
        add_line(
            m, {say(fmt::format("First {} update due ", a == Audience::customers ? "customer" : "internal")),
                at_time(c.now + first), say(fmt::format(", in {}.", text::length(first)))});
        break;
    }
    add_ways(c, e, ref, alike, m);
    return m;
}

// To the declarer alone; neither title nor severity may be read over a shoulder from the first line (VOICE
// 20).
Message private_reply(const Context& c, const IncidentDeclared& e, const RoomId& home) {
    Message m;
    m.phone = "You are in a private incident. Open Tocsin.";
    add_line(m, {say(fmt::format("A PRIVATE incident is open: {}, room ", e.code_name)),
                 link(name_of(home), "/i/" + code_name_slug(e.code_name)), say(". Only you are in it. "),
                 command(e.code_name + " invite @who")});
    const bool elsewhere = c.all.policy().traits_of(platform_of(home)).makes_rooms;
    add_line(
        m,
        {say(fmt::format("Its name, number and title are shown to nobody else. Still able to read it: {}.",
                         elsewhere ? "owners and export tools of the workspace, and backups of this machine"
                                   : "owners and backups of this machine"))});
    add_line(m, {say("Nobody outside is told before a second member approves. What you write there may be "
                     "read by others later.")});
    if (!e.severity_given)
        add_line(m,
                 {say("It is sev3: you gave no severity. "), command(e.code_name + " severity sev1 REASON")});
    add_line(m, {say("Not right? "), command(e.code_name + " cancel REASON")});
    return m;
}

void open_first_obligations(const Context& c, const Incident& declared, std::vector<Fact>& facts) {
    const Policy& policy = c.all.policy();
    for (const Audience a : all_audiences) {
        const auto first = clocks::target_of(declared, a, policy);
        if (first > Duration{})
            facts.push_back({declared.id, meta_of(c),
                             ObligationOpened{a, ObligationKind::first, c.now,
                                              clocks::due_after(declared, a, policy, c.now, first)}});
    }
}

Decision same_again(const Context& c, const Incident& same) {
    Decision d = shown(
        c,
        one_line({say(fmt::format("{} is that incident, declared by you {}. No second one was made. Go to ",
                                  same.ref(), ago(c.now - same.declared_recorded))),
                  link(name_of(same.home), "/i/" + same.slug())}));
    d.incident = same.id;
    return d;
}

bool is_connected(const Context& c, const std::string& platform) {
    const auto& all = c.all.policy().platforms;
    const auto it = all.find(platform);
    return platform == c.ask.platform || (it != all.end() && !it->second.pages_only);
}

Decision not_connected(const Context& c, const std::string& platform, const std::string& title) {
    std::string all{c.ask.platform};
    for (const auto& [name, traits] : c.all.policy().platforms)
        if (name != c.ask.platform && !traits.pages_only) all += ", " + name;
    Message m = one_line(
        {say(fmt::format("I am not in {}. Nothing was done. There is: {}.", text::cut(platform, 30), all))});
    add_line(m, {command("declare " + text::cut(title, 100))});
    return refused(c, std::move(m));
}

Decision decide_declare(const Context& c, const Arguments& args) {
    const std::string title = text::cut(text::trimmed(args.text), title_clusters_max);
    if (title.empty())
        return refused(c, usage(*command_named("declare"), "A title is missing. Nothing was done."));
    const std::string platform{args.key("in").empty() ? std::string_view{c.ask.platform} : args.key("in")};
    if (!is_connected(c, platform)) return not_connected(c, platform, title);
    if (const Incident* same = same_declaration(c, title)) return same_again(c, *same);
    const bool is_private = !args.word("private").empty();
    const auto taken = [&](std::string_view key) { return c.all.code_names.contains(std::string{key}); };
    const IncidentId id{c.all.incidents.empty() ? 1 : c.all.incidents.rbegin()->first.value + 1};
    const IncidentDeclared declared{.number = is_private              ? 0
                                              : c.all.numbers.empty() ? 1
                                                                      : c.all.numbers.rbegin()->first + 1,
                                    .title = title,
                                    .service = std::string{args.key("service")},
                                    .severity = args.severity.value_or(Severity::sev3),
                                    .severity_given = args.severity.has_value(),
                                    .type = args.key("type") == "security" ? IncidentType::security
                                                                           : IncidentType::ops,
                                    .policy_version = c.all.policy().version,
                                    .is_private = is_private,
                                    .code_name = is_private ? code_name(c.ask.entropy, taken) : ""};
    const std::string room =
        is_private ? code_name_slug(declared.code_name) : "inc-" + std::to_string(declared.number);
    const RoomId home{platform + ":#" + room};
    std::vector<Fact> facts{{id, meta_of(c), declared}};
    bind_first_rooms(c, id, home, facts);
    if (declared.type == IncidentType::security)
        facts.push_back({id, meta_of(c), PhaseChanged{Phase::none, Phase::identification, ""}});
    Incident after;
    after.id = id;
    after.severity = declared.severity;
    after.is_private = is_private;
    if (is_private) after.approved = {Audience::responders, Audience::executives};
    open_first_obligations(c, after, facts);
    Decision d =
        done(c, std::move(facts),
             is_private ? private_reply(c, declared, home) : reply_of(c, declared, home, one_alike(c)));
    d.incident = id;
    return d;
}

constexpr std::string_view aliases[] = {"new", "open", "start"};
constexpr std::string_view types[] = {"ops", "security"};
constexpr Keyword privacy[] = {{{"private"}}};
constexpr Slot slots_taken[] = {{"private", privacy}};
constexpr Key keys[] = {{"service", KeyKind::text}, {"type", KeyKind::text, types}, {"in", KeyKind::text}};
constexpr Form forms[] = {{"declare [sevN] [private] [service=S] [type=ops|security] TITLE",
                           "declare sev2 service=checkout Card payments fail"}};
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
