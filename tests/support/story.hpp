// An incident told event by event, for tests of what is read out of the record: no parser, no decision, no
// clock.
#pragma once

#include "commands/core/state.hpp"

#include <map>
#include <string>
#include <string_view>

namespace tocsin::test {

// "2017-01-31T23:27Z"; fails the test if it is no time.
Instant instant(std::string_view iso);

class Story {
public:
    // What follows was said by this person at this time of the day of the story, or at a full time.
    Story& at(std::string_view hhmm_or_iso, std::string_view who = {});
    // Happened when it was said; each call is a command of its own.
    Story& then(Event event);
    // The same command goes on.
    Story& also(Event event);
    // Recorded by Tocsin itself.
    Story& by_itself(Event event);
    // Happened at another time than it was said (at=).
    Story& earlier(std::string_view when, Event event, bool day_only = false);

    // Declares, binds #inc-n, and opens the first obligations of the policy.
    Story& declare(Severity, std::string_view title, std::string_view service = {});
    // Submitted and accepted by its target at once.
    Story& update(Audience, std::string_view text, Duration next, bool closing = false);

    PersonId person(std::string_view name);
    const Incident& now() const { return file().now; }
    const IncidentFile& file() const { return all.incidents.at(incident_); }
    Instant time() const { return now_; }
    Seq last() const { return all.last_seq; }

    Everything all;

private:
    Story& add(Event event, Instant when, bool day_only, bool same_command);
    IncidentId incident_{1};
    std::uint32_t index_{};
    Seq command_{};
    std::string day_{"2026-03-14"};
    std::string who_;
    Instant now_{};
    std::map<std::string, PersonId, std::less<>> people_;
};

// Declared, in command, hurt, two updates of which one came late, a corrected note, an undone one, resolved.
Story card_payments();

} // namespace tocsin::test
