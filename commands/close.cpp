// close: the review is done and nothing is left (DOMAIN 2.2).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// What still stands in the way, each with the line that ends it.
void add_hindrances(const Context& c, Message& m) {
    const Incident& i = c.incident();
    if (i.is_major() && i.review != ReviewStatus::closed)
        add_line(m, {say(fmt::format("The post-mortem is {}. ", word(i.review))),
                     command("postmortem status closed")});
    for (const auto& [number, action] : c.file->actions)
        if (!action.owner && action.status == ActionStatus::open)
            add_line(m, {say(fmt::format("A{} has no owner: ", number)), quote(text::cut(action.text, 60)),
                         say(" "), command(fmt::format("action A{} @who", number))});
    for (const auto& related : i.related) {
        const IncidentFile* child =
            related.how == Related::How::child ? c.all.find(related.incident) : nullptr;
        if (child && is_open(child->now.state))
            add_line(m, {say(fmt::format("{} is open. ", child->now.ref())),
                         command(child->now.ref() + " resolve TEXT")});
    }
}

Decision decide_close(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (is_open(i.state)) {
        Message m = one_line(
            {say(fmt::format("Nothing changed. {} is {}, so it cannot be closed. Possible now:", i.ref(),
                             views::state_shown(i.state)))});
        const std::string reason = text::cut(text::trimmed(args.text), 200);
        const std::string line = "resolve " + (reason.empty() ? "TEXT" : reason);
        add_line(m, {command(line), say(" (it is over)"), say(" · "), command("cancel REASON"),
                     say(" (false alarm)")});
        return reason.empty() ? refused(c, std::move(m)) : asked(c, line, std::move(m));
    }
    if (i.state != State::resolved && i.state != State::postmortem)
        return refused(c, one_line({say(fmt::format("Nothing changed. {} is {} already. ", i.ref(),
                                                    views::state_shown(i.state))),
                                    command("show")}));
    Message why = one_line({say(fmt::format("{} cannot be closed yet. Nothing changed.", i.ref()))});
    add_hindrances(c, why);
    if (why.lines.size() > 1) return refused(c, std::move(why));
    Facts facts{c};
    facts.add(IncidentClosed{i.state, ""});
    Message m = one_line({say(fmt::format("{} is closed (over, the review is done).", i.ref()))});
    if (const std::string note{text::trimmed(args.text)}; !note.empty()) {
        facts.add(NoteAdded{i.next('N'), note});
        add_line(m, {say(fmt::format("N{} noted: ", i.next('N'))), quote(text::cut(note, 80))});
    }
    add_line(m, {say("Not over? "), command("reopen REASON"), say(" (within 7 days) · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"close [NOTE]", "close"}};

} // namespace

extern const Command command_close;
constexpr Command command_close{
    .name = "close",
    .aliases = {},
    .summary = "the review is done, nothing is left",
    .forms = forms,
    .takes = {},
    .synonyms = {},
    .guess = Command::Guess::never,
    .decide = &decide_close,
};

} // namespace tocsin
