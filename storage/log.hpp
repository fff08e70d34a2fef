// The log: appending events with their links of the chain, and reading them back.
#pragma once

#include "storage/chain.hpp"
#include "storage/codec.hpp"
#include "storage/statement.hpp"

#include <SQLiteCpp/Database.h>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace tocsin::storage {

// The newest entry of one incident.
struct Head {
    std::uint32_t index{}; // 0: none yet
    Hash hash{};
};

// Appends within the caller's transaction. What it remembers is a copy of the disk: after a rollback `forget`
// drops it, and it is read again.
class LogWriter {
public:
    explicit LogWriter(const SQLite::Database&);
    // Throws Failure{refused} if the event does not follow what is there: it was decided on something that
    // failed.
    void append(const Recorded&, std::string_view salt);
    // Words and salt go, the hashes stay: the chain still verifies, and the words cannot be guessed from it.
    void take_words_out(Seq);
    void forget();

private:
    Head& head_of(IncidentId);
    std::uint64_t last_seq();

    SQLite::Statement insert_, head_, last_, redact_;
    Chain chain_;
    Body body_;
    std::map<IncidentId, Head> heads_;
    std::optional<std::uint64_t> last_seq_;
};

// A row of the log as it lies on disk; the views hold until the next step.
struct StoredRow {
    std::uint64_t seq{}, command{};
    std::uint32_t incident{}, index{};
    std::int64_t recorded_at{};
    StoredEvent event;
    std::optional<std::string_view> salt;
    std::string_view body_hash, hash;
};

// Reads events by the C interface: a replay steps over a million rows, and a shared pointer a column shows
// there.
class LogReader {
public:
    enum class With { body, chain };
    // `where` follows "FROM events": "WHERE incident = 7 ORDER BY idx".
    LogReader(const SQLite::Database&, With, const std::string& where);
    bool next(); // false: no more rows
    StoredRow row() const;
    // Throws Failure{damaged} with the entry's name.
    void read(Recorded&) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt*) const;
    };
    const SQLite::Database& db_;
    With with_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// nullptr, or what is wrong with the row.
const char* decode(const StoredRow&, Recorded&);
// Reads a stored hash; false: it has the wrong length.
bool set_hash(Hash&, std::string_view);
std::string entry_name(std::uint32_t incident, std::uint32_t index);

} // namespace tocsin::storage
