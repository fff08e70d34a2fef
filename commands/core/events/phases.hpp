// Security phases on the same model (DOMAIN 2.3), their checklists, and key times set by hand.
#pragma once

#include "commands/core/events/fields.hpp"

namespace tocsin {

// meta.at is when the phase began.
struct PhaseChanged {
    Phase from{};
    Phase to{};
    std::string text;
    bool operator==(const PhaseChanged&) const = default;
};
template <Of<PhaseChanged> E, class F> void fields(E& e, F&& f) {
    f("from", e.from);
    f("to", e.to);
    f("text", e.text);
}

// An item of a phase's checklist (DOMAIN 9.1).
struct CheckTicked {
    Phase phase{};
    std::uint32_t item{}; // from 1, in the order of the phase's checklist
    std::string label;    // the item's words then
    std::string text;
    bool operator==(const CheckTicked&) const = default;
};
template <Of<CheckTicked> E, class F> void fields(E& e, F&& f) {
    f("phase", e.phase);
    f("item", e.item);
    f("label", e.label);
    f("text", e.text);
}

// A key time set by hand; meta.at is that time.
struct KeyTimeStamped {
    KeyTime what{};
    std::string text;
    bool operator==(const KeyTimeStamped&) const = default;
};
template <Of<KeyTimeStamped> E, class F> void fields(E& e, F&& f) {
    f("what", e.what);
    f("text", e.text);
}

} // namespace tocsin
