// A chat platform that cannot be heard, and is heard again (P12): told in the incidents that have a room
// there.
#include "commands/core/ring.hpp"

namespace tocsin {

Decision decide_hearing(const Everything& all, const Hearing& h, Instant now) {
    Decision d;
    const IncidentFile* file = all.find(h.incident);
    if (!file) return d;
    const Incident& i = file->now;
    const bool lost = h.until == no_instant;
    if (lost && (i.unheard.contains(h.platform) || !is_open(i.state))) return d;
    std::string old;
    for (const auto& line : h.old) old += (old.empty() ? "" : "\n") + line;
    Event event = lost ? Event{PlatformLost{h.platform, h.since}}
                       : Event{PlatformBack{h.platform, h.since, h.until, h.recovered, h.lost, old}};
    d.incident = i.id;
    d.outcome = Outcome::done;
    d.facts.push_back({i.id, Meta{.by = {}, .by_name = "", .room = {}, .at = now}, std::move(event)});
    return d;
}

} // namespace tocsin
