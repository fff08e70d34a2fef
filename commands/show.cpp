// show: the card, or one entry whole.
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// What became of an entry since it was made.
std::string outcome_of(const Context& c, const Recorded& r) {
    static constexpr std::string_view tasks[] = {"running", "done", "dropped"};
    const IncidentFile& f = *c.file;
    const Item item = *item_of(r.event);
    const auto has = [&](const auto& list) { return list.contains(item.number); };
    const auto more = [](std::string_view words) {
        return words.empty() ? std::string{} : ": " + std::string{words};
    };
    switch (item.kind) {
    case 'T':
        if (!has(f.now.tasks)) return "";
        {
            const Task& t = f.now.tasks.at(item.number);
            return fmt::format(
                "{}, {}{}", text::isolated(t.owner_name), tasks[static_cast<std::size_t>(t.status)],
                t.status == Task::Status::running ? ", until " + text::due_utc(t.due) : more(t.outcome));
        }
    case 'H':
        return has(f.hypotheses) && f.hypotheses.at(item.number).verdict
                   ? std::string{word(*f.hypotheses.at(item.number).verdict)} +
                         more(f.hypotheses.at(item.number).why)
                   : "open";
    case 'Q':
        return has(f.questions) && !f.questions.at(item.number).open()
                   ? "answered by " + text::isolated(f.questions.at(item.number).answered_by) +
                         more(f.questions.at(item.number).answer)
                   : "open";
    case 'A':
        return has(f.actions) ? fmt::format("{}, {}{}",
                                            f.actions.at(item.number).owner
                                                ? text::isolated(f.actions.at(item.number).owner_name)
                                                : "NOBODY",
                                            word(f.actions.at(item.number).status),
                                            more(f.actions.at(item.number).outcome))
                              : "";
    case 'P':
        return has(f.polls) ? fmt::format("{} objections{}", f.polls.at(item.number).objections.size(),
                                          f.polls.at(item.number).closed ? ", closed" : "")
                            : "";
    case 'U':
        if (const auto draft = f.drafts.find(item.number);
            draft != f.drafts.end() && draft->second.approved_by.empty())
            return "a draft, not sent";
        return "";
    default: return "";
    }
}

Message entry(const Context& c, const Recorded& r) {
    const Item item = *item_of(r.event);
    Message m = one_line({say(fmt::format("{} by {}, {}:", to_string(item), text::isolated(r.meta.by_name),
                                          text::near(r.meta.at, c.now)))});
    add_line(m, {quote(words_of(*c.file, r))});
    if (const auto it = c.file->corrections.find(r.seq); it != c.file->corrections.end())
        add_line(m, {say(fmt::format("Corrected. First: {}, ", text::near(it->second.old_at, c.now))),
                     quote(it->second.old_text)});
    if (const auto it = c.file->retractions.find(r.seq); it != c.file->retractions.end())
        add_line(m, {say(fmt::format("Withdrawn by {}: ", text::isolated(it->second.by_name))),
                     quote(it->second.why)});
    else if (const std::string outcome = outcome_of(c, r); !outcome.empty())
        add_line(m, {say(views::capital(outcome) + ".")});
    return m;
}

Decision decide_show(const Context& c, const Arguments& args) {
    if (args.items.empty()) return shown(c, views::card(c.all, c.incident()));
    const Recorded* r = find_item(*c.file, args.items.front(), all_items);
    if (!r) return no_such_item(c, args.items.front(), all_items);
    return shown(c, entry(c, *r));
}

constexpr Form forms[] = {{"show [T1|H2|U4|last]", "show T1"}};
constexpr std::string_view synonyms[] = {"view", "card", "info", "get"};

} // namespace

extern const Command command_show;
constexpr Command command_show{
    .name = "show",
    .aliases = {},
    .summary = "the card, or one entry",
    .forms = forms,
    .takes = {.item_kinds = all_items},
    .synonyms = synonyms,
    .reads_only = true,
    .decide = &decide_show,
};

} // namespace tocsin
