// The lines of the result (VOICE 4): numbers first, then what still waits for somebody.
#include "commands/views/result.hpp"

#include "commands/postmortem/document.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/figures.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

void add_length(Message& m, const Incident& i) {
    Line line{say("State: " + state_shown(i.state))};
    if (i.resolved_at != no_instant) {
        line.push_back(say(" at "));
        line.push_back(when(i.resolved_at, i.changed_at));
    }
    m.lines.push_back(std::move(line));
    if (i.resolved_at == no_instant) return;
    m.lines.push_back({say(fmt::format("Length: {}, declared ", text::length(i.resolved_at - i.declared_at))),
                       when(i.declared_at, i.changed_at)});
    if (i.reopened_count) m.lines.push_back({say("Reopened: " + counted(i.reopened_count, "time"))});
}

void add_impact(Message& m, const Incident& i) {
    if (i.windows.empty()) {
        m.lines.push_back({say("Impact: NOT KNOWN")});
        return;
    }
    for (const auto& [level, length] : impact_per_level(i, i.changed_at))
        m.lines.push_back({say(fmt::format("Impact: {} for {}", word(level), text::length(length)))});
}

void add_updates(Message& m, const Everything& all, const Incident& i) {
    const Policy& policy = all.policy_of(i);
    for (auto it = i.clocks.rbegin(); it != i.clocks.rend(); ++it) { // customers first
        const auto& [audience, clock] = *it;
        const auto a = clocks::adherence(clock, policy, i.changed_at);
        if (audience == Audience::responders || a.counted() == 0) continue;
        m.lines.push_back(
            {say(fmt::format("Updates on time: {} {} of {}", audience_shown(audience), a.met, a.counted()))});
    }
    for (const Owed& owed : owed_updates(i))
        if (!owed.late)
            m.lines.push_back({say(fmt::format("Owed: {}update to {} by ",
                                               owed.what->kind == ObligationKind::closing ? "closing " : "",
                                               audience_shown(owed.audience))),
                               due(owed.what->due, i.changed_at)});
}

void add_draft(Message& m, const Everything& all, const Incident& i) {
    if (!is_over(i.state)) return;
    const std::string owner =
        i.postmortem_owner_name.empty() ? "NOBODY" : text::isolated(i.postmortem_owner_name);
    if (const IncidentFile* file = all.find(i.id))
        m.lines.push_back({say(
            fmt::format("Draft: {}. Owner: {}",
                        counted(postmortem::gaps({all, *file, {}, no_instant, {}}).size(), "gap"), owner))});
}

} // namespace

void add_result(Message& m, const Everything& all, const Incident& i) {
    if (m.tone == Tone::plain) m.tone = Tone::good;
    add_length(m, i);
    add_impact(m, i);
    add_updates(m, all, i);
    add_draft(m, all, i);
}

} // namespace tocsin::views
