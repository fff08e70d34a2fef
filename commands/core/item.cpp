// Entries by number.
#include "commands/core/item.hpp"

namespace tocsin {

std::optional<Item> item_of(const Event& event) {
    return std::visit(overloaded{[](const NoteAdded& e) -> std::optional<Item> { return Item{'N', e.number}; },
                                 [](const ImpactStarted& e) -> std::optional<Item> { return Item{'I', e.number}; },
                                 [](const ImpactStated& e) -> std::optional<Item> { return Item{'I', e.number}; },
                                 [](const TaskGiven& e) -> std::optional<Item> { return Item{'T', e.number}; },
                                 [](const UpdateSubmitted& e) -> std::optional<Item> { return Item{'U', e.number}; },
                                 [](const auto&) -> std::optional<Item> { return std::nullopt; }},
                      event);
}

} // namespace tocsin
