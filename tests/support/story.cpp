// Builds the log of a story and folds it with the real fold.
#include "tests/support/story.hpp"

#include "commands/text/times.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace tocsin::test {

Instant instant(std::string_view iso) {
    Instant t{};
    INFO(iso);
    REQUIRE(text::parse_iso(iso, t));
    return t;
}

Story& Story::at(std::string_view time, std::string_view who) {
    now_ = time.size() <= 8 ? instant(day_ + "T" + std::string{time} + "Z") : instant(time);
    if (!who.empty()) who_ = who;
    return *this;
}

PersonId Story::person(std::string_view name) {
    if (name.empty()) return {};
    if (const auto it = people_.find(name); it != people_.end()) return it->second;
    const PersonId id{static_cast<std::uint32_t>(people_.size() + 1)};
    people_.emplace(std::string{name}, id);
    return id;
}

Story& Story::add(Event event, Instant when, bool day_only, bool same_command) {
    Recorded r{
        .seq = {all.last_seq.value + 1}, .incident = incident_, .index = ++index_, .recorded_at = now_};
    if (!same_command) command_ = r.seq;
    r.command = command_;
    r.meta = {person(who_), who_, {"room:#inc-7"}, when, day_only};
    r.event = std::move(event);
    apply(all, std::move(r));
    return *this;
}

Story& Story::then(Event event) { return add(std::move(event), now_, false, false); }
Story& Story::also(Event event) { return add(std::move(event), now_, false, true); }
Story& Story::by_itself(Event event) {
    const std::string who = std::exchange(who_, {});
    then(std::move(event));
    who_ = who;
    return *this;
}
Story& Story::earlier(std::string_view when, Event event, bool day_only) {
    const Instant t = when.size() <= 8 ? instant(day_ + "T" + std::string{when} + "Z") : instant(when);
    return add(std::move(event), t, day_only, false);
}

Story& Story::declare(Severity severity, std::string_view title, std::string_view service) {
    then(IncidentDeclared{.number = 7,
                          .title = std::string{title},
                          .service = std::string{service},
                          .severity = severity,
                          .severity_given = true});
    also(RoomBound{{"room:#inc-7"}, RoomUse::home});
    for (const Audience audience : all_audiences) {
        const auto first = all.policy().cadence_of(audience, severity).first;
        if (audience != Audience::responders && first > minutes{0})
            also(ObligationOpened{audience, ObligationKind::first, now_, now_ + first});
    }
    return *this;
}

Story& Story::update(Audience audience, std::string_view text, Duration next, bool closing) {
    const std::uint32_t number = now().next('U');
    const Instant promise = next == Duration{} ? no_instant : now_ + next;
    then(UpdateSubmitted{.number = number,
                         .audience = audience,
                         .promise = promise,
                         .next_given = next != Duration{},
                         .closing = closing,
                         .text = std::string{text},
                         .published = std::string{text}});
    return by_itself(UpdateDelivered{number, audience, {"room:#" + std::string{word(audience)}}});
}

Story card_payments() {
    Story s;
    s.at("02:14", "olena").declare(Severity::sev2, "Card payments fail", "checkout");
    s.at("02:15").then(ImpactStated{1, -1, "gateway answers 500"});
    s.at("02:17", "jonas").then(RoleTaken{"commander", s.person("jonas"), "jonas"});
    s.also(StateChanged{State::triage, State::investigating, ""});
    s.at("02:18", "mei").then(RoleTaken{"comms", s.person("mei"), "mei"});
    s.at("02:20", "olena")
        .earlier("01:58", ImpactStarted{2, ImpactLevel::partial, "cards refused, EU shops"});
    s.at("02:21", "jonas")
        .then(TaskGiven{1, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana", "roll back 4512"});
    s.at("02:27", "mei")
        .update(Audience::customers,
                "Card payments fail for some EU shops since 01:58 UTC. Next update by 02:57 UTC.",
                minutes{30});
    s.at("02:28").update(Audience::internal, "Card payments fail in the EU; jonas leads.", hours{1});
    s.at("02:30", "olena").then(NoteAdded{1, "4511 was deployed at 01:40"});
    s.at("02:31").then(NoteAdded{2, "a note for another incident"});
    s.at("02:32").then(CommandUndone{s.last(), s.last(), "note a note for another incident"});
    s.at("02:33").earlier("01:55", EntryCorrected{'N', 1, true, "4512 was deployed at 01:55"});
    s.at("02:40", "ana").then(TaskDone{1, "rolled back"});
    s.at("02:45", "jonas")
        .then(StateChanged{State::investigating, State::identified, "release 4512 broke the gateway client"});
    s.at("02:50").then(StateChanged{State::identified, State::monitoring, "payments work again"});
    return s;
}

} // namespace tocsin::test
