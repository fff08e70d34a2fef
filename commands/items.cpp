// Look-up of numbered entries.
#include "commands/items.hpp"

#include <fmt/format.h>

namespace tocsin {

const Recorded* find_item(const IncidentFile& file, Item wanted, std::string_view kinds) {
    for (auto r = file.log.rbegin(); r != file.log.rend(); ++r) {
        const auto item = item_of(r->event);
        if (!item || kinds.find(item->kind) == std::string_view::npos || file.undone.contains(r->seq))
            continue;
        if (wanted.kind && item->kind != wanted.kind) continue;
        if (wanted.number == 0 || item->number == wanted.number) return &*r;
    }
    return nullptr;
}

std::string words_of(const IncidentFile& file, const Recorded& r) {
    if (file.redacted.contains(r.seq)) return std::string{redacted_mark};
    if (const auto it = file.corrections.find(r.seq); it != file.corrections.end()) return it->second.text;
    if (const auto* update = std::get_if<UpdateSubmitted>(&r.event)) return update->published;
    if (const auto* can = std::get_if<CanReported>(&r.event))
        return fmt::format("{} | {} | {}", can->condition, can->actions, can->needs);
    const std::string* words = words_in(r.event);
    return words ? *words : std::string{};
}

Decision no_such_item(const Context& c, Item item, std::string_view kinds) {
    const Incident& i = c.incident();
    std::string existing;
    for (const char kind : kinds) {
        const std::uint32_t count = i.counts.of(kind);
        if (count == 0) continue;
        existing += fmt::format("{}{}1{}", existing.empty() ? "" : ", ", kind,
                                count > 1 ? fmt::format(" to {}{}", kind, count) : "");
    }
    const std::string name = item.kind && item.number ? to_string(item) : "such entry";
    return refused(
        c, one_line({say(fmt::format("{} has no {}. Nothing was done. {} ", i.ref(), name,
                                     existing.empty() ? "It has none yet." : "It has " + existing + ".")),
                     command("timeline")}));
}

Decision withdrawn(const Context& c, Item item) {
    return refused(c, one_line({say(fmt::format("{} was withdrawn. Nothing was done. ", to_string(item))),
                                command("timeline")}));
}

} // namespace tocsin
