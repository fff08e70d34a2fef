// The SQL of everything that is not the log.
#include "storage/rows.hpp"

#include "storage/statement.hpp"

#include <algorithm>
#include <limits>

namespace tocsin::storage {
namespace {

constexpr auto answers_kept = std::chrono::days{7};
constexpr auto keys_kept = std::chrono::days{30};
constexpr int prune_max = 1'000; // rows of each kind a call

#define INBOX_COLUMNS "source, key, line, answer, offer, place, at, first_seq, answered"
#define OUTBOX_COLUMNS                                                                                       \
    "id, incident, priority, lane, room, person, card, upd, audience, made_at, not_after, try_at, tries, "   \
    "state, "                                                                                                \
    "body, receipt, reason, page, thread"
#define TALK_COLUMNS "id, room, person, name, text, said_at, only_for, ref, thread, gone"

// The fields in the order of the columns, for reading and binding alike.
template <class Row, class F> void with_inbox(Row& r, F&& f) {
    f(r.source, r.key, r.line, r.answer, r.offer, r.place, r.at, r.first_seq, r.answered);
}
template <class Row, class F> void with_outbox(Row& r, F&& f) {
    f(r.id, r.incident, r.priority, r.lane, r.room, r.person, r.card, r.update, r.audience, r.made_at,
      r.not_after, r.try_at, r.tries, r.state, r.body, r.receipt, r.reason, r.page, r.thread);
}
template <class Row, class F> void with_talk(Row& r, F&& f) {
    f(r.id, r.room, r.person, r.name, r.text, r.said_at, r.only_for, r.ref, r.thread, r.deleted);
}

InboxRow take_inbox(SQLite::Statement& s) {
    InboxRow row;
    with_inbox(row, [&](auto&... fields) { take_all(s, fields...); });
    return row;
}
OutboxRow take_outbox(SQLite::Statement& s) {
    OutboxRow row;
    with_outbox(row, [&](auto&... fields) { take_all(s, fields...); });
    return row;
}
TalkLine take_talk(SQLite::Statement& s) {
    TalkLine row;
    with_talk(row, [&](auto&... fields) { take_all(s, fields...); });
    return row;
}

template <class Take> auto all_rows(SQLite::Statement& s, Take take) {
    std::vector<decltype(take(s))> rows;
    while (s.executeStep()) rows.push_back(take(s));
    return rows;
}
std::int64_t limit_of(std::size_t max) {
    return static_cast<std::int64_t>(std::min<std::size_t>(max, std::numeric_limits<std::int32_t>::max()));
}

} // namespace

RowWriter::RowWriter(const SQLite::Database& db)
    : inbox_{db, "INSERT INTO inbox (" INBOX_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      outbox_{db, "REPLACE INTO outbox (" OUTBOX_COLUMNS
                  ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      talk_{db, "INSERT INTO talk (" TALK_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      // The new words take the thread, time and name of the line that they replace; nothing, if there is
      // none.
      replacing_talk_{db, "INSERT INTO talk (" TALK_COLUMNS
                          ") SELECT ?, room, person, name, ?, said_at, only_for, "
                          "ref, thread, ? FROM talk WHERE room = ? AND ref = ? AND ref <> '' AND gone < 2 "
                          "ORDER BY id DESC LIMIT 1"},
      replaced_talk_{db, "UPDATE talk SET gone = 2 WHERE room = ? AND ref = ? AND ref <> '' AND id < ?"},
      edited_talk_{db, "INSERT INTO talk (" TALK_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT (id) DO UPDATE SET text = excluded.text "
                       "WHERE person = 0 AND room = excluded.room AND only_for = excluded.only_for"},
      answered_{db, "UPDATE inbox SET answered = 1 WHERE source = ? AND key = ?"},
      meta_{db, "REPLACE INTO meta (name, value) VALUES (?, ?)"},
      forget_{db, "DELETE FROM meta WHERE name = ?"},
      redact_talk_{db,
                   "UPDATE talk SET text = CASE person WHEN 0 THEN ? ELSE ? END WHERE instr(text, ?) > 0"},
      redact_inbox_{db, "UPDATE inbox SET line = ?, answer = '', offer = '' WHERE instr(line, ?) > 0 OR "
                        "instr(answer, ?) > 0"},
      redact_outbox_{db, "UPDATE outbox SET body = ? WHERE instr(body, ?) > 0"},
      strip_answers_{db, "UPDATE inbox SET answer = '', offer = '' WHERE rowid IN "
                         "(SELECT rowid FROM inbox WHERE at >= ? AND at < ? AND answer <> '' LIMIT ?)"},
      drop_keys_{db, "DELETE FROM inbox WHERE rowid IN (SELECT rowid FROM inbox WHERE at < ? LIMIT ?)"},
      old_outbox_{db, "SELECT id, made_at, state, card, room FROM outbox WHERE id > ? ORDER BY id"},
      newer_card_{db,
                  "SELECT 1 FROM outbox WHERE card = ? AND card <> '' AND room = ? AND id > ? AND state = 2"},
      strip_card_{db, "UPDATE outbox SET body = '' WHERE id = ? AND body <> ''"},
      drop_outbox_{db, "DELETE FROM outbox WHERE id = ?"} {}

void RowWriter::put(const InboxRow& row) {
    with_inbox(row, [&](const auto&... fields) { run(inbox_, fields...); });
}
void RowWriter::put(const OutboxRow& row) {
    with_outbox(row, [&](const auto&... fields) { run(outbox_, fields...); });
}
void RowWriter::put(const TalkLine& row) {
    if (!row.replaces)
        return with_talk(row,
                         [&](const auto&... fields) { run(row.edited ? edited_talk_ : talk_, fields...); });
    run(replacing_talk_, row.id, row.text, row.deleted, row.room, row.ref);
    if (replacing_talk_.getChanges() > 0) run(replaced_talk_, row.room, row.ref, row.id);
}
void RowWriter::mark_answered(const std::string& source, const std::string& key) {
    run(answered_, source, key);
}
void RowWriter::put_meta(const std::string& name, const std::string& value) { run(meta_, name, value); }
void RowWriter::forget_meta(const std::string& name) { run(forget_, name); }

void RowWriter::redact(const Redaction& r) {
    for (const auto& words : r.words) {
        run(redact_talk_, r.message, r.mark, words);
        run(redact_inbox_, r.mark, words, words);
        run(redact_outbox_, r.message, words);
    }
}

void RowWriter::prune(Instant now) {
    const Instant answers_before = now - answers_kept, failures_before = now - keys_kept;
    run(strip_answers_, stripped_until_, answers_before, prune_max);
    if (strip_answers_.getChanges() < prune_max) stripped_until_ = answers_before;
    run(drop_keys_, failures_before, prune_max);
    for (const auto& row : next_old_outbox(answers_before)) prune(row, failures_before);
}

// A stretch of the outbox, oldest first; ids and times grow together. The next call goes on behind it, and
// from the start again once everything old has been seen.
std::vector<RowWriter::OldRow> RowWriter::next_old_outbox(Instant made_before) {
    const Use use{old_outbox_};
    bind_all(old_outbox_, outbox_seen_);
    std::vector<OldRow> rows;
    while (rows.size() < prune_max && old_outbox_.executeStep()) {
        OldRow row;
        take_all(old_outbox_, row.id, row.made_at, row.state, row.card, row.room);
        if (row.made_at >= made_before) break;
        rows.push_back(std::move(row));
    }
    outbox_seen_ = rows.size() < prune_max ? OutboxId{} : rows.back().id;
    return rows;
}

// The newest sent text of a card stays, without its body: the next edit needs its receipt.
void RowWriter::prune(const OldRow& row, Instant failures_before) {
    switch (row.state) {
    case OutboxState::waiting:
    case OutboxState::sending: return;
    case OutboxState::superseded: return run(drop_outbox_, row.id);
    case OutboxState::dropped:
    case OutboxState::dead:
        if (row.made_at < failures_before) run(drop_outbox_, row.id);
        return;
    case OutboxState::sent:
        return row.card.empty() || has_newer(row) ? run(drop_outbox_, row.id) : run(strip_card_, row.id);
    }
}

bool RowWriter::has_newer(const OldRow& card) {
    const Use use{newer_card_};
    bind_all(newer_card_, card.card, card.room, card.id);
    return newer_card_.executeStep();
}

RowReader::RowReader(const SQLite::Database& db)
    : inbox_{db, "SELECT " INBOX_COLUMNS " FROM inbox WHERE source = ? AND key = ?"},
      since_{db, "SELECT " INBOX_COLUMNS " FROM inbox WHERE at >= ? ORDER BY at, rowid"},
      pending_{db, "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE state < 2 ORDER BY id"},
      undelivered_{db, "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE state > 3 ORDER BY id DESC LIMIT ?"},
      card_{db,
            "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE card = ? AND card <> '' AND room = ? AND state = 2 "
            "ORDER BY id DESC LIMIT 1"},
      last_outbox_{db, "SELECT coalesce(max(id), 0) FROM outbox"},
      last_talk_{db, "SELECT coalesce(max(id), 0) FROM talk"},
      talk_{db, "SELECT " TALK_COLUMNS
                " FROM talk WHERE room = ? AND id < ? AND gone < 2 ORDER BY id DESC LIMIT ?"},
      said_{db, "SELECT " TALK_COLUMNS " FROM talk WHERE room = ? AND ref = ? AND ref <> '' AND gone < 2"},
      newest_ref_{db, "SELECT ref FROM talk WHERE room = ? AND ref <> '' ORDER BY ref DESC LIMIT 1"},
      meta_{db, "SELECT value FROM meta WHERE name = ?"} {}

std::optional<InboxRow> RowReader::inbox(const std::string& source, const std::string& key) {
    const Use use{inbox_};
    bind_all(inbox_, source, key);
    if (!inbox_.executeStep()) return {};
    return take_inbox(inbox_);
}
std::vector<InboxRow> RowReader::inbox_since(Instant since) {
    const Use use{since_};
    bind_all(since_, since);
    return all_rows(since_, take_inbox);
}
std::vector<OutboxRow> RowReader::pending() {
    const Use use{pending_};
    return all_rows(pending_, take_outbox);
}
std::vector<OutboxRow> RowReader::undelivered(std::size_t max) {
    const Use use{undelivered_};
    bind_all(undelivered_, limit_of(max));
    return all_rows(undelivered_, take_outbox);
}
std::optional<OutboxRow> RowReader::sent_card(const std::string& card, const RoomId& room) {
    const Use use{card_};
    bind_all(card_, card, room);
    if (!card_.executeStep()) return {};
    return take_outbox(card_);
}
OutboxId RowReader::last_outbox_id() {
    const Use use{last_outbox_};
    OutboxId id;
    if (last_outbox_.executeStep()) take_all(last_outbox_, id);
    return id;
}
std::uint64_t RowReader::last_talk_id() {
    const Use use{last_talk_};
    std::uint64_t id{};
    if (last_talk_.executeStep()) take_all(last_talk_, id);
    return id;
}

std::vector<TalkLine> RowReader::talk(std::span<const RoomId> rooms, std::uint64_t before_id,
                                      std::size_t max) {
    constexpr std::uint64_t no_end = std::numeric_limits<std::int64_t>::max();
    const std::uint64_t end = before_id == 0 ? no_end : std::min(before_id, no_end);
    std::vector<TalkLine> lines;
    for (const auto& room : rooms) {
        const Use use{talk_};
        bind_all(talk_, room, end, limit_of(max));
        while (talk_.executeStep()) lines.push_back(take_talk(talk_));
    }
    std::ranges::sort(lines, {}, &TalkLine::id);
    if (lines.size() > max) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(max));
    return lines;
}

std::optional<TalkLine> RowReader::said(const RoomId& room, const std::string& ref) {
    const Use use{said_};
    bind_all(said_, room, ref);
    if (!said_.executeStep()) return {};
    return take_talk(said_);
}
std::string RowReader::newest_ref(const RoomId& room) {
    const Use use{newest_ref_};
    bind_all(newest_ref_, room);
    std::string ref;
    if (newest_ref_.executeStep()) take_all(newest_ref_, ref);
    return ref;
}

std::optional<std::string> RowReader::meta(const std::string& name) {
    const Use use{meta_};
    bind_all(meta_, name);
    if (!meta_.executeStep()) return {};
    std::string value;
    take_all(meta_, value);
    return value;
}

} // namespace tocsin::storage
