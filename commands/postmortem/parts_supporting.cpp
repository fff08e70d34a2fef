// The figures, each under the name of its formula (DOMAIN 8), and the key times they come from.
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace tocsin::postmortem::parts {

using std::chrono::floor;
using views::on_one_line;

namespace {

using Rows = std::vector<std::vector<std::string>>;

void add_figure(Rows& rows, std::string name, std::optional<Duration> value, std::string note) {
    if (value) note = text::exact(*value) + (note.empty() ? "" : "; ") + note;
    rows.push_back({std::move(name), value ? text::length(*value) : "NOT KNOWN", std::move(note)});
}

void add_impact(Rows& rows, const Record& r) {
    Duration all{};
    for (const auto& [level, length] : views::impact_per_level(r.now, r.as_of)) {
        rows.push_back({fmt::format("Impact, {}", word(level)), text::length(length), text::exact(length)});
        all += length;
    }
    if (all > Duration{})
        rows.push_back({"Impact minutes, all levels", fmt::format("{} min", floor<minutes>(all).count()),
                        "windows that overlap count once"});
}

void add_sums(Rows& rows, std::string_view what, const std::vector<views::Stretch>& stretches) {
    std::map<std::string, Duration> sums;
    std::vector<std::string> order;
    for (const auto& s : stretches) {
        if (!sums.contains(s.what)) order.push_back(s.what);
        sums[s.what] += s.length();
    }
    for (const auto& name : order)
        rows.push_back({fmt::format("{} {}", what, on_one_line(name)), text::length(sums[name]),
                        text::exact(sums[name])});
}

void add_between(Rows& rows, const Record& r) {
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        if (it->first == Audience::responders) continue;
        const auto s = r.service(it->first);
        if (!s.between.n) continue;
        rows.push_back({"TBU, " + views::audience_shown(it->first), text::length(s.between.median),
                        fmt::format("median of {} gaps; p90 {}, the longest {}", s.between.n,
                                    text::exact(s.between.p90), text::exact(s.between.most))});
    }
}

Block key_times(const Record& r) {
    Rows rows{{"Key time", "When", "Note"}};
    for (const auto& moment : views::key_moments(r.now))
        rows.push_back({std::string{moment.name}, r.dated(moment.at),
                        moment.before.empty() ? "" : fmt::format("OUT OF ORDER: before {}", moment.before)});
    return table(std::move(rows));
}

} // namespace

Blocks supporting(const Record& r) {
    Rows rows{{"Formula", "Value", "Exactly"}};
    const auto figures = views::key_figures(r.now);
    add_figure(rows, "TTD: detected - first impact start", figures.detect,
               figures.detected_first ? "detected before users were hurt" : "");
    add_figure(rows, "TTA: acknowledged - detected", figures.acknowledge, "");
    add_figure(rows, "TT declare: declared - detected", figures.declare, "");
    add_figure(rows, "TTM: mitigated - first impact start", figures.mitigate, "");
    add_figure(rows, "TTM from detection: mitigated - detected", figures.mitigate_detected, "");
    add_figure(rows, "TTR: last resolved - detected", figures.resolve, "");
    add_impact(rows, r);
    add_between(rows, r);
    add_sums(rows, "Time at", r.open());
    add_sums(rows, "Time in phase", views::phases(r.now, r.as_of));
    add_sums(rows, "In command:", views::commands(r.now, r.open()));
    rows.push_back({"Reopened", views::counted(r.now.reopened_count, "time"), ""});
    return {table(std::move(rows)), key_times(r)};
}

} // namespace tocsin::postmortem::parts
