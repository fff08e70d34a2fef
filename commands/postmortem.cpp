// postmortem: the draft, its gaps, and the life of the review (DOMAIN 11).
#include "commands/postmortem/document.hpp"
#include "commands/postmortem/review.hpp"
#include "commands/replies.hpp"
#include "commands/text/future.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t gaps_shown_max = 5;

Decision name_owner(const Context& c, const Arguments& args) {
    if (args.people.empty())
        return refused(c, one_line({say("Who? Nothing was changed. "), command("postmortem owner @who")}));
    Named named = person_named(c, args.people.front());
    if (named.asks_back()) return nobody_called(c, args.people.front(), named, "postmortem owner {}");
    Facts facts{c};
    know_picked(c, named, facts.list);
    if (named.is_new) facts.list.push_back(person_seen(c, named));
    facts.add(PostmortemOwned{named.id, named.name});
    Message m = one_line({say(
        fmt::format("{} owns the post-mortem of {} now.", text::isolated(named.name), c.incident().ref()))});
    if (const Instant due = postmortem::text_due(c.incident()); due != no_instant)
        add_line(m, {say(fmt::format("Its text is due {}.", text::day_hhmm_utc(due)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

postmortem::Source source_of(const Context& c) {
    return {.all = c.all, .file = *c.file, .talk = {}, .as_of = c.now, .chain_head = {}};
}

Decision show_draft(const Context& c, std::string_view layout) {
    const Incident& i = c.incident();
    const auto gaps = postmortem::gaps(source_of(c));
    const std::string page =
        "/i/" + i.slug() + "/draft" + (layout.empty() ? "" : "?layout=" + std::string{layout});
    Message m = one_line(
        {say("Post-mortem: "), link("draft of " + i.ref(), page),
         say(fmt::format(", {}. Owner: {}. Gaps: {}.", word(i.review),
                         i.postmortem_owner_name.empty() ? "NOBODY" : text::isolated(i.postmortem_owner_name),
                         gaps.size()))});
    if (i.meeting != no_instant)
        add_line(m, {say(fmt::format("Meeting {}.", text::day_hhmm_utc(i.meeting)))});
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

// In order; backwards with a reason.
Decision set_status(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    std::string_view rest{args.text};
    const std::string typed = text::folded(rest.substr(0, rest.find_first_of(" \t\n")));
    const auto to = typed == "review" ? std::optional{ReviewStatus::in_review} : review_status_of(typed);
    const std::string reason{text::trimmed(rest.substr(std::min(rest.size(), typed.size())))};
    if (!to)
        return refused(
            c, one_line({say(fmt::format("The post-mortem is {}. Nothing changed. Next: ", word(i.review))),
                         command("postmortem status in-review"), say(" · "),
                         command("postmortem status reviewed"), say(" · "),
                         command("postmortem status closed")}));
    if (*to == i.review)
        return refused(c, one_line({say(fmt::format("It is {} already. Nothing changed.", word(*to)))}));
    if (is_open(i.state))
        return refused(
            c, one_line(
                   {say(fmt::format("{} is not over: its review has not begun. Nothing changed. ", i.ref())),
                    command("resolve TEXT")}));
    if (*to < i.review && reason.empty())
        return refused(c, one_line({say(fmt::format("Back from {} to {} needs a reason. Nothing changed. ",
                                                    word(i.review), word(*to))),
                                    command(fmt::format("postmortem status {} REASON", word(*to)))}));
    if (*to > i.review && !i.postmortem_owner)
        return refused(
            c, one_line({say("It has no owner yet. Nothing changed. "), command("postmortem owner @who")}));
    Facts facts{c};
    facts.add(PostmortemMoved{i.review, *to, reason});
    Message m = one_line({say(fmt::format("Post-mortem of {}: {}.", i.ref(), word(*to)))});
    if (*to == ReviewStatus::in_review)
        add_line(m, {say("Asked of its readers: facts agreed? causes deep enough? actions fit? free of "
                         "blame? readable? fit to be published?")});
    if (*to == ReviewStatus::closed) add_line(m, {say("Everything done? "), command("close")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision set_meeting(const Context& c, const Arguments& args) {
    const std::string typed{text::trimmed(args.text)};
    std::string_view rest{typed};
    const auto when = text::take_future_moment(rest, c.now);
    if (!when)
        return refused(
            c, one_line({say("When? A date to come, in UTC. Nothing changed. "),
                         command(fmt::format("postmortem meeting {} 14:00", text::day(c.now + hours{72})))}));
    Facts facts{c};
    facts.add(MeetingSet{*when, std::string{text::trimmed(rest)}});
    Message m = one_line(
        {say(fmt::format("Post-mortem meeting of {}: {}.", c.incident().ref(), text::day_hhmm_utc(*when)))});
    if (const Instant due = postmortem::meeting_due(c.incident()); due != no_instant && *when > due)
        add_line(m, {say(fmt::format("That is later than planned for {}: {}.", word(c.incident().severity),
                                     text::day_hhmm_utc(due)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

std::string layout_of(const Context& c, const Arguments& args) {
    if (const auto typed = args.key("layout"); !typed.empty()) return std::string{typed};
    return c.incident().type == IncidentType::security ? "security" : "sre";
}

Decision edit_section(const Context& c, const Arguments& args) {
    std::string_view rest{args.text};
    const std::string section = text::folded(rest.substr(0, rest.find_first_of(" \t\n")));
    const std::string words{text::trimmed(rest.substr(std::min(rest.size(), section.size())))};
    const std::string layout = layout_of(c, args);
    const auto ids = postmortem::section_ids(layout);
    const bool known = std::find(ids.begin(), ids.end(), section) != ids.end();
    if (!known)
        return refused(c, one_line({say(fmt::format("Which section? Nothing was changed. {} has: {}. ",
                                                    layout, fmt::join(ids, ", "))),
                                    command("postmortem edit summary TEXT")}));
    if (c.incident().review == ReviewStatus::closed)
        return refused(c, one_line({say("The post-mortem is closed. Nothing was changed. "),
                                    command("postmortem status in-review REASON")}));
    if (words.empty() && !c.file->edits.contains(section))
        return refused(c, one_line({say("What should it say? Nothing was changed. "),
                                    command(fmt::format("postmortem edit {} TEXT", section))}));
    Facts facts{c};
    facts.add(SectionEdited{section, words, postmortem::section_text(source_of(c), layout, section)});
    Message m = one_line({say(
        words.empty()
            ? fmt::format("The section {} says again what the record says.", section)
            : fmt::format("The section {} has your words. What the record proposes later stands beside them.",
                          section))});
    if (c.incident().review == ReviewStatus::reviewed) {
        facts.add(
            PostmortemMoved{ReviewStatus::reviewed, ReviewStatus::in_review, section + " was written anew"});
        add_line(m, {say("It is in review again.")});
    }
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision begin_review(const Context& c) {
    const Incident& i = c.incident();
    Facts facts{c};
    facts.add(StateChanged{i.state, State::postmortem, ""});
    Decision d = show_draft(c, "");
    d.facts = std::move(facts.list);
    d.outcome = Outcome::done;
    d.reply.lines.insert(d.reply.lines.begin(), {say(fmt::format("The review of {} begins.", i.ref()))});
    return d;
}

Decision decide_postmortem(const Context& c, const Arguments& args) {
    const auto what = args.word("what");
    const auto layout = args.key("layout");
    if (!layout.empty() && !postmortem::layout_named(layout)) {
        std::string names;
        for (const auto* known : postmortem::all_layouts())
            names += (names.empty() ? "" : ", ") + std::string{known->name};
        return refused(c,
                       one_line({say(fmt::format("I know no layout \"{}\". Nothing was done. There are: {}.",
                                                 text::cut(layout, 40), names))}));
    }
    if (what == "owner") return name_owner(c, args);
    if (what == "status") return set_status(c, args);
    if (what == "meeting") return set_meeting(c, args);
    if (what == "edit") return edit_section(c, args);
    if (what == "begin") {
        if (c.incident().state != State::resolved)
            return refused(c, one_line({say(fmt::format("{} is {}. Nothing changed. ", c.incident().ref(),
                                                        views::state_shown(c.incident().state))),
                                        command("postmortem")}));
        return begin_review(c);
    }
    return show_draft(c, layout);
}

constexpr Keyword whats[] = {{{"owner"}}, {{"status"}}, {{"meeting"}}, {{"edit"}}, {{"begin"}}};

constexpr std::string_view aliases[] = {"pm"};
constexpr Slot slots_taken[] = {{"what", whats}};
constexpr Key keys[] = {{"layout", KeyKind::text}};
constexpr Form forms[] = {
    {"postmortem [layout=sre|security|pagerduty|5whys|narrative]", "postmortem"},
    {"postmortem owner @who", "postmortem owner @ana"},
    {"postmortem status draft|in-review|reviewed|closed", "postmortem status in-review"},
    {"postmortem meeting TIME", "postmortem meeting 2026-12-03 14:00"},
    {"postmortem edit SECTION TEXT", "postmortem edit summary Card payments failed for 53 min."},
    {"postmortem begin", "postmortem begin"}};
constexpr std::string_view synonyms[] = {"review", "retrospective", "rca", "draft"};

} // namespace

extern const Command command_postmortem;
constexpr Command command_postmortem{
    .name = "postmortem",
    .aliases = aliases,
    .summary = "the draft of the review, its gaps and its life",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys, .people = true},
    .synonyms = synonyms,
    .decide = &decide_postmortem,
};

} // namespace tocsin
