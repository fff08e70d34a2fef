// The disk that the other tests stand on: it must forget, keep and repeat itself as it says.
#include "tests/support/faulty_vfs.hpp"

#include "tests/support/storage_samples.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <catch2/catch.hpp>

using namespace tocsin::test;
using Fault = FaultyDisk::Fault;
using Crash = FaultyDisk::Crash;

namespace {

const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
const std::string path = "a.db";

// Two rows; the second is written without a sync.
void two_rows(const FaultyDisk& disk, std::unique_ptr<SQLite::Database>& db) {
    db = std::make_unique<SQLite::Database>(path, flags, 0, disk.name());
    db->exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    db->exec("PRAGMA synchronous = OFF; INSERT INTO t VALUES (2)");
}
int rows(const FaultyDisk& disk) {
    return SQLite::Database{path, flags, 0, disk.name()}.execAndGet("SELECT count(*) FROM t").getInt();
}

} // namespace

TEST_CASE("The faulty disk forgets what was not synced when the power goes, and only then", "[support]") {
    FaultyDisk disk{1};
    std::unique_ptr<SQLite::Database> db;
    two_rows(disk, db);
    CHECK(disk.counts().syncs > 0);
    const auto how = GENERATE(Crash::killed, Crash::power_cut);
    disk.crash(how);
    CHECK_THROWS(db->exec("INSERT INTO t VALUES (3)"));
    db.reset();
    CHECK_THROWS(rows(disk));
    disk.restart();
    CHECK(rows(disk) == (how == Crash::killed ? 2 : 1));
}

TEST_CASE("The faulty disk does the same for the same seed", "[support]") {
    const auto run = [](std::uint64_t seed) {
        FaultyDisk disk{seed};
        std::unique_ptr<SQLite::Database> db;
        two_rows(disk, db);
        for (int i = 0; i < 50; ++i) db->exec("INSERT INTO t VALUES (zeroblob(3000))");
        disk.crash(Crash::torn);
        db.reset();
        return disk.contents("a.db-wal");
    };
    CHECK(run(1) == run(1));
    CHECK(run(1) != run(2));
}

TEST_CASE("The faulty disk fails at the step it was told, and not before or after", "[support]") {
    FaultyDisk disk{1};
    SQLite::Database db{path, flags, 0, disk.name()};
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x)");
    const auto before = disk.counts().steps;
    db.exec("INSERT INTO t VALUES (1)");
    const auto steps = disk.counts().steps - before;
    REQUIRE(steps > 0);
    disk.fail_after(steps + 1, Fault::io_error);
    db.exec("INSERT INTO t VALUES (2)");
    CHECK_THROWS(db.exec("INSERT INTO t VALUES (3)"));
    db.exec("INSERT INTO t VALUES (4)");
    CHECK(db.execAndGet("SELECT group_concat(x) FROM t").getString() == "1,2,4");
}

TEST_CASE("Two connections on the faulty disk see and exclude each other", "[support]") {
    FaultyDisk disk{1};
    const bool wal = GENERATE(true, false);
    SQLite::Database a{path, flags, 0, disk.name()}, b{path, flags, 0, disk.name()};
    if (wal) a.exec("PRAGMA journal_mode = WAL");
    a.exec("CREATE TABLE t (x)");
    a.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
    CHECK(b.execAndGet("SELECT count(*) FROM t").getInt() == 0);
    CHECK_THROWS(b.exec("BEGIN IMMEDIATE"));
    a.exec("COMMIT");
    CHECK(b.execAndGet("SELECT count(*) FROM t").getInt() == 1);
    b.exec("INSERT INTO t VALUES (2)");
    CHECK(a.execAndGet("SELECT count(*) FROM t").getInt() == 2);
}
