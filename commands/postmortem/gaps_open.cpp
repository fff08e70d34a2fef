// What was begun and left open: updates, checks, theories, questions, polls, tasks, pages, the command.
#include "commands/policy/checklists.hpp"
#include "commands/postmortem/gaps.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

using views::on_one_line;

constexpr std::size_t listed_max = 5; // of one kind; the section has them all
constexpr std::size_t words_max = 60;

std::string short_words(std::string_view words) { return text::cut(on_one_line(words), words_max); }

// Lists the first few of a kind and says how many more there are.
class Listed {
public:
    Listed(Gaps& gaps, Weight weight, std::string_view section)
        : gaps_{gaps}, weight_{weight}, section_{section} {}
    void add(std::string question, std::string_view line) {
        if (++n_ > listed_max) return;
        if (n_ == listed_max) last_ = line;
        gaps_.add(weight_, section_, std::move(question), line);
    }
    void rest(std::string_view kind) {
        if (n_ > listed_max)
            gaps_.add(weight_, section_, fmt::format("{} more {} are open.", n_ - listed_max, kind), last_);
    }

private:
    Gaps& gaps_;
    Weight weight_;
    std::string_view section_;
    std::string last_;
    std::size_t n_{};
};

void late_updates(Gaps& gaps, const Record& r, Audience audience, const AudienceClock& clock) {
    std::size_t late = 0;
    Duration worst{};
    for (const Obligation& o : clock.settled) {
        if (o.published <= o.due + r.policy.grace) continue;
        const std::string shown = views::audience_shown(audience);
        if (o.kind == ObligationKind::closing)
            gaps.add(Weight::updates, "communications",
                     fmt::format("The closing update to {} came {} late. Why?", shown,
                                 text::length(o.published - o.due)),
                     "lesson wrong TEXT");
        else
            ++late;
        worst = std::max(worst, o.published - o.due);
    }
    if (late)
        gaps.add(Weight::lessons, "communications",
                 fmt::format("{} to {} came late, the worst by {}. Why?", views::counted(late, "update"),
                             views::audience_shown(audience), text::length(worst)),
                 "lesson wrong TEXT");
}

void updates(Gaps& gaps, const Record& r) {
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        const auto& [audience, clock] = *it;
        if (audience == Audience::responders) continue;
        const std::string line = fmt::format("update {} TEXT", word(audience));
        if (clock.open && r.as_of > clock.open->due + r.policy.grace)
            gaps.add(Weight::updates, "communications",
                     fmt::format("The {}update to {} was due {} and has not gone out.",
                                 clock.open->kind == ObligationKind::closing ? "closing " : "",
                                 views::audience_shown(audience),
                                 views::due_text(clock.open->due, r.now.declared_at)),
                     line);
        if (const Update* lost = views::undelivered(r.file, audience))
            gaps.add(Weight::updates, "communications",
                     fmt::format("U{} did not reach {}. Who has told them since?", lost->number,
                                 views::audience_shown(audience)),
                     line);
        late_updates(gaps, r, audience, clock);
    }
}

// Of the phases that were entered: what nobody ticked.
void checks(Gaps& gaps, const Record& r) {
    std::vector<Phase> seen;
    for (const PhaseStretch& p : r.now.phases) {
        if (std::find(seen.begin(), seen.end(), p.phase) != seen.end()) continue;
        seen.push_back(p.phase);
        std::vector<std::uint32_t> open;
        const auto items = policy::checklist(p.phase);
        for (std::uint32_t n = 1; n <= items.size(); ++n)
            if (!r.file.checks.contains({p.phase, n})) open.push_back(n);
        if (open.empty()) continue;
        const std::string more = open.size() > 1 ? fmt::format(", and {} more", open.size() - 1) : "";
        gaps.add(Weight::checks, word(p.phase),
                 fmt::format("Not checked in {}: {} {}{}. Was it done?", word(p.phase), open.front(),
                             items[open.front() - 1], more),
                 p.phase == r.now.phase ? fmt::format("check {} TEXT", open.front())
                                        : "note TEXT"); // only the phase that runs can be ticked
    }
}

void thoughts(Gaps& gaps, const Record& r) {
    Listed theories{gaps, Weight::theories, "root-causes"};
    for (const auto& [number, h] : r.file.hypotheses)
        if (h.open())
            theories.add(fmt::format("Theory H{} of {} is still open: \"{}\". Confirmed or ruled out?",
                                     number, on_one_line(h.by_name), short_words(h.text)),
                         fmt::format("hypothesis H{} ruled-out TEXT", number));
    theories.rest("theories");
    Listed questions{gaps, Weight::questions, "open"};
    for (const auto& [number, q] : r.file.questions)
        if (q.open())
            questions.add(fmt::format("Q{} of {} has no answer: \"{}\".", number, on_one_line(q.by_name),
                                      short_words(q.text)),
                          fmt::format("answer Q{} TEXT", number));
    questions.rest("questions");
    Listed polls{gaps, Weight::questions, "open"};
    for (const auto& [number, poll] : r.file.polls)
        if (!decision_after(r, poll))
            polls.add(
                fmt::format("P{} was never decided: \"{}\". What was done?", number, short_words(poll.text)),
                fmt::format("decide P{} TEXT", number));
    polls.rest("polls");
}

void tasks(Gaps& gaps, const Record& r) {
    Listed open{gaps, Weight::tasks, "open"};
    for (const Task* task : views::running_tasks(r.now))
        open.add(fmt::format("T{} of {} was never closed: \"{}\". What came of it?", task->number,
                             on_one_line(task->owner_name), short_words(task->text)),
                 fmt::format("task T{} done TEXT", task->number));
    open.rest("tasks");
}

void people(Gaps& gaps, const Record& r) {
    const auto it = r.now.roles.find("commander");
    if (it == r.now.roles.end() || it->second.empty())
        gaps.add(Weight::people, "roles", "Who was in command? Nobody took it.", "role commander @who");
    Listed pages{gaps, Weight::people, "roles"};
    for (const auto& [number, page] : r.now.pages) {
        if (page.status == Page::Status::acknowledged || page.status == Page::Status::declined) continue;
        pages.add(fmt::format("The page to {} at {} was never answered. Did they come?",
                              on_one_line(page.name), r.when(page.at)),
                  "note TEXT");
    }
    pages.rest("pages");
}

// Only a step that a command cannot have stamped in this order: somebody gave a time by hand.
void figures(Gaps& gaps, const Record& r) {
    const auto start = views::impact_start(r.now);
    if (start && views::detected_at(r.now) < *start) return; // found early, so much else lies before it too
    for (const auto& moment : views::key_moments(r.now)) {
        if (moment.before.empty() || moment.name == "contained" || moment.before == "contained") continue;
        const bool by_hand = moment.name == "detected" || moment.name == "acknowledged" ||
                             moment.name == "identified" || moment.name == "mitigated";
        gaps.add(Weight::figures, "supporting",
                 fmt::format("{} ({}) lies before {}. Which of the two is wrong?",
                             views::capital(std::string{moment.name}), r.when(moment.at), moment.before),
                 by_hand ? fmt::format("stamp {} at=TIME TEXT", moment.name) : "note TEXT");
    }
}

} // namespace

void find_open_ends(Gaps& gaps, const Record& r) {
    updates(gaps, r);
    checks(gaps, r);
    thoughts(gaps, r);
    tasks(gaps, r);
    people(gaps, r);
    figures(gaps, r);
}

} // namespace tocsin::postmortem
