// The team's rules as data (DOMAIN 4, 5): cadence, grace, defaults, and where each audience listens. Built-in
// defaults are the tables of DOMAIN; `[policy]` and `[audiences]` of the config change them. In the log it is
// one event.
#pragma once

#include "commands/core/error.hpp"
#include "commands/core/ids.hpp"
#include "commands/core/model.hpp"
#include "commands/core/time.hpp"

#include <map>
#include <string>
#include <vector>

namespace tocsin {

// Targets of one audience at one severity (DOMAIN 5.1). Zero: no target.
struct Cadence {
    minutes first{}, working{}, monitoring{};
    bool operator==(const Cadence&) const = default;
};

// Minutes of the UTC day in which an audience is not owed anything (DOMAIN 5.6). May reach over midnight.
struct QuietHours {
    minutes from{}, to{};
    bool operator==(const QuietHours&) const = default;
};

// What a chat platform is like, as far as decisions depend on it. The integrations say it of themselves.
struct PlatformTraits {
    bool makes_rooms{};      // an incident's room has to be made, kept and filled with people
    bool hides_commands{};   // a typed command is seen by nobody but who typed it
    bool accounts_are_ids{}; // nobody can be named who was not picked from the platform's list
    bool pages_only{};       // no chat: it rings people
    bool operator==(const PlatformTraits&) const = default;
};

struct Policy {
    std::uint32_t version{};
    std::map<std::string, PlatformTraits> platforms;          // that are connected; empty: the own room alone
    std::map<std::pair<Audience, Severity>, Cadence> cadence; // what is absent has no target
    seconds grace{60};                                        // DOMAIN 5.6
    minutes closing_within{30};                               // closing update, after resolve
    minutes task_length{15};                                  // a task without a length
    minutes reminder_min{2}; // reminder: max(this, percent of the interval) before due
    int reminder_percent{20};
    minutes share_reminder_within{5}; // updates due this close share one reminder
    minutes undo_within{2};
    minutes merge_undo_within{10};
    minutes offer_within{2};       // `yes`
    seconds customers_delay{10};   // in which a text for customers can be stopped
    seconds poll_length{60};       // DOMAIN 9
    minutes page_answer_within{5}; // then the room hears that there is none
    minutes vacancy_after{5};      // a sev1 or sev2 without a commander (DOMAIN 3)
    std::map<Audience, QuietHours> quiet;
    std::string duty_manager;                        // handle; empty: nobody
    std::map<Audience, std::vector<RoomId>> targets; // where updates go
    std::vector<RoomId> general_rooms;               // hear of pages that reached nobody
    std::vector<RoomId> never_bind;                  // rooms that never become an incident's second room
    bool operator==(const Policy&) const = default;

    // Zero if that audience has no target there.
    Cadence cadence_of(Audience, Severity) const;
    PlatformTraits traits_of(std::string_view platform) const;
};

Policy default_policy();

// One "key = value" per line, sorted: the form that PolicyAdopted holds. to_text leaves out the version.
std::string to_text(const Policy&);
Result<Policy> policy_from_text(std::string_view);

} // namespace tocsin
