// Opening: whose file it is, who else has it, and what is said when it cannot be.
#include "tests/support/storage_samples.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tocsin;
using namespace tocsin::storage;

namespace {

Error refusal(const std::string& path, Options options = {}) {
    const auto store = Store::open(path, std::move(options));
    REQUIRE(store.has_error());
    CHECK(store.error().detail.find(std::filesystem::path{path}.filename().string()) != std::string::npos);
    CHECK(store.error().detail.ends_with("."));
    return store.error();
}
std::string bytes_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}
std::string made(const test::TempFolder& folder) {
    const Write w = test::command(1, 3, 1);
    test::must(test::open_store(folder.file())->commit({&w, 1}));
    return folder.file();
}

// A child process that holds the file open until it is killed.
class Holder {
public:
    explicit Holder(const std::string& path) {
        int ready[2];
        REQUIRE(::pipe(ready) == 0);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) hold(path, ready[1]);
        char opened{};
        REQUIRE(::read(ready[0], &opened, 1) == 1);
        REQUIRE(opened == 'y');
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

private:
    [[noreturn]] static void hold(const std::string& path, int ready) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // never outlives the test
        const auto store = Store::open(path);
        const Write w = test::command(2, 3, 2);
        const char said = store && (*store)->commit({&w, 1}) ? 'y' : 'n';
        if (::write(ready, &said, 1) == 1)
            for (;;) ::pause();
        ::_exit(1);
    }
    pid_t pid_{};
};

} // namespace

TEST_CASE("A new data file is readable by its owner alone, and so is what lies beside it", "[storage]") {
    const test::TempFolder folder;
    const auto store = test::open_store(folder.file());
    for (const char* name : {"tocsin.db", "tocsin.db.lock", "tocsin.db-wal"}) {
        struct stat s{};
        INFO(name);
        REQUIRE(::stat(folder.file(name).c_str(), &s) == 0);
        CHECK((s.st_mode & 0777) == 0600);
    }
}

TEST_CASE("A second process is refused, may read, and takes over once the first was killed", "[storage]") {
    const test::TempFolder folder;
    const auto path = made(folder);
    Holder holder{path};
    CHECK(refusal(path).code == ErrorCode::already_open);
    const auto link = folder.file("other-name.db");
    std::filesystem::create_symlink(path, link);
    CHECK(Store::open(link).error().code == ErrorCode::already_open);
    {
        const auto reader = test::open_store(path, {.read_only = true});
        CHECK(reader->load_events().value().size() == 2);
        CHECK(reader->verify().value().problems.empty());
    }
    holder.kill();
    const auto store = test::open_store(path);
    CHECK(store->load_events().value().size() == 2); // P1: what the killed one had acknowledged
}

TEST_CASE("The same process cannot open the file twice to write either", "[storage]") {
    const test::TempFolder folder;
    const auto store = test::open_store(folder.file());
    CHECK(refusal(folder.file()).code == ErrorCode::already_open);
    const Write w = test::command(1, 3, 1);
    test::must(store->commit({&w, 1}));
}

TEST_CASE("A store opened to read writes nothing", "[storage]") {
    const test::TempFolder folder;
    const auto path = made(folder);
    const auto store = test::open_store(path, {.read_only = true});
    const Write w = test::command(2, 3, 2);
    CHECK(store->commit({&w, 1}).error().code == ErrorCode::read_only);
    CHECK(store->prune(Instant{}).error().code == ErrorCode::read_only);
    CHECK(store->load_events().value().size() == 1);
}

TEST_CASE("A file that a newer Tocsin wrote is refused and left as it is", "[storage]") {
    const test::TempFolder folder;
    const auto path = made(folder);
    test::tamper(path, "PRAGMA user_version = 1000");
    const auto before = bytes_of(path);
    const auto error = refusal(path);
    CHECK(error.code == ErrorCode::newer_schema);
    CHECK(error.detail.find("newer Tocsin") != std::string::npos);
    CHECK(refusal(path, {.read_only = true}).code == ErrorCode::newer_schema);
    CHECK(bytes_of(path) == before);
}

TEST_CASE("Another program's file is refused and left as it is", "[storage]") {
    const test::TempFolder folder;
    const auto path = folder.file();
    SECTION("a SQLite file") {
        SQLite::Database{path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(
            "CREATE TABLE events (seq)");
    }
    SECTION("a SQLite file with a version") {
        SQLite::Database{path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec("PRAGMA user_version = 1");
    }
    SECTION("a text") { std::ofstream{path} << std::string(5'000, 'x'); }
    SECTION("a short text") { std::ofstream{path} << "hello"; }
    const auto before = bytes_of(path);
    CHECK(refusal(path).code == ErrorCode::damaged);
    CHECK(bytes_of(path) == before);
}

TEST_CASE("A file whose tables are not ours word for word is refused", "[storage]") {
    const auto change = GENERATE(
        as<std::string>{}, "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM inbox; END",
        "ALTER TABLE events RENAME TO log; CREATE VIEW events AS SELECT * FROM log",
        "DROP INDEX events_by_incident", "CREATE INDEX extra ON events (length(words))",
        "ALTER TABLE talk ADD COLUMN more TEXT", "DROP TABLE meta", "CREATE VIRTUAL TABLE f USING fts5(x)");
    INFO(change);
    const test::TempFolder folder;
    const auto path = made(folder);
    test::tamper(path, change);
    CHECK(refusal(path).code == ErrorCode::damaged);
    CHECK(refusal(path, {.read_only = true}).code == ErrorCode::damaged);
}

TEST_CASE("A file cut short or overwritten is refused or found by verify, never believed", "[storage]") {
    const test::TempFolder folder;
    std::string whole;
    {
        auto store = test::open_store(folder.file());
        for (std::uint32_t i = 1; i <= 200; ++i) {
            const Write w = test::command(i, 3, i);
            test::must(store->commit({&w, 1}));
        }
    }
    whole = bytes_of(folder.file());
    for (std::size_t at = 0; at < whole.size(); at += 1'777) {
        for (const bool cut : {true, false}) {
            std::string bytes = whole;
            if (cut)
                bytes.resize(at);
            else
                bytes.replace(at, 40, 40, '\xfd');
            const auto path = folder.file("hurt.db");
            std::ofstream{path, std::ios::binary} << bytes;
            INFO((cut ? "cut at " : "overwritten at ") << at);
            const auto store = Store::open(path, {.read_only = true});
            if (store) {
                (void)(*store)->load_events();
                const auto found = (*store)->verify();
                if (cut) CHECK((found.has_error() || !found->problems.empty()));
            } else {
                CHECK(store.error().code == ErrorCode::damaged);
            }
        }
    }
}

TEST_CASE("A path that leads nowhere is told apart from one that may not be written", "[storage]") {
    const test::TempFolder folder;
    CHECK(refusal(folder.file("none/tocsin.db")).code == ErrorCode::not_found);
    CHECK(refusal(folder.file("none.db"), {.read_only = true}).code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(folder.file("none.db")));
    std::filesystem::create_directory(folder.file("folder.db"));
    CHECK(Store::open(folder.file("folder.db")).has_error());
    if (::geteuid() == 0) return; // root may write anywhere
    const auto path = made(folder);
    ::chmod(path.c_str(), 0400);
    CHECK(refusal(path).code == ErrorCode::read_only);
}
