// Why it happened. Only a confirmed theory is a cause; all else is offered in the words of those who said it.
#include "commands/postmortem/mentions.hpp"
#include "commands/postmortem/parts.hpp"

#include "commands/views/one_line.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <span>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

constexpr Duration trigger_before = minutes{30};

bool tells_a_change(std::string_view words) {
    static const Signs signs{"deploy", "release", "roll", "upgrade", "migrat", "merge", "config", "switch"};
    return signs.in(words);
}

// What was not as people had thought: something absent, off or broken.
bool tells_a_lack(std::string_view words) {
    static const Signs signs{" not ", " no ", "never", "missing", "fail", "empty", "without", "cannot"};
    return signs.in(words);
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

bool is_confirmed(const Hypothesis& h) { return h.verdict == Verdict::confirmed; }

void add_answers(Blocks& out, const Record& r) {
    propose(out, "Questions that were answered",
            picked(
                r.file.questions, [](const Question& q) { return !q.open(); },
                [&](const Question& q) { return question_line(r, q); }));
    propose(out, "Said to have gone wrong",
            picked(
                r.file.lessons, [](const Lesson& l) { return l.kind == LessonKind::wrong; },
                [&](const Lesson& l) {
                    return fmt::format("L{} {}: {}{}", l.number, on_one_line(l.by_name), on_one_line(l.text),
                                       r.corrected({'L', l.number}) ? " (corrected)" : "");
                }));
}

// Before the cause was named people note what they find; after the end, what they have understood. A claim
// that had to be corrected shows what everybody believed.
void add_notes(Blocks& out, const Record& r) {
    const Seq began = repair_began(r), ended = repair_ended(r);
    propose(out, "Noted after the end",
            note_lines(r, [&](const NoteRef& n) { return n.recorded->seq > ended; }));
    propose(out, "Believed first, then corrected",
            note_lines(r, [](const NoteRef& n) { return n.corrected; }));
    propose(out, "Noted while the cause was looked for",
            note_lines(r, [&](const NoteRef& n) { return !n.corrected && n.recorded->seq < began; }));
    propose(out, "Found missing or broken during the repair", note_lines(r, [&](const NoteRef& n) {
                return !n.corrected && n.recorded->seq > began && n.recorded->seq < ended &&
                       tells_a_lack(n.note->text);
            }));
    if (!r.identified) return;
    const Instant named = r.identified->meta.at;
    propose(out, "Done before the cause was named",
            picked(
                r.now.tasks, [&](const Task& t) { return t.status == Task::Status::done && t.ended < named; },
                [&](const Task& t) { return task_line(r, t); }));
}

std::vector<std::string> caused_by(const Record& r) {
    std::vector<std::string> out;
    for (const Related& other : r.now.related)
        if (other.how == Related::How::linked && other.relation == Relation::caused_by)
            out.push_back("Caused by " + on_one_line(other.ref));
    return out;
}

} // namespace

Blocks root_causes(const Record& r) {
    Blocks out;
    std::vector<std::string> confirmed;
    for (const auto& [number, h] : r.file.hypotheses)
        if (is_confirmed(h)) confirmed.push_back(theory_line(r, h));
    const bool known = !confirmed.empty();
    if (known) out.push_back(bullets(std::move(confirmed)));
    if (!r.now.identified_text.empty())
        out.push_back(paragraph(fmt::format("Stated when the state became identified{}: {}",
                                            known ? "" : ", not confirmed", quoted(r.now.identified_text))));
    std::vector<std::string> others;
    for (const auto& [number, h] : r.file.hypotheses)
        if (!is_confirmed(h)) others.push_back(theory_line(r, h));
    if (!others.empty()) {
        out.push_back(paragraph("Other theories, and what became of them:"));
        out.push_back(bullets(std::move(others)));
    }
    add_answers(out, r);
    add_notes(out, r);
    propose(out, "Found in the record", {found_wrong(r), 0});
    return out;
}

Blocks trigger(const Record& r) {
    Blocks out;
    std::vector<std::string> known = caused_by(r);
    for (const NoteRef& n : r.notes)
        if (is_trigger(*n.note) && known.size() < proposals_max) known.push_back(note_line(r, n));
    if (!known.empty()) {
        out.push_back(bullets(std::move(known)));
        return out;
    }
    const auto start = views::impact_start(r.now);
    if (!start) return out;
    const auto shortly_before = [&](Instant t) { return t <= *start && t >= *start - trigger_before; };
    Proposals found = note_lines(
        r, [&](const NoteRef& n) { return shortly_before(n.note->at) && tells_a_change(n.note->text); });
    for (const TalkLine& line : r.source.talk)
        if (line.person && !line.only_for && shortly_before(line.said_at) && tells_a_change(line.text) &&
            found.lines.size() < proposals_max)
            found.lines.push_back(fmt::format("{} {} said: {}", r.when(line.said_at), on_one_line(line.name),
                                              quoted(line.text)));
    propose(out, "Changes told in the 30 min before users were hurt", std::move(found));
    return out;
}

Blocks leadup(const Record& r) {
    Blocks out;
    const Instant start = views::impact_start(r.now).value_or(views::detected_at(r.now));
    propose(out, "From before users were hurt",
            note_lines(r, [&](const NoteRef& n) { return n.note->at <= start; }));
    return out;
}

Blocks five_whys(const Record& r) {
    constexpr std::size_t branches_min = 2;
    std::vector<std::vector<std::string>> rows{{"Cause", "Why?", "Why?", "Why?", "Why?", "Why?"}};
    for (const auto& [number, h] : r.file.hypotheses)
        if (is_confirmed(h))
            rows.push_back({fmt::format("H{}: {}", number, on_one_line(h.text)), on_one_line(h.why)});
    if (rows.size() == 1 && !r.now.identified_text.empty())
        rows.push_back({on_one_line(r.now.identified_text) + " (not confirmed)"});
    while (rows.size() <= branches_min) rows.push_back({"another branch"});
    for (std::size_t n = 1; n < rows.size(); ++n) rows[n].resize(rows.front().size());
    return {table(std::move(rows))};
}

} // namespace tocsin::postmortem::parts
