// What comes after: actions, lessons, and the incidents that belong to this one.
#include "commands/postmortem/parts.hpp"
#include "commands/postmortem/review.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

constexpr Duration command_taken_within = minutes{5}; // DOMAIN 3

std::string due_shown(const Record& r, const Action& a) {
    if (a.due != no_instant) return text::day(a.due);
    return fmt::format("NOT SET (at the latest {})", text::day(action_due(r.now, a)));
}

std::optional<Duration> command_taken_after(const Incident& i) {
    const auto it = i.roles.find("commander");
    if (it == i.roles.end() || it->second.empty()) return std::nullopt;
    return it->second.front().since - i.declared_at;
}

std::vector<std::string> found_well(const Record& r) {
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

void add_late_updates(std::vector<std::string>& out, const Record& r) {
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        const auto& [audience, clock] = *it;
        const auto a = clocks::adherence(clock, r.policy, r.as_of);
        if (audience == Audience::responders || a.met == a.counted()) continue;
        out.push_back(fmt::format("Updates to {}: {} on time, the worst {} late.",
                                  views::audience_shown(audience), views::adherence_shown(a),
                                  text::exact(a.worst)));
    }
    for (const auto& [key, update] : r.file.updates)
        if (update.undelivered && update.delivered == no_instant)
            out.push_back(
                fmt::format("U{} to {} was not delivered.", key.first, views::audience_shown(key.second)));
}

Blocks lessons(const Record& r, LessonKind kind, std::vector<std::string> found) {
    std::vector<std::string> said;
    for (const auto& [number, lesson] : r.file.lessons)
        if (lesson.kind == kind)
            said.push_back(fmt::format("L{} {}: {}{}", number, on_one_line(lesson.by_name),
                                       on_one_line(lesson.text),
                                       r.corrected({'L', number}) ? " (corrected)" : ""));
    Blocks out;
    if (!said.empty()) out.push_back(bullets(std::move(said)));
    propose(out, "From the record", {std::move(found), 0});
    return out;
}

std::string related_line(const Related& other) {
    const std::string ref = on_one_line(other.ref);
    switch (other.how) {
    case Related::How::merged_here:
        return fmt::format("{} was merged into this one{}", ref, in_quotes(other.title));
    case Related::How::child:
        return fmt::format("{} was split off from this one{}", ref, in_quotes(other.title));
    case Related::How::parent: return fmt::format("This one belongs to {}", ref);
    case Related::How::linked: break;
    }
    return fmt::format("{}: {}", other.relation == Relation::caused_by ? "caused by" : word(other.relation),
                       ref);
}

} // namespace

Blocks actions(const Record& r) {
    if (r.file.actions.empty()) return {};
    std::vector<std::vector<std::string>> rows{{"Item", "What", "Owner", "Due", "Type", "Ticket", "Status"}};
    std::size_t open = 0;
    for (const auto& [number, a] : r.file.actions) {
        const Item item{'A', number};
        open += a.status == ActionStatus::open;
        rows.push_back({to_string(item), on_one_line(a.text) + (r.corrected(item) ? " (corrected)" : ""),
                        a.owner_name.empty() ? "NOBODY" : on_one_line(a.owner_name), due_shown(r, a),
                        a.type == ActionType::none ? "-" : std::string{word(a.type)},
                        a.ticket.empty() ? "-" : on_one_line(a.ticket),
                        std::string{word(a.status)} + in_quotes(a.outcome)});
    }
    return {table(std::move(rows)),
            paragraph(fmt::format("{} of {} are open.", open, r.file.actions.size()))};
}

std::vector<std::string> found_wrong(const Record& r) {
    std::vector<std::string> out;
    add_late_updates(out, r);
    if (const auto taken = command_taken_after(r.now); taken && *taken > command_taken_within)
        out.push_back(fmt::format("Nobody was in command for the first {}.", text::length(*taken)));
    for (std::size_t n = 0; n < r.reopened.size() && n < r.resolved.size(); ++n)
        out.push_back(fmt::format("Reopened {} after it was called resolved.",
                                  text::length(r.reopened[n]->meta.at - r.resolved[n]->meta.at)));
    for (const auto& [number, page] : r.now.pages)
        if (page.status != Page::Status::acknowledged && page.status != Page::Status::declined &&
            out.size() < proposals_max)
            out.push_back(fmt::format("The page to {} at {} was never answered.", on_one_line(page.name),
                                      r.when(page.at)));
    return out;
}

Blocks lessons_well(const Record& r) { return lessons(r, LessonKind::well, found_well(r)); }
Blocks lessons_wrong(const Record& r) { return lessons(r, LessonKind::wrong, found_wrong(r)); }
Blocks lessons_lucky(const Record& r) { return lessons(r, LessonKind::lucky, {}); }

Blocks related(const Record& r) {
    if (r.now.related.empty()) return {paragraph("None is recorded.")};
    std::vector<std::string> lines;
    for (const Related& other : r.now.related) lines.push_back(related_line(other));
    return {bullets(std::move(lines))};
}

Blocks recurrence(const Record& r) {
    std::vector<std::string> lines;
    for (const Related& other : r.now.related)
        if (other.how == Related::How::linked) lines.push_back(related_line(other));
    for (const Recorded* again : r.reopened)
        lines.push_back(fmt::format("Reopened {}{}", r.when(again->meta.at),
                                    in_quotes(std::get<IncidentReopened>(again->event).text)));
    if (lines.empty()) return {paragraph("No earlier incident is linked, and this one was not reopened.")};
    return {bullets(std::move(lines))};
}

} // namespace tocsin::postmortem::parts
