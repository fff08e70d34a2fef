// The phases of a security incident: how long each took, what was done in it, what its checklist says.
#include "commands/policy/checklists.hpp"
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

Instant end_of(const Record& r, const PhaseStretch& p) {
    return p.to != no_instant ? p.to : std::max(p.from, r.end());
}

bool in_phase(const Record& r, Phase phase, Instant t) {
    return std::any_of(r.now.phases.begin(), r.now.phases.end(), [&](const PhaseStretch& p) {
        const bool last = p.to == no_instant && t == end_of(r, p);
        return p.phase == phase && t >= p.from && (t < end_of(r, p) || last);
    });
}

// What people did, by when they recorded it; what happened before anybody had noticed belongs to the attack.
bool done_in(const Record& r, Phase phase, const Recorded& step) {
    if (const auto* given = std::get_if<TaskGiven>(&step.event)) {
        const auto task = r.now.tasks.find(given->number);
        if (task == r.now.tasks.end() || task->second.status == Task::Status::done) return false;
    }
    return step.meta.at >= views::detected_at(r.now) && in_phase(r, phase, step.recorded_at);
}

std::string step_line(const Record& r, const Recorded& step) {
    const auto number = [](const auto& list, std::uint32_t n) {
        const auto it = list.find(n);
        return it == list.end() ? nullptr : &it->second;
    };
    return std::visit(overloaded{[&](const NoteAdded& e) {
                                     const auto ref =
                                         std::lower_bound(r.notes.begin(), r.notes.end(), e.number,
                                                          [](const NoteRef& one, std::uint32_t n) {
                                                              return one.note->number < n;
                                                          });
                                     return ref == r.notes.end() ? std::string{} : note_line(r, *ref);
                                 },
                                 [&](const DecisionMade& e) {
                                     const auto* d = number(r.file.decisions, e.number);
                                     return d ? decision_line(r, *d) : std::string{};
                                 },
                                 [&](const TaskGiven& e) {
                                     const auto* t = number(r.now.tasks, e.number);
                                     return t ? task_line(r, *t) : std::string{};
                                 },
                                 [&](const TaskDone& e) {
                                     const auto* t = number(r.now.tasks, e.number);
                                     return t ? task_line(r, *t) : std::string{};
                                 },
                                 [&](const EvidenceTaken& e) {
                                     const auto* v = number(r.file.evidence, e.number);
                                     return v ? evidence_line(r, *v) : std::string{};
                                 },
                                 [](const auto&) { return std::string{}; }},
                      step.event);
}

void add_checks(Blocks& out, const Record& r, Phase phase) {
    std::vector<std::string> done, open;
    for (const auto& [key, check] : r.file.checks)
        if (key.first == phase)
            done.push_back(fmt::format("{} {} {}: {}{}", r.when(check.at), on_one_line(check.by_name),
                                       key.second, on_one_line(check.label), in_quotes(check.text)));
    const auto items = policy::checklist(phase);
    for (std::uint32_t n = 1; n <= items.size(); ++n)
        if (!r.file.checks.contains({phase, n})) open.push_back(fmt::format("{} {}", n, items[n - 1]));
    if (!done.empty()) {
        out.push_back(paragraph("Checked:"));
        out.push_back(bullets(std::move(done)));
    }
    if (!open.empty()) out.push_back(paragraph(fmt::format("Not checked: {}.", fmt::join(open, " · "))));
}

Blocks one(const Record& r, Phase phase) {
    Blocks out;
    std::vector<std::string> stretches;
    for (const PhaseStretch& p : r.now.phases)
        if (p.phase == phase)
            stretches.push_back(fmt::format("{} by {}, {} ({}){}", word(phase), on_one_line(p.by_name),
                                            r.range(p.from, end_of(r, p)),
                                            text::length(end_of(r, p) - p.from), in_quotes(p.text)));
    if (stretches.empty()) return {paragraph("The incident was never said to be in this phase.")};
    out.push_back(bullets(std::move(stretches)));
    std::vector<const Recorded*> steps;
    for (const Recorded* step : r.steps)
        if (done_in(r, phase, *step)) steps.push_back(step);
    propose(out, "Done and found in this phase",
            worded(steps, [&](const Recorded& s) { return step_line(r, s); }));
    add_checks(out, r, phase);
    return out;
}

} // namespace

Blocks phases(const Record& r) {
    if (r.now.phases.empty()) return {paragraph("No phase was named.")};
    std::vector<std::vector<std::string>> rows{{"Phase", "From", "To", "Length", "Checked", "Words"}};
    for (const PhaseStretch& p : r.now.phases) {
        const auto items = policy::checklist(p.phase);
        const auto done = std::count_if(r.file.checks.begin(), r.file.checks.end(),
                                        [&](const auto& c) { return c.first.first == p.phase; });
        rows.push_back(
            {std::string{word(p.phase)}, r.when(p.from),
             p.to == no_instant && r.now.resolved_at == no_instant ? "not over" : r.when(end_of(r, p)),
             text::length(end_of(r, p) - p.from),
             items.empty() ? "-" : fmt::format("{} of {}", done, items.size()), on_one_line(p.text)});
    }
    return {table(std::move(rows))};
}

Blocks containment_short(const Record& r) { return one(r, Phase::containment_short); }
Blocks containment_long(const Record& r) { return one(r, Phase::containment_long); }
Blocks eradication(const Record& r) { return one(r, Phase::eradication); }
Blocks recovery(const Record& r) { return one(r, Phase::recovery); }

} // namespace tocsin::postmortem::parts
