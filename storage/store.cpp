// The door of storage: two connections, one mutex for each, and every exception turned into a Result.
#include "storage/store.hpp"

#include "storage/database.hpp"
#include "storage/file_lock.hpp"
#include "storage/rows.hpp"
#include "storage/verify.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Transaction.h>
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <openssl/rand.h>
#include <sqlite3.h>

namespace tocsin::storage {
namespace {

constexpr std::size_t rows_a_chunk =
    10'000; // verify reads in pieces, so that it does not keep the WAL from folding

// The connection that writes, with all its statements.
struct WriteSide {
    SQLite::Database db;
    LogWriter log{db};
    RowWriter rows{db};
    SQLite::Statement begin{db, "BEGIN IMMEDIATE"}, commit{db, "COMMIT"}, rollback{db, "ROLLBACK"};
    bool unsettled{}; // a commit failed, so its frames may lie in the WAL; see settle()

    explicit WriteSide(SQLite::Database opened) : db{std::move(opened)} {}
};
struct ReadSide {
    SQLite::Database db;
    RowReader rows{db};

    explicit ReadSide(SQLite::Database opened) : db{std::move(opened)} {}
};

void put(WriteSide& w, const Write& write, std::string_view& salts) {
    if (write.inbox) w.rows.put(*write.inbox);
    for (const auto& event : write.events) {
        w.log.append(event, salts.substr(0, salt_bytes));
        salts.remove_prefix(salt_bytes);
    }
    for (const auto& row : write.outbox) w.rows.put(row);
    for (const auto& line : write.talk) w.rows.put(line);
    for (const auto& [source, key] : write.answered) w.rows.mark_answered(source, key);
    for (const auto& [name, value] : write.meta) w.rows.put_meta(name, value);
    for (const auto& name : write.forget_meta) w.rows.forget_meta(name);
    if (!write.redact) return;
    for (const Seq seq : write.redact->events) w.log.take_words_out(seq);
    w.rows.redact(*write.redact);
}

void roll_back(WriteSide& w) {
    w.log.forget();
    if (sqlite3_get_autocommit(w.db.getHandle()) == 0) w.rollback.tryExecuteStep();
    w.rollback.tryReset();
}

// Runs `body` in a transaction; whatever goes wrong, nothing of it stays and the connection can be used
// again.
template <class Body> void transact(WriteSide& w, Body body) {
    bool committing = false;
    run(w.begin);
    try {
        body();
        committing = true;
        run(w.commit);
        w.unsettled = false;
    } catch (...) {
        w.unsettled = w.unsettled || committing;
        roll_back(w);
        throw;
    }
}

// A commit whose fsync failed may have left whole frames in the WAL, which a restart would take for
// committed. Writing anything at all puts other frames in their place.
void settle(WriteSide& w) noexcept {
    if (!w.unsettled) return;
    try {
        transact(w, [&] {
            w.rows.put_meta("settled", "1");
            w.rows.forget_meta("settled");
        });
    } catch (...) { // the disk is still away: the next commit will do it
    }
}

// What is written to a file that has no name any more is gone with the process. A driver that cannot tell
// says so.
bool is_gone(sqlite3* db) {
    int moved = 0;
    return sqlite3_file_control(db, nullptr, SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

// How much room to make; what the file says of itself is believed no further than its size allows.
std::size_t events_at_most(const SQLite::Database& db) {
    constexpr std::int64_t in_a_page = 64;
    SQLite::Statement last{db, "SELECT max(seq) FROM events"};
    last.executeStep();
    const auto wanted = std::min(last.getColumn(0).getInt64(), pragma_number(db, "page_count") * in_a_page);
    return static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0));
}

std::string canonical(const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path)).string();
}

} // namespace

struct Store::Impl {
    std::string path;
    Options options;
    FileLock lock; // first: held until the last connection is closed
    std::atomic<int> wal_pages{};
    std::mutex write_mutex, read_mutex;
    std::optional<WriteSide> writer; // before the reader: SQLite folds the WAL when the last connection goes
    std::optional<ReadSide> reader;

    void open();
    void open_writer();
    std::string salts(std::size_t events);

