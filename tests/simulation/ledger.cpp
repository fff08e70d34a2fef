// What was asked, and the answers held against it.
#include "tests/simulation/ledger.hpp"

#include "tests/simulation/tags.hpp"

#include "commands/grammar/grammar.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::simulation {
namespace {

constexpr std::string_view prefix = "/incident ";
constexpr hours answers_kept{24 * 7 - 1}; // the clock may have been set meanwhile

std::string text_of(const Answer& a) { return tocsin::text_of(a.reply, prefix); }

std::string quoted(const Ask& ask) {
    return fmt::format("{} by {} in {}, line \"{}\"", Ledger::name_of(ask), ask.account, ask.room.value,
                       grammar::cleaned(ask.typed()->line.substr(0, 200)));
}

[[noreturn]] void broken(std::string_view promise, const Ask& ask, const std::string& what) {
    throw Violation{fmt::format("{}: {}: {}", promise, quoted(ask), what)};
}

const IncidentFile* file_of(const Everything& all, const Answer& a) { return all.referred(a.incident); }

// The same words may stand again in what follows from them: a draft that is published, a proposal that is
// decided, an action that gets an owner, the title of what is merged, and what one command says in several
// events.
bool follows_from(const Recorded& later, const Recorded& first) {
    if (later.command == first.command) return true;
    if (const auto* sent =
            std::get_if<UpdateSubmitted>(&later.event)) // a holding text is made of what was said
        return sent->holding || std::holds_alternative<UpdateDrafted>(first.event);
    if (const auto* kept = std::get_if<UpdateDrafted>(&later.event)) return kept->holding;
    if (std::holds_alternative<DecisionMade>(later.event))
        return std::holds_alternative<PollOpened>(first.event);
    if (std::holds_alternative<MergeTaken>(later.event))
        return std::holds_alternative<IncidentDeclared>(first.event) ||
               std::holds_alternative<ChildSplit>(first.event) ||
               std::holds_alternative<UpdateSubmitted>(first.event) || // a holding text names what is down
               std::holds_alternative<UpdateDrafted>(first.event);
    if (const auto* again = std::get_if<ActionAdded>(&later.event)) {
        if (const auto* made = std::get_if<ActionAdded>(&first.event)) return again->number == made->number;
        if (const auto* corrected = std::get_if<EntryCorrected>(&first.event))
            return corrected->kind == 'A' && corrected->number == again->number;
    }
    return false;
}

bool one_follows_from_the_other(const Recorded& a, const Recorded& b) {
    return a.seq < b.seq ? follows_from(b, a) : follows_from(a, b);
}

bool by_tocsin_alone(const Event& event) {
    return std::holds_alternative<PolicyAdopted>(event) || std::holds_alternative<SystemNoted>(event);
}

} // namespace

Ledger::Ledger(Met& met) : met_{met} {
    for (const auto* name : {"not recorded", "the first one again", "the same line again",
                             "kept for one who got none", "set aside"})
        met_.expect("answer", name);
    for (const auto kind : People::kinds()) met_.expect("verb", kind);
}

void Ledger::asked(const Ask& ask, const Said& said, const std::string& repeats) {
    const std::string name = name_of(ask);
    auto [at, is_new] = entries_.try_emplace(name);
    if (is_new) {
        keys_.push_back(name);
        at->second.ask = ask;
        at->second.said = said;
        at->second.repeats = repeats;
    }
    at->second.heard = ask.heard_at;
    if (met_.trace) met_.note(fmt::format("{} {}", text::iso(ask.heard_at), quoted(ask)));
    ++at->second.waits;
    std::erase(restless_, name);
}

