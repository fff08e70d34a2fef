// The table of layouts, from layouts.def.
#include "commands/postmortem/document.hpp"

#include <array>

namespace tocsin::postmortem {

namespace layouts {
#define LAYOUT(name) extern const Layout name;
#include "commands/postmortem/layouts.def"
#undef LAYOUT
} // namespace layouts

namespace {
constexpr std::array table{
#define LAYOUT(name) &layouts::name,
#include "commands/postmortem/layouts.def"
#undef LAYOUT
};
} // namespace

std::span<const Layout* const> all_layouts() { return table; }

const Layout* layout_named(std::string_view name) {
    for (const Layout* layout : table)
        if (layout->name == name) return layout;
    return nullptr;
}

const Layout& layout_for(const Incident& incident) {
    return incident.type == IncidentType::security ? layouts::security : layouts::sre;
}

} // namespace tocsin::postmortem
