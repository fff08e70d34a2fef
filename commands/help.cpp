// help: at most eight lines that fit the incident's state, all verbs, or one verb. Printed from the
// descriptors.
#include "commands/replies.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Message one_verb(const Command& verb) {
    Message m = one_line({say(fmt::format("{}: {}.", verb.name, verb.summary))});
    for (const Form& form : verb.forms) add_line(m, {command(form.line)});
    for (const Form& form : verb.forms) add_line(m, {say("Example: "), command(form.example)});
    std::string also;
    for (const auto alias : verb.aliases) also += (also.empty() ? "Also: " : ", ") + std::string{alias};
    if (!also.empty()) add_line(m, {say(also)});
    return m;
}

Message all_verbs() {
    Message m;
    for (const Command* verb : all_commands())
        add_line(m, {command(verb->forms.front().line), say(fmt::format(" ({})", verb->summary))});
    return m;
}

Message outside() {
    Message m =
        one_line({say("New incident: "), command("declare sev2 TITLE"), say(" (sev1 worst, sev5 least)")});
    add_line(m, {command("list"), say(" (all open ones)")});
    add_line(m, {say("All commands: "), command("help all"), say(" · one: "), command("help update")});
    return m;
}

// What waits for this person's answer comes before everything else.
void add_waiting(const Context& c, Message& m) {
    const Incident& i = c.incident();
    for (const auto& [number, page] : i.pages)
        if (page.person == c.speaker && page.waits()) {
            add_line(
                m, {command("ack"), say(" (you come) · "), command("decline REASON"), say(" (you cannot)")});
            break;
        }
    for (const auto& [role, offer] : i.offers)
        if (offer.person == c.speaker)
            add_line(m, {command("accept"), say(fmt::format(" (you take {}) · ", role)),
                         command("decline REASON")});
}

void add_over(Message& m) {
    add_line(m, {command("update customers TEXT"), say(" (closing update)")});
    add_line(m, {command("postmortem"), say(" (draft and its gaps) · "), command("reopen REASON"),
                 say(" (not over)")});
    add_line(m, {command("action @who due=14d TEXT"), say(" · "), command("lesson well|wrong|lucky TEXT")});
    add_line(m, {command("note TEXT"), say(" · "), command("correct N1 TEXT")});
}

void add_open(const Incident& i, Message& m) {
    if (!i.commander()) add_line(m, {command("role commander"), say(" (you take command)")});
    if (i.type == IncidentType::security)
        add_line(m, {command("checklist"), say(" · "), command("phase containment-short TEXT"), say(" · "),
                     command("evidence TEXT")});
    add_line(m, {command("update customers TEXT"), say(" · "), command("update internal TEXT")});
    add_line(m,
             {command("status identified TEXT"), say(" (cause known) · "), command("severity sev1 REASON")});
    add_line(m, {command("task @who 10m TEXT"), say(" · "), command("page @who REASON"),
                 say(" (wakes them) · "), command("note TEXT")});
    add_line(m, {command("impact start at=TIME level=partial TEXT"), say(" · "), command("sitrep"),
                 say(" (where we are)")});
    add_line(m, {command("resolve TEXT"), say(" (it is over)")});
}

Message inside(const Context& c) {
    constexpr std::size_t lines_max = 7; // and the last one
    const Incident& i = c.incident();
    const Tenure* commander = i.commander();
    const bool leads = commander && commander->person == c.speaker;
    Message m = one_line({say(fmt::format("{}, {}{}. Now:", i.ref(), word(i.severity),
                                          leads       ? ", you are commander"
                                          : commander ? ""
                                                      : ", commander NOBODY"))});
    add_waiting(c, m);
    if (is_over(i.state))
        add_over(m);
    else
        add_open(i, m);
    if (m.lines.size() > lines_max) m.lines.erase(m.lines.begin() + lines_max, m.lines.end());
    add_line(m, {say("Past times: at=-10m or at=23:27 (UTC). Mistake: "), command("undo"),
                 say(". One verb: "), command("help update")});
    return m;
}

Decision decide_help(const Context& c, const Arguments& args) {
    const std::string topic = text::folded(text::trimmed(args.text));
    if (topic == "all") return shown(c, all_verbs());
    if (topic.empty()) return shown(c, c.file ? inside(c) : outside());
    const std::string verb = topic.substr(0, topic.find_first_of(" \t\n"));
    if (const Command* found = command_named(verb)) return shown(c, one_verb(*found));
    Message m = one_line({say(fmt::format("There is no command \"{}\". All of them: ", text::cut(verb, 40))),
                          command("help all")});
    return shown(c, std::move(m));
}

constexpr Form forms[] = {{"help [all|VERB]", "help update"}};
constexpr std::string_view synonyms[] = {"commands", "usage", "man", "?"};

} // namespace

extern const Command command_help;
constexpr Command command_help{
    .name = "help",
    .aliases = {},
    .summary = "what can be typed now",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .needs = Command::Needs::nothing,
    .reads_only = true,
    .decide = &decide_help,
};

} // namespace tocsin