void Ledger::answered(const Ask& ask, const Answer& a, const Everything& all) {
    const std::string name = name_of(ask);
    Entry& entry = entries_.at(name);
    if (entry.waits == 0) broken("P5", ask, "was answered twice");
    --entry.waits;
    const std::string text = text_of(a);
    met_.note(fmt::format("  {} hears {}\"{}\"", name, a.duplicate ? "again " : "",
                          text.substr(0, text.find('\n'))));
    if (text.empty() && !ask.typed()->talk) broken("P5", ask, "got an answer without words");
    entry.unsaved = !a.recorded;
    if (!a.recorded) {
        if (text.find("NOT RECORDED") == std::string::npos)
            broken("P5", ask, "was not recorded, and the answer does not say so: " + text);
        met_.count("answer", "not recorded");
        ask_again(name, entry);
        return;
    }
    saved(entry, ask, a, all);
    newest_answered_ = a.duplicate ? "" : name;
}

// A repeat is not: whoever got no answer to it asks under the first key.
void Ledger::ask_again(const std::string& name, const Entry& entry) {
    if (entry.repeats.empty() && std::ranges::find(restless_, name) == restless_.end())
        restless_.push_back(name);
}

void Ledger::saved(Entry& entry, const Ask& ask, const Answer& a, const Everything& all) {
    // What only showed something is not kept: it runs again, and then another answer may be kept, and be
    // lost.
    if (entry.first && (entry.kept || (a.duplicate && !entry.lost))) {
        entry.kept = true;
        // Time and redactions take words of answers with them (DESIGN 4.2, 4.8); nothing runs again all the
        // same.
        const bool may_be_gone =
            ask.heard_at - entry.ask.heard_at > answers_kept ||
            std::ranges::any_of(all.incidents, [](const auto& i) { return !i.second.redacted.empty(); });
        const bool gone = may_be_gone && a.duplicate &&
                          text_of(a).find("This was answered before; the words") != std::string::npos;
        if (!gone) same_as_first(entry, ask, a);
        met_.count("answer", "the first one again");
        return;
    }
    // Not known to the asker; known to Tocsin only if an answer was lost, or for the same line just before.
    const Entry* before = find(entry.repeats);
    if (a.duplicate && !entry.lost && !before && !said_just_before(entry))
        broken("P2", ask, "is new, and was taken for a repeat: " + text_of(a));
    if (!a.duplicate && before && before->kept)
        broken("P2", ask, "is the same line again within 2 s, and ran again: " + text_of(a));
    if (a.duplicate) met_.count("answer", before ? "the same line again" : "kept for one who got none");
    if (text_of(a).find("was set aside") != std::string::npos) met_.count("answer", "set aside");
    facts_are_there(entry, a, all);
    entry.first = a;
    entry.first->duplicate = false;
    entry.kept = entry.kept || a.duplicate || a.outcome != Outcome::shown || !a.events.empty();
    entry.lost = false;
    const bool worked = a.outcome == Outcome::done || (a.outcome == Outcome::shown && !ask.typed()->talk);
    met_.count("outcome", a.outcome == Outcome::done      ? "done"
                          : a.outcome == Outcome::shown   ? "shown"
                          : a.outcome == Outcome::refused ? "refused"
                                                          : "asked");
    const std::string& verb = entry.said.verb;
    if (worked || verb == "talk" || verb == "mistyped" || verb == "nonsense") met_.count("verb", verb);
}

void Ledger::same_as_first(const Entry& entry, const Ask& ask, const Answer& a) const {
    const std::string text = text_of(a), first = text_of(*entry.first);
    if (!a.duplicate)
        broken("P2", ask, fmt::format("was answered before (\"{}\") and ran again: {}", first, text));
    if (a.events != entry.first->events || a.incident != entry.first->incident)
        broken("P2", ask, "names other events than the first answer did");
    const bool other_text = ask.typed()->line != entry.ask.typed()->line;
    if (!other_text && text != first)
        broken("P2", ask, fmt::format("got \"{}\" first and then \"{}\"", first, text));
    if (other_text && (!text.ends_with(first) || text.find("another text") == std::string::npos))
        broken("P2", ask, "has another text than its key had, and the answer does not say so: " + text);
}

