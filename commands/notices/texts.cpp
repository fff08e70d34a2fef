// Texts of notices.
#include "commands/notices/texts.hpp"

#include "commands/clocks/due.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::texts {
namespace {

std::string lead_name(const Incident& i) {
    const Tenure* commander = i.holder("commander");
    return commander ? commander->name : i.declarer_name;
}

std::string in_time(const Incident& was, const Policy& policy, const Recorded& r, Audience a) {
    const auto it = was.clocks.find(a);
    if (it == was.clocks.end() || !it->second.open) return "";
    const Instant due = it->second.open->due;
    return r.meta.at <= due + policy.grace ? ", in time" : fmt::format(", {} late", text::length(r.meta.at - due));
}

// What is known, as the words of a ready update: the newest published text, else impact and title. Never guessed.
std::string draft_words(const Incident& i) {
    if (const Window* w = i.open_window()) return fmt::format("{} ({} since {}). We are working on it.", i.title, word(w->level), text::hhmm_utc(w->start));
    if (i.state == State::monitoring) return fmt::format("{}: a fix is in place. We keep watching.", i.title);
    if (is_over(i.state)) return fmt::format("{}: resolved{}.", i.title, i.resolved_at == no_instant ? "" : " at " + text::hhmm_utc(i.resolved_at));
    return fmt::format("{}. We are investigating.", i.title);
}

} // namespace

Instant minute(Instant t) { return text::to_minute(t); }

PersonId comms_or_lead(const Incident& i) {
    if (const Tenure* comms = i.holder("comms")) return comms->person;
    const Tenure* commander = i.holder("commander");
    return commander ? commander->person : i.declarer;
}

bool command_taken(std::span<const Recorded> events) {
    return std::any_of(events.begin(), events.end(), [](const Recorded& r) {
        const auto* taken = std::get_if<RoleTaken>(&r.event);
        return taken && taken->role == "commander";
    });
}

const Recorded* first_reminder(std::span<const Recorded> events) {
    for (const Recorded& r : events)
        if (const auto* rung = std::get_if<RungReached>(&r.event); rung && rung->rung == Rung::reminder && !rung->skipped) return &r;
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

Message resolved(const Incident& i, const Recorded& r, const IncidentResolved& e) {
    Message m;
    m.tone = Tone::good;
    m.phone = fmt::format("{} resolved: {}", i.ref(), text::cut(e.text.empty() ? i.title : e.text, 70));
    m.lines.push_back({say(fmt::format("{} is resolved at {}, by {}{}", i.ref(), text::hhmm_utc(r.meta.at), text::isolated(r.meta.by_name),
                                       e.text.empty() ? "." : ": "))});
    if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, words_max)));
    std::vector<std::pair<Instant, Audience>> owed;
    for (const auto& [audience, clock] : i.clocks)
        if (clock.open) owed.emplace_back(clock.open->due, audience);
    std::sort(owed.begin(), owed.end());
    if (Line line = views::owed_line(owed); !line.empty()) m.lines.push_back(std::move(line));
    m.lines.push_back({say("Post-mortem: "), link("draft of " + i.ref(), "/i/" + i.ref() + "/draft"), say(". Not over? "), command("reopen REASON")});
    return m;
}

Message update(const Incident& i, const UpdateSubmitted& e) {
    Message m;
    m.phone = text::cut(e.published, 105);
    m.lines.push_back({say(e.published)}); // customers read nothing of ours but the text itself
    if (e.audience != Audience::customers)
        m.lines.insert(m.lines.begin(), {say(fmt::format("{} {}, {}: {}", i.ref(), word(i.severity), views::state_shown(i.state), i.title))});
    return m;
}

Message delivered(const Incident& was, const Policy& policy, const Recorded& r, const UpdateDelivered& e, const Update& u) {
    Message m;
    const std::string audience = views::audience_shown(e.audience);
    m.lines.push_back({say(fmt::format("U{} published to {} ({}) at {}{}, by {}:", e.number, audience, name_of(e.target), text::hhmm_utc(r.meta.at),
                                       in_time(was, policy, r, e.audience), text::isolated(u.by_name)))});
    m.lines.push_back({quote(text::cut(u.published, words_max))});
    m.phone = fmt::format("{} told {}: {}", was.ref(), audience, text::cut(u.published, 60));
    return m;
}

Message update_due(const Incident& i, const RungReached& e) {
    Message m;
    m.tone = Tone::late;
    Line line;
    const Tenure* comms = i.holder("comms");
    const PersonId lead = i.holder("commander") ? i.holder("commander")->person : i.declarer;
    if (comms) {
        line.push_back(mention(comms->person, comms->name));
        line.push_back(say(" "));
    }
    if (!comms || comms->person != lead) {
        line.push_back(mention(lead, lead_name(i)));
        line.push_back(say(" "));
    }
    const std::string audience = views::audience_shown(e.audience);
    line.push_back(say(fmt::format("{}update to {} {} (", e.late ? "I was not running: the " : "the ", audience, e.late ? "is LATE" : "is due now")));
    line.push_back(at_time(e.due));
    line.push_back(say(").")) ;
    m.lines.push_back(std::move(line));
    m.lines.push_back({command(fmt::format("update {} {}", word(e.audience), draft_words(i)))});
    m.lines.push_back({say("More time: "), command(fmt::format("next {} 30m REASON", word(e.audience)))});
    m.phone = fmt::format("{}: {} update is due now.", i.ref(), audience);
    return m;
}

Message reminder(const Everything&, const Incident& i, std::span<const Recorded> rungs, Instant now) {
    Message m;
    Line head;
    std::string first;
    for (const Recorded& r : rungs) {
        const auto* rung = std::get_if<RungReached>(&r.event);
        if (!rung || rung->skipped) continue;
        const std::string audience = views::audience_shown(rung->audience);
        if (first.empty()) first = word(rung->audience);
        head.push_back(say(head.empty() ? "Update to " + audience + " is due " : ", to " + audience + " "));
        head.push_back(at_time(rung->due));
        head.push_back(say(fmt::format(", in {}", text::length(rung->due - now))));
    }
    head.push_back(say(". Ready to send, change what is not true:"));
    m.lines.push_back(std::move(head));
    const std::string line = fmt::format("update {} {}", first, draft_words(i));
    m.lines.push_back({command(line)});
    if (const auto it = i.clocks.find(*audience_of(first)); it != i.clocks.end() && it->second.last_published != no_instant)
        m.lines.push_back({say(fmt::format("They last heard {}.", text::near(it->second.last_published, now)))});
    else
        m.lines.push_back({say("They have heard nothing yet.")});
    m.buttons.push_back({"Write " + first + " update", line});
    m.phone = fmt::format("{}: {} update due soon. Draft ready.", i.ref(), first);
    return m;
}

Message task_over(const Incident& i, const Task& t) {
    Message m;
    m.lines.push_back({say(fmt::format("T{} ", t.number)), quote(text::cut(t.text, words_max)), say(": the time is up. Done or longer?")});
    m.lines.push_back({command(fmt::format("task T{} done WHAT", t.number)), say(" · "), command(fmt::format("task T{} extend 10m", t.number)), say(" · "),
                       command(fmt::format("task T{} drop WHY", t.number))});
    m.buttons.push_back({fmt::format("T{} is done", t.number), fmt::format("task T{} done", t.number)});
    m.phone = fmt::format("{} T{} time is up: {}", i.ref(), t.number, text::cut(t.text, 60));
    return m;
}

} // namespace tocsin::texts