    // The door: what throws inside becomes an Error.
    template <class Body> auto guarded(sqlite3* db, Body body) -> Result<decltype(body())> {
        try {
            if constexpr (std::is_void_v<decltype(body())>) {
                body();
                return {};
            } else {
                return body();
            }
        } catch (const SQLite::Exception& e) {
            return error_of(e, db, path);
        } catch (const Failure& f) {
            return f.error;
        } catch (const std::exception& e) {
            return Error{ErrorCode::io, path + ": " + e.what()};
        }
    }
    template <class Body> auto reading(Body body) {
        const std::lock_guard hold{read_mutex};
        return guarded(reader->db.getHandle(), [&] { return body(*reader); });
    }
    template <class Body> Result<void> writing(Body body) {
        if (!writer) return Error{ErrorCode::read_only, path + ": it was opened for reading only."};
        const std::lock_guard hold{write_mutex};
        if (is_gone(writer->db.getHandle()))
            return Error{ErrorCode::io,
                         path +
                             ": the file was moved or removed while Tocsin runs. Put it back, or stop Tocsin "
                             "and restore a backup."};
        auto result = guarded(writer->db.getHandle(), [&] { body(*writer); });
        if (!result) settle(*writer);
        return result;
    }
};

void Store::Impl::open() {
    if (options.vfs.empty()) path = canonical(path);
    if (!options.read_only)
        open_writer();
    else if (options.vfs.empty() && !std::filesystem::exists(path))
        fail(ErrorCode::not_found, path + ": there is no such file. Check the path.");
    auto db = open_to_read(path, options.vfs);
    if (options.read_only) require_own_schema(db, path); // else `migrate` has seen to it
    reader.emplace(std::move(db));
    if (writer) check_newest_links(reader->db, path);
}

void Store::Impl::open_writer() {
    if (options.vfs.empty()) { // a named VFS has no real file to lock or to make
        lock = FileLock{path};
        create_data_file(path);
    }
    auto db = open_to_write(path, options.vfs);
    migrate(db, path);
    writer.emplace(std::move(db));
    const auto counted = [](void* pages, sqlite3*, const char*, int in_wal) {
        static_cast<std::atomic<int>*>(pages)->store(in_wal, std::memory_order_relaxed);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer->db.getHandle(), counted, &wal_pages);
}

std::string Store::Impl::salts(std::size_t events) {
    std::string bytes(events * salt_bytes, '\0');
    if (bytes.empty()) return bytes;
    if (options.random)
        options.random(std::as_writable_bytes(std::span{bytes}));
    else if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        fail(ErrorCode::io, "The system gives no random bytes. Nothing was recorded.");
    return bytes;
}

Store::Store(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Options options) {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->options = std::move(options);
    if (auto opened = impl->guarded(nullptr, [&] { impl->open(); }); !opened) return opened.error();
    return std::unique_ptr<Store>{new Store{std::move(impl)}};
}

Result<void> Store::commit(std::span<const Write> batch) {
    return impl_->writing([&](WriteSide& w) {
        std::size_t events = 0;
        for (const auto& write : batch) events += write.events.size();
        const std::string random = impl_->salts(events);
        std::string_view salts = random;
        transact(w, [&] {
            for (const auto& write : batch) put(w, write, salts);
        });
    });
}

Result<void> Store::prune(Instant now) {
    return impl_->writing([&](WriteSide& w) { transact(w, [&] { w.rows.prune(now); }); });
}

Result<void> Store::copy_to(const std::string& path) const {
    return impl_->reading([&](ReadSide& r) {
        const std::string place = canonical(path);
        std::error_code ignored;
        if (std::filesystem::exists(place, ignored))
            fail(ErrorCode::io, place + ": it is there already. Name a file that is not.");
        create_data_file(place); // for its rights; what is empty may be filled
        try {
            SQLite::Database copy{place, SQLite::OPEN_READWRITE};
            SQLite::Backup{copy, r.db}.executeStep();  // all pages as of one moment
            copy.exec("PRAGMA journal_mode = DELETE"); // one file, nothing beside it
        } catch (...) {
            std::filesystem::remove(place, ignored); // half a copy is none
            throw;
        }
    });
}

Result<void> Store::checkpoint() {
    return impl_->writing([&](WriteSide& w) {
        sqlite3* const db = w.db.getHandle();
        check(sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr), db);
        impl_->wal_pages = 0; // the next commit says how many there are
    });
}

int Store::wal_pages() const { return impl_->wal_pages; }