// By chance somebody says the same thing twice within 2 s ("yes", "undo").
bool Ledger::said_just_before(const Entry& entry) const {
    constexpr std::size_t looked_at = 100;
    const auto near = [&](const Entry& other) {
        const Duration apart = entry.heard - other.heard;
        return &other != &entry && apart >= -Duration{seconds{2}} && apart <= seconds{2} &&
               other.ask.room == entry.ask.room &&
               text::folded(other.ask.account) == text::folded(entry.ask.account) &&
               other.ask.typed()->line == entry.ask.typed()->line;
    };
    for (std::size_t n = 1; n <= std::min(looked_at, keys_.size()); ++n)
        if (near(entries_.at(keys_[keys_.size() - n]))) return true;
    return false;
}

// The events that the answer names stand in the log, each at its number.
void Ledger::facts_are_there(Entry& entry, const Answer& a, const Everything& all) const {
    entry.facts.clear();
    if (a.events.empty()) return;
    const IncidentFile* file = file_of(all, a);
    if (!file) broken("P1", entry.ask, "is acknowledged for an incident that does not exist: " + a.incident);
    for (const auto& kept : a.events) {
        if (kept.seq == 0 || kept.seq > file->log.size())
            broken("P1", entry.ask,
                   fmt::format("entry {} of {} is acknowledged, and not there", kept.seq, a.incident));
        const Recorded& r = file->log[kept.seq - 1];
        if (stored_name(r.event) != kept.kind)
            broken("P1", entry.ask,
                   fmt::format("entry {} of {} is {}, acknowledged was {}", kept.seq, a.incident,
                               stored_name(r.event), kept.kind));
        entry.facts.push_back(r);
    }
}

void Ledger::died() {
    ++lives_;
    for (auto& [name, entry] : entries_) {
        if (entry.waits == 0) continue;
        entry.waits = 0;
        entry.lost = true;
        ask_again(name, entry);
    }
    newest_answered_.clear();
}

const Ledger::Entry* Ledger::find(const std::string& key) const {
    const auto at = entries_.find(key);
    return at == entries_.end() ? nullptr : &at->second;
}
const Ledger::Entry* Ledger::newest_answered() const { return find(newest_answered_); }

void Ledger::all_there(const Everything& all) const {
    for (const auto& [name, entry] : entries_)
        for (const Recorded& fact : entry.facts) {
            const IncidentFile* file = all.find(fact.incident);
            if (file && file->redacted.contains(fact.seq)) continue; // its words are gone, as was asked
            if (!file || fact.index > file->log.size() || file->log[fact.index - 1] != fact)
                broken("P1", entry.ask,
                       fmt::format("acknowledged, and entry {} of incident {} is gone or another one",
                                   fact.index, fact.incident.value));
        }
}

void Ledger::nothing_twice(const Everything& all, const std::vector<storage::InboxRow>& inbox) const {
    std::map<std::uint64_t, const storage::InboxRow*> keys; // by first event
    for (const auto& row : inbox) {
        if (row.first_seq == 0) continue;
        if (!keys.emplace(row.first_seq, &row).second)
            throw Violation{fmt::format("P2: two keys hold the same event {}: {} {}", row.first_seq,
                                        row.source, row.key)};
    }
    std::map<std::string, const Recorded*> tags;
    const auto look = [&](const std::vector<Recorded>& log) {
        for (const Recorded& r : log) {
            if (!by_tocsin_alone(r.event) && !keys.contains(r.command.value))
                throw Violation{fmt::format("P2: event {} ({}) has no key: who asked for it?", r.seq.value,
                                            stored_name(r.event))};
            for (const auto& tag : tags_of(r.event))
                if (const auto [at, fresh] = tags.emplace(tag, &r);
                    !fresh && !one_follows_from_the_other(r, *at->second))
                    throw Violation{fmt::format(
                        "P2: what was said once is recorded twice: {} in the events {} and {} ({})", tag,
                        at->second->seq.value, r.seq.value, stored_name(r.event))};
        }
    };
    look(all.log);
    for (const auto& [id, file] : all.incidents) look(file.log);
}

void Ledger::nobody_waits() const {
    for (const auto& [name, entry] : entries_)
        if (entry.waits > 0) broken("P5", entry.ask, "was never answered");
}

} // namespace tocsin::simulation
