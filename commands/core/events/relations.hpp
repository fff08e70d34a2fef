// Incidents that belong together: merged, split, linked (DOMAIN 2.4).
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// This incident goes on in another one.
struct IncidentMerged {
    State from{};
    IncidentId into{};
    std::string into_ref;
    std::string text;
    bool operator==(const IncidentMerged&) const = default;
};
template <Of<IncidentMerged> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("into", e.into);
    f("into_ref", e.into_ref);
    f("text", e.text);
}

// The other one goes on here.
struct MergeTaken {
    IncidentId other{};
    std::string other_ref;
    std::string title; // of the other
    bool operator==(const MergeTaken&) const = default;
};
template <Of<MergeTaken> E, class F> void fields(E& e, F&& f) {
    f("other", e.other);
    f("other_ref", e.other_ref);
    f("title", e.title);
}

// Part of the work goes on in a child with its own room and commander.
struct ChildSplit {
    IncidentId child{};
    std::string child_ref;
    std::string title;
    bool operator==(const ChildSplit&) const = default;
};
template <Of<ChildSplit> E, class F> void fields(E& e, F&& f) {
    f("child", e.child);
    f("child_ref", e.child_ref);
    f("title", e.title);
}

struct SplitFrom {
    IncidentId parent{};
    std::string parent_ref;
    bool operator==(const SplitFrom&) const = default;
};
template <Of<SplitFrom> E, class F> void fields(E& e, F&& f) {
    f("parent", e.parent);
    f("parent_ref", e.parent_ref);
}

struct IncidentLinked {
    IncidentId other{};
    Relation relation{};
    std::string other_ref;
    bool operator==(const IncidentLinked&) const = default;
};
template <Of<IncidentLinked> E, class F> void fields(E& e, F&& f) {
    f("other", e.other);
    f("relation", e.relation);
    f("other_ref", e.other_ref);
}

} // namespace tocsin
