// How one entry reads in a draft, and the blocks that lines are put into.
#include "commands/postmortem/mentions.hpp"
#include "commands/postmortem/record.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {

using views::on_one_line;

namespace {

std::string mark(const Record& r, Item item) { return r.corrected(item) ? " (corrected)" : ""; }

// "15:04 UTC ana N3".
std::string head(const Record& r, Instant at, std::string_view who, Item item, bool day_only = false) {
    std::string out = r.when(at, day_only);
    if (const std::string name = on_one_line(who); !name.empty()) out.append(" ").append(name);
    return out.append(" ").append(to_string(item));
}

std::string said(std::string_view words) {
    std::string line = on_one_line(words);
    return line.empty() ? line : ": " + line;
}

std::string objections(const Poll& poll) {
    if (poll.objections.empty()) return ", nobody objected";
    std::string out;
    for (const Objection& o : poll.objections)
        out += fmt::format("; {} objected{}", on_one_line(o.by_name), in_quotes(o.text));
    return out;
}

} // namespace

Block paragraph(std::string text) { return {.kind = Block::Kind::paragraph, .text = std::move(text)}; }
Block bullets(std::vector<std::string> items) {
    return {.kind = Block::Kind::bullets, .items = std::move(items)};
}
Block table(std::vector<std::vector<std::string>> rows) {
    return {.kind = Block::Kind::table, .rows = std::move(rows)};
}

std::string quoted(std::string_view words) { return "\"" + on_one_line(words) + "\""; }
std::string in_quotes(std::string_view words) {
    const std::string line = on_one_line(words);
    return line.empty() ? line : ": \"" + line + "\"";
}

bool is_trigger(const Note& note) {
    static const Signs mark{" trigger:"};
    return !note.text.empty() && (note.text[0] == 't' || note.text[0] == 'T') &&
           mark.in(std::string_view{note.text}.substr(0, std::string_view{"trigger:"}.size()));
}

std::string note_line(const Record& r, const NoteRef& ref) {
    return head(r, ref.note->at, ref.note->by_name, {'N', ref.note->number}, r.day_only(*ref.recorded)) +
           said(ref.note->text) + (ref.corrected ? " (corrected)" : "");
}

std::string task_line(const Record& r, const Task& task) {
    const bool ended = task.status != Task::Status::running;
    const std::string_view status = task.status == Task::Status::done      ? ""
                                    : task.status == Task::Status::dropped ? " (dropped)"
                                                                           : " (never closed)";
    return fmt::format("{}{} {}{}{}",
                       head(r, ended ? task.ended : task.given, task.owner_name, {'T', task.number}), status,
                       on_one_line(task.text), mark(r, {'T', task.number}), said(task.outcome));
}

std::string decision_line(const Record& r, const DecisionEntry& decision) {
    const Item item{'D', decision.number};
    std::string out = head(r, decision.at, decision.by_name, item) + said(decision.text) + mark(r, item);
    const auto poll = r.file.polls.find(decision.poll);
    if (poll == r.file.polls.end()) return out;
    return out + fmt::format(" (after P{}{})", poll->first, objections(poll->second));
}

const DecisionEntry* decision_after(const Record& r, const Poll& poll) {
    if (const auto named = r.file.decisions.find(poll.decision); named != r.file.decisions.end())
        return &named->second;
    const auto next = r.file.polls.upper_bound(poll.number);
    for (const auto& [number, decision] : r.file.decisions)
        if (!decision.poll && decision.at >= poll.at &&
            (next == r.file.polls.end() || decision.at < next->second.at))
            return &decision;
    return nullptr;
}

std::string evidence_line(const Record& r, const Evidence& evidence) {
    const Item item{'V', evidence.number};
    std::string out = head(r, evidence.at, evidence.by_name, item);
    if (!evidence.sort.empty()) out += ", " + on_one_line(evidence.sort);
    out += said(evidence.text) + mark(r, item);
    if (!evidence.digest.empty()) out += " (SHA-256 " + on_one_line(evidence.digest) + ")";
    return out;
}

std::string theory_line(const Record& r, const Hypothesis& h) {
    const Item item{'H', h.number};
    const std::string first = head(r, h.at, h.by_name, item);
    const std::string theory = in_quotes(h.text) + mark(r, item);
    if (!h.verdict) return first + " (open)" + theory;
    const auto judged = [&](std::string_view verdict) {
        return fmt::format("{} {} by {}{}", verdict, r.when(h.judged_at), on_one_line(h.judged_by),
                           in_quotes(h.why));
    };
    // What was ruled out says so before its words.
    if (*h.verdict == Verdict::ruled_out) return first + " (ruled out)" + theory + "; " + judged("ruled out");
    return first + theory + "; " + judged(word(*h.verdict));
}

std::string question_line(const Record& r, const Question& q) {
    const Item item{'Q', q.number};
    const std::string asked = head(r, q.at, q.by_name, item) + in_quotes(q.text) + mark(r, item);
    if (q.open()) return asked + " (not answered)";
    return fmt::format("{}; answered {} by {}{}", asked, r.when(q.answered_at), on_one_line(q.answered_by),
                       in_quotes(q.answer));
}

std::string window_line(const Record& r, const Window& w) {
    const bool open = w.end == no_instant;
    const Instant end = open ? std::max(r.as_of, w.start) : w.end;
    const auto made = r.made.find({'I', w.number});
    const bool day = made != r.made.end() && r.day_only(*made->second);
    const std::string range =
        day || r.day_ends.contains(w.number)
            ? fmt::format("{} to {}", r.when(w.start, day), r.when(end, r.day_ends.contains(w.number)))
            : r.range(w.start, end);
    return fmt::format("{} {} ({}{})", word(w.level), range, text::length(end - w.start),
                       open ? ", not over" : "");
}

std::string severity_history(const Record& r) {
    std::string out;
    std::string_view last;
    const auto stretches = r.open();
    for (const auto& s : stretches) {
        if (s.what == last) continue; // reopened at the severity it had
        out += fmt::format("{}{} from {}", out.empty() ? "" : ", ", s.what, r.when(s.from));
        last = s.what;
    }
    return out;
}

void propose(Blocks& blocks, std::string_view heading, Proposals found) {
    if (found.lines.empty()) return;
    blocks.push_back(paragraph(fmt::format(
        "{} (proposed: keep what belongs here{}):", heading,
        found.left_out ? fmt::format("; {} earlier ones are in the timeline", found.left_out) : "")));
    blocks.push_back(bullets(std::move(found.lines)));
}

} // namespace tocsin::postmortem
