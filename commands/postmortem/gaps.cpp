// The holes that the review itself has to fill: cause, detection, owner, impact, trigger, actions, lessons.
#include "commands/postmortem/gaps.hpp"
#include "commands/postmortem/review.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

constexpr std::size_t actions_listed_max = 5;
constexpr std::size_t words_max = 60;
constexpr Duration window_after_monitoring = minutes{10}; // DOMAIN 11.2

std::string short_words(std::string_view words) { return text::cut(views::on_one_line(words), words_max); }

// The theory to confirm: the newest that is supported, else the newest that is open.
const Hypothesis* likeliest(const Record& r) {
    const Hypothesis* best = nullptr;
    for (const auto& [number, h] : r.file.hypotheses)
        if (h.open() && (!best || h.verdict.has_value() >= best->verdict.has_value())) best = &h;
    return best;
}

bool cause_is_known(const Record& r) {
    return std::any_of(r.file.hypotheses.begin(), r.file.hypotheses.end(),
                       [](const auto& h) { return h.second.verdict == Verdict::confirmed; });
}

void cause(Gaps& gaps, const Record& r) {
    if (cause_is_known(r)) return;
    const Hypothesis* h = likeliest(r);
    gaps.add(Weight::cause, "root-causes", "Which conditions made it possible? No cause is confirmed yet.",
             h ? fmt::format("hypothesis H{} confirmed TEXT", h->number) : "hypothesis TEXT");
}

void detection(Gaps& gaps, const Record& r) {
    if (r.now.detected_at == no_instant)
        gaps.add(Weight::detection, "detection",
                 "When and how was it noticed first? Until that is told, the declaration counts.",
                 "stamp detected at=TIME TEXT");
}

void about(Gaps& gaps, const Record& r) {
    if (r.now.postmortem_owner_name.empty())
        gaps.add(Weight::owner, "about", "Who owns the review?", "postmortem owner @who");
    if (required(r.now) && is_over(r.now.state) && r.now.meeting == no_instant &&
        !r.now.postmortem_owner_name.empty())
        gaps.add(Weight::people, "about",
                 fmt::format("When does the review meet? Due {}.", text::day_hhmm_utc(meeting_due(r.now))),
                 "postmortem meeting TIME");
}

void ended_by_resolve(Gaps& gaps, const Record& r) {
    for (const Window& w : r.now.windows) {
        if (!w.ended_by_resolve || r.now.mitigated_at == no_instant ||
            w.end - r.now.mitigated_at < window_after_monitoring)
            continue;
        gaps.add(
            Weight::impact, "impact",
            fmt::format(
                "I{} ({}) ended only with resolve, {} after monitoring began. When were users fine again?",
                w.number, word(w.level), text::length(w.end - r.now.mitigated_at)),
            "impact end at=TIME");
    }
}

void impact(Gaps& gaps, const Record& r) {
    const Incident& i = r.now;
    if (i.windows.empty())
        gaps.add(Weight::impact, "impact", "From when were users hurt, and how badly?",
                 "impact start at=TIME level=partial TEXT");
    ended_by_resolve(gaps, r);
    const bool in_words =
        !i.statements.empty() ||
        std::any_of(i.windows.begin(), i.windows.end(), [](const Window& w) { return !w.text.empty(); });
    if (!in_words) gaps.add(Weight::impact, "impact", "What did users notice?", "impact TEXT");
    const bool customers = std::any_of(i.statements.begin(), i.statements.end(),
                                       [](const Statement& s) { return s.customers >= 0; });
    if (!customers && i.is_major())
        gaps.add(Weight::impact, "impact", "How many customers were affected?", "impact customers=N TEXT");
    if (is_over(i.state) && i.resolve_text.empty())
        gaps.add(Weight::impact, "summary", "How did it end, in one sentence?", "note TEXT");
}

bool trigger_is_known(const Record& r) {
    const auto marked = [](const NoteRef& n) { return is_trigger(*n.note); };
    const auto caused = [](const Related& o) {
        return o.how == Related::How::linked && o.relation == Relation::caused_by;
    };
    return std::any_of(r.notes.begin(), r.notes.end(), marked) ||
           std::any_of(r.now.related.begin(), r.now.related.end(), caused);
}

void trigger(Gaps& gaps, const Record& r) {
    if (!trigger_is_known(r))
        gaps.add(Weight::trigger, "trigger", "Which change or event set it off?",
                 "note at=TIME trigger: TEXT");
}

void actions(Gaps& gaps, const Record& r) {
    if (r.file.actions.empty())
        gaps.add(Weight::actions, "actions",
                 "What will be done so that it does not happen again, by whom, by when?",
                 "action @who due=DATE TEXT");
    std::size_t listed = 0;
    for (const auto& [number, a] : r.file.actions) {
        if (a.status != ActionStatus::open || (a.owner && a.due != no_instant)) continue;
        if (listed++ == actions_listed_max) break;
        const std::string missing = a.owner               ? "due date"
                                    : a.due != no_instant ? "owner"
                                                          : "owner and no due date";
        gaps.add(
            Weight::actions, "actions",
            fmt::format("A{} \"{}\" has no {}. Who does it, by when?", number, short_words(a.text), missing),
            fmt::format("action A{} @who due=DATE", number));
    }
}

void lessons(Gaps& gaps, const Record& r) {
    const auto missing = [&](LessonKind kind) {
        return std::none_of(r.file.lessons.begin(), r.file.lessons.end(),
                            [&](const auto& l) { return l.second.kind == kind; });
    };
    if (missing(LessonKind::well))
        gaps.add(Weight::lessons, "lessons-well", "What went well?", "lesson well TEXT");
    if (missing(LessonKind::wrong))
        gaps.add(Weight::lessons, "lessons-wrong", "What went wrong?", "lesson wrong TEXT");
    if (missing(LessonKind::lucky))
        gaps.add(Weight::lessons, "lessons-lucky", "Where were we lucky?", "lesson lucky TEXT");
}

} // namespace

void Gaps::add(Weight weight, std::string_view section, std::string question, std::string_view line) {
    list_.push_back({weight, {std::string{section}, std::move(question), std::string{line}}});
}

std::vector<Gap> Gaps::sorted() {
    std::vector<Gap> out;
    out.reserve(list_.size());
    for (auto weight = Weight::cause; weight <= Weight::words;
         weight = static_cast<Weight>(static_cast<std::uint8_t>(weight) + 1))
        for (Weighed& one : list_)
            if (one.weight == weight) out.push_back(std::move(one.gap));
    return out;
}

void find_gaps(Gaps& gaps, const Record& r) {
    cause(gaps, r);
    detection(gaps, r);
    about(gaps, r);
    impact(gaps, r);
    trigger(gaps, r);
    actions(gaps, r);
    lessons(gaps, r);
    find_open_ends(gaps, r);
}

std::vector<Gap> gaps(const Source& source) {
    const Record record{source};
    Gaps found;
    find_gaps(found, record);
    return found.sorted();
}

} // namespace tocsin::postmortem
