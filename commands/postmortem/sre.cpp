// The layout of the SRE books: what happened, why, what was learned, then the record. From data alone: what
// people must judge stands as a proposal in their own words or as a question.
#include "commands/postmortem/record.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

using views::on_one_line;

constexpr std::size_t proposals_max = 30; // per list; the timeline has them all
constexpr std::size_t statements_max = 5;
constexpr Duration trigger_before = minutes{30};
constexpr Duration command_taken_within = minutes{5}; // DOMAIN 3

std::string quoted(std::string_view words) { return "\"" + on_one_line(words) + "\""; }

std::string window_line(const Record& r, const Window& w) {
    const bool open = w.end == no_instant;
    const Instant end = open ? std::max(r.as_of, w.start) : w.end;
    return fmt::format("{} {} ({}{})", word(w.level), r.range(w.start, end), text::length(end - w.start),
                       open ? ", not over" : "");
}

std::string dates(const Record& r) {
    const Instant end = r.now.resolved_at == no_instant ? r.as_of : r.now.resolved_at;
    const std::string from = text::day(r.now.declared_at), to = text::day(end);
    return from == to ? from : from + " to " + to;
}

std::string severity_history(const Record& r) {
    std::string out;
    std::string_view last;
    const auto stretches = views::severities(r.file, r.as_of);
    for (const auto& s : stretches) {
        if (s.what == last) continue; // reopened at the severity it had
        out += fmt::format("{}{} from {}", out.empty() ? "" : ", ", s.what, r.when(s.from));
        last = s.what;
    }
    return out;
}

Section about(const Record& r) {
    const Incident& i = r.now;
    std::vector<std::vector<std::string>> rows{{"What", "Value"}};
    rows.push_back({"Status", "Draft; the incident is " + views::state_shown(i.state)});
    rows.push_back({"Date", dates(r)});
    rows.push_back(
        {"Owner", i.postmortem_owner_name.empty() ? "NOBODY" : on_one_line(i.postmortem_owner_name)});
    rows.push_back({"Authors", fmt::format("{}", fmt::join(r.authors, ", "))});
    rows.push_back({"Severity", severity_history(r)});
    if (!i.service.empty()) rows.push_back({"Service", on_one_line(i.service)});
    rows.push_back({"Declared", fmt::format("{} by {}", text::day_hhmm_utc(i.declared_at),
                                            on_one_line(i.declarer_name))});
    for (const Recorded* over : r.resolved) rows.push_back({"Resolved", text::day_hhmm_utc(over->meta.at)});
    for (const Recorded* again : r.reopened) rows.push_back({"Reopened", text::day_hhmm_utc(again->meta.at)});
    return {"about", "About this document", {table(std::move(rows))}};
}

Section summary(const Record& r) {
    const Incident& i = r.now;
    Section section{"summary", "Summary", {}};
    std::string first = on_one_line(i.title) + ".";
    if (!i.service.empty()) first += fmt::format(" Service: {}.", on_one_line(i.service));
    first += fmt::format(" Severity {}", word(i.severity));
    if (i.severity != i.severity_declared)
        first += fmt::format(", declared as {}", word(i.severity_declared));
    first += ".";
    if (r.raised) {
        const auto& raise = std::get<SeverityChanged>(r.raised->event);
        if (!raise.text.empty())
            first += fmt::format(" Raised to {}: {}", word(raise.to), quoted(raise.text));
    }
    section.blocks.push_back(paragraph(std::move(first)));

    std::vector<std::string> facts;
    for (const Window& w : i.windows)
        facts.push_back("Impact: " + window_line(r, w) + (w.text.empty() ? "" : ": " + quoted(w.text)));
    if (!i.identified_text.empty())
        facts.push_back("Cause as stated at the time: " + quoted(i.identified_text));
    for (const Recorded* again : r.reopened) {
        const auto& e = std::get<IncidentReopened>(again->event);
        facts.push_back(fmt::format("Reopened {}: {}", r.when(again->meta.at), quoted(e.text)));
    }
    if (is_over(i.state) && !i.resolve_text.empty())
        facts.push_back(fmt::format("Resolved {}: {}", r.when(i.resolved_at), quoted(i.resolve_text)));
    if (!facts.empty()) section.blocks.push_back(bullets(std::move(facts)));
    return section;
}

