// Texts of notices.
#include "commands/notices/texts.hpp"

#include "commands/clocks/due.hpp"
#include "commands/postmortem/document.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/figures.hpp"
#include "commands/views/update_words.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::texts {
namespace {

std::string in_time(const Incident& was, const Policy& policy, const Recorded& r, Audience a) {
    const auto it = was.clocks.find(a);
    if (it == was.clocks.end() || !it->second.open) return "";
    const Instant due = it->second.open->due;
    return r.meta.at <= due + policy.grace ? ", in time"
                                           : fmt::format(", {} late", text::length(r.meta.at - due));
}

Line ready_line(const IncidentFile& file, Audience a) {
    return {command(fmt::format("update {} {}", word(a), views::draft_words(file, a)))};
}

// "customers and executives"
std::string audiences(const Rungs& rungs) {
    std::string names;
    for (const RungReached& rung : rungs) {
        if (!names.empty()) names += &rung == &rungs.back() ? " and " : ", ";
        names += views::audience_shown(rung.audience);
    }
    return names;
}

Instant earliest(const Rungs& rungs) {
    return std::min_element(rungs.begin(), rungs.end(),
                            [](const RungReached& a, const RungReached& b) { return a.due < b.due; })
        ->due;
}

// "update customers holding", one for each.
Line holding_commands(const Rungs& rungs) {
    Line line;
    for (const RungReached& rung : rungs) {
        if (!line.empty()) line.push_back(say(" · "));
        line.push_back(command(fmt::format("update {} holding", word(rung.audience))));
    }
    return line;
}

} // namespace

bool command_taken(std::span<const Recorded> events) {
    return std::any_of(events.begin(), events.end(), [](const Recorded& r) {
        const auto* taken = std::get_if<RoleTaken>(&r.event);
        return taken && taken->role == "commander";
    });
}

Rungs told_together(std::span<const Recorded> events, const RungReached& e) {
    Rungs all;
    for (const Recorded& r : events) {
        const auto* rung = std::get_if<RungReached>(&r.event);
        if (rung && rung->rung == e.rung && rung->told == e.told && !rung->skipped) all.push_back(*rung);
    }
    if (all.empty() || !(all.front() == e)) return {};
    std::sort(all.begin(), all.end(),
              [](const RungReached& a, const RungReached& b) { return a.audience > b.audience; });
    return all;
}

Line moved_dues(std::span<const Recorded> events) {
    Line line;
    const auto add = [&](Audience a, Instant due) {
        line.push_back(say((line.empty() ? "Next update due: " : ", ") + views::audience_shown(a) + " "));
        line.push_back(at_time(due));
    };
    for (const Recorded& r : events) {
        if (const auto* opened = std::get_if<ObligationOpened>(&r.event)) add(opened->audience, opened->due);
        if (const auto* moved = std::get_if<ObligationMoved>(&r.event)) add(moved->audience, moved->due);
    }
    return line;
}

std::string silence(const Incident& i, Audience a, Instant now) {
    const auto it = i.clocks.find(a);
    const bool heard = it != i.clocks.end() && it->second.last_published != no_instant;
    const Instant since = heard ? it->second.last_published : i.declared_at;
    return fmt::format("{} have heard nothing since {}, {} ago.", views::capital(views::audience_shown(a)),
                       heard ? text::near(since, now) : i.ref() + " opened", text::length(now - since));
}

Message resolved(const IncidentFile& file, const Recorded& r, const IncidentResolved& e) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::good;
    m.phone = fmt::format("{} resolved: {}", i.ref(), text::cut(e.text.empty() ? i.title : e.text, 70));
    m.lines.push_back({say(fmt::format("{} is resolved at {}, by {}{}", i.ref(), text::hhmm_utc(r.meta.at),
                                       text::isolated(r.meta.by_name), e.text.empty() ? "." : ": "))});
    if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, words_max)));
    std::vector<std::pair<Instant, Audience>> owed;
    for (const auto& [audience, clock] : i.clocks)
        if (clock.open) owed.emplace_back(clock.open->due, audience);
    std::sort(owed.begin(), owed.end());
    if (Line line = views::owed_line(owed); !line.empty()) m.lines.push_back(std::move(line));
    m.lines.push_back({say("Post-mortem: "), link("draft of " + i.ref(), "/i/" + i.slug() + "/draft"),
                       say(". Not over? "), command("reopen REASON")});
    return m;
}

