// What people record: notes, impact, corrections, and taking a command back.
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

struct NoteAdded {
    std::uint32_t number{};
    std::string text;
    bool operator==(const NoteAdded&) const = default;
};
template <Of<NoteAdded> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

// Opens a window at meta.at; a new level ends the old window.
struct ImpactStarted {
    std::uint32_t number{};
    ImpactLevel level{};
    std::string text;
    bool operator==(const ImpactStarted&) const = default;
};
template <Of<ImpactStarted> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("level", e.level);
    f("text", e.text);
}

struct ImpactEnded {
    std::uint32_t number{}; // of the window that ends
    std::string text;
    bool operator==(const ImpactEnded&) const = default;
};
template <Of<ImpactEnded> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("text", e.text);
}

struct ImpactStated {
    std::uint32_t number{};
    std::int64_t customers{-1}; // -1: not said
    std::string text;
    bool operator==(const ImpactStated&) const = default;
};
template <Of<ImpactStated> E, class F> void fields(E& e, F&& f) {
    f("number", e.number);
    f("customers", e.customers);
    f("text", e.text);
}

// Replaces text and, with `moved`, the time of an earlier entry; meta.at is then the new time.
struct EntryCorrected {
    char kind{};
    std::uint32_t number{};
    bool moved{};     // the time was corrected too
    std::string text; // empty: the text stays
    bool operator==(const EntryCorrected&) const = default;
};
template <Of<EntryCorrected> E, class F> void fields(E& e, F&& f) {
    f("kind", e.kind);
    f("number", e.number);
    f("moved", e.moved);
    f("text", e.text);
}

// Withdraws an entry; it stays, marked.
struct EntryRetracted {
    char kind{};
    std::uint32_t number{};
    std::string text; // why
    bool operator==(const EntryRetracted&) const = default;
};
template <Of<EntryRetracted> E, class F> void fields(E& e, F&& f) {
    f("kind", e.kind);
    f("number", e.number);
    f("text", e.text);
}

// Its words were taken out of the record; a mark stays (DESIGN 4.8).
struct EntryRedacted {
    char kind{};
    std::uint32_t number{};
    std::string text; // why
    bool operator==(const EntryRedacted&) const = default;
};
template <Of<EntryRedacted> E, class F> void fields(E& e, F&& f) {
    f("kind", e.kind);
    f("number", e.number);
    f("text", e.text);
}

// Takes back what one command recorded, the events first to last (DESIGN 4.12).
struct CommandUndone {
    Seq first, last;
    std::string line; // what was taken back, in words: "N7", "the severity sev1"
    bool operator==(const CommandUndone&) const = default;
};
template <Of<CommandUndone> E, class F> void fields(E& e, F&& f) {
    f("first", e.first);
    f("last", e.last);
    f("line", e.line);
}

} // namespace tocsin
