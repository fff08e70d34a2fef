// How one audience was served: promises kept, time without a word, time between two updates (DOMAIN 5.6, 8).
#include "commands/views/figures.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::views {
namespace {

constexpr std::uint32_t repeats_the_last = 1u << 3; // U03 of the wording check

// Severity and state as they were at each moment, for judging old promises by the rules of their time.
struct History {
    Instant at{};
    Severity severity{};
    State state{};
};
struct Pause {
    Instant from{}, to{};
};
struct Past {
    std::vector<History> moves;
    std::vector<Pause> pauses;
};

void pause_or_resume(Past& past, const Recorded& r, Audience audience) {
    const auto* paused = std::get_if<ClockPaused>(&r.event);
    if (paused && paused->audience == audience) past.pauses.push_back({r.meta.at, paused->until});
    const auto* resumed = std::get_if<ClockResumed>(&r.event);
    if (resumed && resumed->audience == audience && !past.pauses.empty())
        past.pauses.back().to = std::min(past.pauses.back().to, r.meta.at);
}

Past past_of(const IncidentFile& file, Moves moves, Audience audience) {
    Past out;
    History now{.severity = file.now.severity_declared, .state = State::triage};
    for (const Recorded* move : moves) {
        const Recorded& r = *move;
        pause_or_resume(out, r, audience);
        if (const auto* e = std::get_if<SeverityChanged>(&r.event))
            now.severity = e->to;
        else if (const auto* s = std::get_if<StateChanged>(&r.event))
            now.state = s->to;
        else if (std::holds_alternative<IncidentReopened>(r.event))
            now.state = State::investigating;
        else if (!std::holds_alternative<IncidentDeclared>(r.event))
            continue;
        now.at = r.recorded_at;
        out.moves.push_back(now);
    }
    return out;
}

Duration cadence_at(const Past& past, Audience audience, const Policy& policy, Instant when) {
    const auto after = std::upper_bound(past.moves.begin(), past.moves.end(), when,
                                        [](Instant t, const History& h) { return t < h.at; });
    if (after == past.moves.begin()) return {};
    const History& then = *std::prev(after);
    const Cadence cadence = policy.cadence_of(audience, then.severity);
    return then.state == State::monitoring ? cadence.monitoring : cadence.working;
}

// When the audience first had a target: its first obligation began then. Without one: the declaration.
Instant clock_start(const Incident& i, const AudienceClock& clock) {
    const Obligation* first = !clock.settled.empty() ? &clock.settled.front()
                              : clock.open           ? &*clock.open
                                                     : nullptr;
    return first && first->kind == ObligationKind::first ? first->began : i.declared_recorded;
}

std::vector<const Update*> published(const IncidentFile& file, Audience audience) {
    std::vector<const Update*> out;
    for (const auto& [key, update] : file.updates)
        if (key.second == audience && update.delivered != no_instant && !update.corrects)
            out.push_back(&update);
    std::sort(out.begin(), out.end(), [](const Update* a, const Update* b) {
        return std::pair{a->delivered, a->number} < std::pair{b->delivered, b->number};
    });
    return out;
}

int met_strictly(const IncidentFile& file, Audience audience, const AudienceClock& clock,
                 const Policy& policy) {
    int met = 0;
    for (const Obligation& o : clock.settled) {
        if (o.published > o.due + policy.grace) continue;
        const auto it = file.updates.find({o.update, audience});
        met += it == file.updates.end() || !(it->second.rules & repeats_the_last);
    }
    return met;
}

Duration paused_within(const Past& past, Instant from, Instant to) {
    Duration sum{};
    for (const Pause& p : past.pauses)
        sum += std::max(std::min(p.to, to) - std::max(p.from, from), Duration{});
    return sum;
}

// 1 - overdue / active, both without the time of announced pauses.
std::optional<int> coverage(const AudienceClock& clock, const Past& past, Instant start, Instant as_of) {
    const bool owes = clock.open.has_value();
    const Instant end = owes || clock.settled.empty() ? as_of : clock.settled.back().published;
    if (end <= start) return std::nullopt;
    const auto overdue = [&](Instant due, Instant until) {
        return until > due ? until - due - paused_within(past, due, until) : Duration{};
    };
    Duration late{};
    for (const Obligation& o : clock.settled) late += overdue(o.due, o.published);
    if (owes) late += overdue(clock.open->due, as_of);
    const Duration active = end - start - paused_within(past, start, end);
    if (active <= Duration{}) return std::nullopt;
    return static_cast<int>(std::max(active - late, Duration{}) * 1000 / active);
}

} // namespace

Spread spread(std::vector<Duration> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const auto n = values.size(), middle = n / 2;
    // The 90th percentile by the nearest rank: the smallest value that nine in ten do not exceed.
    const auto rank = (n * 9 + 9) / 10;
    return {.n = n,
            .median = n % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2,
            .p90 = values[rank - 1],
            .most = values.back()};
}

Service service_of(const IncidentFile& file, Moves moves, Audience audience, const Policy& policy,
                   Instant as_of) {
    Service out;
    const auto it = file.now.clocks.find(audience);
    if (it == file.now.clocks.end()) return out;
    const AudienceClock& clock = it->second;
    out.adherence = clocks::adherence(clock, policy, as_of);
    out.met_strict = met_strictly(file, audience, clock, policy);
    const Past past = past_of(file, moves, audience);
    const Instant began = clock_start(file.now, clock);
    if (clock.started) out.coverage = coverage(clock, past, began, as_of);
    std::vector<Duration> gaps;
    Instant last = no_instant;
    for (const Update* update : published(file, audience)) {
        ++out.updates;
        const Duration cadence = cadence_at(past, audience, policy, update->submitted);
        if (last == no_instant) out.first = std::max(update->delivered - began, Duration{});
        if (last != no_instant) {
            gaps.push_back(update->delivered - last);
            const Duration target = cadence_at(past, audience, policy, last);
            out.silent += target > Duration{} && gaps.back() > 2 * target;
        }
        last = update->delivered;
        out.long_promises +=
            update->next_given && cadence > Duration{} && update->promise - update->submitted > cadence;
    }
    out.between = spread(std::move(gaps));
    return out;
}

} // namespace tocsin::views
