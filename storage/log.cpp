// Rows of the log in both directions. Columns of the chain are read only by those who verify.
#include "storage/log.hpp"

#include <algorithm>
#include <sqlite3.h>

namespace tocsin::storage {
namespace {

#define BODY_COLUMNS "seq, command, incident, idx, recorded_at, name, version, facts, words"
#define ALL_COLUMNS BODY_COLUMNS ", salt, body_hash, hash"

std::string_view text(sqlite3_stmt* s, int column) {
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(s, column));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(s, column))}
                 : std::string_view{};
}
std::string_view blob(sqlite3_stmt* s, int column) {
    const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(s, column));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(s, column))}
                 : std::string_view{};
}
// What is no number of 32 bits becomes the largest, which no row of ours has; `decode` refuses it.
constexpr std::uint32_t no_number = UINT32_MAX;
std::uint32_t number32(sqlite3_stmt* s, int column) {
    const auto n = sqlite3_column_int64(s, column);
    return std::in_range<std::uint32_t>(n) ? static_cast<std::uint32_t>(n) : no_number;
}

[[noreturn]] void refuse(const Recorded& e, const std::string& why) {
    fail(ErrorCode::refused, entry_name(e.incident.value, e.index) + " was not recorded: " + why);
}

} // namespace

std::string entry_name(std::uint32_t incident, std::uint32_t index) {
    const std::string entry = "entry " + std::to_string(index);
    return incident == 0 ? entry + " of the log without an incident"
                         : entry + " of incident " + std::to_string(incident);
}

bool set_hash(Hash& hash, std::string_view bytes) {
    if (bytes.size() != hash.size()) return false;
    std::ranges::copy(bytes, hash.begin());
    return true;
}

LogWriter::LogWriter(const SQLite::Database& db)
    : insert_{db, "INSERT INTO events (" ALL_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      head_{db, "SELECT idx, hash FROM events WHERE incident = ? ORDER BY idx DESC LIMIT 1"},
      last_{db, "SELECT coalesce(max(seq), 0) FROM events"},
      redact_{db, "UPDATE events SET words = '', salt = NULL WHERE seq = ?"} {}

void LogWriter::append(const Recorded& e, std::string_view salt) {
    Head& head = head_of(e.incident);
    if (e.seq.value <= last_seq() || e.index != head.index + 1)
        refuse(e, "it does not follow what is on the disk. Send it again.");
    if (const char* problem = encode(e.meta, e.event, body_)) refuse(e, problem);
    const std::string name{stored_name(e.event)};
    const Link link{e.seq.value, e.command.value, name, stored_version(e.event), ms_of(e.recorded_at)};
    const Hash body = chain_.body(salt, body_.facts, body_.words);
    const Hash hash = chain_.next(head.hash, link, body);
    run(insert_, e.seq, e.command, e.incident, e.index, e.recorded_at, name, link.version, body_.facts,
        body_.words, salt, view(body), view(hash));
    head = {e.index, hash};
    last_seq_ = e.seq.value;
}

void LogWriter::take_words_out(Seq seq) { run(redact_, seq); }

void LogWriter::forget() {
    heads_.clear();
    last_seq_.reset();
}

Head& LogWriter::head_of(IncidentId incident) {
    if (const auto known = heads_.find(incident); known != heads_.end()) return known->second;
    Head head{0, chain_.first(incident)};
    const Use use{head_};
    bind_all(head_, incident);
    if (head_.executeStep()) {
        take_field(head_, 0, head.index);
        const SQLite::Column hash = head_.getColumn(1);
        const auto* const bytes = static_cast<const char*>(hash.getBlob());
        if (!set_hash(head.hash, {bytes, static_cast<std::size_t>(hash.getBytes())}))
            fail(ErrorCode::damaged,
                 entry_name(incident.value, head.index) + " has no hash. Put a backup in its place.");
    }
    return heads_.emplace(incident, head).first->second;
}

std::uint64_t LogWriter::last_seq() {
    if (!last_seq_) {
        const Use use{last_};
        std::uint64_t last{};
        if (last_.executeStep()) take_all(last_, last);
        last_seq_ = last;
    }
    return *last_seq_;
}

void LogReader::Finalize::operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }

LogReader::LogReader(const SQLite::Database& db, With with, const std::string& where) : db_{db}, with_{with} {
    const std::string sql =
        std::string{"SELECT "} + (with == With::chain ? ALL_COLUMNS : BODY_COLUMNS) + " FROM events " + where;
    sqlite3_stmt* made{};
    check(sqlite3_prepare_v2(db.getHandle(), sql.data(), static_cast<int>(sql.size()), &made, nullptr),
          db.getHandle());
    statement_.reset(made);
}

bool LogReader::next() {
    const int code = sqlite3_step(statement_.get());
    check(code, db_.getHandle());
    return code == SQLITE_ROW;
}

StoredRow LogReader::row() const {
    sqlite3_stmt* const s = statement_.get();
    StoredRow r;
    r.seq = static_cast<std::uint64_t>(sqlite3_column_int64(s, 0));
    r.command = static_cast<std::uint64_t>(sqlite3_column_int64(s, 1));
    r.incident = number32(s, 2);
    r.index = number32(s, 3);
    r.recorded_at = sqlite3_column_int64(s, 4);
    r.event = {text(s, 5), number32(s, 6), text(s, 7), text(s, 8)};
    if (with_ == With::body) return r;
    if (sqlite3_column_type(s, 9) != SQLITE_NULL) r.salt = blob(s, 9);
    r.body_hash = blob(s, 10);
    r.hash = blob(s, 11);
    return r;
}

void LogReader::read(Recorded& e) const {
    const StoredRow r = row();
    if (const char* problem = decode(r, e))
        fail(ErrorCode::damaged, entry_name(r.incident, r.index) + " cannot be read: " + problem +
                                     ". `tocsin verify` shows how far the damage goes; a backup heals it.");
}

const char* decode(const StoredRow& r, Recorded& e) {
    e.seq.value = r.seq;
    e.command.value = r.command;
    e.incident.value = r.incident;
    e.index = r.index;
    if (r.seq == 0 || !std::in_range<std::int64_t>(r.seq) || r.index == 0 || r.index == no_number ||
        r.incident == no_number || r.event.version == no_number)
        return "its number is none";
    if (!set_from_number(e.recorded_at, r.recorded_at)) return "its time is none";
    return decode(r.event, e.meta, e.event);
}

} // namespace tocsin::storage
