// redact: takes the words of an entry, a secret or personal data, out of the record for good; a mark stays
// (DESIGN 4.8).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_redact(const Context& c, const Arguments& args) {
    const std::string reason{text::trimmed(args.text)};
    if (args.items.empty()) {
        Message m = usage(*command_named("redact"),
                          reason.empty() ? "For secrets and personal data. It cannot be undone."
                                         : "Which entry? Nothing was taken out. Begin with its number.");
        return reason.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    const Recorded* target = find_item(*c.file, args.items.front(), all_items);
    if (!target) return no_such_item(c, args.items.front(), all_items);
    const Item item = *item_of(target->event);
    const std::string again = fmt::format("redact {} REASON", to_string(item));
    if (c.file->redacted.contains(target->seq))
        return refused(c, one_line({say(fmt::format("The words of {} are gone already. Nothing was done.",
                                                    to_string(item)))}));
    if (reason.empty())
        return refused(
            c, one_line({say("Why? It cannot be undone, and the reason stays. Nothing was taken out. "),
                         command(again)}));
    const std::string words = words_of(*c.file, *target);
    if (!words.empty() && reason.find(words) != std::string::npos)
        return refused(
            c,
            one_line({say("The reason holds the words that are to go, and it stays. Nothing was taken out. "),
                      command(again)}));
    Facts facts{c};
    facts.add(EntryRedacted{item.kind, item.number, reason});
    Message m = one_line({say(fmt::format("The words of {} are taken out of record, answers, messages and "
                                          "talk, for good. A mark stays, the chain still verifies.",
                                          to_string(item)))});
    if (std::holds_alternative<UpdateSubmitted>(target->event))
        add_line(m, {say("It has gone out: whoever read it has read it.")});
    add_line(
        m,
        {say("Open pages and backups made before still hold them. A secret? Change it now: it was seen.")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"redact N6|last REASON", "redact N6 holds a password"}};
constexpr std::string_view synonyms[] = {"purge", "censor", "scrub"};

} // namespace

extern const Command command_redact;
constexpr Command command_redact{
    .name = "redact",
    .aliases = {},
    .summary = "take a secret out of the record, for good",
    .forms = forms,
    .takes = {.item_kinds = all_items},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_redact,
};

} // namespace tocsin
