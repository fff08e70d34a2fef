// impact: windows in which users are hurt, and statements about them (DOMAIN 7, 8).
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision start_window(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const bool given = !args.key("level").empty();
    const ImpactLevel level = impact_level_of(args.key("level")).value_or(ImpactLevel::partial);
    const std::uint32_t number = i.next('I');
    Facts facts{c};
    facts.add(ImpactStarted{number, level, std::string{text::trimmed(args.text)}}, meta_of(c, args.at));
    Message m =
        one_line({say(fmt::format("I{} impact {} since {}.", number, word(level),
                                  args.at ? heard(*args.at, c.now) : text::hhmm_utc(c.ask.said_at)))});
    if (!given)
        add_line(m, {say("No level given, so it counts as partial. Other levels: "),
                     command("impact start level=down TEXT")});
    if (const Window* old = i.open_window())
        add_line(m, {say(fmt::format("The window I{} ({}) ends there.", old->number, word(old->level)))});
    // A meaningful change asks for an update at once, whatever the clock says (DOMAIN 5.1).
    if (const auto customers = i.clocks.find(Audience::customers);
        customers != i.clocks.end() && customers->second.last_update && is_open(i.state))
        add_line(m, {say("Customers should hear this now: "), command("update customers TEXT")});
    add_line(m, {say("Over? "), command("impact end at=TIME"), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

// The open window; after resolve, the one that only resolve ended: when users were fine is often known later.
const Window* window_to_end(const Incident& i) {
    if (const Window* open = i.open_window()) return open;
    return !i.windows.empty() && i.windows.back().ended_by_resolve ? &i.windows.back() : nullptr;
}

Decision end_window(const Context& c, const Arguments& args) {
    const Window* open = window_to_end(c.incident());
    if (!open)
        return refused(
            c, one_line({say("No impact window is open, so none can end. Nothing was done. Begin one: "),
                         command("impact start at=TIME level=partial TEXT")}));
    const Meta meta = meta_of(c, args.at);
    if (meta.at < open->start)
        return refused(
            c, one_line({say(fmt::format("The impact began {}, so it cannot end {}. Nothing was done. ",
                                         text::near(open->start, c.now), text::near(meta.at, c.now))),
                         command(fmt::format("correct I{} at=TIME", open->number))}));
    Facts facts{c};
    facts.add(ImpactEnded{open->number, std::string{text::trimmed(args.text)}}, meta);
    Message m = one_line({say(fmt::format(
        "Impact I{} ({}) ended {}. It lasted {}.", open->number, word(open->level),
        args.at ? heard(*args.at, c.now) : text::hhmm_utc(meta.at), text::length(meta.at - open->start)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision state_impact(const Context& c, const Arguments& args) {
    const std::uint32_t number = c.incident().next('I');
    const std::string words{text::trimmed(args.text)};
    Facts facts{c};
    facts.add(ImpactStated{number, args.count.value_or(-1), words}, meta_of(c, args.at));
    Message m = one_line({say(fmt::format("I{} impact noted{}.", number,
                                          args.count ? fmt::format(": {} customers", *args.count) : ""))});
    add_line(m, {say("Not right? "), command(fmt::format("correct I{} TEXT", number)), say(" · "),
                 command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

std::string present(const Incident& i) {
    if (const Window* w = i.open_window())
        return fmt::format("Impact {} since {} (I{}).", word(w->level), text::day_hhmm_utc(w->start),
                           w->number);
    return i.windows.empty() ? "No impact is recorded yet." : "No impact window is open.";
}

Decision decide_impact(const Context& c, const Arguments& args) {
    if (args.word("change") == "end") return end_window(c, args);
    if (args.word("change") == "start" || !args.key("level").empty()) return start_window(c, args);
    if (text::trimmed(args.text).empty() && !args.count)
        return shown(c, usage(*command_named("impact"), present(c.incident())));
    return state_impact(c, args);
}

constexpr Keyword changes[] = {{{"start"}}, {{"end"}}};
constexpr Slot slots_taken[] = {{"change", changes}};
constexpr Key keys[] = {
    {"at", KeyKind::time}, {"level", KeyKind::text, slots::levels}, {"customers", KeyKind::count}};
constexpr Form forms[] = {{"impact start [at=TIME] level=degraded|partial|down|data TEXT",
                           "impact start at=01:58 level=partial cards refused, EU shops"},
                          {"impact end [at=TIME]", "impact end at=02:51"},
                          {"impact [customers=N] TEXT", "impact customers=700 new accounts are lost"}};

} // namespace

extern const Command command_impact;
constexpr Command command_impact{
    .name = "impact",
    .aliases = {},
    .summary = "since when, how badly, and whom it hurts",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = {},
    .decide = &decide_impact,
};

} // namespace tocsin
