// All incidents at a glance: the open ones by severity, then the latest that are over. Private ones are there
// for their members alone (P8).
#include "commands/core/json_writer.hpp"
#include "commands/postmortem/document.hpp"
#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::views {
namespace {

constexpr std::size_t recent_max = 10;
constexpr std::size_t open_cards_max = 500; // on the page; far more than anybody can look at
constexpr std::size_t open_lines_max = 15;
constexpr std::size_t recent_lines_max = 5;

using List = std::vector<const Incident*>;

// Worst first; of equal ones the newest.
List open_ones(const Everything& all, PersonId viewer) {
    List out;
    for (const auto& [id, file] : all.incidents)
        if (is_open(file.now.state) && file.now.may_read(viewer)) out.push_back(&file.now);
    std::sort(out.begin(), out.end(), [](const Incident* a, const Incident* b) {
        return std::tuple{a->severity, b->declared_recorded, b->id} <
               std::tuple{b->severity, a->declared_recorded, a->id};
    });
    return out;
}

List recent_ones(const Everything& all, PersonId viewer) {
    List out;
    for (const auto& [id, file] : all.incidents)
        if (!is_open(file.now.state) && file.now.may_read(viewer)) out.push_back(&file.now);
    const auto newer = [](const Incident* a, const Incident* b) {
        return std::tuple{b->changed_at, b->id} < std::tuple{a->changed_at, a->id};
    };
    const auto kept = std::min(recent_max, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), newer);
    out.resize(kept);
    return out;
}

std::size_t late_in(const List& incidents) {
    std::size_t n = 0;
    for (const Incident* i : incidents) n += late_updates(*i);
    return n;
}

std::size_t late_now(const List& incidents, Instant now) {
    std::size_t n = 0;
    for (const Incident* i : incidents)
        for (const Owed& owed : owed_updates(*i)) n += owed.what->due < now;
    return n;
}

Line recent_line(const Everything& all, const Incident& i, Instant now) {
    const Instant over = i.resolved_at == no_instant ? i.changed_at : i.resolved_at;
    Line line{link(i.ref(), "/i/" + i.slug()),
              say(fmt::format(" {} {} ago", word(i.state), text::length(now - over)))};
    if (const IncidentFile* file = all.find(i.id); file && is_over(i.state))
        line.push_back(say(fmt::format(
            ", draft has {}", counted(postmortem::gaps({all, *file, {}, no_instant, {}}).size(), "gap"))));
    return line;
}

} // namespace

Message overview(const Everything& all, PersonId viewer, Instant now) {
    const List open = open_ones(all, viewer);
    const List recent = recent_ones(all, viewer);
    Message m;
    const std::size_t late = late_now(open, now) + late_now(recent, now);
    if (late) m.tone = Tone::late;
    if (open.empty()) {
        m.lines.push_back({say("No incident is open. Try: "), command("declare sev3 something looks wrong")});
    } else {
        m.lines.push_back({say(fmt::format("{} open{}.", open.size(),
                                           late ? fmt::format(", {} late", counted(late, "update")) : ""))});
    }
    for (std::size_t n = 0; n < open.size() && n < open_lines_max; ++n)
        m.lines.push_back({say(one_line(all, *open[n]))});
    if (open.size() > open_lines_max)
        m.lines.push_back(
            {say(fmt::format("and {} more: ", open.size() - open_lines_max)), link("all incidents", "/")});
    for (std::size_t n = 0; n < recent.size() && n < recent_lines_max; ++n)
        m.lines.push_back(recent_line(all, *recent[n], now));
    return m;
}

std::string overview_json(const Everything& all, PersonId viewer) {
    const List open = open_ones(all, viewer);
    const List recent = recent_ones(all, viewer);
    JsonWriter j;
    const auto cards = [&](std::string_view key, const List& list) {
        j.key(key).array([&] {
            for (std::size_t n = 0; n < list.size() && n < open_cards_max; ++n)
                j.raw(card_json(all, *list[n]));
        });
    };
    j.object([&] {
        cards("open", open);
        cards("recent", recent);
        j.key("late").value(std::uint64_t{late_in(open) + late_in(recent)});
        j.key("undelivered").array([] {});
    });
    return j.take();
}

} // namespace tocsin::views
