// Reads a stakeholder update before it goes out and says which of its words would hurt (DOMAIN 5.4). Whether
// the text is then held, drafted or approved is decided by the command.
#pragma once

#include "commands/core/model.hpp"
#include "commands/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::text {

struct LintInput {
    Audience audience{};
    std::string_view words;           // as typed, without an appended next time
    State state{};                    // of the incident now
    std::optional<ImpactLevel> level; // of the open (or last) impact window
    Instant now{};
    std::optional<Instant> next;     // what next= gave
    bool closing{}, holding{};       // closing update; holding text (exempt from U03)
    bool not_approved{};             // private, audience not approved, not typed as draft (U14)
    std::string_view previous;       // newest published text to that audience; empty: none
    std::vector<std::string> people; // names and handles, of people only: a bot's would be found in products
};

struct LintFinding {
    std::uint8_t rule{}; // 1 to 16: U01 to U16
    bool blocks{};
    std::string words; // as typed, cut; a secret only by its beginning; empty where no single word did it
    std::string says;  // one sentence for the author: "\"Lukasz\" is a person."
};

struct LintResult {
    bool english{true}; // false: wording was not checked, only people, secrets, privacy and times
    std::vector<LintFinding> findings; // by rule, then as they stand; at most a few a rule
    bool holds() const;                // something blocks
    std::string without_words; // the text without what blocks, if that still says something; else empty
};

LintResult lint(const LintInput&);
std::string rule_name(std::uint8_t rule); // "U05"

} // namespace tocsin::text
