// resolve: it is over. Ends the impact, asks for the closing updates, makes the draft (DOMAIN 2.2, 5.6).
#include "commands/postmortem/document.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::size_t gaps_shown_max = 3;

// The open obligation becomes the closing one, due min(its due, resolve + 30 min).
void close_clocks(const Context& c, Facts& facts) {
    const Instant latest = c.now + c.all.policy_of(c.incident()).closing_within;
    for (const auto& [audience, clock] : c.incident().clocks)
        if (clock.open)
            facts.add(ObligationMoved{audience, ObligationKind::closing, MoveReason::closing,
                                      std::min(clock.open->due, latest), ""});
}

void add_owed(const Facts& facts, Message& m) {
    std::vector<std::pair<Instant, Audience>> owed; // the earliest first
    for (const Fact& f : facts.list)
        if (const auto* moved = std::get_if<ObligationMoved>(&f.event))
            owed.emplace_back(moved->due, moved->audience);
    std::sort(owed.begin(), owed.end());
    if (Line line = views::owed_line(owed); !line.empty()) m.lines.push_back(std::move(line));
}

// The draft's gaps as they will be once this is recorded.
void add_gaps(const Context& c, const Facts& facts, Message& m) {
    IncidentFile after = *c.file;
    Seq seq = c.all.last_seq;
    for (const Fact& f : facts.list)
        after.log.push_back({.seq = {++seq.value},
                             .incident = after.now.id,
                             .recorded_at = c.now,
                             .meta = f.meta,
                             .event = f.event});
    refold(after);
    const auto gaps =
        postmortem::gaps({.all = c.all, .file = after, .talk = {}, .as_of = c.now, .chain_head = {}});
    add_line(m, {say("Post-mortem draft: "),
                 link("draft of " + after.now.ref(), "/i/" + after.now.slug() + "/draft"),
                 say(gaps.empty() ? "." : fmt::format(". {} gaps, first ones:", gaps.size()))});
    std::size_t n = 0;
    for (const auto& gap : gaps) {
        if (gap.command.empty()) continue;
        if (n++ == gaps_shown_max) break;
        add_line(m, {say(fmt::format("{} {} ", n, gap.question)), command(gap.command)});
    }
}

// A security incident is over after recovery; before it, `force` and a reason say that somebody has thought
// of that.
Message too_early(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    if (i.type != IncidentType::security || i.phase == Phase::recovery) return {};
    if (!args.word("way").empty() && !words.empty()) return {};
    Message m = one_line(
        {say(fmt::format("{} is in {}, not in recovery. Nothing changed.", i.ref(), word(i.phase)))});
    add_line(m, {say("Clean again? "), command("phase recovery TEXT"), say(" · over all the same: "),
                 command("resolve force WHY")});
    return m;
}

Decision decide_resolve(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (!is_open(i.state)) {
        if (i.state == State::merged) return not_open(c, "it cannot be resolved here");
        Message m = one_line(
            {say(fmt::format("Nothing changed. {} is {} already.", i.ref(), views::state_shown(i.state)))});
        add_line(m, {say("Not over? "), command("reopen REASON")});
        return refused(c, std::move(m));
    }
    if (Message why = too_early(c, args); !why.lines.empty()) return refused(c, std::move(why));
    const Meta meta = meta_of(c, args.at);
    if (meta.at < i.declared_at && !meta.day_only && i.windows.empty())
        return refused(
            c,
            one_line({say(fmt::format("{} was declared {}, so it cannot be over {}. Nothing changed. ",
                                      i.ref(), text::near(i.declared_at, c.now), text::near(meta.at, c.now))),
                      command("resolve TEXT")}));
    const std::string summary{text::trimmed(args.text)};
    Facts facts{c};
    facts.add(IncidentResolved{i.state, summary}, meta);
    if (i.type == IncidentType::security) facts.add(PhaseChanged{i.phase, Phase::lessons_learned, ""}, meta);
    close_clocks(c, facts);
    Message m = one_line(
        {say(fmt::format("{} is resolved {}.", i.ref(),
                         args.at ? "at " + heard(*args.at, c.now) : "at " + text::hhmm_utc(meta.at)))});
    m.tone = Tone::good;
    if (const Window* w = i.open_window())
        add_line(m, {say(fmt::format("Impact {} ended with it: {} ({}).", word(w->level),
                                     text::length(std::max(meta.at, w->start) - w->start),
                                     "since " + text::near(w->start, c.now)))});
    add_owed(facts, m);
    if (summary.empty())
        add_line(m, {say("No summary given; the draft has a gap there. "), command("note SUMMARY")});
    add_gaps(c, facts, m);
    add_line(m, {say("Not over? "), command("reopen REASON"), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Keyword ways[] = {{{"force"}}};
constexpr Slot slots_taken[] = {{"way", ways}};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {
    {"resolve [at=TIME] [force] SUMMARY", "resolve gateway rolled back, error rate normal since 02:51"}};
constexpr std::string_view synonyms[] = {"fixed", "done", "over", "solved", "finished", "end", "resolved"};

} // namespace

extern const Command command_resolve;
constexpr Command command_resolve{
    .name = "resolve",
    .aliases = {},
    .summary = "it is over: ends the impact, asks for the closing update, makes the draft",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_resolve,
};

} // namespace tocsin
