// show: the card, or one entry whole.
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Message entry(const Context& c, const Recorded& r) {
    const Item item = *item_of(r.event);
    Message m = one_line({say(fmt::format("{} by {}, {}:", to_string(item), r.meta.by_name, text::near(r.meta.at, c.now)))});
    add_line(m, {quote(words_of(*c.file, r))});
    if (const auto it = c.file->corrections.find(r.seq); it != c.file->corrections.end())
        add_line(m, {say(fmt::format("Corrected. First: {}, ", text::near(it->second.old_at, c.now))), quote(it->second.old_text)});
    if (const auto* task = std::get_if<TaskGiven>(&r.event)) {
        const Task& t = c.incident().tasks.at(task->number);
        static constexpr std::string_view statuses[] = {"running", "done", "dropped"};
        add_line(m, {say(fmt::format("{}, {}", t.owner_name, statuses[static_cast<std::size_t>(t.status)])),
                     say(t.status == Task::Status::running ? ", until " + text::due_utc(t.due) : t.outcome.empty() ? "" : ": " + t.outcome)});
    }
    return m;
}

Decision decide_show(const Context& c, const Arguments& args) {
    if (args.items.empty()) return shown(c, views::card(c.all, c.incident()));
    const Recorded* r = find_item(*c.file, args.items.front(), "NITU");
    if (!r) return no_such_item(c, args.items.front(), "NITU");
    return shown(c, entry(c, *r));
}

constexpr Form forms[] = {{"show [N3|I1|T1|U2|last]", "show T1"}};
constexpr std::string_view synonyms[] = {"view", "card", "info", "get"};

} // namespace

extern const Command command_show;
constexpr Command command_show{
    .name = "show",
    .aliases = {},
    .summary = "the card, or one entry",
    .forms = forms,
    .takes = {.item_kinds = "NITU"},
    .synonyms = synonyms,
    .reads_only = true,
    .decide = &decide_show,
};

} // namespace tocsin
