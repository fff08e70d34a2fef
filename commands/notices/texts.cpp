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

} // namespace

bool command_taken(std::span<const Recorded> events) {
    return std::any_of(events.begin(), events.end(), [](const Recorded& r) {
        const auto* taken = std::get_if<RoleTaken>(&r.event);
        return taken && taken->role == "commander";
    });
}

const Recorded* first_reminder(std::span<const Recorded> events) {
    for (const Recorded& r : events)
        if (const auto* rung = std::get_if<RungReached>(&r.event);
            rung && rung->rung == Rung::reminder && !rung->skipped)
            return &r;
    return nullptr;
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

Message update(const Incident& i, const Update& u) {
    Message m;
    m.phone = text::cut(u.published, 105);
    m.lines.push_back({say(u.published)}); // customers read nothing of ours but the text itself
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

Message update_due(const IncidentFile& file, const RungReached& e) {
    const Incident& i = file.now;
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
    const std::string audience = views::audience_shown(e.audience);
    line.push_back(say(fmt::format("{}update to {} {} (", e.late ? "I was not running: the " : "the ",
                                   audience, e.late ? "is LATE" : "is due now")));
    line.push_back(at_time(e.due));
    line.push_back(say(")."));
    m.lines.push_back(std::move(line));
    m.lines.push_back(ready_line(file, e.audience));
    m.lines.push_back({say("Nothing new: "), command(fmt::format("update {} holding", word(e.audience))),
                       say(" · more time: "), command(fmt::format("next {} 30m REASON", word(e.audience)))});
    m.phone = fmt::format("{}: {} update is due now.", i.ref(), audience);
    return m;
}

Message update_late(const IncidentFile& file, const RungReached& e, Instant now) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::late;
    const std::string audience = views::audience_shown(e.audience);
    m.lines.push_back({say(fmt::format("{} update to {} is LATE, it was due ", i.ref(), audience)),
                       at_time(e.due), say(".")});
    m.lines.push_back({say(silence(i, e.audience, now) + " Nothing new is an update too:")});
    m.lines.push_back({command(fmt::format("update {} holding", word(e.audience)))});
    m.phone = fmt::format("{}: {} update is {} late.", i.ref(), audience, text::length(now - e.due));
    return m;
}

Message role_missing(const IncidentFile& file, const RungReached& e, std::string_view role) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::late;
    m.lines.push_back(
        {say(fmt::format("{} update to {} is LATE since ", i.ref(), views::audience_shown(e.audience))),
         at_time(e.due),
         say(fmt::format(". {}: NOBODY, so nobody else was told.", views::capital(std::string{role})))});
    m.lines.push_back({command(fmt::format("update {} holding", word(e.audience)))});
    m.phone = fmt::format("{}: {} update is late, and there is no {}.", i.ref(),
                          views::audience_shown(e.audience), role);
    return m;
}

Message reminder(const IncidentFile& file, std::span<const Recorded> rungs, Instant now) {
    const Incident& i = file.now;
    Message m;
    Line head;
    std::optional<Audience> first;
    for (const Recorded& r : rungs) {
        const auto* rung = std::get_if<RungReached>(&r.event);
        if (!rung || rung->skipped) continue;
        const std::string audience = views::audience_shown(rung->audience);
        if (!first) first = rung->audience;
        head.push_back(say(head.empty() ? "Update to " + audience + " is due " : ", to " + audience + " "));
        head.push_back(at_time(rung->due));
        head.push_back(say(fmt::format(", in {}", text::length(rung->due - now))));
    }
    if (!first) return m;
    head.push_back(say(". Ready to send, change what is not true:"));
    m.lines.push_back(std::move(head));
    m.lines.push_back(ready_line(file, *first));
    if (const auto it = i.clocks.find(*first);
        it != i.clocks.end() && it->second.last_published != no_instant)
        m.lines.push_back({say(fmt::format("They last heard {}. Nothing new: ",
                                           text::near(it->second.last_published, now))),
                           command(fmt::format("update {} holding", word(*first)))});
    else
        m.lines.push_back({say("They have heard nothing yet.")});
    m.buttons.push_back({fmt::format("Write {} update", word(*first)),
                         fmt::format("update {} {}", word(*first), views::draft_words(file, *first))});
    m.phone = fmt::format("{}: {} update due soon. Draft ready.", i.ref(), word(*first));
    return m;
}

Message task_over(const Incident& i, const Task& t) {
    Message m;
    m.lines.push_back({say(fmt::format("T{} ", t.number)), quote(text::cut(t.text, words_max)),
                       say(": the time is up. Done or longer?")});
    m.lines.push_back({command(fmt::format("task T{} done WHAT", t.number)), say(" · "),
                       command(fmt::format("task T{} extend 10m", t.number)), say(" · "),
                       command(fmt::format("task T{} drop WHY", t.number))});
    m.buttons.push_back({fmt::format("T{} is done", t.number), fmt::format("task T{} done", t.number)});
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