void add_gaps(const Incident& i, const std::vector<postmortem::Gap>& gaps, Message& m) {
    constexpr std::size_t shown_max = 3;
    if (gaps.empty()) return;
    m.lines.push_back({say(fmt::format("Missing in it: {}. First:", gaps.size()))});
    for (std::size_t n = 0; n < gaps.size() && n < shown_max; ++n) {
        m.lines.push_back({say(fmt::format("{} {} ", n + 1, gaps[n].question))});
        if (gaps[n].command.empty()) continue;
        m.lines.back().push_back(command(gaps[n].command));
        m.buttons.push_back({fmt::format("Fill gap {}", n + 1), i.ref() + " " + gaps[n].command});
    }
}

Message review_begins(const Incident& i) {
    Message m;
    m.lines.push_back(
        {say(fmt::format("The review of {} begins. Draft: ", i.ref())),
         link("draft of " + i.ref(), "/i/" + i.slug() + "/draft"),
         say(i.postmortem_owner ? fmt::format(". Owner: {}.", text::isolated(i.postmortem_owner_name))
                                : std::string{". Owner: NOBODY. "})});
    if (!i.postmortem_owner) m.lines.back().push_back(command("postmortem owner @who"));
    m.phone = fmt::format("{}: the review begins. Owner: {}.", i.ref(),
                          i.postmortem_owner ? i.postmortem_owner_name : "nobody");
    return m;
}

namespace {

// The next time as an instant, where the text says it: platforms show it in the reader's zone as well.
Line with_local_time(const Update& u) {
    const std::string end = fmt::format("{}.", text::due_utc(u.promise));
    const bool names_it = u.promise != no_instant && u.published.ends_with(end);
    if (!names_it) return {say(u.published)};
    return {say(std::string_view{u.published}.substr(0, u.published.size() - end.size())), at_time(u.promise),
            say(".")};
}

} // namespace

Message update(const Incident& i, const Update& u) {
    Message m;
    m.phone = text::cut(u.published, 105);
    m.lines.push_back(with_local_time(u)); // customers read nothing of ours but the text itself
    if (u.audience != Audience::customers)
        m.lines.insert(m.lines.begin(),
                       {say(fmt::format("{} {}, {}{}", i.ref(), word(i.severity), views::state_shown(i.state),
                                        i.is_private ? "" : ": " + i.title))});
    return m;
}

Message delivered(const Incident& was, const Policy& policy, const Recorded& r, const UpdateDelivered& e,
                  const Update& u) {
    Message m;
    const std::string audience = views::audience_shown(e.audience);
    m.lines.push_back({say(fmt::format("U{} published to {} ({}) at {}{}, by {}:", e.number, audience,
                                       name_of(e.target), text::hhmm_utc(r.meta.at),
                                       in_time(was, policy, r, e.audience), text::isolated(u.by_name)))});
    m.lines.push_back({quote(text::cut(u.published, words_max))});
    m.phone = fmt::format("{} told {}: {}", was.ref(), audience, text::cut(u.published, 60));
    return m;
}

Message update_due(const IncidentFile& file, const Rungs& rungs) {
    const Incident& i = file.now;
    const RungReached& first = rungs.front();
    Message m;
    m.tone = Tone::late;
    Line line;
    const Tenure* comms = i.holder("comms");
    if (comms) {
        line.push_back(mention(comms->person, comms->name));
        line.push_back(say(" "));
    }
    if (!comms || comms->person != i.lead()) {
        line.push_back(mention(i.lead(), i.lead_name()));
        line.push_back(say(" "));
    }
    line.push_back(say(fmt::format("{}update to {} {} (", first.late ? "I was not running: the " : "the ",
                                   audiences(rungs), first.late ? "is LATE" : "is due now")));
    line.push_back(at_time(earliest(rungs)));
    line.push_back(say(")."));
    m.lines.push_back(std::move(line));
    m.lines.push_back(ready_line(file, first.audience));
    Line nothing_new = holding_commands(rungs);
    nothing_new.insert(nothing_new.begin(), say("Nothing new: "));
    nothing_new.push_back(say(" · more time: "));
    nothing_new.push_back(command(fmt::format("next {} 30m REASON", word(first.audience))));
    m.lines.push_back(std::move(nothing_new));
    m.phone = fmt::format("{}: {} update is due now.", i.ref(), audiences(rungs));
    return m;
}

