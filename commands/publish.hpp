// Sending a text to audiences: what update, approve, correct and clock share (DOMAIN 5).
#pragma once

#include "commands/replies.hpp"
#include "commands/text/lint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct Publication {
    std::vector<Audience> audiences; // as typed; copies are added by `publish`
    std::string words;
    std::optional<Duration> next; // next= as typed
    bool holding{};
    std::uint32_t number{};   // Un
    std::uint32_t rules{};    // bit 1 << n: warned by rule Un of the wording check
    std::uint32_t corrects{}; // the update that it corrects, 0: none
};

// "customers,internal" -> both; empty: internal.
std::vector<Audience> audiences_of(std::string_view words);
// "CUSTOMERS and internal": who reads it outside stands in capitals (examples/README).
std::string audiences_shown(const std::vector<Audience>&);
bool reaches(const std::vector<Audience>&, Audience);

// When the next update to that audience is promised by one that is sent now; no_instant: none.
Instant promise_of(const Context&, const Publication&, Audience);
// The text with its next time appended, if it does not name one already.
std::string with_next_time(const std::string& words, Instant next, Instant now);

// Reads the wording for each audience; the strictest verdict on each finding.
text::LintResult check_wording(const Context&, const Publication&, bool as_draft);
std::uint32_t rules_of(const text::LintResult&, bool blocking);

// Adds the facts of the publication and what the author reads of it.
void publish(const Context&, const Publication&, Facts&, Message&);
// What was warned of, a line each; nothing if nothing was.
void add_warnings(const text::LintResult&, Message&);

} // namespace tocsin
