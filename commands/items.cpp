// Look-up of numbered entries.
#include "commands/items.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {

const Recorded* find_item(const IncidentFile& file, Item wanted, std::string_view kinds) {
    for (auto r = file.log.rbegin(); r != file.log.rend(); ++r) {
        const auto item = item_of(r->event);
        if (!item || kinds.find(item->kind) == std::string_view::npos || file.undone.contains(r->seq)) continue;
        if (wanted.kind && item->kind != wanted.kind) continue;
        if (wanted.number == 0 || item->number == wanted.number) return &*r;
    }
    return nullptr;
}

std::string words_of(const IncidentFile& file, const Recorded& r) {
    const Incident& now = file.now;
    return std::visit(
        overloaded{[&](const NoteAdded& e) { return file.notes.contains(e.number) ? file.notes.at(e.number).text : e.text; },
                   [&](const ImpactStarted& e) {
                       const auto w = std::find_if(now.windows.begin(), now.windows.end(), [&](const Window& x) { return x.number == e.number; });
                       return w == now.windows.end() ? e.text : w->text;
                   },
                   [&](const ImpactStated& e) {
                       const auto s = std::find_if(now.statements.begin(), now.statements.end(), [&](const Statement& x) { return x.number == e.number; });
                       return s == now.statements.end() ? e.text : s->text;
                   },
                   [&](const TaskGiven& e) { return now.tasks.contains(e.number) ? now.tasks.at(e.number).text : e.text; },
                   [&](const UpdateSubmitted& e) { return e.published; }, [](const auto&) { return std::string{}; }},
        r.event);
}

Decision no_such_item(const Context& c, Item item, std::string_view kinds) {
    const Incident& i = c.incident();
    std::string existing;
    const auto add = [&](char kind, std::uint32_t count) {
        if (count == 0 || kinds.find(kind) == std::string_view::npos) return;
        existing += fmt::format("{}{}1{}", existing.empty() ? "" : ", ", kind, count > 1 ? fmt::format(" to {}{}", kind, count) : "");
    };
    add('N', i.notes);
    add('I', i.impacts);
    add('T', i.task_count);
    add('U', i.updates);
    const std::string name = item.kind && item.number ? to_string(item) : "such entry";
    return refused(c, one_line({say(fmt::format("{} has no {}. Nothing was done. {} ", i.ref(), name,
                                                existing.empty() ? "It has none yet." : "It has " + existing + ".")),
                                command("timeline")}));
}

} // namespace tocsin
