// The timeline as JSON for the page and as a message for the person who asked.
#include "commands/core/json_writer.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace tocsin::views {
namespace {

constexpr std::size_t entries_shown_max = 20;
constexpr std::size_t entry_shown_max = 200; // clusters of one entry in a message; the page has it whole

std::string day_or_time(const Entry& e, Instant now) {
    return e.day_only ? text::day(e.at) : text::near(e.at, now);
}

std::string shown(const Entry& e, Instant now) {
    std::string out = day_or_time(e, now);
    if (!e.author.empty()) out += " " + text::isolated(e.author);
    if (!e.item.empty()) out += " " + e.item;
    out += ": " + text::cut(e.text, entry_shown_max);
    if (e.corrected) out += fmt::format(" (corrected; first: {})", text::cut(e.before, entry_shown_max));
    if (e.undone) out += " (undone)";
    return out;
}

std::string kinds_of(const std::vector<Entry>& entries) {
    std::set<std::string> kinds;
    for (const Entry& e : entries) kinds.insert(e.kind);
    std::string out;
    for (const auto& kind : kinds) out += (out.empty() ? "" : ", ") + kind;
    return out;
}

} // namespace

std::string timeline_json(std::span<const Entry> entries) {
    JsonWriter j;
    j.object([&] {
        j.key("entries").array([&] {
            for (const Entry& e : entries)
                j.object([&] {
                    j.key("index").value(e.index);
                    j.key("kind").value(e.kind);
                    j.key("item").value(e.item);
                    j.key("at").value(std::int64_t{e.at.time_since_epoch().count()});
                    j.key("recorded").value(std::int64_t{e.recorded.time_since_epoch().count()});
                    j.key("day_only").value(e.day_only);
                    j.key("corrected").value(e.corrected);
                    j.key("undone").value(e.undone);
                    j.key("upkeep").value(e.upkeep);
                    j.key("author").value(e.author);
                    j.key("text").value(e.text);
                    j.key("before").value(e.before);
                });
        });
    });
    return j.take();
}

Message timeline_message(const IncidentFile& file, const Everything& all, std::string_view kind,
                         Instant since, Instant now) {
    // Upkeep is shown to who asks for its kind ("timeline ladder").
    auto entries = timeline(file, all, !kind.empty());
    const std::string kinds = kinds_of(entries);
    std::erase_if(entries, [&](const Entry& e) { return (!kind.empty() && e.kind != kind) || e.at < since; });

    Message m;
    const std::string ref = file.now.ref();
    if (entries.empty()) {
        m.lines.push_back(
            {say(fmt::format("{}: no {}entry{}.", ref, kind.empty() ? "" : std::string{kind} + " ",
                             since == no_instant ? "" : " since " + text::near(since, now)))});
        if (!kind.empty() && !kinds.empty()) m.lines.push_back({say("Kinds here: " + kinds + ".")});
        return m;
    }
    const std::size_t shown_from =
        entries.size() > entries_shown_max ? entries.size() - entries_shown_max : 0;
    m.lines.push_back({say(
        shown_from
            ? fmt::format("{}: the newest {} of {} entries.", ref, entries_shown_max, entries.size())
            : fmt::format("{}: {} {}.", ref, entries.size(), entries.size() == 1 ? "entry" : "entries"))});
    for (std::size_t n = shown_from; n < entries.size(); ++n)
        m.lines.push_back({say(shown(entries[n], now))});
    m.lines.push_back({link("Whole timeline", "/i/" + file.now.slug())});
    return m;
}

} // namespace tocsin::views
