// Sums of intervals over windows, severities, phases and tenures; how audiences were served is in
// service.cpp.
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

bool ends_it(const Event& e) {
    return std::holds_alternative<IncidentResolved>(e) || std::holds_alternative<IncidentCancelled>(e) ||
           std::holds_alternative<IncidentMerged>(e);
}

// How much of [from, to) lies in the stretches.
Duration inside(const std::vector<Stretch>& stretches, Instant from, Instant to) {
    Duration sum{};
    for (const Stretch& s : stretches)
        sum += std::max(std::min(s.to, to) - std::max(s.from, from), Duration{});
    return sum;
}

// A tenure that never ended goes on while the incident does.
Instant until(const Tenure& t) { return t.until == no_instant ? Instant::max() : t.until; }

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

bool is_move(const Event& e) {
    return std::holds_alternative<IncidentDeclared>(e) || std::holds_alternative<SeverityChanged>(e) ||
           std::holds_alternative<StateChanged>(e) || std::holds_alternative<IncidentReopened>(e) ||
           std::holds_alternative<ClockPaused>(e) || std::holds_alternative<ClockResumed>(e) || ends_it(e);
}

std::vector<Stretch> severities(const IncidentFile& file, Instant as_of) {
    std::vector<const Recorded*> moves;
    for (const Recorded& r : file.log)
        if (is_move(r.event) && !file.undone.contains(r.seq)) moves.push_back(&r);
    return severities(Moves{moves}, as_of);
}

std::vector<Stretch> severities(Moves moves, Instant as_of) {
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
    for (const Recorded* move : moves) {
        const Recorded& r = *move;
        if (const auto* declared = std::get_if<IncidentDeclared>(&r.event))
            start(present = word(declared->severity), "", r);
        else if (const auto* changed = std::get_if<SeverityChanged>(&r.event))
            start(present = word(changed->to), changed->text, r);
        else if (ends_it(r.event))
            stop(r.meta.at);
        else if (const auto* reopened = std::get_if<IncidentReopened>(&r.event))
            start(present, reopened->text, r);
    }
    stop(as_of);
    return out;
}

std::vector<Stretch> phases(const Incident& i, Instant as_of) {
    std::vector<Stretch> out;
    for (const PhaseStretch& p : i.phases) {
        const Instant over = i.resolved_at != no_instant ? i.resolved_at : as_of;
        out.push_back({std::string{word(p.phase)}, p.text, p.by_name, p.from,
                       p.to != no_instant ? p.to : std::max(p.from, over)});
    }
    return out;
}

std::vector<Stretch> commands(const Incident& i, std::span<const Stretch> open) {
    std::vector<Stretch> out;
    const auto it = i.roles.find("commander");
    if (it == i.roles.end()) return out;
    for (const Tenure& t : it->second)
        for (const Stretch& s : open) {
            const Instant from = std::max(s.from, t.since), to = std::min(s.to, until(t));
            if (to <= from) continue;
            if (!out.empty() && out.back().what == t.name && out.back().to == from)
                out.back().to = to; // only the severity changed
            else
                out.push_back({t.name, "", "", from, to});
        }
    return out;
}

Duration without_commander(const Incident& i, std::span<const Stretch> open) {
    Duration all{}, held{};
    const auto tenures = commands(i, open);
    for (const Stretch& s : open) {
        all += s.length();
        held += inside(tenures, s.from, s.to);
    }
    return std::max(all - held, Duration{});
}

Instant detected_at(const Incident& i) { return i.detected_at != no_instant ? i.detected_at : i.declared_at; }

KeyFigures key_figures(const Incident& i) {
    KeyFigures out;
    const auto start = impact_start(i);
    const Instant detected = detected_at(i);
    out.detected_first = start && detected < *start;
    out.detect = since(start, detected);
    out.acknowledge = since(detected, i.acknowledged_at);
    out.declare = since(detected, i.declared_at);
    out.mitigate = since(start, i.mitigated_at);
    out.mitigate_detected = since(detected, i.mitigated_at);
    out.resolve = since(detected, last_resolved(i));
    return out;
}

std::vector<KeyMoment> key_moments(const Incident& i) {
    const KeyMoment all[] = {
        {"impact start", impact_start(i).value_or(no_instant), {}},
        {"detected", i.detected_at, {}},
        {"declared", i.declared_at, {}},
        {"acknowledged", i.acknowledged_at, {}},
        {"investigating", i.investigating_at, {}},
        {"identified", i.identified_at, {}},
        {"contained", i.contained_at, {}},
        {"mitigated", i.mitigated_at, {}},
        {"resolved", last_resolved(i), {}},
        {"closed", i.closed_at, {}},
    };
    std::vector<KeyMoment> out;
    for (KeyMoment moment : all) {
        if (moment.at == no_instant) continue;
        // Found early is no mistake (DOMAIN 7); whatever else lies before an earlier step is pointed out.
        const KeyMoment* latest = nullptr;
        for (const KeyMoment& earlier : out) {
            const bool found_early = moment.name == "detected" && earlier.name == "impact start";
            if (!found_early && earlier.at > moment.at && (!latest || earlier.at > latest->at))
                latest = &earlier;
        }
        if (latest) moment.before = latest->name;
        out.push_back(moment);
    }
    return out;
}

std::string share_shown(int part, int whole) {
    if (whole == 0) return "none counted";
    const int tenths = (part * 1000 + whole / 2) / whole;
    return fmt::format("{} of {} ({}.{} %)", part, whole, tenths / 10, tenths % 10);
}

std::string adherence_shown(const clocks::Adherence& a) { return share_shown(a.met, a.counted()); }

} // namespace tocsin::views
