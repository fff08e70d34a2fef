// Texts for the wording check, and the words to say what is expected of them.
#pragma once

#include "commands/text/lint.hpp"
#include "commands/text/times.hpp"

#include <catch2/catch.hpp>

namespace tocsin::lint_samples {

inline Instant instant(std::string_view iso) {
    Instant t;
    REQUIRE(text::parse_iso(iso, t));
    return t;
}

// A text of a degraded service that is being looked into, in a team of people with awkward names.
inline text::LintInput about(std::string_view words, Audience audience = Audience::customers) {
    text::LintInput in;
    in.audience = audience;
    in.words = words;
    in.state = State::investigating;
    in.level = ImpactLevel::degraded;
    in.now = instant("2023-01-04T14:00:00Z");
    in.people = {
        "łukasz",    "maría.josé", "zoë",           "李娜", "will",   "mark", "may",  "Grace Hopper",
        "ana",       "virginia",   "cloud-storage", "ops",  "github", "Ed",   "josé", "Rosa de los Santos",
        "Frank Page"};
    return in;
}

// 'B' if the rule blocks, 'w' if it warns, '-' if it is silent.
inline char weight_of(const text::LintResult& result, std::uint8_t rule) {
    for (const auto& finding : result.findings)
        if (finding.rule == rule) return finding.blocks ? 'B' : 'w';
    return '-';
}

inline void expect(std::uint8_t rule, std::string_view words, char internal, char customers) {
    INFO(words);
    CHECK(weight_of(text::lint(about(words, Audience::internal)), rule) == internal);
    CHECK(weight_of(text::lint(about(words, Audience::executives)), rule) == internal);
    CHECK(weight_of(text::lint(about(words, Audience::customers)), rule) == customers);
    CHECK(text::lint(about(words, Audience::responders)).findings.empty());
}

inline void lets_pass(std::uint8_t rule, std::string_view words) { expect(rule, words, '-', '-'); }

} // namespace tocsin::lint_samples
