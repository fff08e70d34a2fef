// retract: withdraws an entry; it stays, marked, and counts no more (P6).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_retract(const Context& c, const Arguments& args) {
    const std::string reason{text::trimmed(args.text)};
    if (args.items.empty()) {
        Message m = usage(*command_named("retract"),
                          reason.empty() ? "" : "Which entry? Nothing was withdrawn. Begin with its number.");
        return reason.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    const Recorded* target = find_item(*c.file, args.items.front(), all_items);
    if (!target) return no_such_item(c, args.items.front(), all_items);
    const Item item = *item_of(target->event);
    if (c.file->retractions.contains(target->seq))
        return refused(
            c, one_line({say(fmt::format("{} was withdrawn already. Nothing was done.", to_string(item)))}));
    if (std::holds_alternative<UpdateSubmitted>(target->event))
        return refused(c, one_line({say(fmt::format("{} has gone out and cannot be taken back. Nothing was "
                                                    "withdrawn. Tell the same people: ",
                                                    to_string(item))),
                                    command(fmt::format("correct {} TEXT", to_string(item)))}));
    if (reason.empty())
        return refused(c,
                       one_line({say(fmt::format("Why is {} withdrawn? Nothing was done. ", to_string(item))),
                                 command(fmt::format("retract {} REASON", to_string(item)))}));
    Facts facts{c};
    facts.add(EntryRetracted{item.kind, item.number, reason});
    Message m = one_line({say(fmt::format("{} is withdrawn: ", to_string(item))),
                          quote(text::cut(words_of(*c.file, *target), 100)),
                          say(". It stays in the timeline, marked.")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"retract N6 REASON", "retract N6 wrong incident"}};
constexpr std::string_view synonyms[] = {"withdraw", "delete", "remove"};

} // namespace

extern const Command command_retract;
constexpr Command command_retract{
    .name = "retract",
    .aliases = {},
    .summary = "withdraw an entry, with a reason",
    .forms = forms,
    .takes = {.item_kinds = all_items},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_retract,
};

} // namespace tocsin