Section impact(const Record& r) {
    const Incident& i = r.now;
    Section section{"impact", "Impact", {}};
    if (!i.windows.empty()) {
        std::vector<std::vector<std::string>> rows{
            {"Item", "Level", "From", "To", "Length", "What users noticed"}};
        for (const Window& w : i.windows) {
            const Instant end = w.end == no_instant ? std::max(r.as_of, w.start) : w.end;
            rows.push_back({"I" + std::to_string(w.number), std::string{word(w.level)}, r.when(w.start),
                            w.end == no_instant ? "not over" : r.when(w.end), text::length(end - w.start),
                            on_one_line(w.text)});
        }
        section.blocks.push_back(table(std::move(rows)));
    }
    std::vector<std::string> said;
    for (auto s = i.statements.rbegin(); s != i.statements.rend() && said.size() < statements_max; ++s)
        said.push_back(fmt::format("{} {} I{}{}: {}", r.when(s->at), on_one_line(s->by_name), s->number,
                                   s->customers < 0 ? "" : fmt::format(", {} customers", s->customers),
                                   on_one_line(s->text)));
    if (said.empty()) return section;
    section.blocks.push_back(paragraph("In the words of the responders, newest first:"));
    section.blocks.push_back(bullets(std::move(said)));
    return section;
}

// Lines for people to judge; a long list keeps its newest ones.
struct Proposals {
    std::vector<std::string> lines;
    std::size_t left_out{};
};

// Picks first and words only what is shown: a record may hold a hundred thousand notes.
template <class Item, class Word> Proposals worded(const std::vector<const Item*>& picked, Word word) {
    Proposals out;
    out.left_out = picked.size() > proposals_max ? picked.size() - proposals_max : 0;
    for (std::size_t n = out.left_out; n < picked.size(); ++n) out.lines.push_back(word(*picked[n]));
    return out;
}

void propose(Section& section, std::string_view heading, Proposals found) {
    if (found.lines.empty()) return;
    section.blocks.push_back(paragraph(fmt::format(
        "{} (proposed: keep what belongs here{}):", heading,
        found.left_out ? fmt::format("; {} earlier ones are in the timeline", found.left_out) : "")));
    section.blocks.push_back(bullets(std::move(found.lines)));
}

template <class Wanted> Proposals note_lines(const Record& r, Wanted wanted) {
    std::vector<const NoteRef*> picked;
    for (const NoteRef& ref : r.notes)
        if (wanted(ref)) picked.push_back(&ref);
    return worded(picked, [&](const NoteRef& ref) { return note_line(r, ref); });
}

// Tasks that ended in [from, to), with what came of them.
Proposals tasks_done(const Record& r, Instant from, Instant to) {
    std::vector<const Task*> picked;
    for (const auto& [number, task] : r.now.tasks)
        if (task.status == Task::Status::done && task.ended >= from && task.ended < to)
            picked.push_back(&task);
    return worded(picked, [&](const Task& task) {
        return fmt::format("{} {} T{} {}: {}", r.when(task.ended), on_one_line(task.owner_name), task.number,
                           on_one_line(task.text), on_one_line(task.outcome));
    });
}

// Where the last repair began and ended in the log: from the last time the cause was named (else the
// declaration) to the last resolve.
Seq repair_began(const Record& r) {
    if (r.identified) return r.identified->seq;
    return r.declared ? r.declared->seq : Seq{};
}
Seq repair_ended(const Record& r) {
    return is_over(r.now.state) && !r.resolved.empty() ? r.resolved.back()->seq : Seq{~std::uint64_t{0}};
}