Result<void> Store::each_event(const std::function<void(Recorded&)>& take) const {
    return impl_->reading([&](ReadSide& r) {
        LogReader log{r.db, LogReader::With::body, "ORDER BY seq"};
        Recorded event;
        while (log.next()) {
            log.read(event);
            take(event);
        }
    });
}

Result<std::vector<Recorded>> Store::load_events() const {
    std::vector<Recorded> events;
    const auto room = impl_->reading([](ReadSide& r) { return events_at_most(r.db); });
    if (!room) return room.error();
    events.reserve(*room);
    if (auto read = each_event([&](Recorded& e) { events.push_back(std::move(e)); }); !read)
        return read.error();
    return events;
}

Result<std::vector<Recorded>> Store::load_events(IncidentId incident) const {
    return impl_->reading([&](ReadSide& r) {
        LogReader log{r.db, LogReader::With::body,
                      "WHERE incident = " + std::to_string(incident.value) + " ORDER BY idx"};
        std::vector<Recorded> events;
        while (log.next()) log.read(events.emplace_back());
        return events;
    });
}

Result<std::optional<InboxRow>> Store::find_inbox(std::string_view source, std::string_view key) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.inbox(std::string{source}, std::string{key}); });
}
Result<std::vector<InboxRow>> Store::recent_inbox(Instant since) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.inbox_since(since); });
}
Result<std::vector<OutboxRow>> Store::pending_outbox() const {
    return impl_->reading([](ReadSide& r) { return r.rows.pending(); });
}
Result<std::vector<OutboxRow>> Store::undelivered(std::size_t max) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.undelivered(max); });
}
Result<OutboxId> Store::last_outbox_id() const {
    return impl_->reading([](ReadSide& r) { return r.rows.last_outbox_id(); });
}
Result<std::optional<OutboxRow>> Store::sent_card(std::string_view card, const RoomId& room) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.sent_card(std::string{card}, room); });
}
Result<std::vector<TalkLine>> Store::talk(std::span<const RoomId> rooms, std::uint64_t before,
                                          std::size_t max) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.talk(rooms, before, max); });
}
Result<std::uint64_t> Store::last_talk_id() const {
    return impl_->reading([](ReadSide& r) { return r.rows.last_talk_id(); });
}
Result<std::optional<TalkLine>> Store::said(const RoomId& room, std::string_view ref) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.said(room, std::string{ref}); });
}
Result<std::string> Store::newest_ref(const RoomId& room) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.newest_ref(room); });
}
Result<std::optional<std::string>> Store::meta(std::string_view name) const {
    return impl_->reading([&](ReadSide& r) { return r.rows.meta(std::string{name}); });
}

Result<std::string> Store::chain_head(IncidentId incident) const {
    return impl_->reading([&](ReadSide& r) {
        LogReader log{r.db, LogReader::With::chain,
                      "WHERE incident = " + std::to_string(incident.value) + " ORDER BY idx DESC LIMIT 1"};
        Hash hash = Chain{}.first(incident);
        if (log.next() && !set_hash(hash, log.row().hash))
            fail(ErrorCode::damaged,
                 entry_name(incident.value, log.row().index) + " has no hash. See `tocsin verify`.");
        return hex(hash);
    });
}

Result<Verified> Store::verify(std::string_view known_head) const {
    Verifier verifier{known_head};
    auto pages = impl_->reading([&](ReadSide& r) {
        SQLite::Statement check{r.db, "PRAGMA quick_check(10)"};
        while (check.executeStep())
            if (const std::string said = check.getColumn(0).getString(); said != "ok")
                verifier.problem("The file itself is damaged: " + said);
    });
    if (!pages) return pages.error();
    std::int64_t last = INT64_MIN;
    for (std::size_t read = rows_a_chunk; read == rows_a_chunk;) {
        read = 0;
        auto chunk = impl_->reading([&](ReadSide& r) {
            LogReader log{r.db, LogReader::With::chain,
                          "WHERE seq > " + std::to_string(last) + " ORDER BY seq LIMIT " +
                              std::to_string(rows_a_chunk)};
            for (; log.next(); ++read) {
                const StoredRow row = log.row();
                verifier.row(row);
                last = static_cast<std::int64_t>(row.seq);
            }
        });
        if (!chunk) return chunk.error();
    }
    return verifier.finish();
}

} // namespace tocsin::storage
