// What waits for the commander is one message, edited in place; a new one only for what is late, vacant or
// unanswered and was not said yet (VOICE 5).
#include "commands/clocks/call_out.hpp"
#include "commands/core/ring.hpp"
#include "commands/views/waiting.hpp"

#include <algorithm>

namespace tocsin {
namespace {

bool holds(std::string_view keys, const std::string& key) {
    return (" " + std::string{keys} + " ").find(" " + key + " ") != std::string::npos;
}

} // namespace

Decision decide_call_out(const Everything& all, const IncidentFile& file, Instant now) {
    const Incident& i = file.now;
    Decision d;
    d.incident = i.id;
    const auto at = clocks::call_out_at(i);
    if (!at || *at > now) return d;
    const PersonId commander = i.commander()->person;
    const bool mine = i.call_out.person == commander;
    const std::string& said = mine ? i.call_out.urgent : std::string{};
    const auto items = views::waiting(file, now);
    const bool news = std::any_of(items.begin(), items.end(), [&](const views::Waiting& w) {
        return w.urgent && !w.heard && !holds(said, w.key);
    });
    CommanderCalled e{.person = commander};
    e.anew = news && clocks::unasked_lately(all, commander, now) < clocks::unasked_an_hour;
    e.number = e.anew ? i.call_out.number + 1 : mine ? i.call_out.number : 0;
    e.shown = fingerprint(views::call_out(file, items));
    e.edited = !e.anew && e.number && e.shown != i.call_out.shown;
    for (const views::Waiting& w : items)
        if (w.urgent && (e.anew || holds(said, w.key))) e.urgent += (e.urgent.empty() ? "" : " ") + w.key;
    d.outcome = Outcome::done;
    d.facts.push_back({i.id, {.by = {}, .by_name = "", .room = {}, .at = now}, std::move(e)});
    return d;
}

} // namespace tocsin
