// can: condition, actions, needs: an expert reports, or is asked to (DOMAIN 9).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr minutes round_lasts{3}; // then the missing ones are named

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (parts.size() < 3) {
        const auto end = parts.size() < 2 ? text.find('|') : std::string_view::npos;
        parts.push_back(text::trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    parts.resize(3);
    return parts;
}

Decision report(const Context& c, const Arguments& args) {
    const auto parts = parts_of(args.text);
    const Item item{'C', c.incident().next('C')};
    Facts facts{c};
    facts.add(CanReported{item.number, parts[0], parts[1], parts[2]});
    Message m = one_line({say(to_string(item) + " noted. Condition: " + text::cut(parts[0], 80))});
    if (parts[1].empty() || parts[2].empty())
        add_line(m, {say(fmt::format("{} not given. Whole: ", parts[1].empty() ? "Actions" : "Needs")),
                     command("can CONDITION | ACTIONS | NEEDS")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision ask(const Context& c, const std::string& typed) {
    const Incident& i = c.incident();
    Facts facts{c};
    if (text::folded(typed) == "all") {
        if (views::running_tasks(i).empty())
            return refused(
                c, one_line({say("Nobody has a running task, so nobody was asked. "), command("can @who")}));
        facts.add(
            CanAsked{.person = {}, .until = c.now + round_lasts, .person_name = "everybody with a task"});
        return done(
            c, std::move(facts.list),
            one_line({say(fmt::format("Everybody with a task is asked. At {} I name who has not reported.",
                                      text::hhmm_utc(c.now + round_lasts)))}));
    }
    Named named = person_named(c, typed);
    if (named.asks_back()) return nobody_called(c, typed, named, "can {}");
    know_picked(c, named, facts.list);
    if (named.is_new)
        return refused(c, one_line({say(fmt::format("I know nobody called {}. Nobody was asked. ",
                                                    text::isolated(named.name))),
                                    command("can @who")}));
    facts.add(CanAsked{.person = named.id, .until = no_instant, .person_name = named.name});
    return done(c, std::move(facts.list),
                one_line({say(fmt::format("{} is asked for condition, actions and needs.",
                                          text::isolated(named.name)))}));
}

Decision decide_can(const Context& c, const Arguments& args) {
    if (args.text.find('|') != std::string::npos) return report(c, args);
    if (!args.people.empty() && text::trimmed(args.text).empty()) return ask(c, args.people.front());
    Message m =
        usage(*command_named("can"),
              text::trimmed(args.text).empty() && args.people.empty()
                  ? ""
                  : "Not understood as a report. Nothing was recorded. Its parts stand between bars:");
    if (text::trimmed(args.text).empty()) return shown(c, std::move(m));
    add_line(m, {say("As a note: "), command("note " + text::cut("can " + args.text, 120))});
    return refused(c, std::move(m));
}

constexpr Form forms[] = {{"can CONDITION | ACTIONS | NEEDS",
                           "can replica 4 h behind | copying from the snapshot | someone who knows LVM"},
                          {"can @who|@all", "can @all"}};
constexpr std::string_view synonyms[] = {"report-can"};

} // namespace

extern const Command command_can;
constexpr Command command_can{
    .name = "can",
    .aliases = {},
    .summary = "report condition, actions, needs, or ask for it",
    .forms = forms,
    .takes = {.people = true},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_can,
};

} // namespace tocsin
