// Which rule holds for whom, and how what was found is told.
#include "commands/text/lint.hpp"

#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::text {
namespace {

using linting::Spot;
using linting::Spots;
using linting::Text;

constexpr std::size_t shown_max = 60;   // characters of a place that are repeated to the author
constexpr std::ptrdiff_t told_max = 3;  // findings a rule: who reads more is not helped more
constexpr std::size_t secret_shown = 4; // enough to find it, too little to use it
constexpr std::size_t secret_name_max = 24;
constexpr std::size_t customers_max = 700, internal_max = 1200;

enum class Weight : std::uint8_t { none, warns, blocks };

// The table of DOMAIN 5.4. Executives are read to as internal.
struct Row {
    Weight internal, customers;
};
constexpr Row table[]{
    {},                               // there is no U00
    {Weight::warns, Weight::warns},   // U01 no impact named
    {Weight::warns, Weight::warns},   // U02 another next time
    {Weight::warns, Weight::warns},   // U03 the same again
    {Weight::none, Weight::warns},    // U04 internals
    {Weight::none, Weight::blocks},   // U05 people
    {Weight::warns, Weight::blocks},  // U06 blame
    {Weight::warns, Weight::warns},   // U07 too strong
    {Weight::warns, Weight::warns},   // U08 end promised
    {Weight::warns, Weight::blocks},  // U09 not over yet
    {Weight::none, Weight::warns},    // U10 guesses
    {Weight::warns, Weight::warns},   // U11 times
    {Weight::none, Weight::warns},    // U12 cliches
    {Weight::blocks, Weight::blocks}, // U13 secrets
    {Weight::blocks, Weight::blocks}, // U14 not approved
    {Weight::warns, Weight::warns},   // U15 closing without facts
    {Weight::warns, Weight::warns},   // U16 too long
};

Weight weight(std::uint8_t rule, Audience audience) {
    return audience == Audience::customers ? table[rule].customers : table[rule].internal;
}

void check_length(Spots& out, const Text& t, Audience audience) {
    const bool outside = audience == Audience::customers;
    const auto most = outside ? customers_max : internal_max;
    if (const auto size = length(t.typed); size > most)
        out.push_back({16,
                       {},
                       fmt::format("It has {} characters; {} should hear at most {}.", size,
                                   outside ? "customers" : "readers inside", most)});
}

void check_wording(Spots& out, const Text& t, const LintInput& in) {
    linting::check_impact_named(out, t);
    if (!in.holding && linting::is_alike(t.typed, in.previous))
        out.push_back({3, {}, "It says the same as the last update."});
    linting::check_internals(out, t);
    linting::check_blame(out, t);
    if (in.level) linting::check_strong_words(out, t, *in.level);
    linting::check_end_promised(out, t);
    linting::check_claims(out, t, in.state);
    linting::check_guesses(out, t);
    linting::check_cliches(out, t);
    if (in.closing) linting::check_closing(out, t);
    check_length(out, t, in.audience);
}

Spots check(const Text& t, const LintInput& in, bool english) {
    Spots out;
    if (english) check_wording(out, t, in);
    linting::check_people(out, t, in);
    linting::check_secrets(out, t);
    if (in.not_approved)
        out.push_back({14, {}, "This incident is private; these readers are not approved yet."});
    linting::check_next_time(out, t, in);
    linting::check_times(out, t, english);
    std::erase_if(out, [&](const Spot& s) { return weight(s.rule, in.audience) == Weight::none; });
    std::ranges::sort(out, [](const Spot& a, const Spot& b) {
        return std::tie(a.rule, a.at.begin, a.at.end, a.says) <
               std::tie(b.rule, b.at.begin, b.at.end, b.says);
    });
    return out;
}

bool touches_secret(const Spot& spot, const Spots& all) {
    return std::ranges::any_of(
        all, [&](const Spot& s) { return s.hushed && s.at.begin < spot.at.end && spot.at.begin < s.at.end; });
}

// A secret is not said again: the answer may be read in a room, and is kept. Its name may be ("token=...").
std::string beginning(std::string_view secret) {
    const auto sign = secret.substr(0, secret_name_max).find_first_of(":=");
    std::size_t end = sign == secret.npos ? 0 : sign + 1;
    while (sign == secret.npos && end < secret_shown && end < secret.size()) next_code_point(secret, end);
    return std::string{secret.substr(0, end)}.append("...");
}

LintFinding told(const Text& t, const Spot& spot, const Spots& all, Audience audience) {
    LintFinding f;
    f.rule = spot.rule;
    f.blocks = weight(spot.rule, audience) == Weight::blocks;
    if (!spot.at.empty())
        f.words = touches_secret(spot, all) ? beginning(t.of(spot.at)) : cut(t.of(spot.at), shown_max);
    f.says = f.words.empty() ? spot.says : fmt::format("\"{}\" {}", f.words, spot.says);
    return f;
}

std::vector<LintFinding> told(const Text& t, const Spots& spots, Audience audience) {
    std::vector<LintFinding> out;
    for (const auto& spot : spots) {
        if (std::ranges::count(out, spot.rule, &LintFinding::rule) >= told_max) continue;
        auto finding = told(t, spot, spots, audience);
        const bool again = std::ranges::any_of(out, [&](const LintFinding& f) {
            return f.rule == finding.rule && folded(f.words) == folded(finding.words);
        });
        if (!again) out.push_back(std::move(finding));
    }
    return out;
}

// Taking words out can leave what blocks for another reason, so the rest is read again.
std::string without_words(const Text& t, const LintInput& in, Spots spots) {
    std::erase_if(spots, [&](const Spot& s) { return weight(s.rule, in.audience) != Weight::blocks; });
    const std::string rest = linting::without(t, spots);
    if (rest.empty()) return rest;
    const Text read_again{rest}; // without a sentence or two it may be of another language
    const Spots left = check(read_again, in, linting::is_english(read_again));
    const bool clean = std::ranges::none_of(
        left, [&](const Spot& s) { return weight(s.rule, in.audience) == Weight::blocks; });
    return clean ? rest : std::string{};
}

} // namespace

bool LintResult::holds() const { return std::ranges::any_of(findings, &LintFinding::blocks); }

LintResult lint(const LintInput& in) {
    LintResult result;
    if (in.audience == Audience::responders) return result; // their update is the card, not prose
    const Text t{in.words};
    result.english = linting::is_english(t);
    const Spots spots = check(t, in, result.english);
    result.findings = told(t, spots, in.audience);
    if (result.holds() && !in.not_approved) result.without_words = without_words(t, in, spots);
    return result;
}

std::string rule_name(std::uint8_t rule) { return fmt::format("U{:02}", rule); }

} // namespace tocsin::text
