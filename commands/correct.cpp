// correct: a later entry that replaces words or time of an earlier one. Nothing is deleted (P6).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::string_view kinds = "NIT";

Decision published_update(const Context& c, const Recorded& r) {
    const auto& u = std::get<UpdateSubmitted>(r.event);
    return refused(c, one_line({say(fmt::format("U{} has gone out and stays as it is. Nothing was changed. Tell the same people: ", u.number)),
                                command(fmt::format("update {} Correction: TEXT", word(u.audience)))}));
}

Decision decide_correct(const Context& c, const Arguments& args) {
    if (args.items.empty()) {
        Message m = usage(c, *command_named("correct"), args.text.empty() ? "" : "Which entry? Nothing was changed. Begin with its number.");
        return args.text.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    const Item wanted = args.items.front();
    const Recorded* target = find_item(*c.file, wanted, "NITU");
    if (!target) return no_such_item(c, wanted, kinds);
    if (std::holds_alternative<UpdateSubmitted>(target->event)) return published_update(c, *target);
    const Item item = *item_of(target->event);
    const std::string words{text::trimmed(args.text)};
    if (words.empty() && !args.at)
        return refused(c, one_line({say(fmt::format("{} says ", to_string(item))), quote(text::cut(words_of(*c.file, *target), 120)),
                                    say(". Nothing was changed. New words: "), command(fmt::format("correct {} TEXT", to_string(item)))}));
    Facts facts{c};
    facts.add(EntryCorrected{item.kind, item.number, args.at.has_value(), words}, meta_of(c, args.at));
    Message m = one_line({say(fmt::format("{} corrected{}. The first words stay in the full timeline.", to_string(item),
                                          args.at ? ", time " + heard(*args.at, c.now) : ""))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"correct N6 [at=TIME] TEXT", "correct N6 at=23:27 the bucket is empty"}};
constexpr std::string_view synonyms[] = {"edit", "fix", "change", "amend"};

} // namespace

extern const Command command_correct;
constexpr Command command_correct{
    .name = "correct",
    .aliases = {},
    .summary = "replace the words or the time of an entry",
    .forms = forms,
    .takes = {.keys = keys, .item_kinds = "NITU"},
    .synonyms = synonyms,
    .decide = &decide_correct,
};

} // namespace tocsin