// Before the cause was named people note what they find; after the end, what they have understood. A claim
// that had to be corrected shows what everybody believed.
Section root_causes(const Record& r) {
    Section section{"root-causes", "Root causes and contributing factors", {}};
    if (!r.now.identified_text.empty())
        section.blocks.push_back(paragraph("Stated when the state became identified, not confirmed: " +
                                           quoted(r.now.identified_text)));
    const Seq began = repair_began(r), ended = repair_ended(r);
    propose(section, "Noted after the end",
            note_lines(r, [&](const NoteRef& n) { return n.recorded->seq > ended; }));
    propose(section, "Believed first, then corrected",
            note_lines(r, [](const NoteRef& n) { return n.corrected; }));
    propose(section, "Noted while the cause was looked for",
            note_lines(r, [&](const NoteRef& n) { return !n.corrected && n.recorded->seq < began; }));
    if (r.identified)
        propose(section, "Done before the cause was named", tasks_done(r, no_instant, r.identified->meta.at));
    return section;
}

bool tells_a_change(std::string_view words) {
    static constexpr std::array signs{"deploy", "release", "roll",   "upgrade",
                                      "migrat", "merge",   "config", "switch"};
    const std::string folded = text::folded(words);
    return std::any_of(signs.begin(), signs.end(),
                       [&](const char* sign) { return folded.find(sign) != std::string::npos; });
}

Section trigger(const Record& r) {
    Section section{"trigger", "Trigger", {}};
    const auto start = views::impact_start(r.now);
    if (!start) return section;
    propose(section, "Changes noted in the 30 min before users were hurt",
            note_lines(r, [&](const NoteRef& n) {
                return n.note->at <= *start && n.note->at >= *start - trigger_before &&
                       tells_a_change(n.note->text);
            }));
    return section;
}

// What was done from the moment the cause was named; if it never was, from the declaration.
Section resolution(const Record& r) {
    Section section{"resolution", "Resolution", {}};
    const Incident& i = r.now;
    if (is_over(i.state) && !i.resolve_text.empty())
        section.blocks.push_back(
            paragraph(fmt::format("Resolved {}: {}", r.when(i.resolved_at), quoted(i.resolve_text))));
    if (r.monitoring && i.mitigated_at != no_instant) {
        const auto& state = std::get<StateChanged>(r.monitoring->event);
        if (!state.text.empty())
            section.blocks.push_back(paragraph(
                fmt::format("Users fine {}: {}", r.when(r.monitoring->meta.at), quoted(state.text))));
    }
    const Seq began = repair_began(r), ended = repair_ended(r);
    const auto in_repair = [&](const NoteRef& n) {
        return n.recorded->seq > began && n.recorded->seq < ended && !n.corrected;
    };
    propose(section, "Tasks done",
            tasks_done(r, r.identified ? r.identified->meta.at : no_instant, Instant::max()));
    propose(section, "Steps noted", note_lines(r, in_repair));
    return section;
}

Section detection(const Record& r) {
    const Incident& i = r.now;
    std::string text = fmt::format("{} noticed it and declared {}. No alert is linked.",
                                   on_one_line(i.declarer_name), text::day_hhmm_utc(i.declared_at));
    const auto figures = views::key_figures(i);
    if (const auto start = views::impact_start(i); start && figures.detect)
        text +=
            fmt::format(" Users were hurt since {}; time to detect (TTD): {}{}.", r.when(*start),
                        text::length(*figures.detect), figures.detected_first ? ", noticed before that" : "");
    return {"detection", "Detection", {paragraph(std::move(text))}};
}

std::optional<Duration> command_taken_after(const Incident& i) {
    const auto it = i.roles.find("commander");
    if (it == i.roles.end() || it->second.empty()) return std::nullopt;
    return it->second.front().since - i.declared_at;
}

