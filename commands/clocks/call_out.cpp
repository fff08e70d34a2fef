// Call-outs.
#include "commands/clocks/call_out.hpp"

#include "commands/clocks/ladder.hpp"

namespace tocsin::clocks {
namespace {

// Whom an event made Tocsin speak to unasked; 0: nobody.
struct Spoken {
    const IncidentFile& file;

    PersonId operator()(const TaskCalled& e) const {
        const auto it = file.now.tasks.find(e.number);
        return e.in_room || it == file.now.tasks.end() ? PersonId{} : it->second.owner;
    }
    PersonId operator()(const RungReached& e) const { return e.rung == Rung::deputy ? e.told : PersonId{}; }
    PersonId operator()(const FatigueCalled& e) const { return e.person; }
    PersonId operator()(const CommanderCalled& e) const { return e.anew ? e.person : PersonId{}; }
    PersonId operator()(const ReviewReminded& e) const { return e.person; }
    PersonId operator()(const ActionReminded& e) const { return e.person; }
    PersonId operator()(const auto&) const { return {}; }
};

} // namespace

std::optional<Instant> call_out_at(const Incident& i) {
    const Tenure* commander = i.commander();
    if (!is_open(i.state) || !i.is_major() || !commander || alone(i)) return std::nullopt;
    const bool told = i.call_out.person == commander->person;
    if (told && i.call_out.seq == i.last_seq) return std::nullopt; // what gets late is an entry too
    const Instant last = told ? std::max(i.call_out.at, commander->since) : commander->since;
    const bool lasts = last - i.declared_recorded >= call_out_slows_after;
    return std::max(last + (lasts ? call_out_later : call_out_every), i.commander_typed + typing_lately);
}

std::size_t unasked_lately(const Everything& all, PersonId person, Instant now) {
    std::size_t count = 0;
    for (const auto& [id, file] : all.incidents)
        for (auto r = file.log.rbegin(); r != file.log.rend() && now - r->recorded_at < hours{1}; ++r)
            if (!r->meta.by && std::visit(Spoken{file}, r->event) == person) ++count;
    return count;
}

} // namespace tocsin::clocks
