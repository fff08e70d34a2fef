// Reads the log once, and the small forms that all parts are written in.
#include "commands/postmortem/record.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>
#include <set>

namespace tocsin::postmortem {
namespace {

Instant last_moment(const Source& source) {
    if (source.as_of != no_instant) return source.as_of;
    return source.file.log.empty() ? no_instant : source.file.log.back().recorded_at;
}

bool words_changed(const IncidentFile& file, const Recorded& r, const Note& note) {
    const auto it = file.corrections.find(r.seq);
    return it != file.corrections.end() && it->second.old_text != note.text;
}

std::string_view without_utc(std::string_view time) {
    return time.ends_with(" UTC") ? time.substr(0, time.size() - 4) : time;
}

} // namespace

Record::Record(const Source& s)
    : source{s}, file{s.file}, now{s.file.now}, policy{s.all.policy_of(s.file.now)}, as_of{last_moment(s)} {
    std::set<PersonId> seen;
    Severity highest = now.severity_declared;
    auto next_note = file.notes.begin();
    for (const Recorded& r : file.log) {
        if (file.undone.contains(r.seq)) continue;
        if (r.meta.by && seen.insert(r.meta.by).second) authors.push_back(views::on_one_line(r.meta.by_name));
        if (const auto* added = std::get_if<NoteAdded>(&r.event)) {
            // Both are in the order of their numbers, so the next one is nearly always the one.
            if (next_note == file.notes.end() || next_note->first != added->number)
                next_note = file.notes.find(added->number);
            if (next_note == file.notes.end()) continue;
            notes.push_back({&next_note->second, &r, words_changed(file, r, next_note->second)});
            ++next_note;
        } else if (const auto* state = std::get_if<StateChanged>(&r.event)) {
            if (state->to == State::identified) identified = &r;
            if (state->to == State::monitoring) monitoring = &r;
        } else if (const auto* severity = std::get_if<SeverityChanged>(&r.event)) {
            if (severity->to < highest) {
                highest = severity->to;
                raised = &r;
            }
        } else if (std::holds_alternative<IncidentDeclared>(r.event)) {
            declared = &r;
        } else if (std::holds_alternative<IncidentResolved>(r.event)) {
            resolved.push_back(&r);
        } else if (std::holds_alternative<IncidentReopened>(r.event)) {
            reopened.push_back(&r);
        }
    }
}

std::string Record::when(Instant t) const { return text::near(t, now.declared_at); }

std::string Record::range(Instant from, Instant to) const {
    const std::string start = when(from);
    return fmt::format("{} to {}", without_utc(start), text::near(to, from));
}

Block paragraph(std::string text) { return {.kind = Block::Kind::paragraph, .text = std::move(text)}; }
Block bullets(std::vector<std::string> items) {
    return {.kind = Block::Kind::bullets, .items = std::move(items)};
}
Block table(std::vector<std::vector<std::string>> rows) {
    return {.kind = Block::Kind::table, .rows = std::move(rows)};
}

std::string note_line(const Record& record, const NoteRef& ref) {
    return fmt::format("{} {} N{}: {}{}", record.when(ref.note->at), views::on_one_line(ref.note->by_name),
                       ref.note->number, views::on_one_line(ref.note->text),
                       ref.corrected ? " (corrected)" : "");
}

} // namespace tocsin::postmortem
