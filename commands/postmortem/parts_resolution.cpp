// How it was brought to an end, and the texts that tell others so.
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

// The last repair: from the last time the cause was named, else from the declaration, to the last resolve.
struct Repair {
    Seq began, ended;
    Instant from{}, to{};
};
Repair repair_of(const Record& r) {
    Repair out{.ended = {~std::uint64_t{0}}, .from = r.now.declared_at, .to = Instant::max()};
    if (r.declared) out.began = r.declared->seq;
    if (r.identified) {
        out.began = r.identified->seq;
        out.from = r.identified->meta.at;
    }
    if (!is_over(r.now.state) || r.resolved.empty()) return out;
    out.ended = r.resolved.back()->seq;
    out.to = r.resolved.back()->recorded_at; // typed later than it was over: what was done until then counts
    return out;
}

std::string after(std::optional<Duration> d) { return d ? text::length(*d) : "NOT KNOWN"; }

} // namespace

Blocks resolution(const Record& r) {
    const Incident& i = r.now;
    Blocks out;
    if (is_over(i.state) && !i.resolve_text.empty())
        out.push_back(
            paragraph(fmt::format("Resolved {}: {}", r.when(i.resolved_at), quoted(i.resolve_text))));
    if (r.monitoring && i.mitigated_at != no_instant) {
        const auto& state = std::get<StateChanged>(r.monitoring->event);
        if (!state.text.empty())
            out.push_back(paragraph(
                fmt::format("Users fine {}: {}", r.when(r.monitoring->meta.at), quoted(state.text))));
    }
    const Repair repair = repair_of(r);
    const auto within = [&](Instant t) { return t >= repair.from && t <= repair.to; };
    propose(out, "Decisions",
            picked(
                r.file.decisions, [](const DecisionEntry&) { return true; },
                [&](const DecisionEntry& d) { return decision_line(r, d); }));
    propose(out, "Tasks done",
            picked(
                r.now.tasks, [&](const Task& t) { return t.status == Task::Status::done && within(t.ended); },
                [&](const Task& t) { return task_line(r, t); }));
    propose(out, "Steps noted", note_lines(r, [&](const NoteRef& n) {
                return n.recorded->seq > repair.began && n.recorded->seq < repair.ended && !n.corrected;
            }));
    return out;
}

Blocks response(const Record& r) {
    const auto figures = views::key_figures(r.now);
    std::vector<std::vector<std::string>> rows{{"Step", "When", "After detection"}};
    const Instant detected = views::detected_at(r.now);
    for (const auto& moment : views::key_moments(r.now)) {
        const Duration later = moment.at - detected;
        rows.push_back({std::string{moment.name}, r.when(moment.at),
                        later < Duration{} ? "before it" : text::length(later)});
    }
    Blocks out{table(std::move(rows)),
               paragraph(fmt::format("Acknowledged after {}, users fine after {}, resolved after {}.",
                                     after(figures.acknowledge), after(figures.mitigate_detected),
                                     after(figures.resolve)))};
    propose(
        out, "Tasks given",
        picked(
            r.now.tasks, [](const Task&) { return true; }, [&](const Task& t) { return task_line(r, t); }));
    return out;
}

Blocks internal_mail(const Record& r) {
    const Incident& i = r.now;
    Blocks out{
        paragraph(fmt::format("Subject: {} ({}): {}", i.ref(), word(i.severity), on_one_line(i.title)))};
    std::vector<std::string> lines;
    for (const Window& w : i.windows) lines.push_back("Impact: " + window_line(r, w) + in_quotes(w.text));
    if (!i.resolve_text.empty()) lines.push_back("How it ended: " + on_one_line(i.resolve_text));
    lines.push_back(
        fmt::format("Open action items: {}.",
                    std::count_if(r.file.actions.begin(), r.file.actions.end(),
                                  [](const auto& a) { return a.second.status == ActionStatus::open; })));
    lines.push_back(fmt::format("Owner of the review: {}.", i.postmortem_owner_name.empty()
                                                                ? "NOBODY"
                                                                : on_one_line(i.postmortem_owner_name)));
    out.push_back(bullets(std::move(lines)));
    return out;
}

Blocks external_message(const Record& r) {
    const Update* last = nullptr;
    for (const auto& [key, update] : r.file.updates)
        if (key.second == Audience::customers && update.delivered != no_instant && !update.corrected_by)
            if (!last || update.delivered >= last->delivered) last = &update;
    if (!last) return {paragraph("Customers were told nothing so far.")};
    return {paragraph(fmt::format("The last text that customers were sent (U{}, {}), as a beginning:",
                                  last->number, r.when(last->delivered))),
            paragraph(quoted(last->published))};
}

} // namespace tocsin::postmortem::parts
