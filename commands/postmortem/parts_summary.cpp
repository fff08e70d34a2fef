// What happened, whom it hurt, how it was noticed: the parts a reader opens first.
#include "commands/postmortem/mentions.hpp"
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

constexpr std::size_t statements_max = 10;

// Who or what was hurt, told in a note instead of as impact.
bool tells_of_users(std::string_view words) {
    static const Signs signs{"customer", " user",   "client",  "visitor", "order",
                             "payment",  "request", "traffic", " lost",   "%"};
    return signs.in(words);
}

std::string opening(const Record& r) {
    const Incident& i = r.now;
    std::string out = on_one_line(i.title) + ".";
    if (!i.service.empty()) out += fmt::format(" Service: {}.", on_one_line(i.service));
    out += fmt::format(" Severity {}", word(i.severity));
    if (i.severity != i.severity_declared) out += fmt::format(", declared as {}", word(i.severity_declared));
    out += ".";
    if (!r.raised) return out;
    const auto& raise = std::get<SeverityChanged>(r.raised->event);
    if (!raise.text.empty()) out += fmt::format(" Raised to {}: {}", word(raise.to), quoted(raise.text));
    return out;
}

void add_causes(std::vector<std::string>& facts, const Record& r) {
    const auto before = facts.size();
    for (const auto& [number, h] : r.file.hypotheses)
        if (h.verdict == Verdict::confirmed)
            facts.push_back(
                fmt::format("Cause (H{}, confirmed): {}{}", number, quoted(h.text), in_quotes(h.why)));
    if (facts.size() == before && !r.now.identified_text.empty())
        facts.push_back("Cause as stated at the time: " + quoted(r.now.identified_text));
}

// The newest count that anybody gave.
const Statement* counted_customers(const Incident& i) {
    const auto it = std::find_if(i.statements.rbegin(), i.statements.rend(),
                                 [](const Statement& s) { return s.customers >= 0; });
    return it == i.statements.rend() ? nullptr : &*it;
}

Block windows_table(const Record& r) {
    std::vector<std::vector<std::string>> rows{
        {"Item", "Level", "From", "To", "Length", "What users noticed"}};
    for (const Window& w : r.now.windows) {
        const Item item{'I', w.number};
        const Instant end = w.end == no_instant ? std::max(r.as_of, w.start) : w.end;
        const auto made = r.made.find(item);
        const bool day = made != r.made.end() && r.day_only(*made->second);
        rows.push_back({to_string(item), std::string{word(w.level)}, r.when(w.start, day),
                        w.end == no_instant ? "not over" : r.when(w.end, r.day_ends.contains(w.number)),
                        text::length(end - w.start),
                        on_one_line(w.text) + (r.corrected(item) ? " (corrected)" : "")});
    }
    return table(std::move(rows));
}

std::string statement_line(const Record& r, const Statement& s) {
    const Item item{'I', s.number};
    const auto made = r.made.find(item);
    const bool day = made != r.made.end() && r.day_only(*made->second);
    return fmt::format("{} {} I{}{}: {}{}", r.when(s.at, day), on_one_line(s.by_name), s.number,
                       s.customers < 0 ? "" : fmt::format(", {} customers", s.customers), on_one_line(s.text),
                       r.corrected(item) ? " (corrected)" : "");
}

std::string noticed(const Record& r) {
    const Incident& i = r.now;
    for (auto it = r.turns.rbegin(); it != r.turns.rend(); ++it) {
        const auto* stamp = std::get_if<KeyTimeStamped>(&(*it)->event);
        if (!stamp || stamp->what != KeyTime::detected) continue;
        return fmt::format("Detected {}, stamped by {} {}{}", r.dated(i.detected_at, (*it)->meta.day_only),
                           on_one_line((*it)->meta.by_name), r.when((*it)->recorded_at),
                           in_quotes(stamp->text));
    }
    if (i.detected_at != no_instant) return "Detected " + r.dated(i.detected_at);
    return "No alert is linked and no time of detection is stamped, so the declaration counts";
}

std::string_view turn_kind(const Event& e) {
    return std::visit(overloaded{[](const IncidentDeclared&) { return std::string_view{"Declared"}; },
                                 [](const SeverityChanged&) { return std::string_view{"Severity"}; },
                                 [](const StateChanged&) { return std::string_view{"State"}; },
                                 [](const PhaseChanged&) { return std::string_view{"Phase"}; },
                                 [](const IncidentResolved&) { return std::string_view{"Resolved"}; },
                                 [](const IncidentReopened&) { return std::string_view{"Reopened"}; },
                                 [](const IncidentCancelled&) { return std::string_view{"Cancelled"}; },
                                 [](const IncidentMerged&) { return std::string_view{"Merged"}; },
                                 [](const auto&) { return std::string_view{}; }},
                      e);
}

