// The walk over a log: what was undone, withdrawn or corrected, and then one event after the other.
#include "commands/core/fold.hpp"

#include "commands/core/fold_event.hpp"
#include "commands/core/item.hpp"

#include <algorithm>

namespace tocsin::fold {
namespace {

void visit(IncidentFile& file, const Recorded& r, const Meta& meta, const Event& event) {
    if (meta.by) file.now.participants.insert(meta.by);
    std::visit(OneEvent{file, file.now, r, meta}, event);
    if (const Tenure* commander = file.now.commander(); commander && commander->person == meta.by)
        file.now.commander_typed = r.recorded_at;
}

void position(Incident& now, const Recorded& r) {
    now.last_seq = r.seq;
    now.changed_at = r.recorded_at;
    if (const auto item = item_of(r.event)) now.counts.saw(*item);
    if (const auto* page = std::get_if<PagePlaced>(&r.event)) now.counts.saw({page_kind, page->number});
}

void find_undone(IncidentFile& file) {
    for (const Recorded& r : file.log)
        if (const auto* undone = std::get_if<CommandUndone>(&r.event)) {
            auto other = std::ranges::lower_bound(file.log, undone->first, {}, &Recorded::seq);
            for (; other != file.log.end() && other->seq <= undone->last; ++other)
                file.undone.insert(other->seq);
        }
}

void correct(IncidentFile& file, const Recorded& target, const Recorded& by) {
    const auto& corrected = std::get<EntryCorrected>(by.event);
    Correction& c = file.corrections[target.seq];
    if (!c.target) {
        Event first = target.event;
        const std::string* text = words_in(first);
        c = {.target = target.seq,
             .old_text = text ? *text : "",
             .text = text ? *text : "",
             .old_at = target.meta.at,
             .at = target.meta.at,
             .day_only = target.meta.day_only};
    }
    c.by = by.seq;
    if (!corrected.text.empty())
        c.text = corrected.text; // a later one may change only the text or only the time
    if (corrected.moved) {
        c.at = by.meta.at;
        c.day_only = by.meta.day_only;
    }
}

// The entry that this event says something of, if it is such an event.
std::optional<Item> rewritten_by(const Event& event) {
    if (const auto* c = std::get_if<EntryCorrected>(&event)) return Item{c->kind, c->number};
    if (const auto* d = std::get_if<EntryRedacted>(&event)) return Item{d->kind, d->number};
    if (const auto* w = std::get_if<EntryRetracted>(&event)) return Item{w->kind, w->number};
    return std::nullopt;
}

void redact(IncidentFile& file, const Recorded& target, const Recorded& by, Item item) {
    file.redacted.insert(target.seq);
    for (const Recorded& other : file.log)
        if (const auto* c = std::get_if<EntryCorrected>(&other.event);
            c && Item{c->kind, c->number} == item && other.seq < by.seq)
            file.redacted.insert(other.seq);
}

// What later entries say of earlier ones. Few of them do, so only what they name is looked for.
void find_rewritten(IncidentFile& file) {
    std::vector<std::pair<const Recorded*, Item>> later;
    std::map<Item, std::vector<const Recorded*>>
        named; // a number may stand for several: an update to several
    for (const Recorded& r : file.log)
        if (const auto item = file.undone.contains(r.seq) ? std::nullopt : rewritten_by(r.event)) {
            later.emplace_back(&r, *item);
            named[*item];
        }
    if (later.empty()) return;
    for (const Recorded& r : file.log)
        if (const auto made = item_of(r.event); made && !file.undone.contains(r.seq))
            if (const auto it = named.find(*made); it != named.end()) it->second.push_back(&r);
    for (const auto& [by, item] : later)
        for (const Recorded* target : named.at(item)) {
            if (target->seq > by->seq) break; // made anew since
            if (std::holds_alternative<EntryCorrected>(by->event)) correct(file, *target, *by);
            if (std::holds_alternative<EntryRedacted>(by->event)) redact(file, *target, *by, item);
            if (const auto* w = std::get_if<EntryRetracted>(&by->event))
                file.retractions[target->seq] = {by->seq, w->text, by->meta.by_name};
        }
}

void fold_redacted(IncidentFile& file, const Recorded& r) {
    Event event = r.event;
    Meta meta = r.meta;
    mark_redacted(event, meta);
    if (const auto c = file.corrections.find(r.seq); c != file.corrections.end()) {
        meta.at = c->second.at;
        meta.day_only = c->second.day_only;
        c->second.old_text = c->second.text = redacted_mark;
    }
    visit(file, r, meta, event);
}

void fold_corrected(IncidentFile& file, const Recorded& r) {
    const Correction& c = file.corrections.at(r.seq);
    Event event = r.event;
    Meta meta = r.meta;
    meta.at = c.at;
    meta.day_only = c.day_only;
    if (std::string* text = words_in(event)) *text = c.text;
    visit(file, r, meta, event);
}

} // namespace

bool rewrites_history(const Event& e) {
    return std::holds_alternative<EntryCorrected>(e) || std::holds_alternative<EntryRetracted>(e) ||
           std::holds_alternative<EntryRedacted>(e) || std::holds_alternative<CommandUndone>(e);
}

void one(IncidentFile& file, const Recorded& r) {
    position(file.now, r);
    visit(file, r, r.meta, r.event);
}

void all(IncidentFile& file) {
    IncidentFile anew;
    anew.now.id = file.now.id;
    anew.log = std::move(file.log);
    file = std::move(anew);
    find_undone(file);
    find_rewritten(file);
    for (const Recorded& r : file.log) {
        position(file.now, r);
        if (file.undone.contains(r.seq)) continue;
        if (file.retractions.contains(r.seq)) {
            if (r.meta.by) file.now.participants.insert(r.meta.by);
        } else if (file.redacted.contains(r.seq)) {
            fold_redacted(file, r);
        } else if (file.corrections.contains(r.seq)) {
            fold_corrected(file, r);
        } else {
            visit(file, r, r.meta, r.event);
        }
    }
}

} // namespace tocsin::fold

namespace tocsin {

void refold(IncidentFile& file) { fold::all(file); }

void scrub(Everything& all, IncidentId id, const std::set<Seq>& wanted) {
    const auto it = all.incidents.find(id);
    if (it == all.incidents.end()) return;
    for (Recorded& r : it->second.log)
        if (wanted.contains(r.seq)) empty_words(r.event, r.meta);
    refold(it->second);
}

} // namespace tocsin
