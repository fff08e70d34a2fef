// next: moves a promise, in public and with a reason (DOMAIN 5.1).
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision show_due(const Context& c) {
    Line due = due_line(c.incident(), c.now);
    Message m = usage(*command_named("next"), due.empty() ? "No update is owed to anybody." : "");
    if (!due.empty()) {
        due.insert(due.begin(), say("Next update due: "));
        m.lines.insert(m.lines.begin(), std::move(due));
    }
    return shown(c, std::move(m));
}

Decision decide_next(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const auto audience = audience_of(args.word("audience"));
    if (!audience) return show_due(c);
    const std::string shown_name = views::audience_shown(*audience);
    const std::string reason{text::trimmed(args.text)};
    if (!args.length || reason.empty())
        return refused(c, one_line({say(fmt::format("A new time for {} needs a length and a reason, because "
                                                    "they are told. Nothing changed. ",
                                                    shown_name)),
                                    command(fmt::format("next {} 60m REASON", word(*audience)))}));
    if (*audience == Audience::responders)
        return refused(
            c, one_line({say(
                   "Responders have no clock: the card in the room is always current. Nothing changed.")}));
    if (i.is_private && !i.approved.contains(*audience))
        return refused(
            c, one_line({say(fmt::format("{} have not been told of this private incident. Nothing changed.",
                                         shown_name))}));
    if (i.state == State::cancelled || i.state == State::merged)
        return not_open(c, "nobody is owed an update");
    const Instant due = c.now + *args.length;
    const auto it = i.clocks.find(*audience);
    const bool open = it != i.clocks.end() && it->second.open;
    Facts facts{c};
    if (open)
        facts.add(ObligationMoved{*audience, it->second.open->kind, MoveReason::by_hand, due, reason});
    else
        facts.add(ObligationOpened{
            *audience, is_over(i.state) ? ObligationKind::closing : ObligationKind::cadence, c.now, due});
    Message m = one_line({say(fmt::format("Next update to {} is due ", shown_name)), at_time(due),
                          say(open ? fmt::format(" now, was {}.", text::due_utc(it->second.open->due))
                                   : std::string{" now."})});
    add_line(m, {say(fmt::format("{} are told the new time and the reason. ", shown_name)), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Slot slots_taken[] = {{"audience", slots::audiences}};
constexpr Form forms[] = {{"next internal|executives|customers LENGTH REASON",
                           "next customers 60m the restore runs, nothing will change before"}};
constexpr std::string_view synonyms[] = {"snooze", "postpone", "delay", "promise"};

} // namespace

extern const Command command_next;
constexpr Command command_next{
    .name = "next",
    .aliases = {},
    .summary = "move the time of the next update",
    .forms = forms,
    .takes = {.slots = slots_taken, .length = true},
    .synonyms = synonyms,
    .decide = &decide_next,
};

} // namespace tocsin
