// The incident as a story: by chapters, by what people knew when, by what they decided and why.
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/entries.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

struct Chapter {
    std::string title;
    Instant from{};
    std::vector<std::string> lines;
    std::size_t left_out{};
};

// A chapter begins with each phase of a security incident, else with each state.
std::vector<Chapter> chapters(const Record& r) {
    std::vector<Chapter> out{{"Before it was declared", no_instant, {}, 0}};
    const bool by_phase = !r.now.phases.empty();
    for (const Recorded* turn : r.turns) {
        const auto begin = [&](std::string title) {
            out.push_back({std::move(title), turn->meta.at, {}, 0});
        };
        if (std::holds_alternative<IncidentDeclared>(turn->event))
            begin(by_phase ? "Declared" : views::state_shown(State::triage));
        if (std::holds_alternative<IncidentResolved>(turn->event)) begin(views::state_shown(State::resolved));
        if (std::holds_alternative<IncidentReopened>(turn->event)) begin("open again");
        if (const auto* s = std::get_if<StateChanged>(&turn->event); s && !by_phase)
            begin(views::state_shown(s->to));
        if (const auto* p = std::get_if<PhaseChanged>(&turn->event))
            begin(fmt::format("phase {}", word(p->to)));
    }
    std::sort(out.begin(), out.end(), [](const Chapter& a, const Chapter& b) {
        return std::pair{a.from, std::string_view{a.title}} < std::pair{b.from, std::string_view{b.title}};
    });
    return out;
}

bool belongs_in_a_story(std::string_view kind) {
    static constexpr std::array told{"declared", "state",      "severity",  "phase",    "reopened",
                                     "impact",   "hypothesis", "answer",    "decision", "note",
                                     "talk",     "objection",  "merged",    "split",    "task",
                                     "evidence", "handoff",    "cancelled", "stamp"};
    return std::find(told.begin(), told.end(), kind) != told.end();
}

std::string story_line(const Record& r, const views::Entry& e) {
    std::string out = r.when(e.at, e.day_only);
    if (!e.author.empty()) out.append(" ").append(e.author);
    out.append(": ").append(e.text);
    if (e.corrected) out.append(" (corrected)");
    return out;
}

// The first ones of a chapter tell how it began; what a long one leaves out is in the timeline.
void tell(std::vector<Chapter>& chapters, const Record& r, const views::Entry& e) {
    const auto after = std::upper_bound(chapters.begin(), chapters.end(), e.at,
                                        [](Instant t, const Chapter& c) { return t < c.from; });
    Chapter& chapter = *std::prev(after);
    if (chapter.lines.size() < proposals_max)
        chapter.lines.push_back(story_line(r, e));
    else
        ++chapter.left_out;
}

} // namespace

Blocks story(const Record& r) {
    auto told = chapters(r);
    const auto talk = r.quotes();
    auto said = talk.begin();
    views::each_entry(r.source.all, r.file, false, [&](views::Entry&& entry) {
        for (; said != talk.end() && said->at <= entry.at; ++said) tell(told, r, *said);
        if (belongs_in_a_story(entry.kind)) tell(told, r, entry);
    });
    for (; said != talk.end(); ++said) tell(told, r, *said);
    Blocks out;
    std::size_t n = 0;
    for (Chapter& chapter : told) {
        if (chapter.lines.empty()) continue;
        const std::string from = chapter.from == no_instant ? "" : ", from " + r.when(chapter.from);
        out.push_back(paragraph(fmt::format("Chapter {}: {}{}", ++n, chapter.title, from)));
        out.push_back(bullets(std::move(chapter.lines)));
        if (chapter.left_out)
            out.push_back(paragraph(
                fmt::format("{} more entries of this chapter are in the timeline.", chapter.left_out)));
    }
    return out;
}

Blocks known_when(const Record& r) {
    std::vector<std::string> lines;
    for (const Recorded* e : r.thoughts) {
        const std::string head = r.when(e->meta.at) + " " + on_one_line(e->meta.by_name) + " ";
        if (const auto* stated = std::get_if<HypothesisStated>(&e->event)) {
            const auto it = r.file.hypotheses.find(stated->number);
            if (it != r.file.hypotheses.end()) lines.push_back(theory_line(r, it->second));
        } else if (const auto* judged = std::get_if<HypothesisJudged>(&e->event)) {
            const std::string_view verdict =
                judged->verdict == Verdict::ruled_out ? "ruled out" : word(judged->verdict);
            lines.push_back(head +
                            fmt::format("H{} is {}{}", judged->number, verdict, in_quotes(judged->text)));
        } else if (const auto* asked = std::get_if<QuestionAsked>(&e->event)) {
            const auto it = r.file.questions.find(asked->number);
            if (it == r.file.questions.end()) continue;
            lines.push_back(head + fmt::format("asks Q{}{}{}", asked->number, in_quotes(it->second.text),
                                               r.corrected({'Q', asked->number}) ? " (corrected)" : ""));
        } else if (const auto* answered = std::get_if<QuestionAnswered>(&e->event)) {
            lines.push_back(head + fmt::format("answers Q{}{}", answered->number, in_quotes(answered->text)));
        }
    }
    if (lines.empty()) return {paragraph("Nobody recorded a theory or a question.")};
    return {bullets(std::move(lines))};
}

Blocks decisions(const Record& r) {
    std::vector<std::string> lines;
    for (const auto& [number, decision] : r.file.decisions) lines.push_back(decision_line(r, decision));
    Blocks out;
    if (!lines.empty()) out.push_back(bullets(std::move(lines)));
    std::vector<std::string> polls;
    for (const auto& [number, poll] : r.file.polls) {
        std::string line = fmt::format("{} {} P{}{}", r.when(poll.at), on_one_line(poll.by_name), number,
                                       in_quotes(poll.text));
        if (r.corrected({'P', number})) line += " (corrected)";
        for (const Objection& o : poll.objections)
            line += fmt::format("; {} objected{}", on_one_line(o.by_name), in_quotes(o.text));
        const DecisionEntry* decision = decision_after(r, poll);
        line += decision ? fmt::format("; decided with D{}", decision->number) : "; never decided";
        polls.push_back(std::move(line));
    }
    if (!polls.empty()) {
        out.push_back(paragraph("Asked for strong objections:"));
        out.push_back(bullets(std::move(polls)));
    }
    if (out.empty()) out.push_back(paragraph("No decision was recorded."));
    return out;
}

Blocks open_points(const Record& r) {
    std::vector<std::string> lines;
    for (const auto& [number, h] : r.file.hypotheses)
        if (h.open()) lines.push_back(theory_line(r, h));
    for (const auto& [number, q] : r.file.questions)
        if (q.open()) lines.push_back(question_line(r, q));
    for (const Task* task : views::running_tasks(r.now)) lines.push_back(task_line(r, *task));
    for (const auto& [number, poll] : r.file.polls)
        if (!decision_after(r, poll))
            lines.push_back(fmt::format("P{} was never decided{}", number, in_quotes(poll.text)));
    const std::size_t left_out = lines.size() > proposals_max ? lines.size() - proposals_max : 0;
    lines.resize(lines.size() - left_out);
    if (lines.empty()) return {paragraph("Nothing was left open.")};
    Blocks out{bullets(std::move(lines))};
    if (left_out) out.push_back(paragraph(fmt::format("{} more are in the timeline.", left_out)));
    return out;
}

} // namespace tocsin::postmortem::parts
