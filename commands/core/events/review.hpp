// What comes after: lessons, action items, and the life of the post-mortem (DOMAIN 11).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct LessonLearned {
    std::uint32_t number{};
    LessonKind kind{};
    std::string text;
    bool operator==(const LessonLearned&) const = default;
};
template <Of<LessonLearned> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("kind", e.kind);
    f("text", e.text);
}

struct ActionAdded {
    std::uint32_t number{};
    PersonId owner; // 0: nobody yet
    Instant due{};  // no_instant: none given
    ActionType type{};
    std::string owner_name;
    std::string ticket;
    std::string text;
    bool operator==(const ActionAdded&) const = default;
};
template <Of<ActionAdded> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("owner", e.owner);
    f("due", e.due);
    f("type", e.type);
    f("owner_name", e.owner_name);
    f("ticket", e.ticket);
    f("text", e.text);
}

struct ActionChanged {
    std::uint32_t number{};
    ActionStatus status{};
    std::string text;
    bool operator==(const ActionChanged&) const = default;
};
template <Of<ActionChanged> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("status", e.status);
    f("text", e.text);
}

struct PostmortemOwned {
    PersonId person;
    std::string person_name;
    bool operator==(const PostmortemOwned&) const = default;
};
template <Of<PostmortemOwned> E, class F> void fields(E& e, F&& f) {
    f("person", e.person);
    f("person_name", e.person_name);
}

struct PostmortemMoved {
    ReviewStatus from{};
    ReviewStatus to{};
    std::string text;
    bool operator==(const PostmortemMoved&) const = default;
};
template <Of<PostmortemMoved> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("to", e.to);
    f("text", e.text);
}

struct MeetingSet {
    Instant when{};
    std::string text;
    bool operator==(const MeetingSet&) const = default;
};
template <Of<MeetingSet> E, class F> void fields(E& e, F&& f) {
    f("when", e.when);
    f("text", e.text);
}

// A person's words for one section of the draft; they are never overwritten.
struct SectionEdited {
    std::string section;
    std::string text;
    std::string proposal; // what the data proposed then
    bool operator==(const SectionEdited&) const = default;
};
template <Of<SectionEdited> E, class F> void fields(E& e, F&& f) {
    f("section", e.section);
    f("text", e.text);
    f("proposal", e.proposal);
}

// The owner was reminded of what the review owes.
struct ReviewReminded {
    ReviewDue what{};
    Instant due{};
    PersonId person;
    std::uint32_t step{}; // how often so far, from 1
    bool operator==(const ReviewReminded&) const = default;
};
template <Of<ReviewReminded> E, class F> void fields(E& e, F&& f) {
    f("what", e.what);
    f("due", e.due);
    f("person", e.person);
    f("step", e.step);
}

// The owner of an action was reminded of it, and after two weeks the duty manager.
struct ActionReminded {
    std::uint32_t number{};
    Instant due{};
    PersonId person, manager; // 0: nobody
    std::uint32_t step{};     // 1: a week before, 2: on the day, then weekly
    bool operator==(const ActionReminded&) const = default;
};
template <Of<ActionReminded> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("due", e.due);
    f("person", e.person);
    f("manager", e.manager);
    f("step", e.step);
}

} // namespace tocsin
