// Whatever is typed, the lines offered in return work: whoever sends the first one is not asked the same
// again.
#include "tests/support/reading.hpp"
#include "tests/support/small_verbs.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace tocsin;

namespace {

using Why = grammar::Misread::Why;

constexpr std::array words{"update",
                           "updte",
                           "status",
                           "staus",
                           "declare",
                           "decl",
                           "resolve",
                           "resolved",
                           "task",
                           "impact",
                           "role",
                           "correct",
                           "escalte",
                           "severity",
                           "next",
                           "show",
                           "T1",
                           "N3",
                           "last",
                           "INC-7",
                           "7",
                           "sev1",
                           "sev9",
                           "customers",
                           "cutomers",
                           "customers,internal",
                           "internal",
                           "exec",
                           "draft",
                           "done",
                           "dne",
                           "start",
                           "ended",
                           "monitoring",
                           "monitring",
                           "closed",
                           "mitigated",
                           "lead",
                           "icc",
                           "@mei",
                           "me",
                           "10m",
                           "0m",
                           "next=30m",
                           "next=soon",
                           "at=23:27",
                           "at=",
                           "at",
                           "=23:27",
                           "servce=x",
                           "service=\"a b",
                           "level=dwn",
                           "cannot",
                           "--",
                           "\u2014",
                           "\n",
                           "the",
                           "database",
                           "post",
                           "mortem",
                           "please",
                           "2017-01-31",
                           "UTC",
                           "\xFF",
                           "\u201Cx\u201D",
                           "?",
                           "private",
                           "x=y",
                           "updated"};

// The same lines on every machine.
struct Lines {
    std::uint64_t state{20170131};
    std::size_t below(std::size_t n) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>((state >> 33) % n);
    }
    std::string next() {
        std::string line;
        for (std::size_t n = below(7); n > 0; --n)
            line.append(words[below(words.size())]).append(below(9) ? " " : "");
        return line;
    }
};

grammar::Reading read(std::string_view line) {
    return grammar::read(line, test::verbs::all, {test::default_said_at(), true, nullptr, nullptr});
}

// What a person can act on: there is no shorter way to say it than in words.
bool is_answered(Why why) { return why == Why::later || why == Why::missing || why == Why::bad_option; }

} // namespace

TEST_CASE("Every line that is offered leads to a line that is run, whatever was typed", "[grammar]") {
    constexpr int offers_max = 4; // one for the verb, one for each option that was nearly right
    Lines lines;
    for (int i = 0; i < 20'000; ++i) {
        const auto typed = lines.next();
        CAPTURE(typed);
        auto reading = read(typed);
        for (int offers = 0;; ++offers) {
            const auto* misread = std::get_if<grammar::Misread>(&reading);
            if (!misread || misread->choices.empty() || is_answered(misread->why)) break;
            const std::string offered = misread->choices.front();
            CAPTURE(offered);
            REQUIRE(misread->choices.size() <= 3);
            REQUIRE(offered != typed);
            REQUIRE(offers < offers_max);
            reading = read(offered);
        }
    }
}

TEST_CASE("A line that was only guessed at and hurts is not among those that run", "[grammar]") {
    Lines lines;
    for (int i = 0; i < 20'000; ++i) {
        const auto typed = lines.next();
        const auto reading = read(typed);
        const auto* understood = std::get_if<grammar::Understood>(&reading);
        if (!understood || understood->remarks.empty() || !understood->remarks.front().starts_with("Read \""))
            continue;
        CAPTURE(typed);
        CHECK(understood->verb->guess != Command::Guess::never);
        CHECK_FALSE(
            (understood->verb->name == "update" && understood->arguments.word("audience") == "customers"));
    }
}