// What moved, in words: the new value and the reason that was typed with it.
std::string turn_words(const Event& e) {
    const auto moved = [](std::string_view to, const std::string& why) {
        return fmt::format(" {}{}", to, in_quotes(why));
    };
    return std::visit(
        overloaded{[&](const IncidentDeclared& d) { return moved(word(d.severity), d.title); },
                   [&](const SeverityChanged& s) { return moved(word(s.to), s.text); },
                   [&](const StateChanged& s) { return moved(views::state_shown(s.to), s.text); },
                   [&](const PhaseChanged& p) { return moved(word(p.to), p.text); },
                   [](const IncidentResolved& d) { return in_quotes(d.text); },
                   [](const IncidentReopened& d) { return in_quotes(d.text); },
                   [](const IncidentCancelled& d) { return in_quotes(d.text); },
                   [](const IncidentMerged& d) { return " into " + on_one_line(d.into_ref); },
                   [](const auto&) { return std::string{}; }},
        e);
}

} // namespace

Blocks summary(const Record& r) {
    const Incident& i = r.now;
    Blocks out{paragraph(opening(r))};
    std::vector<std::string> facts;
    for (const Window& w : i.windows) facts.push_back("Impact: " + window_line(r, w) + in_quotes(w.text));
    add_causes(facts, r);
    for (const Recorded* again : r.reopened)
        facts.push_back(fmt::format("Reopened {}{}", r.when(again->meta.at),
                                    in_quotes(std::get<IncidentReopened>(again->event).text)));
    if (is_over(i.state) && !i.resolve_text.empty())
        facts.push_back(fmt::format("Resolved {}: {}", r.when(i.resolved_at), quoted(i.resolve_text)));
    if (!facts.empty()) out.push_back(bullets(std::move(facts)));
    return out;
}

Blocks impact(const Record& r) {
    const Incident& i = r.now;
    Blocks out;
    if (!i.windows.empty()) out.push_back(windows_table(r));
    if (const Statement* s = counted_customers(i))
        out.push_back(paragraph(fmt::format("Customers affected: {} (I{}, {} {}).", s->customers, s->number,
                                            on_one_line(s->by_name), r.when(s->at))));
    std::vector<std::string> said;
    for (auto s = i.statements.rbegin(); s != i.statements.rend() && said.size() < statements_max; ++s)
        said.push_back(statement_line(r, *s));
    if (!said.empty()) {
        out.push_back(paragraph("In the words of the responders, newest first:"));
        out.push_back(bullets(std::move(said)));
    }
    propose(out, "Notes that tell of users",
            note_lines(r, [](const NoteRef& n) { return tells_of_users(n.note->text); }));
    return out;
}

Blocks severity_time(const Record& r) {
    std::vector<std::vector<std::string>> rows{{"Severity", "From", "To", "Length", "Why", "By"}};
    for (const auto& s : r.open())
        rows.push_back({s.what, r.when(s.from), r.when(s.to), text::length(s.length()), on_one_line(s.why),
                        on_one_line(s.by)});
    return {table(std::move(rows))};
}

Blocks detection(const Record& r) {
    const Incident& i = r.now;
    const auto figures = views::key_figures(i);
    std::vector<std::string> lines{noticed(r) + "."};
    lines.push_back(fmt::format(
        "Declared {} by {}: {}{}", r.dated(i.declared_at), on_one_line(i.declarer_name), quoted(i.title),
        figures.declare ? fmt::format("; TT declare: {}", text::length(*figures.declare)) : ""));
    const auto start = views::impact_start(i);
    if (start && figures.detect) {
        const auto window = std::find_if(i.windows.begin(), i.windows.end(),
                                         [&](const Window& w) { return w.start == *start; });
        const auto made = r.made.find({'I', window->number});
        const bool day = made != r.made.end() && r.day_only(*made->second);
        lines.push_back(fmt::format("Users were hurt since {}; time to detect (TTD): {}{}{}",
                                    r.dated(*start, day), text::length(*figures.detect),
                                    day ? ", to the day" : "",
                                    figures.detected_first ? ", noticed before that" : ""));
    }
    if (i.acknowledged_at != no_instant && figures.acknowledge)
        lines.push_back(fmt::format("Acknowledged {}; TTA: {}", r.dated(i.acknowledged_at),
                                    text::length(*figures.acknowledge)));
    return {bullets(std::move(lines))};
}

Blocks what_happened(const Record& r) {
    std::vector<std::string> lines;
    for (const Recorded* turn : r.turns) {
        const std::string_view kind = turn_kind(turn->event);
        if (kind.empty()) continue;
        lines.push_back(fmt::format("{} {}{}", r.when(turn->meta.at), kind, turn_words(turn->event)));
    }
    const auto left_out = lines.size() > proposals_max ? lines.size() - proposals_max : 0;
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(left_out));
    Blocks out;
    propose(out, "The turns of the incident", {std::move(lines), left_out});
    return out;
}

} // namespace tocsin::postmortem::parts
