// object: a strong objection to what a poll proposes.
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_object(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string reason{text::trimmed(args.text)};
    if (args.items.empty() && reason.empty()) return shown(c, usage(*command_named("object"), ""));
    Item wanted = args.items.empty() ? Item{'P', 0} : args.items.front();
    if (args.items.empty() && i.open_polls.size() != 1)
        return refused(c, one_line({say(i.open_polls.empty() ? "No poll is open. Nothing was recorded. "
                                                             : "To which poll? Nothing was recorded. "),
                                    command(i.open_polls.empty()
                                                ? "note " + text::cut(reason, 120)
                                                : fmt::format("object P{} {}", i.open_polls.rbegin()->first,
                                                              text::cut(reason, 120)))}));
    const Recorded* r = find_item(*c.file, wanted, "P");
    if (!r) return no_such_item(c, wanted, "P");
    const std::uint32_t number = std::get<PollOpened>(r->event).number;
    if (reason.empty())
        return refused(c, one_line({say(fmt::format("An objection needs its reason. Nothing was recorded. ")),
                                    command(fmt::format("object P{} REASON", number))}));
    const auto poll = c.file->polls.find(number);
    if (poll == c.file->polls.end()) return withdrawn(c, {'P', number});
    Facts facts{c};
    facts.add(PollObjected{number, reason});
    Message m = one_line({say(fmt::format("Your objection to P{} stands: ", number)),
                          quote(text::cut(reason, 120)), say(".")});
    if (poll->second.decision)
        add_line(m, {say(fmt::format("It was decided already (D{}); {} has been told.", poll->second.decision,
                                     text::isolated(i.lead_name())))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"object P1 REASON", "object P1 the second data centre has no spare capacity"}};
constexpr std::string_view synonyms[] = {"veto", "disagree"};

} // namespace

extern const Command command_object;
constexpr Command command_object{
    .name = "object",
    .aliases = {},
    .summary = "object to a proposal, with a reason",
    .forms = forms,
    .takes = {.item_kinds = "P"},
    .synonyms = synonyms,
    .decide = &decide_object,
};

} // namespace tocsin
