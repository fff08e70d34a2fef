// What the data cannot give, each hole with the line that fills it. Until the verb for it exists, a note keeps the
// answer: notes after the end are proposed in the draft.
#include "commands/postmortem/record.hpp"

#include "commands/command.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

constexpr std::size_t tasks_listed_max = 5;
constexpr std::size_t task_words_max = 60;
constexpr Duration window_after_monitoring = minutes{10}; // DOMAIN 11.2

std::string known_line(std::string_view line) {
    if (command_named(line.substr(0, line.find(' ')))) return std::string{line};
    return line.find("at=TIME") == std::string_view::npos ? "note TEXT" : "note at=TIME TEXT";
}

struct Gaps {
    std::vector<Gap> list;
    void add(std::string_view section, std::string question, std::string_view line) {
        list.push_back({std::string{section}, std::move(question), known_line(line)});
    }
};

void about(Gaps& gaps, const Record& r) {
    if (r.now.postmortem_owner_name.empty())
        gaps.add("about", "Who owns the review?", "postmortem owner @who");
}

void summary(Gaps& gaps, const Record& r) {
    if (is_over(r.now.state) && r.now.resolve_text.empty())
        gaps.add("summary", "How did it end, in one sentence?", "note TEXT");
}

void impact(Gaps& gaps, const Record& r) {
    const Incident& i = r.now;
    if (i.windows.empty())
        gaps.add("impact", "From when were users hurt, and how badly?",
                 "impact start at=TIME level=partial TEXT");
    const bool in_words =
        !i.statements.empty() ||
        std::any_of(i.windows.begin(), i.windows.end(), [](const Window& w) { return !w.text.empty(); });
    if (!in_words) gaps.add("impact", "What did users notice?", "impact TEXT");
    const bool customers = std::any_of(i.statements.begin(), i.statements.end(),
                                       [](const Statement& s) { return s.customers >= 0; });
    if (!customers && i.severity <= Severity::sev2)
        gaps.add("impact", "How many customers were affected?", "impact customers=N TEXT");
    for (const Window& w : i.windows) {
        if (!w.ended_by_resolve || i.mitigated_at == no_instant ||
            w.end - i.mitigated_at < window_after_monitoring)
            continue;
        gaps.add(
            "impact",
            fmt::format(
                "I{} ({}) ended only with resolve, {} after monitoring began. When were users fine again?",
                w.number, word(w.level), text::length(w.end - i.mitigated_at)),
            "impact end at=TIME");
    }
}

void causes(Gaps& gaps, const Record&) {
    gaps.add("root-causes", "Which conditions made it possible? No cause is confirmed yet.",
             "hypothesis H1 confirmed TEXT");
    gaps.add("trigger", "Which change or event set it off?", "note at=TIME TEXT");
    gaps.add("detection", "When and how was it noticed first? Until that is told, the declaration counts.",
             "stamp detected at=TIME TEXT");
}

void missing_update(Gaps& gaps, const Record& r, Audience audience, const Obligation& open) {
    if (r.as_of <= open.due + r.policy.grace) return;
    gaps.add("communications",
             fmt::format("The {}update to {} was due {} and has not gone out.",
                         open.kind == ObligationKind::closing ? "closing " : "",
                         views::audience_shown(audience), views::due_text(open.due, r.now.declared_at)),
             fmt::format("update {} TEXT", word(audience)));
}

void communications(Gaps& gaps, const Record& r) {
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) {
        const auto& [audience, clock] = *it;
        if (audience == Audience::responders) continue;
        if (clock.open) missing_update(gaps, r, audience, *clock.open);
        for (const Obligation& o : clock.settled)
            if (o.kind == ObligationKind::closing && o.published > o.due + r.policy.grace)
                gaps.add("communications",
                         fmt::format("The closing update to {} came {} late. Why?",
                                     views::audience_shown(audience), text::length(o.published - o.due)),
                         "note TEXT");
        if (const Update* lost = views::undelivered(r.file, audience))
            gaps.add("communications",
                     fmt::format("U{} did not reach {}. Who has told them since?", lost->number,
                                 views::audience_shown(audience)),
                     fmt::format("update {} TEXT", word(audience)));
    }
}

void roles(Gaps& gaps, const Record& r) {
    const auto it = r.now.roles.find("commander");
    if (it == r.now.roles.end() || it->second.empty())
        gaps.add("roles", "Who was in command? Nobody took it.", "role commander @who");
}

void actions(Gaps& gaps, const Record& r) {
    gaps.add("actions", "What will be done so that it does not happen again, by whom, by when?",
             "action @who TEXT");
    const auto open = views::running_tasks(r.now);
    for (std::size_t n = 0; n < open.size() && n < tasks_listed_max; ++n)
        gaps.add("actions",
                 fmt::format("T{} of {} was never closed: \"{}\". What came of it?", open[n]->number,
                             views::on_one_line(open[n]->owner_name),
                             text::cut(views::on_one_line(open[n]->text), task_words_max)),
                 fmt::format("task T{} done TEXT", open[n]->number));
}

void lessons(Gaps& gaps, const Record&) {
    gaps.add("lessons-well", "What went well?", "lesson well TEXT");
    gaps.add("lessons-wrong", "What went wrong?", "lesson wrong TEXT");
    gaps.add("lessons-lucky", "Where were we lucky?", "lesson lucky TEXT");
}

} // namespace

std::vector<Gap> find_gaps(const Record& record) {
    Gaps gaps;
    about(gaps, record);
    summary(gaps, record);
    impact(gaps, record);
    causes(gaps, record);
    communications(gaps, record);
    roles(gaps, record);
    actions(gaps, record);
    lessons(gaps, record);
    return std::move(gaps.list);
}

std::vector<Gap> gaps(const Source& source) { return find_gaps(Record{source}); }

} // namespace tocsin::postmortem
