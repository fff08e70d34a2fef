// correct: a later entry that replaces words or time of an earlier one. Nothing is deleted (P6).
#include "commands/items.hpp"
#include "commands/publish.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// A published update is published again, marked as a correction, to whoever read it.
Decision correct_update(const Context& c, std::uint32_t number, const std::string& words) {
    if (c.file->drafts.contains(number) && !c.file->update(number))
        return refused(
            c, one_line(
                   {say(fmt::format(
                        "U{} is a draft and has not gone out. Nothing was changed. Write it anew: ", number)),
                    command("update customers draft TEXT")}));
    Publication p{.words = words, .number = c.incident().next('U'), .corrects = number};
    for (const Audience a : {Audience::customers, Audience::internal, Audience::executives})
        if (const auto it = c.file->updates.find({number, a});
            it != c.file->updates.end() && !it->second.copy)
            p.audiences.push_back(a);
    if (c.incident().going.contains(number))
        return refused(
            c,
            one_line(
                {say(fmt::format("U{} has not gone out yet. Stop it and write it anew. Nothing was changed. ",
                                 number)),
                 command("undo")}));
    const text::LintResult result = check_wording(c, p, false);
    if (result.holds()) {
        Message m = one_line({say("Not sent, nothing was changed.")});
        for (const auto& finding : result.findings)
            if (finding.blocks)
                add_line(m, {say(fmt::format("{} ({})", finding.says, text::rule_name(finding.rule)))});
        if (!result.without_words.empty())
            add_line(m, {say("Without it: "),
                         command(fmt::format("correct U{} {}", number, result.without_words))});
        return refused(c, std::move(m));
    }
    p.rules = rules_of(result, false);
    Facts facts{c};
    facts.add(EntryCorrected{'U', number, false, words});
    Message m;
    publish(c, p, facts, m);
    add_warnings(result, m);
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_correct(const Context& c, const Arguments& args) {
    if (args.items.empty()) {
        Message m =
            usage(*command_named("correct"),
                  args.text.empty() ? "" : "Which entry? Nothing was changed. Begin with its number.");
        return args.text.empty() ? shown(c, std::move(m)) : refused(c, std::move(m));
    }
    const Item wanted = args.items.front();
    const Recorded* target = find_item(*c.file, wanted, correctable_items);
    if (!target) return no_such_item(c, wanted, correctable_items);
    const Item item = *item_of(target->event);
    if (c.file->retractions.contains(target->seq)) return withdrawn(c, item);
    const std::string words{text::trimmed(args.text)};
    if (words.empty() && !args.at)
        return refused(c, one_line({say(fmt::format("{} says ", to_string(item))),
                                    quote(text::cut(words_of(*c.file, *target), 120)),
                                    say(". Nothing was changed. New words: "),
                                    command(fmt::format("correct {} TEXT", to_string(item)))}));
    if (c.incident().review >= ReviewStatus::reviewed && words.empty() && args.at)
        return refused(
            c, one_line(
                   {say("The post-mortem was reviewed: a correction needs its words. Nothing was changed. "),
                    command(fmt::format("correct {} at=TIME TEXT", to_string(item)))}));
    if (item.kind == 'U') {
        if (args.at || words.empty())
            return refused(
                c, one_line({say("When an update went out is known. Nothing was changed. New words: "),
                             command(fmt::format("correct {} TEXT", to_string(item)))}));
        return correct_update(c, item.number, words);
    }
    Facts facts{c};
    facts.add(EntryCorrected{item.kind, item.number, args.at.has_value(), words}, meta_of(c, args.at));
    Message m =
        one_line({say(fmt::format("{} corrected{}. The first words stay in the full timeline.",
                                  to_string(item), args.at ? ", time " + heard(*args.at, c.now) : ""))});
    if (c.incident().review == ReviewStatus::reviewed) {
        facts.add(PostmortemMoved{ReviewStatus::reviewed, ReviewStatus::in_review,
                                  to_string(item) + " was corrected"});
        add_line(m, {say("The post-mortem is in review again.")});
    }
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
    .takes = {.keys = keys, .item_kinds = correctable_items},
    .synonyms = synonyms,
    .decide = &decide_correct,
};

} // namespace tocsin
