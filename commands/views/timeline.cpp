// The log as lines to read: one entry a fact, with the newest words (DOMAIN 7). How each event reads is in
// describe*.cpp.
#include "commands/core/item.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/describe.hpp"
#include "commands/views/entries.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::views {
namespace {

void add_marks(Entry& entry, const IncidentFile& file, const Recorded& r) {
    if (const auto it = file.corrections.find(r.seq); it != file.corrections.end()) {
        entry.corrected = true;
        entry.before = text::near(it->second.old_at, entry.at) + said(it->second.old_text);
        entry.day_only = it->second.day_only;
    }
    if (const auto it = file.retractions.find(r.seq); it != file.retractions.end()) {
        entry.withdrawn = true;
        entry.text +=
            fmt::format(" (withdrawn by {}{})", on_one_line(it->second.by_name), said(it->second.why));
    }
}

Entry entry_of(const IncidentFile& file, const Recorded& r, Instant at) {
    Entry entry{.seq = r.seq, .index = r.index, .at = at, .recorded = r.recorded_at};
    entry.day_only = r.meta.day_only;
    entry.upkeep = is_upkeep(r.event);
    if (file.redacted.contains(r.seq)) {
        Recorded marked = r;
        mark_redacted(marked.event, marked.meta);
        entry.author = marked.meta.by_name;
        std::visit(Describe{file, marked, entry}, marked.event);
    } else {
        entry.author = on_one_line(r.meta.by_name);
        std::visit(Describe{file, r, entry}, r.event);
    }
    add_marks(entry, file, r);
    return entry;
}

// Where an event stands: most by meta.at; what was corrected, by its newest time; a correction itself by when
// it was typed, because its meta.at is the time of what it corrects.
Instant moment_of(const IncidentFile& file, const Recorded& r) {
    if (std::holds_alternative<EntryCorrected>(r.event)) return r.recorded_at;
    if (file.corrections.empty()) return r.meta.at;
    const auto it = file.corrections.find(r.seq);
    return it == file.corrections.end() ? r.meta.at : it->second.at;
}

struct Placed {
    Instant at{};
    const Recorded* recorded{};
    const IncidentFile* file{};
    bool undone{};
};
bool earlier(const Placed& a, const Placed& b) {
    return a.at != b.at ? a.at < b.at : a.recorded->seq < b.recorded->seq;
}

void place(const IncidentFile& file, bool full, std::vector<Placed>& placed) {
    placed.reserve(placed.size() + file.log.size());
    for (const Recorded& r : file.log) {
        const bool undone = file.undone.contains(r.seq);
        if (!full && (undone || is_upkeep(r.event))) continue;
        placed.push_back({moment_of(file, r), &r, &file, undone});
    }
}

// The incident itself, and what was merged into it, as far as that goes.
std::vector<const IncidentFile*> with_merged(const Everything& all, const IncidentFile& file) {
    std::vector<const IncidentFile*> files{&file};
    for (std::size_t n = 0; n < files.size() && n < all.incidents.size(); ++n)
        for (const Related& r : files[n]->now.related)
            if (const IncidentFile* other =
                    r.how == Related::How::merged_here ? all.find(r.incident) : nullptr;
                other && std::find(files.begin(), files.end(), other) == files.end())
                files.push_back(other);
    return files;
}

// Its numbers are its own, so they stand in the text.
void add_origin(Entry& entry, const Incident& from) {
    entry.text =
        fmt::format("[{}{}{}] {}", from.ref(), entry.item.empty() ? "" : " ", entry.item, entry.text);
    entry.item.clear();
    entry.index = 0;
}

} // namespace

void each_entry(const Everything& all, const IncidentFile& file, bool full,
                const std::function<void(Entry&&)>& use) {
    // Sorted before they are worded: entries are large, their places are not.
    std::vector<Placed> placed;
    for (const IncidentFile* each : with_merged(all, file)) place(*each, full, placed);
    std::sort(placed.begin(), placed.end(), earlier);
    for (const Placed& p : placed) {
        Entry entry = entry_of(*p.file, *p.recorded, p.at);
        entry.undone = p.undone;
        if (p.file != &file) add_origin(entry, p.file->now);
        use(std::move(entry));
    }
}

std::vector<Entry> timeline(const IncidentFile& file, const Everything& all, bool full) {
    std::vector<Entry> entries;
    entries.reserve(file.log.size());
    each_entry(all, file, full, [&](Entry&& entry) { entries.push_back(std::move(entry)); });
    return entries;
}

} // namespace tocsin::views
