// clock: shows the update clocks, and lets one stand still as its audience is told (DOMAIN 5.6).
#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/publish.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/future.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr hours pause_max{72};

Decision show_clocks(const Context& c) {
    Message m;
    for (const auto& [audience, clock] : c.incident().clocks) {
        if (audience == Audience::responders || !clock.started) continue;
        Line line{say(views::audience_shown(audience) + ": ")};
        if (clock.open) {
            line.push_back(say(c.now > clock.open->due ? "LATE since " : "next update due "));
            line.push_back(at_time(clock.open->due));
        } else {
            line.push_back(say("nothing is owed"));
        }
        if (clock.paused_until > c.now)
            line.push_back(say(fmt::format(", paused until {}", text::near(clock.paused_until, c.now))));
        if (clock.last_published != no_instant)
            line.push_back(say(fmt::format(", last heard {}", text::near(clock.last_published, c.now))));
        m.lines.push_back(std::move(line));
    }
    if (m.lines.empty()) add_line(m, {say("No update clock runs.")});
    for (const Form& form : command_named("clock")->forms)
        if (form.line != "clock") add_line(m, {command(form.line)});
    return shown(c, std::move(m));
}

// The pause exists only through a published update that names when updates go on.
Decision pause(const Context& c, const Arguments& args, Audience audience) {
    const Incident& i = c.incident();
    const std::string reason{text::trimmed(args.text)};
    const auto until = text::future_moment(args.key("until"), c.now);
    const std::string line = fmt::format("clock pause {} until=08:00 REASON", word(audience));
    if (!is_open(i.state)) return not_open(c, "no clock runs that could pause");
    if (!until || reason.empty())
        return refused(
            c,
            one_line({say("A pause needs a time and a reason, because they are told both. Nothing changed. "),
                      command(line)}));
    if (*until - c.now > pause_max)
        return refused(c, one_line({say(fmt::format("A pause lasts at most {}. Nothing changed. ",
                                                    text::length(pause_max))),
                                    command(line)}));
    if (i.is_private && !i.approved.contains(audience))
        return refused(
            c, one_line({say(fmt::format("{} have not been told of this private incident. Nothing changed.",
                                         views::capital(views::audience_shown(audience))))}));
    const std::string stop = std::string_view{".!?"}.find(reason.back()) == std::string_view::npos ? "." : "";
    Publication p{.audiences = {audience},
                  .words = fmt::format("{}{} Updates pause until {}.", reason, stop,
                                       text::near(text::to_minute(*until), c.now)),
                  .number = i.next('U')};
    const text::LintResult result = check_wording(c, p, false);
    if (result.holds()) {
        Message m = one_line({say("Not sent, nothing changed.")});
        for (const auto& finding : result.findings)
            if (finding.blocks) add_line(m, {say(finding.says)});
        add_line(m, {command(line)});
        return refused(c, std::move(m));
    }
    Facts facts{c};
    facts.add(ClockPaused{audience, *until, reason});
    Incident paused = i;
    paused.clocks[audience].paused_until = *until;
    IncidentFile after = *c.file;
    after.now = paused;
    Context then{.all = c.all,
                 .ask = c.ask,
                 .now = c.now,
                 .speaker = c.speaker,
                 .speaker_name = c.speaker_name,
                 .file = &after};
    Message m;
    publish(then, p, facts, m);
    return done(c, std::move(facts.list), std::move(m));
}

Decision resume(const Context& c, const Arguments& args, Audience audience) {
    const Incident& i = c.incident();
    const auto it = i.clocks.find(audience);
    if (it == i.clocks.end() || it->second.paused_until <= c.now)
        return refused(c, one_line({say(fmt::format("The clock of {} does not stand still. Nothing changed. ",
                                                    views::audience_shown(audience))),
                                    command("clock")}));
    Facts facts{c};
    facts.add(ClockResumed{audience, std::string{text::trimmed(args.text)}});
    Incident running = i;
    running.clocks[audience].paused_until = no_instant;
    const Policy& policy = c.all.policy_of(i);
    const auto target = clocks::target_of(running, audience, policy);
    Message m = one_line({say(fmt::format("Updates to {} go on. ", views::audience_shown(audience)))});
    if (it->second.open && target > Duration{}) {
        const Instant due =
            std::min(it->second.open->due, clocks::due_after(running, audience, policy, c.now, target));
        facts.add(ObligationMoved{audience, it->second.open->kind, MoveReason::resumed, due, ""});
        m.lines.back().push_back(say("Next due "));
        m.lines.back().push_back(at_time(due));
        m.lines.back().push_back(say("."));
    }
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_clock_verb(const Context& c, const Arguments& args) {
    const auto what = args.word("what");
    const auto audience = audience_of(args.word("audience"));
    if (what.empty()) return show_clocks(c);
    if (!audience || *audience == Audience::responders)
        return refused(c, one_line({say("Whose clock? Nothing changed. "),
                                    command(fmt::format("clock {} customers{}", what,
                                                        what == "pause" ? " until=08:00 REASON" : ""))}));
    return what == "pause" ? pause(c, args, *audience) : resume(c, args, *audience);
}

constexpr Keyword whats[] = {{{"pause"}}, {{"resume"}}};
constexpr Slot slots_taken[] = {{"what", whats}, {"audience", slots::audiences}};
constexpr Key keys[] = {{"until", KeyKind::text}};
constexpr Form forms[] = {{"clock", "clock"},
                          {"clock pause AUDIENCE until=08:00 REASON",
                           "clock pause internal until=08:00 the restore runs, nobody can speed it up"},
                          {"clock resume AUDIENCE", "clock resume internal"}};
constexpr std::string_view synonyms[] = {"clocks", "pause", "timer", "timers"};

} // namespace

extern const Command command_clock;
constexpr Command command_clock{
    .name = "clock",
    .aliases = {},
    .summary = "when who hears next; let a clock stand still",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = synonyms,
    .decide = &decide_clock_verb,
};

} // namespace tocsin
