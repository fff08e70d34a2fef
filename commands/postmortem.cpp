// postmortem: the draft, its gaps, its owner (DOMAIN 11).
#include "commands/postmortem/document.hpp"
#include "commands/replies.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t gaps_shown_max = 5;

Decision name_owner(const Context& c, const Arguments& args) {
    if (args.people.empty())
        return refused(c, one_line({say("Who? Nothing was changed. "), command("postmortem owner @who")}));
    const Named named = person_named(c, args.people.front());
    if (!named.close.empty()) return nobody_called(c, args.people.front(), named, "postmortem owner {}");
    Facts facts{c};
    if (named.is_new) facts.list.push_back(person_seen(c, named));
    facts.add(PostmortemOwned{named.id, named.name});
    Message m = one_line({say(fmt::format("{} owns the post-mortem of {} now.", text::isolated(named.name), c.incident().ref()))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision show_draft(const Context& c) {
    const Incident& i = c.incident();
    const auto gaps = postmortem::gaps({.all = c.all, .file = *c.file, .talk = {}, .as_of = c.now, .chain_head = {}});
    Message m = one_line({say("Post-mortem: "), link("draft of " + i.ref(), "/i/" + i.ref() + "/draft"),
                          say(fmt::format(". Owner: {}. Gaps: {}.", i.postmortem_owner_name.empty() ? "NOBODY" : i.postmortem_owner_name, gaps.size()))});
    std::size_t n = 0;
    for (const auto& gap : gaps) {
        if (n++ == gaps_shown_max) break;
        Line line{say(fmt::format("{} {}", n, gap.question))};
        if (!gap.command.empty()) {
            line.push_back(say(" "));
            line.push_back(command(gap.command));
        }
        m.lines.push_back(std::move(line));
    }
    return shown(c, std::move(m));
}

Decision decide_postmortem(const Context& c, const Arguments& args) {
    if (args.word("what") == "owner") return name_owner(c, args);
    if (const auto layout = args.key("layout"); !layout.empty() && !postmortem::layout_named(layout)) {
        std::string names;
        for (const auto* known : postmortem::all_layouts()) names += (names.empty() ? "" : ", ") + std::string{known->name};
        return refused(c, one_line({say(fmt::format("The layout \"{}\" does not exist yet. Nothing was done. There is: {}.", text::cut(layout, 40), names))}));
    }
    return show_draft(c);
}

constexpr std::string_view aliases[] = {"pm"};
constexpr Keyword whats[] = {{{"owner"}}, {{"status"}, true}, {{"meeting"}, true}, {{"edit"}, true}};
constexpr Slot slots_taken[] = {{"what", whats}};
constexpr Key keys[] = {{"layout", KeyKind::text}};
constexpr Form forms[] = {{"postmortem [layout=sre]", "postmortem"}, {"postmortem owner @who", "postmortem owner @ana"}};
constexpr std::string_view synonyms[] = {"review", "retro", "retrospective", "rca", "draft"};

} // namespace

extern const Command command_postmortem;
constexpr Command command_postmortem{
    .name = "postmortem",
    .aliases = aliases,
    .summary = "the draft of the review, its gaps and its owner",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys, .people = true},
    .synonyms = synonyms,
    .decide = &decide_postmortem,
};

} // namespace tocsin
