// Timeline, roles, communications and figures: parts that are filled from the record alone (DOMAIN 11.1,
// "A").
#include "commands/postmortem/record.hpp"

#include "commands/text/times.hpp"
#include "commands/views/entries.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace tocsin::postmortem {
namespace {

using std::chrono::days;
using std::chrono::floor;

std::string line_of(const views::Entry& e) {
    std::string out;
    out.reserve(e.text.size() + e.author.size() + e.before.size() + 40);
    out += e.day_only ? "time not known" : text::hhmm(e.at);
    if (!e.author.empty()) out.append(" ").append(e.author);
    if (!e.item.empty()) out.append(" ").append(e.item);
    out.append(": ").append(e.text);
    if (e.corrected) out.append(" (corrected; first: ").append(e.before).append(")");
    return out;
}

std::string shown_or_dash(std::optional<Duration> d) { return d ? text::length(*d) : "-"; }

Block adherence_table(const Record& record) {
    std::vector<std::vector<std::string>> rows{{"Audience", "Updates on time", "Worst lateness",
                                                "First update after", "Median gap", "Updates",
                                                "Promised later than the cadence"}};
    for (auto it = record.now.clocks.rbegin(); it != record.now.clocks.rend(); ++it) {
        if (it->first == Audience::responders || !it->second.started) continue;
        const auto s = views::service_of(record.file, it->first, record.policy, record.as_of);
        rows.push_back({views::audience_shown(it->first), views::adherence_shown(s.adherence),
                        s.adherence.worst > Duration{} ? text::exact(s.adherence.worst) : "-",
                        shown_or_dash(s.first), shown_or_dash(s.median_gap), std::to_string(s.updates),
                        std::to_string(s.long_promises)});
    }
    return table(std::move(rows));
}

// Which obligation each update met.
std::map<std::uint32_t, const Obligation*> obligations(const Incident& i) {
    std::map<std::uint32_t, const Obligation*> out;
    for (const auto& [audience, clock] : i.clocks)
        for (const Obligation& o : clock.settled) out[o.update] = &o;
    return out;
}

std::string punctuality(const Record& record, const Update& update, const Obligation* met) {
    if (update.undelivered) return "NOT DELIVERED";
    if (!met) return "not owed";
    if (met->published <= met->due + record.policy.grace) return "on time";
    return "late by " + text::exact(met->published - met->due);
}

Block updates_table(const Record& record) {
    std::vector<std::vector<std::string>> rows{
        {"Update", "Audience", "Published", "Was due", "On time", "Text"}};
    const auto met = obligations(record.now);
    for (const auto& [number, update] : record.file.updates) {
        const auto it = met.find(number);
        const Obligation* obligation = it == met.end() ? nullptr : it->second;
        rows.push_back({"U" + std::to_string(number), views::audience_shown(update.audience),
                        update.delivered == no_instant ? "-" : record.when(update.delivered),
                        obligation ? views::due_text(obligation->due, record.now.declared_at) : "-",
                        punctuality(record, update, obligation), views::on_one_line(update.published)});
    }
    return table(std::move(rows));
}

// A tenure that never ended lasted until the incident was over.
Instant end_of(const Record& record, const Tenure& t) {
    if (t.until != no_instant) return t.until;
    const Incident& i = record.now;
    return std::max(t.since, is_over(i.state) && i.resolved_at != no_instant ? i.resolved_at : record.as_of);
}

void add_figure(std::vector<std::vector<std::string>>& rows, std::string name, std::optional<Duration> value,
                std::string note) {
    if (value) note = text::exact(*value) + (note.empty() ? "" : "; ") + note;
    rows.push_back({std::move(name), value ? text::length(*value) : "NOT KNOWN", std::move(note)});
}

void add_sums(std::vector<std::vector<std::string>>& rows, const Record& record) {
    Duration all{};
    for (const auto& [level, length] : views::impact_per_level(record.now, record.as_of)) {
        rows.push_back({fmt::format("Impact, {}", word(level)), text::length(length), text::exact(length)});
        all += length;
    }
    if (all > Duration{})
        rows.push_back({"Impact minutes, all levels", fmt::format("{} min", floor<minutes>(all).count()),
                        "windows that overlap count once"});
    std::map<std::string, Duration> severities;
    for (const auto& s : views::severities(record.file, record.as_of)) severities[s.what] += s.length();
    for (const auto& [severity, length] : severities)
        rows.push_back({"Time at " + severity, text::length(length), text::exact(length)});
}

} // namespace

Section communications(const Record& record) {
    Section section{"communications", "Communications: updates and adherence", {}};
    if (record.now.clocks.empty() && record.file.updates.empty()) {
        section.blocks.push_back(paragraph("No update was owed and none was published."));
        return section;
    }
    section.blocks.push_back(adherence_table(record));
    if (!record.file.updates.empty()) section.blocks.push_back(updates_table(record));
    return section;
}

Section roles(const Record& record) {
    Section section{"roles", "Roles and people", {}};
    std::vector<std::vector<std::string>> rows{{"Role", "Who", "From", "Until", "Held for"}};
    for (const auto& [role, tenures] : record.now.roles)
        for (const Tenure& t : tenures) {
            const Instant end = end_of(record, t);
            rows.push_back({views::on_one_line(role), views::on_one_line(t.name), record.when(t.since),
                            t.until == no_instant ? "the end" : record.when(t.until),
                            text::length(end - t.since)});
        }
    if (rows.size() > 1) section.blocks.push_back(table(std::move(rows)));
    section.blocks.push_back(paragraph(fmt::format("Declared by {}. Entries were recorded by {}.",
                                                   views::on_one_line(record.now.declarer_name),
                                                   fmt::join(record.authors, ", "))));
    return section;
}

Section timeline(const Record& record) {
    Section section{"timeline", "Timeline (UTC)", {}};
    auto day = std::chrono::sys_days::min();
    const auto add = [&](const views::Entry& entry) {
        if (floor<days>(entry.at) != day) {
            day = floor<days>(entry.at);
            section.blocks.push_back(paragraph(text::day(entry.at)));
            section.blocks.push_back(bullets({}));
        }
        section.blocks.back().items.push_back(line_of(entry));
    };
    // Both are in time order. Of equal moments the talk goes first: people said it before somebody typed.
    const auto talk = views::quoted_talk(record.file, record.source.talk);
    auto said = talk.begin();
    views::each_entry(record.file, false, [&](views::Entry&& entry) {
        while (said != talk.end() && said->at <= entry.at) add(*said++);
        add(entry);
    });
    while (said != talk.end()) add(*said++);
    return section;
}

Section supporting(const Record& record) {
    std::vector<std::vector<std::string>> rows{{"Formula", "Value", "Exactly"}};
    const auto figures = views::key_figures(record.now);
    add_figure(rows, "TTD: detected - first impact start", figures.detect,
               figures.detected_first ? "detected before users were hurt" : "");
    add_figure(rows, "TTA: acknowledged - detected", figures.acknowledge, "");
    add_figure(rows, "TTM: mitigated - first impact start", figures.mitigate, "");
    add_figure(rows, "TTR: last resolved - detected", figures.resolve, "");
    add_sums(rows, record);
    rows.push_back({"Reopened", views::counted(record.now.reopened_count, "time"), ""});
    return {"supporting", "Supporting information: metrics", {table(std::move(rows))}};
}

} // namespace tocsin::postmortem
