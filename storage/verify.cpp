// One pass over the log. After an entry that does not hold the stored hashes are taken as they are, so that
// one change is told once and not for every entry behind it.
#include "storage/verify.hpp"

#include <algorithm>
#include <vector>

namespace tocsin::storage {
namespace {

constexpr std::uint64_t problems_max = 100;

bool same(const Hash& a, std::string_view b) { return view(a) == b; }

Hash next_of(Chain& chain, const Hash& before, const StoredRow& r) {
    Hash body{};
    set_hash(body, r.body_hash); // of the wrong length: stays zero, and the link does not hold
    return chain.next(before, {r.seq, r.command, r.event.name, r.event.version, r.recorded_at}, body);
}

std::string lower(std::string_view s) {
    std::string out{s};
    for (char& c : out)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

} // namespace

Verifier::Verifier(std::string_view known_head)
    : head_{chain_.over("tocsin log 1")}, known_head_{lower(known_head)} {
    seen_head(head_);
}

void Verifier::seen_head(const Hash& hash) {
    if (!known_head_.empty() && !head_seen_) head_seen_ = hex(hash) == known_head_;
}

void Verifier::problem(std::string text) {
    if (++problems_ <= problems_max) found_.problems.push_back(std::move(text));
}

Verifier::Known& Verifier::incident_of(const StoredRow& r) {
    const auto [at, fresh] = incidents_.try_emplace(r.incident);
    Known& known = at->second;
    if (fresh) {
        known.hash = chain_.first(IncidentId{r.incident});
        known.name =
            r.incident == 0 ? "the log without an incident" : "incident " + std::to_string(r.incident);
    }
    return known;
}

void Verifier::row(const StoredRow& r) {
    Known& known = incident_of(r);
    const char* const unreadable = decode(r, scratch_);
    if (const auto* declared = std::get_if<IncidentDeclared>(&scratch_.event);
        declared && !unreadable && declared->number)
        known.name = "INC-" + std::to_string(declared->number);
    const std::string entry = "entry " + std::to_string(r.index) + " of " + known.name;
    if (unreadable) problem(entry + " cannot be read: " + unreadable + ".");
    check_body(r, entry);
    check_link(r, known, entry);
    known.index = r.index;
    if (!set_hash(known.hash, r.hash)) problem(entry + " has no hash.");
    head_ = chain_.over(std::string{view(head_)}.append(view(known.hash)));
    seen_head(known.hash);
    seen_head(head_);
    ++found_.events;
}

void Verifier::check_body(const StoredRow& r, const std::string& entry) {
    if (!r.salt) {
        ++found_.redacted;
        if (!r.event.words.empty())
            problem(entry + " has words but no salt: they are not what was recorded.");
    } else if (!same(chain_.body(*r.salt, r.event.facts, r.event.words), r.body_hash)) {
        problem(entry + " was changed: its content is not what was recorded.");
    }
}

void Verifier::check_link(const StoredRow& r, const Known& before, const std::string& entry) {
    if (r.index > before.index + 1)
        return problem(before.name + ": " + (before.index + 2 == r.index ? "entry " : "the entries ") +
                       std::to_string(before.index + 1) +
                       (before.index + 2 == r.index ? " is" : " to " + std::to_string(r.index - 1) + " are") +
                       " missing.");
    if (r.index != before.index + 1) return problem(entry + " stands in the wrong place.");
    if (!same(next_of(chain_, before.hash, r), r.hash))
        problem(entry +
                " does not follow from the one before it: its time, kind, number or place was changed, or "
                "another entry was put here.");
}

Verified Verifier::finish() {
    if (problems_ > problems_max)
        found_.problems.push_back("... and " + std::to_string(problems_ - problems_max) + " more.");
    if (!known_head_.empty() && !head_seen_)
        found_.problems.push_back(
            "The head you gave is not in this log: entries at its end are missing or were "
            "replaced, or this is another file.");
    for (const auto& [id, known] : incidents_) {
        found_.heads.emplace_back(IncidentId{id}, hex(known.hash));
        if (id != 0) ++found_.incidents;
    }
    found_.head = hex(head_);
    return std::move(found_);
}

void check_newest_links(const SQLite::Database& db, const std::string& path) {
    SQLite::Statement before{db, "SELECT hash FROM events WHERE incident = ? AND idx = ?"};
    LogReader newest{db, LogReader::With::chain,
                     "ORDER BY seq DESC LIMIT " + std::to_string(links_checked_at_start)};
    Chain chain;
    while (newest.next()) {
        const StoredRow r = newest.row();
        Hash from = chain.first(IncidentId{r.incident});
        const Use use{before};
        bind_all(before, r.incident, r.index - 1);
        if (before.executeStep()) {
            const SQLite::Column hash = before.getColumn(0);
            set_hash(from,
                     {static_cast<const char*>(hash.getBlob()), static_cast<std::size_t>(hash.getBytes())});
        }
        const bool body_holds =
            !r.salt || same(chain.body(*r.salt, r.event.facts, r.event.words), r.body_hash);
        if (!body_holds || !same(next_of(chain, from, r), r.hash))
            fail(ErrorCode::damaged,
                 path + ": " + entry_name(r.incident, r.index) +
                     " is not what was recorded. See `tocsin verify`; put a backup in its place, "
                     "or start on another data file meanwhile.");
    }
}

} // namespace tocsin::storage