Message update_late(const IncidentFile& file, const Rungs& rungs, Instant now) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::late;
    m.lines.push_back({say(fmt::format("{} update to {} is LATE, it was due ", i.ref(), audiences(rungs))),
                       at_time(earliest(rungs)), say(".")});
    m.lines.push_back({say(silence(i, rungs.front().audience, now) + " Nothing new is an update too:")});
    m.lines.push_back(holding_commands(rungs));
    m.phone = fmt::format("{}: {} update is {} late.", i.ref(), audiences(rungs),
                          text::length(now - earliest(rungs)));
    return m;
}

Message role_missing(const IncidentFile& file, const Rungs& rungs, std::string_view role) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::late;
    m.lines.push_back(
        {say(fmt::format("{} update to {} is LATE since ", i.ref(), audiences(rungs))),
         at_time(earliest(rungs)),
         say(fmt::format(". {}: NOBODY, so nobody else was told.", views::capital(std::string{role})))});
    m.lines.push_back(holding_commands(rungs));
    m.phone = fmt::format("{}: {} update is late, and there is no {}.", i.ref(), audiences(rungs), role);
    return m;
}

Message reminder(const IncidentFile& file, const Rungs& rungs, Instant now) {
    const Incident& i = file.now;
    const Audience first = rungs.front().audience;
    Message m;
    Line head;
    for (const RungReached& rung : rungs) {
        const std::string audience = views::audience_shown(rung.audience);
        head.push_back(say(head.empty() ? "Update to " + audience + " is due " : ", to " + audience + " "));
        head.push_back(at_time(rung.due));
        head.push_back(say(fmt::format(", in {}", text::length(rung.due - now))));
    }
    head.push_back(say(". Ready to send, change what is not true:"));
    m.lines.push_back(std::move(head));
    m.lines.push_back(ready_line(file, first));
    if (const auto it = i.clocks.find(first); it != i.clocks.end() && it->second.last_published != no_instant)
        m.lines.push_back({say(fmt::format("They last heard {}. Nothing new: ",
                                           text::near(it->second.last_published, now))),
                           command(fmt::format("update {} holding", word(first)))});
    else
        m.lines.push_back({say("They have heard nothing yet.")});
    m.buttons.push_back({fmt::format("Write {} update", word(first)),
                         fmt::format("update {} {}", word(first), views::draft_words(file, first))});
    m.phone = fmt::format("{}: {} update due soon. Draft ready.", i.ref(), audiences(rungs));
    return m;
}

Message task_over(const Incident& i, const Task& t) {
    Message m;
    m.lines.push_back({say(fmt::format("T{} ", t.number)), quote(text::cut(t.text, words_max)),
                       say(": the time is up. Done or longer?")});
    m.lines.push_back({command(fmt::format("task T{} done WHAT", t.number)), say(" · "),
                       command(fmt::format("task T{} extend 10m", t.number)), say(" · "),
                       command(fmt::format("task T{} drop WHY", t.number))});
    m.buttons.push_back(
        {fmt::format("T{} is done", t.number), fmt::format("{} task T{} done", i.ref(), t.number)});
    m.phone = fmt::format("{} T{} time is up: {}", i.ref(), t.number, text::cut(t.text, 60));
    return m;
}

Message task_unanswered(const Incident& i, const Task& t) {
    Message m;
    m.lines.push_back({say(fmt::format("T{} of {}, ", t.number, text::isolated(t.owner_name))),
                       quote(text::cut(t.text, 120)), say(": the time is up, no answer.")});
    m.lines.push_back({command(fmt::format("task T{} done WHAT", t.number)), say(" · "),
                       command(fmt::format("task T{} extend 10m", t.number))});
    m.phone = fmt::format("{} T{}: time is up, {} did not answer.", i.ref(), t.number, t.owner_name);
    return m;
}

} // namespace tocsin::texts
