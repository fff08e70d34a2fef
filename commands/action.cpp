// action: a follow-up with an owner and a due date (DOMAIN 11.3).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/future.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::string open_ones(const IncidentFile& file) {
    std::string out;
    for (const auto& [number, a] : file.actions)
        if (a.status == ActionStatus::open)
            out += fmt::format("{}A{} {}: {}{}", out.empty() ? "" : "\n", number,
                               a.owner ? text::isolated(a.owner_name) : "NOBODY", text::cut(a.text, 80),
                               a.due == no_instant ? "" : ", due " + text::day(a.due));
    return out.empty() ? "No action is open." : out;
}

Decision add(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    ActionAdded a{.number = i.next('A'),
                  .owner = {},
                  .due = no_instant,
                  .type = action_type_of(args.key("type")).value_or(ActionType::none),
                  .owner_name = "",
                  .ticket = std::string{args.key("ticket")},
                  .text = words};
    Facts facts{c};
    if (!args.people.empty()) {
        Named owner = person_named(c, args.people.front());
        if (owner.asks_back()) return nobody_called(c, args.people.front(), owner, "action {} " + words);
        know_picked(c, owner, facts.list);
        if (owner.is_new) facts.list.push_back(person_seen(c, owner));
        a.owner = owner.id;
        a.owner_name = owner.name;
    }
    if (const auto due = args.key("due"); !due.empty()) {
        const auto when = text::future_moment(due, c.now);
        if (!when)
            return refused(
                c,
                one_line({say(fmt::format("\"{}\" is no date to come that I can read. Nothing was recorded. ",
                                          text::cut(due, 40))),
                          command(fmt::format("action due={} TEXT", text::day(c.now + hours{24 * 30})))}));
        a.due = *when;
    }
    facts.add(a);
    Message m = one_line(
        {say(fmt::format("A{} noted for {}: ", a.number, a.owner ? text::isolated(a.owner_name) : "NOBODY")),
         quote(text::cut(words, 120)),
         say(a.due == no_instant ? "." : fmt::format(", due {}.", text::day(a.due)))});
    if (!a.owner || a.due == no_instant)
        add_line(m, {say(a.owner ? "No due date yet: " : "No owner yet: "),
                     command(a.owner ? fmt::format("A{} due={}", a.number, text::day(c.now + hours{24 * 30}))
                                     : fmt::format("A{} @who", a.number))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

// A new owner or date is the same action written anew, so that it has one history.
Decision change(const Context& c, const Arguments& args, const Action& old) {
    Facts facts{c};
    const auto status = action_status_of(args.word("status"));
    const std::string words{text::trimmed(args.text)};
    if (status) {
        if (*status == old.status)
            return refused(c, one_line({say(fmt::format("A{} is {} already. Nothing changed.", old.number,
                                                        word(*status)))}));
        if (*status == ActionStatus::dropped && words.empty())
            return refused(c, one_line({say("Dropping it needs a reason. Nothing changed. "),
                                        command(fmt::format("action A{} drop REASON", old.number))}));
        facts.add(ActionChanged{old.number, *status, words});
        Message m = one_line({say(fmt::format("A{} is {}.", old.number, word(*status)))});
        if (*status == ActionStatus::done)
            add_line(m, {say("Seen to work? "),
                         command(fmt::format("action A{} verified WHAT SHOWED IT", old.number))});
        add_line(m, undo_line());
        return done(c, std::move(facts.list), std::move(m));
    }
    if (args.people.empty() && args.key("due").empty())
        return refused(
            c, one_line({say(fmt::format("A{}: done, verified or dropped? Nothing changed. ", old.number)),
                         command(fmt::format("action A{} done WHAT", old.number)), say(" · "),
                         command(fmt::format("action A{} @who", old.number)), say(" · "),
                         command(fmt::format("action A{} drop REASON", old.number))}));
    ActionAdded a{.number = old.number,
                  .owner = old.owner,
                  .due = old.due,
                  .type = old.type,
                  .owner_name = old.owner_name,
                  .ticket = old.ticket,
                  .text = old.text};
    if (!args.people.empty()) {
        Named owner = person_named(c, args.people.front());
        if (owner.asks_back())
            return nobody_called(c, args.people.front(), owner, fmt::format("action A{} {{}}", old.number));
        know_picked(c, owner, facts.list);
        if (owner.is_new) facts.list.push_back(person_seen(c, owner));
        a.owner = owner.id;
        a.owner_name = owner.name;
    }
    if (!args.key("due").empty()) {
        const auto when = text::future_moment(args.key("due"), c.now);
        if (!when)
            return refused(
                c, one_line({say(fmt::format("\"{}\" is no date to come that I can read. Nothing changed.",
                                             text::cut(args.key("due"), 40)))}));
        a.due = *when;
    }
    facts.add(a);
    Message m = one_line(
        {say(fmt::format("A{} is with {}{}.", a.number, a.owner ? text::isolated(a.owner_name) : "NOBODY",
                         a.due == no_instant ? ", no due date" : ", due " + text::day(a.due)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_action(const Context& c, const Arguments& args) {
    if (args.items.empty()) {
        if (text::trimmed(args.text).empty())
            return shown(c, usage(*command_named("action"), open_ones(*c.file)));
        return add(c, args);
    }
    const Recorded* r = find_item(*c.file, args.items.front(), "A");
    if (!r) return no_such_item(c, args.items.front(), "A");
    const auto it = c.file->actions.find(std::get<ActionAdded>(r->event).number);
    if (it == c.file->actions.end()) return withdrawn(c, *item_of(r->event));
    return change(c, args, it->second);
}

constexpr std::string_view types[] = {"prevent", "detect", "mitigate", "process"};
constexpr Keyword statuses[] = {
    {{"done", "finished"}}, {{"verified"}}, {{"dropped", "drop"}}, {{"open", "reopen"}}};

constexpr std::string_view aliases[] = {"todo"};
constexpr Slot slots_taken[] = {{"status", statuses}};
constexpr Key keys[] = {{"due", KeyKind::text}, {"type", KeyKind::text, types}, {"ticket", KeyKind::text}};
constexpr Form forms[] = {{"action [@who] [due=DATE] [type=prevent|detect|mitigate|process] [ticket=T] TEXT",
                           "action @ana due=14d type=prevent alert when backups are empty"},
                          {"action A1 done|verified|drop [TEXT]", "action A1 done alert is live"}};
constexpr std::string_view synonyms[] = {"followup", "follow-up"};

} // namespace

extern const Command command_action;
constexpr Command command_action{
    .name = "action",
    .aliases = aliases,
    .summary = "a follow-up with an owner and a due date",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys, .item_kinds = "A", .people = true},
    .synonyms = synonyms,
    .decide = &decide_action,
};

} // namespace tocsin