std::vector<std::string> went_well(const Record& r) {
    std::vector<std::string> out;
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        const auto& [audience, clock] = *it;
        const auto a = clocks::adherence(clock, r.policy, r.as_of);
        if (audience != Audience::responders && a.counted() > 1 && a.met == a.counted())
            out.push_back(fmt::format("All {} updates to {} were on time.", a.counted(),
                                      views::audience_shown(audience)));
    }
    if (const auto taken = command_taken_after(r.now); taken && *taken <= command_taken_within)
        out.push_back(fmt::format("Command was taken {} after the declaration.", text::length(*taken)));
    return out;
}

std::vector<std::string> went_wrong(const Record& r) {
    std::vector<std::string> out;
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        const auto& [audience, clock] = *it;
        const auto a = clocks::adherence(clock, r.policy, r.as_of);
        if (audience == Audience::responders || a.met == a.counted()) continue;
        out.push_back(fmt::format("Updates to {}: {} on time, the worst {} late.",
                                  views::audience_shown(audience), views::adherence_shown(a),
                                  text::exact(a.worst)));
    }
    if (const auto taken = command_taken_after(r.now); taken && *taken > command_taken_within)
        out.push_back(fmt::format("Nobody was in command for the first {}.", text::length(*taken)));
    for (std::size_t n = 0; n < r.reopened.size() && n < r.resolved.size(); ++n)
        out.push_back(fmt::format("Reopened {} after it was called resolved.",
                                  text::length(r.reopened[n]->meta.at - r.resolved[n]->meta.at)));
    for (const auto& [number, update] : r.file.updates)
        if (update.undelivered)
            out.push_back(
                fmt::format("U{} to {} was not delivered.", number, views::audience_shown(update.audience)));
    return out;
}

Section lessons(std::string id, std::string heading, std::vector<std::string> found) {
    Section section{std::move(id), std::move(heading), {}};
    propose(section, "From the record", {std::move(found), 0});
    return section;
}

// Every gap is also a question in its section; a section without one is a part that is filled.
void add_todos(Document& doc, const std::string& owner) {
    for (const Gap& gap : doc.gaps)
        for (Section& section : doc.sections)
            if (section.id == gap.section)
                section.blocks.push_back(
                    {.kind = Block::Kind::todo, .text = fmt::format("TODO({}): {}", owner, gap.question)});
    doc.parts = static_cast<int>(doc.sections.size());
    doc.parts_filled =
        static_cast<int>(std::count_if(doc.sections.begin(), doc.sections.end(), [&](const Section& s) {
            return std::none_of(doc.gaps.begin(), doc.gaps.end(),
                                [&](const Gap& g) { return g.section == s.id; });
        }));
}

Document draft(const Source& source) {
    const Record r{source};
    Document doc{.layout = "sre",
                 .title = on_one_line(r.now.title),
                 .ref = r.now.ref(),
                 .as_of = r.as_of,
                 .head = source.chain_head};
    doc.sections = {about(r),
                    summary(r),
                    impact(r),
                    root_causes(r),
                    trigger(r),
                    resolution(r),
                    detection(r),
                    communications(r),
                    roles(r),
                    {"actions", "Action items", {}},
                    lessons("lessons-well", "Lessons: what went well", went_well(r)),
                    lessons("lessons-wrong", "Lessons: what went wrong", went_wrong(r)),
                    lessons("lessons-lucky", "Lessons: where we were lucky", {})};
    doc.sections.push_back(timeline(r));
    doc.sections.push_back(supporting(r));
    doc.gaps = find_gaps(r);
    add_todos(doc, r.now.postmortem_owner_name.empty() ? "owner" : on_one_line(r.now.postmortem_owner_name));
    return doc;
}

} // namespace

namespace layouts {
extern const Layout sre;
const Layout sre{"sre", "summary, impact, causes, lessons and the record, as in the SRE books", &draft};
} // namespace layouts

} // namespace tocsin::postmortem
