// Sums of intervals over windows, severities and updates.
#include "commands/views/figures.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tocsin::views {
namespace {

struct Edge {
    Instant at{};
    ImpactLevel level{};
    int step{}; // +1: a window begins, -1: it ends
};

std::vector<Edge> edges(const Incident& i, Instant as_of) {
    std::vector<Edge> out;
    for (const Window& w : i.windows) {
        const Instant end = w.end == no_instant ? std::max(as_of, w.start) : w.end;
        out.push_back({w.start, w.level, 1});
        out.push_back({end, w.level, -1});
    }
    std::sort(out.begin(), out.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
    return out;
}

std::optional<Duration> since(std::optional<Instant> from, Instant to) {
    if (!from || to == no_instant) return std::nullopt;
    return std::max(to - *from, Duration{});
}

Instant last_resolved(const Incident& i) {
    if (i.resolved_at != no_instant) return i.resolved_at;
    return i.resolved_history.empty() ? no_instant : i.resolved_history.back();
}

// Severity and state as they were at each moment, for judging old promises by the rules of their time.
struct History {
    Instant at{};
    Severity severity{};
    State state{};
};
std::vector<History> history(const IncidentFile& file) {
    std::vector<History> out;
    History now{.severity = file.now.severity_declared, .state = State::triage};
    for (const Recorded& r : file.log) {
        if (file.undone.contains(r.seq)) continue;
        if (const auto* e = std::get_if<SeverityChanged>(&r.event))
            now.severity = e->to;
        else if (const auto* s = std::get_if<StateChanged>(&r.event))
            now.state = s->to;
        else if (std::holds_alternative<IncidentReopened>(r.event))
            now.state = State::investigating;
        else if (!std::holds_alternative<IncidentDeclared>(r.event))
            continue;
        now.at = r.recorded_at;
        out.push_back(now);
    }
    return out;
}

Duration cadence_at(const std::vector<History>& past, Audience audience, const Policy& policy, Instant when) {
    const auto after = std::upper_bound(past.begin(), past.end(), when,
                                        [](Instant t, const History& h) { return t < h.at; });
    if (after == past.begin()) return {};
    const History& then = *std::prev(after);
    const Cadence cadence = policy.cadence_of(audience, then.severity);
    return then.state == State::monitoring ? cadence.monitoring : cadence.working;
}

// When the audience first had a target (DOMAIN 5.6): its first obligation began then. Without one: the
// declaration.
Instant clock_start(const Incident& i, const AudienceClock& clock) {
    const Obligation* first = !clock.settled.empty() ? &clock.settled.front()
                              : clock.open           ? &*clock.open
                                                     : nullptr;
    return first && first->kind == ObligationKind::first ? first->began : i.declared_recorded;
}

std::optional<Duration> median(std::vector<Duration> gaps) {
    if (gaps.empty()) return std::nullopt;
    std::sort(gaps.begin(), gaps.end());
    const auto middle = gaps.size() / 2;
    return gaps.size() % 2 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
}

} // namespace

std::map<ImpactLevel, Duration> impact_per_level(const Incident& i, Instant as_of) {
    std::map<ImpactLevel, Duration> sums;
    std::array<int, 4> running{}; // windows running per level
    Instant last{};
    for (const Edge& edge : edges(i, as_of)) {
        for (std::size_t level = running.size(); level-- > 0;)
            if (running[level] > 0) {
                sums[static_cast<ImpactLevel>(level)] += edge.at - last;
                break;
            }
        running[static_cast<std::size_t>(edge.level) % running.size()] += edge.step;
        last = edge.at;
    }
    return sums;
}

std::optional<Instant> impact_start(const Incident& i) {
    std::optional<Instant> first;
    for (const Window& w : i.windows)
        if (!first || w.start < *first) first = w.start;
    return first;
}

std::vector<Stretch> severities(const IncidentFile& file, Instant as_of) {
    std::vector<Stretch> out;
    bool running = false;
    const auto stop = [&](Instant at) {
        if (running) out.back().to = at;
        running = false;
    };
    const auto start = [&](std::string_view what, const std::string& why, const Recorded& r) {
        stop(r.meta.at);
        out.push_back({std::string{what}, why, r.meta.by_name, r.meta.at, {}});
        running = true;
    };
    std::string_view present;
    for (const Recorded& r : file.log) {
        if (file.undone.contains(r.seq)) continue;
        if (const auto* declared = std::get_if<IncidentDeclared>(&r.event))
            start(present = word(declared->severity), "", r);
        else if (const auto* changed = std::get_if<SeverityChanged>(&r.event))
            start(present = word(changed->to), changed->text, r);
        else if (std::holds_alternative<IncidentResolved>(r.event))
            stop(r.meta.at);
        else if (const auto* reopened = std::get_if<IncidentReopened>(&r.event))
            start(present, reopened->text, r);
    }
    stop(as_of);
    return out;
}

Instant detected_at(const Incident& i) { return i.declared_at; }

KeyFigures key_figures(const Incident& i) {
    KeyFigures out;
    const auto start = impact_start(i);
    const Instant detected = detected_at(i);
    out.detected_first = start && detected < *start;
    out.detect = since(start, detected);
    out.acknowledge = since(detected, i.acknowledged_at);
    out.mitigate = since(start, i.mitigated_at);
    out.resolve = since(detected, last_resolved(i));
    return out;
}

Service service_of(const IncidentFile& file, Audience audience, const Policy& policy, Instant as_of) {
    Service out;
    const auto clock = file.now.clocks.find(audience);
    if (clock == file.now.clocks.end()) return out;
    out.adherence = clocks::adherence(clock->second, policy, as_of);
    const auto past = history(file);
    const Instant began = clock_start(file.now, clock->second);
    std::vector<Duration> gaps;
    Instant last{};
    for (const auto& [key, update] : file.updates) {
        if (update.audience != audience || update.delivered == no_instant) continue;
        ++out.updates;
        if (last == no_instant)
            out.first = since(began, update.delivered);
        else
            gaps.push_back(update.delivered - last);
        last = update.delivered;
        const Duration cadence = cadence_at(past, audience, policy, update.submitted);
        if (update.next_given && cadence > Duration{} && update.promise - update.submitted > cadence)
            ++out.long_promises;
    }
    out.median_gap = median(std::move(gaps));
    return out;
}

std::string adherence_shown(const clocks::Adherence& a) {
    if (a.counted() == 0) return "none counted";
    const int tenths = (a.met * 1000 + a.counted() / 2) / a.counted();
    return fmt::format("{} of {} ({}.{} %)", a.met, a.counted(), tenths / 10, tenths % 10);
}

} // namespace tocsin::views
