// Texts about people.
#include "commands/notices/people_texts.hpp"

#include "commands/clocks/due.hpp"
#include "commands/notices/texts.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/update_words.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <set>

namespace tocsin::texts {
namespace {

constexpr std::size_t open_shown_max = 3;

std::string open_work(const IncidentFile& file) {
    std::string out;
    std::size_t left = open_shown_max;
    const auto add = [&](const std::string& what) {
        if (left-- > 0) out += (out.empty() ? "" : " · ") + what;
    };
    for (const Task* t : views::running_tasks(file.now)) {
        if (left == 0) break;
        add(fmt::format("T{} {} ({}, until {})", t->number, text::cut(t->text, 40),
                        text::isolated(t->owner_name), text::due_utc(t->due)));
    }
    left = open_shown_max;
    for (const auto& [number, q] : file.questions)
        if (q.open() && left > 0) add(fmt::format("Q{} {}", number, text::cut(q.text, 40)));
    std::string theories;
    for (const auto& [number, h] : file.hypotheses)
        if (h.open()) theories += fmt::format("{}H{}", theories.empty() ? "" : ", ", number);
    if (!theories.empty()) out += (out.empty() ? "theories " : " · theories ") + theories;
    return out;
}

} // namespace

Message role_offered(const Incident& i, const RoleOffered& e, const std::string& by) {
    Message m = one_line({say(fmt::format("{} offers you the role {} of {}. Accept? ", by, e.role, i.ref())),
                          command("accept"), say(" · "), command("decline REASON")});
    m.buttons.push_back({fmt::format("Accept {} of {}", e.role, i.ref()), i.ref() + " accept"});
    m.phone = fmt::format("{} offers you {} of {}{}", by, e.role, i.ref(),
                          i.is_private ? "." : ": " + text::cut(i.title, 50));
    return m;
}

Message handoff(const IncidentFile& file, const RoleOffered& e, const std::string& by, Instant now) {
    const Incident& i = file.now;
    Message m = one_line(
        {say(fmt::format("{} offers you {} of {} and keeps it until you type ", by, e.role, i.ref())),
         command("accept"), say(e.brief.empty() ? "." : ". The brief:")});
    if (!e.brief.empty()) add_line(m, {quote(text::cut(e.brief, words_max))});
    std::string state = fmt::format("{}, {}", word(i.severity), views::state_shown(i.state));
    if (const Window* w = i.open_window())
        state += fmt::format(", {} impact since {}", word(w->level), text::near(w->start, now));
    state += i.holder("comms") ? "." : ". Nobody has comms.";
    add_line(m, {say(state)});
    if (Line due = due_line(i, now); !due.empty()) {
        due.insert(due.begin(), say("Updates due: "));
        m.lines.push_back(std::move(due));
    }
    if (const std::string open = open_work(file); !open.empty()) add_line(m, {say("Open: " + open)});
    m.buttons.push_back({fmt::format("Accept {} of {}", e.role, i.ref()), i.ref() + " accept"});
    m.phone = fmt::format("{} offers you {} of {}. Accept?", by, e.role, i.ref());
    return m;
}

Message offer_waits(const Incident& i, const std::string& role, const Offer& offer) {
    Message m = one_line({say(fmt::format("{} still waits for you to take {} of {}. ",
                                          text::isolated(offer.by_name), role, i.ref())),
                          command("accept"), say(" · "), command("decline REASON")});
    add_line(m, {say("Without an answer in 3 min the offer is off.")});
    m.phone = fmt::format("{}: {} waits for you to take {}.", i.ref(), offer.by_name, role);
    return m;
}

Message fatigue(const Incident& i, const FatigueCalled& e) {
    const bool strong = e.held >= hours{3};
    Message m = one_line(
        {say(fmt::format("You have been {} of {} for {}. {}", e.role, i.ref(), text::length(e.held),
                         strong ? "Hand over now: tired people miss things." : "Plan who takes over."))});
    add_line(m, {command(fmt::format("handoff {} @who BRIEF", e.role))});
    m.phone = fmt::format("{}: in command for {}. Who takes over?", i.ref(), text::length(e.held));
    return m;
}

Message page(const IncidentFile& file, const PagePlaced& e, const std::string& by, Instant now,
             const Policy& policy) {
    const Incident& i = file.now;
    Message m;
    m.tone = Tone::late;
    const std::string title = i.is_private ? "" : ": " + i.title;
    if (e.why == PageReason::update_late) {
        std::optional<Audience> late; // customers first
        for (const auto& [audience, clock] : i.clocks)
            if (clock.open && clock.open->due <= now) late = audience;
        const Audience audience = late.value_or(Audience::customers);
        add_line(m, {say(fmt::format("You are paged for {}, {}{}.", i.ref(), word(i.severity), title))});
        add_line(m, {say(silence(i, audience, now))});
        add_line(m, {say("Send what is known: "), command(fmt::format("update {} {}", word(audience),
                                                                      views::draft_words(file, audience)))});
        m.phone = fmt::format("{}: {} wait for an update. You are paged.", i.ref(),
                              views::audience_shown(audience));
    } else {
        add_line(m, {say(fmt::format("You are paged for {}, {}{}. By {}, {}{}", i.ref(), word(i.severity),
                                     title, by, text::hhmm_utc(now), e.text.empty() ? "." : ": "))});
        if (!e.text.empty()) m.lines.back().push_back(quote(text::cut(e.text, words_max)));
        m.phone = fmt::format("{} {} needs you{}. Open to acknowledge.", i.ref(), word(i.severity),
                              i.is_private ? "" : ": " + text::cut(i.title, 50));
    }
    add_line(m, {say("Coming: "), command("ack"), say("     Cannot: "), command("decline REASON")});
    add_line(m, {say(fmt::format("Without an answer the room hears so at {}.",
                                 text::hhmm_utc(now + policy.page_answer_within)))});
    m.buttons = page_buttons(i);
    return m;
}

std::vector<Button> page_buttons(const Incident& i) {
    return {{"Acknowledge " + i.ref(), i.ref() + " ack"},
            {"Decline " + i.ref(), i.ref() + " decline cannot come now"}};
}

Message paged_nobody(const Incident& i, const PagePlaced& e, const std::string& by) {
    Message m;
    m.tone = Tone::late;
    add_line(m, {say(fmt::format(
                    "NOBODY WAS PAGED for {}: {} asked for \"{}\", and I know no such person, role or rota.",
                    i.ref(), by, text::isolated(e.person_name)))});
    if (!e.text.empty()) add_line(m, {quote(text::cut(e.text, words_max))});
    add_line(m, {say("Can you reach them? A person I know: "), command("page @who REASON")});
    m.phone =
        fmt::format("{}: nobody was paged, \"{}\" is not known.", i.ref(), text::cut(e.person_name, 40));
    return m;
}

Message acknowledged(const Incident& i, const Page& p) {
    Message m = one_line({say(fmt::format("{} is coming (paged {}, answered {}).", text::isolated(p.name),
                                          text::hhmm_utc(p.at), text::hhmm_utc(p.answered)))});
    std::string waiting;
    for (const auto& [number, other] : i.pages)
        if (other.waits()) waiting += (waiting.empty() ? "" : ", ") + text::isolated(other.name);
    if (!waiting.empty()) m.lines.back().push_back(say(fmt::format(" No answer yet: {}.", waiting)));
    m.phone =
        fmt::format("{}: {} is coming, answered in {}.", i.ref(), p.name, text::length(p.answered - p.at));
    return m;
}

Message declined(const Incident& i, const Page& p) {
    Message m = one_line(
        {say(fmt::format("{} cannot come{}", text::isolated(p.name), p.answer.empty() ? "." : ": "))});
    if (!p.answer.empty()) m.lines.back().push_back(quote(text::cut(p.answer, words_max)));
    add_line(m, {say("Nobody else was paged. "), command("page @who REASON")});
    m.phone = fmt::format("{}: {} cannot come.", i.ref(), p.name);
    return m;
}

Message unanswered(const Incident& i, const Page& p, Instant now) {
    Message m;
    m.tone = Tone::late;
    add_line(m, {say(fmt::format("{} has not answered the page of {} ({} ago). Nobody else was paged.",
                                 text::isolated(p.name), text::hhmm_utc(p.at), text::length(now - p.at)))});
    add_line(m, {say("Again or somebody else: "), command("page @who REASON")});
    m.phone = fmt::format("{}: no answer from {}.", i.ref(), p.name);
    return m;
}

Message poll_over(const Incident& i, const Poll& p) {
    Message m = one_line(
        {say(fmt::format("P{} ", p.number)), quote(text::cut(p.text, 120)),
         say(p.objections.empty() ? ": no objection. Yours to decide: "
                                  : fmt::format(": {} objection{}. Yours to decide: ", p.objections.size(),
                                                p.objections.size() == 1 ? "" : "s")),
         command(fmt::format("decide P{} TEXT", p.number))});
    for (std::size_t n = 0; n < p.objections.size() && n < open_shown_max; ++n)
        add_line(m, {say(text::isolated(p.objections[n].by_name) + ": "),
                     quote(text::cut(p.objections[n].text, 120))});
    m.phone = fmt::format("{} P{}: {}.", i.ref(), p.number,
                          p.objections.empty() ? "no objection" : "there are objections");
    return m;
}

Message can_asked(const Incident& i, const std::string& by) {
    Message m =
        one_line({say(fmt::format("{} asks how it stands in {}: condition, actions, needs.", by, i.ref()))});
    add_line(m, {command("can CONDITION | ACTIONS | NEEDS")});
    m.phone = fmt::format("{}: {} asks for your report.", i.ref(), by);
    return m;
}

Message can_over(const IncidentFile& file) {
    const Incident& i = file.now;
    std::set<PersonId> reported;
    for (const auto& [number, report] : file.reports)
        if (report.at >= i.can_asked) reported.insert(report.by);
    std::string missing;
    std::set<PersonId> named;
    for (const Task* t : views::running_tasks(i))
        if (!reported.contains(t->owner) && named.insert(t->owner).second)
            missing += (missing.empty() ? "" : ", ") + text::isolated(t->owner_name);
    Message m;
    if (missing.empty()) return m;
    add_line(m, {say(fmt::format("No report yet: {}.", missing))});
    m.phone = fmt::format("{}: no report yet from {}.", i.ref(), text::cut(missing, 60));
    return m;
}

Message review_reminder(const Incident& i, const ReviewReminded& e) {
    Message m;
    const std::string draft = "/i/" + i.slug() + "/draft";
    switch (e.what) {
    case ReviewDue::owner:
        add_line(m, {say(fmt::format("The review of {} has no owner. ", i.ref())),
                     command("postmortem owner @who")});
        m.phone = fmt::format("{}: the review has no owner.", i.ref());
        break;
    case ReviewDue::text:
    case ReviewDue::closing:
        add_line(m,
                 {say(fmt::format("The post-mortem of {} is due {}. ", i.ref(), text::day_hhmm_utc(e.due))),
                  link("draft of " + i.ref(), draft)});
        if (e.what == ReviewDue::text && i.meeting == no_instant)
            add_line(m, {say("No meeting is set: "), command("postmortem meeting TIME")});
        m.phone = fmt::format("{}: the post-mortem is due {}.", i.ref(), text::day_hhmm_utc(e.due));
        break;
    }
    return m;
}

std::vector<ActionReminded> actions_together(std::span<const Recorded> events) {
    std::vector<ActionReminded> out;
    for (const Recorded& r : events)
        if (const auto* e = std::get_if<ActionReminded>(&r.event)) out.push_back(*e);
    return out;
}

namespace {

constexpr std::size_t actions_shown_max = 5;

void add_actions(Message& m, const IncidentFile& file, const std::vector<ActionReminded>& rungs,
                 bool with_owner) {
    for (std::size_t n = 0; n < rungs.size() && n < actions_shown_max; ++n) {
        const auto it = file.actions.find(rungs[n].number);
        if (it == file.actions.end()) continue;
        const Action& a = it->second;
        const std::string owner = a.owner ? text::isolated(a.owner_name) : "NOBODY";
        add_line(m, {say(fmt::format("A{} ", a.number)), quote(text::cut(a.text, 80)),
                     say(fmt::format("{}{}", with_owner || !a.owner ? ": " + owner + ", due " : ": due ",
                                     text::day(rungs[n].due)))});
    }
    if (rungs.size() > actions_shown_max)
        add_line(m, {say(fmt::format("and {} more: ", rungs.size() - actions_shown_max)), command("action")});
}

std::string actions_counted(std::size_t n) { return fmt::format("{} action{}", n, n == 1 ? "" : "s"); }

} // namespace

Message actions_due(const IncidentFile& file, const std::vector<ActionReminded>& rungs) {
    const Incident& i = file.now;
    const auto when = [](const ActionReminded& e) {
        return e.step > 2 ? "late" : e.step == 2 ? "due now" : "due in a week";
    };
    const bool alike = std::all_of(rungs.begin(), rungs.end(), [&](const ActionReminded& e) {
        return std::string_view{when(e)} == when(rungs.front());
    });
    const std::string head =
        fmt::format("{} of {} {} {}", actions_counted(rungs.size()), i.ref(),
                    rungs.size() == 1 ? "is" : "are", alike ? when(rungs.front()) : "late or due soon");
    Message m = one_line({say(head + ".")});
    add_actions(m, file, rungs, false);
    const std::string item = fmt::format("A{}", rungs.front().number);
    add_line(m, {command(fmt::format("{} action {} done WHAT", i.slug(), item)), say(" · "),
                 command(fmt::format("{} action {} due=14d", i.slug(), item)), say(" · "),
                 command(fmt::format("{} action {} drop REASON", i.slug(), item))});
    m.phone = head + ".";
    return m;
}

Message actions_late(const IncidentFile& file, const std::vector<ActionReminded>& rungs) {
    const Incident& i = file.now;
    const std::string head = fmt::format("{} of {} {} two weeks late or more", actions_counted(rungs.size()),
                                         i.ref(), rungs.size() == 1 ? "is" : "are");
    Message m = one_line({say(head + ".")});
    add_actions(m, file, rungs, true);
    add_line(m, {say("Somebody else, or later: "),
                 command(fmt::format("{} action A{} @who due=14d", i.slug(), rungs.front().number))});
    m.phone = head + ".";
    return m;
}

std::string waits_for_you(const Incident& i, const std::vector<views::Waiting>& items) {
    std::string what;
    for (const views::Waiting& w : items)
        if (w.urgent) what += (what.empty() ? "" : ", ") + w.brief;
    return fmt::format("{} waits for you: {}.", i.ref(), text::cut(what, 80));
}

} // namespace tocsin::texts
