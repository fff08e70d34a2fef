// What was said to whom, when it was due, and what was kept back (DOMAIN 5.6).
#include "commands/postmortem/mentions.hpp"
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

std::string or_dash(bool known, Duration d) { return known ? text::length(d) : "-"; }

std::string lateness(const clocks::Adherence& a) { return a.worst > Duration{} ? text::exact(a.worst) : "-"; }

Block adherence_table(const Record& r) {
    std::vector<std::vector<std::string>> rows{{"Audience", "Updates on time", "Without repeats",
                                                "Worst lateness", "First update after", "Median gap",
                                                "Updates", "Promised later than the cadence"}};
    for (auto it = r.now.clocks.rbegin(); it != r.now.clocks.rend(); ++it) { // customers first
        if (it->first == Audience::responders || !it->second.started) continue;
        const auto s = r.service(it->first);
        rows.push_back({views::audience_shown(it->first), views::adherence_shown(s.adherence),
                        views::share_shown(s.met_strict, s.adherence.counted()), lateness(s.adherence),
                        or_dash(s.first.has_value(), s.first.value_or(Duration{})),
                        or_dash(s.between.n > 0, s.between.median), std::to_string(s.updates),
                        std::to_string(s.long_promises)});
    }
    return table(std::move(rows));
}

// Which obligation each update met.
std::map<UpdateKey, const Obligation*> obligations(const Incident& i) {
    std::map<UpdateKey, const Obligation*> out;
    for (const auto& [audience, clock] : i.clocks)
        for (const Obligation& o : clock.settled) out[{o.update, audience}] = &o;
    return out;
}

std::string punctuality(const Record& r, const Update& update, const Obligation* met) {
    if (update.delivered == no_instant) return update.undelivered ? "NOT DELIVERED" : "not sent yet";
    if (!met) return "not owed";
    if (met->published <= met->due + r.policy.grace) return "on time";
    return "late by " + text::exact(met->published - met->due);
}

std::string notes_on(const Update& u) {
    std::string out;
    if (u.corrects) out += fmt::format(" (corrects U{})", u.corrects);
    if (u.corrected_by) out += fmt::format(" (corrected by U{})", u.corrected_by);
    if (u.copy) out += " (copy)";
    return out;
}

std::string audiences_of(const Draft& draft) {
    std::string out;
    for (const Audience a : all_audiences)
        if (draft.is_for(a)) out += (out.empty() ? "" : ", ") + views::audience_shown(a);
    return out;
}

using Rows = std::vector<std::vector<std::string>>;

void add_update(Rows& rows, const Record& r, const Update& u, const Obligation* met, const Update* before) {
    const bool same = before && before->number == u.number && before->published == u.published;
    rows.push_back({"U" + std::to_string(u.number), views::audience_shown(u.audience),
                    u.delivered == no_instant ? "-" : r.when(u.delivered),
                    met ? views::due_text(met->due, r.now.declared_at) : "-", punctuality(r, u, met),
                    (same ? "the same text" : on_one_line(u.published)) + notes_on(u)});
}

void add_draft(Rows& rows, const Draft& draft) {
    rows.push_back({"U" + std::to_string(draft.number), audiences_of(draft), "never published", "-", "-",
                    "draft" + in_quotes(draft.text)});
}

// By number; of one number what customers read stands first, and its copies after it.
std::vector<const Update*> customers_first(const IncidentFile& file) {
    std::vector<const Update*> out;
    for (const auto& [key, update] : file.updates) out.push_back(&update);
    std::sort(out.begin(), out.end(), [](const Update* a, const Update* b) {
        return std::pair{a->number, b->audience} < std::pair{b->number, a->audience};
    });
    return out;
}

Block updates_table(const Record& r) {
    Rows rows{{"Update", "Audience", "Published", "Was due", "On time", "Text"}};
    const auto met = obligations(r.now);
    auto draft = r.file.drafts.begin();
    const Update* before = nullptr;
    const auto drafts_until = [&](std::uint32_t number) {
        for (; draft != r.file.drafts.end() && draft->first < number; ++draft)
            if (draft->second.approved_by.empty()) add_draft(rows, draft->second);
    };
    for (const Update* update : customers_first(r.file)) {
        drafts_until(update->number);
        const auto it = met.find({update->number, update->audience});
        add_update(rows, r, *update, it == met.end() ? nullptr : it->second, before);
        before = update;
    }
    drafts_until(~std::uint32_t{0});
    return table(std::move(rows));
}

// People are told by mail, post and phone too, and note it.
bool tells_of_telling(std::string_view words) {
    static const Signs signs{"notif",  "inform", "announc", "disclos", " mail",
                             "notice", "told ",  "posted",  "press ",  "called "};
    return signs.in(words);
}

void add_pauses(Blocks& out, const Record& r) {
    std::vector<std::string> lines;
    for (const Recorded* e : r.promises) {
        const std::string head = r.when(e->meta.at) + " " + on_one_line(e->meta.by_name) + ": ";
        if (const auto* moved = std::get_if<ObligationMoved>(&e->event))
            lines.push_back(head + fmt::format("update to {} moved to {}{}",
                                               views::audience_shown(moved->audience), r.when(moved->due),
                                               in_quotes(moved->text)));
        if (const auto* paused = std::get_if<ClockPaused>(&e->event))
            lines.push_back(head + fmt::format("updates to {} paused until {}{}",
                                               views::audience_shown(paused->audience), r.when(paused->until),
                                               in_quotes(paused->text)));
    }
    if (lines.empty()) return;
    out.push_back(paragraph("Promises that were changed:"));
    out.push_back(bullets(std::move(lines)));
}

} // namespace

Blocks communications(const Record& r) {
    Blocks out;
    if (r.now.clocks.empty() && r.file.updates.empty() && r.file.drafts.empty())
        out.push_back(paragraph("No update was owed and none was published."));
    if (!r.now.clocks.empty()) out.push_back(adherence_table(r));
    if (!r.file.updates.empty() || !r.file.drafts.empty()) out.push_back(updates_table(r));
    add_pauses(out, r);
    propose(out, "Told in other ways, as noted",
            note_lines(r, [](const NoteRef& n) { return tells_of_telling(n.note->text); }));
    return out;
}

} // namespace tocsin::postmortem::parts
