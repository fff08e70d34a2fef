// What people think and agree on: theories, questions, decisions, polls, reports, evidence (DOMAIN 9).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct HypothesisStated {
    std::uint32_t number{};
    std::string text;
    bool operator==(const HypothesisStated&) const = default;
};
template <Of<HypothesisStated> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct HypothesisJudged {
    std::uint32_t number{};
    Verdict verdict{};
    std::string text;
    bool operator==(const HypothesisJudged&) const = default;
};
template <Of<HypothesisJudged> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("verdict", e.verdict);
    f("text", e.text);
}

struct QuestionAsked {
    std::uint32_t number{};
    std::string text;
    bool operator==(const QuestionAsked&) const = default;
};
template <Of<QuestionAsked> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct QuestionAnswered {
    std::uint32_t number{};
    std::string text;
    bool operator==(const QuestionAnswered&) const = default;
};
template <Of<QuestionAnswered> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct DecisionMade {
    std::uint32_t number{};
    std::uint32_t poll{}; // the poll behind it, 0: none
    std::string text;
    bool operator==(const DecisionMade&) const = default;
};
template <Of<DecisionMade> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("poll", e.poll);
    f("text", e.text);
}

struct PollOpened {
    std::uint32_t number{};
    Instant until{};
    std::string text;
    bool operator==(const PollOpened&) const = default;
};
template <Of<PollOpened> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("until", e.until);
    f("text", e.text);
}

struct PollObjected {
    std::uint32_t number{};
    std::string text;
    bool operator==(const PollObjected&) const = default;
};
template <Of<PollObjected> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct PollClosed {
    std::uint32_t number{};
    bool operator==(const PollClosed&) const = default;
};
template <Of<PollClosed> E, class F> void fields(E& e, F&& f) { f("number", e.number); }

struct CanReported {
    std::uint32_t number{};
    std::string condition;
    std::string actions;
    std::string needs;
    bool operator==(const CanReported&) const = default;
};
template <Of<CanReported> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("condition", e.condition);
    f("actions", e.actions);
    f("needs", e.needs);
}

// Somebody, or everybody with a task, is asked for a report.
struct CanAsked {
    PersonId person; // 0: every owner of a running task
    Instant until{}; // then the missing ones are named; no_instant: one person, nobody is named
    std::string person_name;
    bool operator==(const CanAsked&) const = default;
};
template <Of<CanAsked> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("until", e.until);
    f("person_name", e.person_name);
}

struct CanRoundOver {
    Instant until{};
    bool operator==(const CanRoundOver&) const = default;
};
template <Of<CanRoundOver> E, class F> void fields(E& e, F&& f) { f("until", e.until); }

struct EvidenceTaken {
    std::uint32_t number{};
    std::string digest; // SHA-256 as given
    std::string sort;   // log, image, memory, ...; may be empty
    std::string text;
    bool operator==(const EvidenceTaken&) const = default;
};
template <Of<EvidenceTaken> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("digest", e.digest);
    f("sort", e.sort);
    f("text", e.text);
}

} // namespace tocsin
