// Words like "k17z" that no other line has: they tell where a text came from.
#pragma once

#include "commands/core/event.hpp"

#include <set>
#include <string>

namespace tocsin::simulation {

inline void add_tags(const std::string& text, std::set<std::string>& found) {
    for (auto at = text.find('k'); at != std::string::npos; at = text.find('k', at + 1)) {
        const auto end = text.find_first_not_of("0123456789", at + 1);
        if (end != std::string::npos && end > at + 1 && text[end] == 'z')
            found.insert(text.substr(at, end + 1 - at));
    }
}

// In the texts that people gave to the event; what Tocsin wrote into it holds the words of others.
inline std::set<std::string> tags_of(const Event& event) {
    std::set<std::string> found;
    const auto look = [&](const char* name, const auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>)
            if (std::string_view{name} != "proposal") add_tags(field, found);
    };
    std::visit([&](const auto& e) { fields(e, look); }, event);
    return found;
}

} // namespace tocsin::simulation
