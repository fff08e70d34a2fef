// decide: a decision with who made it and when (DOMAIN 9).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision present(const Context& c) {
    std::string newest;
    if (!c.file->decisions.empty())
        newest = fmt::format("Newest: D{} \"{}\"", c.file->decisions.rbegin()->first,
                             text::cut(c.file->decisions.rbegin()->second.text, 120));
    return shown(c, usage(*command_named("decide"), newest));
}

Decision decide_decide(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    std::uint32_t poll = 0;
    std::string text = words;
    if (!args.items.empty()) {
        const Recorded* r = find_item(*c.file, args.items.front(), "P");
        if (!r) return no_such_item(c, args.items.front(), "P");
        poll = std::get<PollOpened>(r->event).number;
        if (text.empty()) text = words_of(*c.file, *r); // the proposal as it stood
    }
    if (text.empty()) return present(c);
    Facts facts{c};
    facts.add(DecisionMade{i.next('D'), poll, text});
    Message m = one_line(
        {say(fmt::format("D{} decided by you: ", i.next('D'))), quote(text::cut(text, 120)), say(".")});
    if (const auto it = c.file->polls.find(poll); it != c.file->polls.end() && !it->second.objections.empty())
        add_line(m, {say(fmt::format("{} objection{} stand beside it.", it->second.objections.size(),
                                     it->second.objections.size() == 1 ? "" : "s"))});
    add_line(m, {say("Not right? "), command(fmt::format("correct D{} TEXT", i.next('D'))), say(" · "),
                 command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"decision"};
constexpr Form forms[] = {{"decide TEXT", "decide fail over to the second data centre"},
                          {"decide P1 [TEXT]", "decide P1"}};
constexpr std::string_view synonyms[] = {"decided", "agree"};

} // namespace

extern const Command command_decide;
constexpr Command command_decide{
    .name = "decide",
    .aliases = aliases,
    .summary = "record a decision with who made it",
    .forms = forms,
    .takes = {.item_kinds = "P"},
    .synonyms = synonyms,
    .decide = &decide_decide,
};

} // namespace tocsin
