// Connection settings, migrations, and the check that the schema is the one we would have made.
#include "storage/database.hpp"

#include "storage/failure.hpp"
#include "storage/schema/schema.hpp"

#include <SQLiteCpp/Column.h>
#include <array>
#include <sqlite3.h>
#include <vector>

namespace tocsin::storage {
namespace {

constexpr int busy_ms = 2'000;          // only another program (a shell on the file) can make us wait
constexpr int row_bytes_max = 16 << 20; // no line, answer or policy comes near it
constexpr int sql_bytes_max = 1 << 16;
constexpr int wal_bytes_kept = 64 << 20; // a WAL that had to grow is cut back to this

void harden(SQLite::Database& db) {
    sqlite3* const h = db.getHandle();
    struct Setting {
        int what, on;
    };
    constexpr std::array settings{
        Setting{SQLITE_DBCONFIG_DEFENSIVE, 1},      Setting{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        Setting{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, Setting{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        Setting{SQLITE_DBCONFIG_DQS_DML, 0},        Setting{SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (const auto [what, on] : settings) check(sqlite3_db_config(h, what, on, nullptr), h);
    sqlite3_limit(h, SQLITE_LIMIT_LENGTH, row_bytes_max);
    sqlite3_limit(h, SQLITE_LIMIT_SQL_LENGTH, sql_bytes_max);
    sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(h, SQLITE_LIMIT_WORKER_THREADS, 0);
    db.exec("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
}

// Every line of the schema but the statistics that ANALYZE may have left.
std::vector<std::string> schema_of(const SQLite::Database& db) {
    SQLite::Statement s{db, "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') "
                            "FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1"};
    std::vector<std::string> lines;
    while (s.executeStep()) lines.push_back(s.getColumn(0).getString());
    return lines;
}

void apply_from(SQLite::Database& db, std::int64_t version) {
    const auto steps = migrations();
    for (auto i = static_cast<std::size_t>(version); i < steps.size(); ++i) {
        db.exec("BEGIN IMMEDIATE");
        db.exec(std::string{steps[i]});
        db.exec("PRAGMA application_id = " + std::to_string(application_id));
        db.exec("PRAGMA user_version = " + std::to_string(i + 1));
        db.exec("COMMIT");
    }
}

bool is_empty(const SQLite::Database& db) {
    return pragma_number(db, "application_id") == 0 && pragma_number(db, "user_version") == 0 &&
           schema_of(db).empty();
}

// The version of the file's tables, from 0 (empty) to what this binary knows.
std::int64_t own_version(const SQLite::Database& db, const std::string& path) {
    if (is_empty(db)) return 0;
    if (pragma_number(db, "application_id") != application_id)
        fail(ErrorCode::damaged,
             path + ": this is not a data file of Tocsin. Name another one; it was left untouched.");
    const auto version = pragma_number(db, "user_version");
    const auto newest = static_cast<std::int64_t>(migrations().size());
    if (version > newest)
        fail(ErrorCode::newer_schema, path + ": a newer Tocsin wrote it (form " + std::to_string(version) +
                                          ", this one knows up to " + std::to_string(newest) +
                                          "). Install that version; the file was left untouched.");
    if (version < 1) fail(ErrorCode::damaged, path + ": its version is missing. Put a backup in its place.");
    return version;
}

} // namespace

std::int64_t pragma_number(const SQLite::Database& db, const char* name) {
    SQLite::Statement s{db, std::string{"PRAGMA "} + name};
    return s.executeStep() ? s.getColumn(0).getInt64() : 0;
}

SQLite::Database open_to_write(const std::string& path, const std::string& vfs) {
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    SQLite::Database db{path, flags, busy_ms, vfs};
    if (sqlite3_db_readonly(db.getHandle(), "main") == 1) throw Failure{error_of_errno(EACCES, path, "")};
    harden(db);
    return db;
}

SQLite::Database open_to_read(const std::string& path, const std::string& vfs) {
    SQLite::Database db{path, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, busy_ms, vfs};
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                      nullptr); // only the writer checkpoints
    harden(db);
    return db;
}

void migrate(SQLite::Database& db, const std::string& path) {
    const auto version = own_version(db, path);
    make_durable(db);
    apply_from(db, version);
    require_own_schema(db, path);
}

void require_own_schema(const SQLite::Database& db, const std::string& path) {
    if (own_version(db, path) != static_cast<std::int64_t>(migrations().size()))
        fail(ErrorCode::damaged,
             path + ": an older Tocsin wrote it, or it is empty. Start this one on it once.");
    SQLite::Database ours{":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY};
    apply_from(ours, 0);
    if (schema_of(ours) != schema_of(db))
        fail(ErrorCode::damaged,
             path + ": its tables are not those that Tocsin makes. Put a backup in its place.");
    SQLite::Statement encoding{db, "PRAGMA encoding"};
    if (!encoding.executeStep() || encoding.getColumn(0).getString() != "UTF-8")
        fail(ErrorCode::damaged, path + ": its texts are not UTF-8. Put a backup in its place.");
}

void make_durable(SQLite::Database& db) {
    SQLite::Statement mode{db, "PRAGMA journal_mode = WAL"};
    if (!mode.executeStep() || mode.getColumn(0).getString() != "wal")
        fail(ErrorCode::io,
             db.getFilename() + ": its disk cannot hold a write-ahead log. Move it to a local disk.");
    mode.reset();
    // What is deleted or redacted is overwritten, so that no free page keeps it.
    db.exec("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA "
            "cache_size = -4000");
    db.exec("PRAGMA journal_size_limit = " + std::to_string(wal_bytes_kept));
}

} // namespace tocsin::storage
