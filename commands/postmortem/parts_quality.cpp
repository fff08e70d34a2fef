// How good the response was, in figures that the record gives: whose silence, whose wait, which promise.
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string per_thousand(int n) { return fmt::format("{}.{} %", n / 10, n % 10); }

void add_audiences(Rows& rows, const Record& r) {
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        if (it->first == Audience::responders || !it->second.started) continue;
        const auto s = r.service(it->first);
        std::string detail = "strictly " + views::share_shown(s.met_strict, s.adherence.counted());
        if (s.first) detail += "; the first after " + text::length(*s.first);
        if (s.adherence.worst > Duration{}) detail += "; the worst late by " + text::exact(s.adherence.worst);
        if (s.between.n) detail += "; median gap " + text::length(s.between.median);
        if (s.coverage) detail += "; nothing overdue in " + per_thousand(*s.coverage) + " of the time";
        if (s.silent) detail += "; " + views::counted(s.silent, "silence") + " over twice the target";
        rows.push_back({"Updates on time, " + views::audience_shown(it->first),
                        views::adherence_shown(s.adherence), std::move(detail)});
    }
}

void add_command(Rows& rows, const Record& r) {
    const Duration without = views::without_commander(r.now, r.open());
    Duration open{};
    for (const auto& s : r.open()) open += s.length();
    rows.push_back(
        {"Without a commander", text::length(without), "of " + text::length(open) + " in which it was open"});
    std::size_t taken = 0, lapsed = 0;
    for (const Recorded* e : r.offers) {
        const auto* offer = std::get_if<RoleOffered>(&e->event);
        taken += offer && offer->handoff;
        lapsed += std::holds_alternative<OfferLapsed>(e->event);
    }
    rows.push_back({"Hand-offs offered", std::to_string(taken),
                    lapsed ? fmt::format("offers not taken: {}", lapsed) : ""});
}

void add_pages(Rows& rows, const Record& r) {
    std::size_t unanswered = 0;
    std::string who;
    std::vector<Duration> waits;
    for (const auto& [number, page] : r.now.pages) {
        if (page.status == Page::Status::acknowledged)
            waits.push_back(std::max(page.answered - page.at, Duration{}));
        if (page.status == Page::Status::acknowledged || page.status == Page::Status::declined) continue;
        ++unanswered;
        who += (who.empty() ? "" : ", ") + on_one_line(page.name);
    }
    rows.push_back({"Pages without an answer", fmt::format("{} of {}", unanswered, r.now.pages.size()), who});
    const auto spread = views::spread(std::move(waits));
    if (spread.n)
        rows.push_back({"Time to answer a page", text::length(spread.median),
                        "median; the longest " + text::length(spread.most)});
}

void add_silence(Rows& rows, const Record& r) {
    if (r.silence.length() > Duration{})
        rows.push_back({"Longest silence", text::length(r.silence.length()),
                        "between two entries by people, " + r.range(r.silence.from, r.silence.to)});
}

void add_questions(Rows& rows, const Record& r) {
    if (r.file.questions.empty()) return;
    std::vector<Duration> waits;
    std::string open;
    for (const auto& [number, q] : r.file.questions)
        if (q.open())
            open += fmt::format("{}Q{} open for {}", open.empty() ? "" : ", ", number,
                                text::length(r.as_of - q.at));
        else
            waits.push_back(std::max(q.answered_at - q.at, Duration{}));
    const auto spread = views::spread(waits);
    std::string detail = spread.n ? fmt::format("time to answer {} at the median, {} at the longest",
                                                text::length(spread.median), text::length(spread.most))
                                  : "";
    if (!open.empty()) detail += (detail.empty() ? "" : "; ") + open;
    rows.push_back(
        {"Questions answered", fmt::format("{} of {}", waits.size(), r.file.questions.size()), detail});
}

void add_decisions(Rows& rows, const Record& r) {
    if (r.file.decisions.empty() && r.file.polls.empty()) return;
    std::vector<Duration> waits;
    std::size_t objected = 0;
    std::string without;
    for (const auto& [number, poll] : r.file.polls) {
        objected += !poll.objections.empty();
        if (const DecisionEntry* decision = decision_after(r, poll))
            waits.push_back(std::max(decision->at - poll.at, Duration{}));
        else
            without += fmt::format("{}P{} for {}", without.empty() ? "" : ", ", number,
                                   text::length(r.end() - poll.at));
    }
    const auto spread = views::spread(waits);
    rows.push_back(
        {"Decisions", std::to_string(r.file.decisions.size()),
         spread.n ? fmt::format("from poll to decision {} at the median", text::length(spread.median)) : ""});
    if (r.file.polls.empty()) return;
    rows.push_back({"Polls", std::to_string(r.file.polls.size()),
                    fmt::format("{} with objections{}", objected,
                                without.empty() ? "" : "; never decided: " + without)});
}

void add_theories(Rows& rows, const Record& r) {
    if (r.file.hypotheses.empty()) return;
    std::vector<Duration> waits;
    for (const auto& [number, h] : r.file.hypotheses)
        if (!h.open()) waits.push_back(std::max(h.judged_at - h.at, Duration{}));
    const auto spread = views::spread(waits);
    rows.push_back({"Theories judged", fmt::format("{} of {}", waits.size(), r.file.hypotheses.size()),
                    spread.n ? fmt::format("after {} at the median", text::length(spread.median)) : ""});
}

void add_tasks(Rows& rows, const Record& r) {
    if (r.now.tasks.empty()) return;
    std::size_t done = 0, dropped = 0, late = 0;
    for (const auto& [number, task] : r.now.tasks) {
        done += task.status == Task::Status::done;
        dropped += task.status == Task::Status::dropped;
        late += task.status == Task::Status::done && task.ended > task.due;
    }
    rows.push_back({"Tasks done", fmt::format("{} of {}", done, r.now.tasks.size()),
                    fmt::format("{} after their time, {} dropped", late, dropped)});
}

} // namespace

Blocks quality(const Record& r) {
    Rows rows{{"Measure", "Value", "Detail"}};
    add_audiences(rows, r);
    add_command(rows, r);
    add_pages(rows, r);
    add_silence(rows, r);
    add_questions(rows, r);
    add_decisions(rows, r);
    add_theories(rows, r);
    add_tasks(rows, r);
    return {table(std::move(rows))};
}

} // namespace tocsin::postmortem::parts
