// cancel: it was a false alarm (DOMAIN 2.2).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

bool customers_were_told(const IncidentFile& file) {
    for (const auto& [key, update] : file.updates)
        if (key.second == Audience::customers && update.delivered != no_instant) return true;
    return false;
}

Decision decide_cancel(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string reason{text::trimmed(args.text)};
    if (i.state == State::monitoring) {
        Message m = one_line({say(fmt::format("Nothing changed. {} is {}, so it was real. It is over? ",
                                              i.ref(), views::state_shown(i.state))),
                              command("resolve TEXT")});
        return refused(c, std::move(m));
    }
    if (!is_open(i.state)) return not_open(c, "it cannot be cancelled");
    if (reason.empty())
        return refused(
            c, one_line({say(fmt::format("A false alarm needs a reason: people read it later. {} goes on. ",
                                         i.ref())),
                         command("cancel REASON")}));
    Facts facts{c};
    facts.add(IncidentCancelled{i.state, reason});
    Message m =
        one_line({say(fmt::format("{} is cancelled, a false alarm. Its clocks stand still.", i.ref()))});
    if (customers_were_told(*c.file))
        add_line(m, {say("CUSTOMERS were told of it. Tell them that it was none: "),
                     command("update customers TEXT")});
    add_line(m, {say("Not right? "), command("reopen REASON"), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"cancel REASON", "cancel the probe was wrong, all orders went through"}};
constexpr std::string_view synonyms[] = {"abort", "dismiss", "false-alarm"};

} // namespace

extern const Command command_cancel;
constexpr Command command_cancel{
    .name = "cancel",
    .aliases = {},
    .summary = "it was a false alarm",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_cancel,
};

} // namespace tocsin
