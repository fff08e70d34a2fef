// The ladder.
#include "commands/clocks/ladder.hpp"

#include "commands/clocks/due.hpp"

#include <algorithm>

namespace tocsin::clocks {
namespace {

constexpr minutes deputy_after{5}, page_after{10}, duty_after{15};

std::vector<const Tenure*> who_could_write(const Incident& i) {
    std::vector<const Tenure*> out;
    for (const auto* role : {"deputy", "comms", "liaison", "scribe"})
        if (const Tenure* holder = i.holder(role)) out.push_back(holder);
    return out;
}

} // namespace

bool alone(const Incident& i) { return i.participants.size() <= 1; }

bool may_page(const Incident& i, Audience audience) {
    return (audience == Audience::customers && i.is_major()) ||
           (audience == Audience::internal && i.severity == Severity::sev1);
}

std::optional<Instant> rung_at(const Incident& i, Audience audience, const Obligation& owed, Rung rung,
                               const Policy& policy) {
    const bool pages = may_page(i, audience);
    switch (rung) {
    case Rung::reminder: return reminder_at(owed, policy);
    case Rung::due: // who is alone hears one reminder and then the page; without a page to come, silence
                    // would follow
        if (alone(i) && pages) return std::nullopt;
        return owed.due;
    case Rung::deputy: return alone(i) ? std::nullopt : std::optional{owed.due + deputy_after};
    case Rung::page: return pages ? std::optional{owed.due + page_after} : std::nullopt;
    case Rung::duty: return pages ? std::optional{owed.due + duty_after} : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Rung> next_rung(const Incident& i, Audience audience, const Obligation& owed,
                              const Policy& policy) {
    for (const Rung rung : {Rung::reminder, Rung::due, Rung::deputy, Rung::page, Rung::duty})
        if (!owed.reached(rung) && rung_at(i, audience, owed, rung, policy)) return rung;
    return std::nullopt;
}

Reached deputy_rung(const Incident& i, const Obligation& owed) {
    Reached out;
    if (!i.holder("deputy")) out.role_missing = "deputy";
    for (const Tenure* holder : who_could_write(i))
        if (!owed.has_heard(holder->person)) return {holder->person, holder->name, out.role_missing};
    if (!owed.has_heard(i.lead())) return {i.lead(), i.lead_name(), out.role_missing};
    return out;
}

bool paged_lately(const Incident& i, PersonId person, Instant now) {
    return std::any_of(i.pages.begin(), i.pages.end(), [&](const auto& entry) {
        return entry.second.person == person && now - entry.second.at < page_again_after;
    });
}

Reached page_rung(const Incident& i, const Obligation& owed, Instant now) {
    const auto free = [&](PersonId person) {
        return !owed.was_paged(person) && !paged_lately(i, person, now);
    };
    if (free(i.lead())) return {i.lead(), i.lead_name(), ""};
    for (const Tenure* holder : who_could_write(i))
        if (free(holder->person)) return {holder->person, holder->name, ""};
    return {};
}

PersonId comms_or_lead(const Incident& i) {
    const Tenure* comms = i.holder("comms");
    return comms ? comms->person : i.lead();
}

} // namespace tocsin::clocks
