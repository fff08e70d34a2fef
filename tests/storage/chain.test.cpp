// The tamper-evident log: what `verify` finds, and that it finds nothing where nothing is.
#include "storage/chain.hpp"

#include "tests/support/storage_samples.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace tocsin;
using namespace tocsin::storage;

namespace {

// Two incidents and the log without one, interleaved: seq 1 to 12.
std::string written(const test::TempFolder& folder) {
    auto store = test::open_store(folder.file());
    std::uint64_t seq = 0;
    for (std::uint32_t i = 1; i <= 4; ++i)
        for (const std::uint32_t incident : {0u, 7u, 9u}) {
            Write w;
            ++seq;
            w.events.push_back(test::note(seq, incident, i, "text " + std::to_string(seq)));
            test::must(store->commit({&w, 1}));
        }
    return folder.file();
}
Verified verified(const std::string& path, std::string_view head = {}) {
    auto found = test::open_store(path, {.read_only = true})->verify(head);
    REQUIRE(found.has_value());
    return *found;
}
bool mentions(const Verified& found, std::string_view what) {
    return std::ranges::any_of(found.problems,
                               [&](const auto& p) { return p.find(what) != std::string::npos; });
}

} // namespace

TEST_CASE("SHA-256 and its hex form are the known ones", "[storage]") {
    CHECK(hex(Chain{}.over("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Where one item ends and the next begins is part of the hash", "[storage]") {
    Chain chain;
    CHECK(chain.body("s", "ab", "c") != chain.body("s", "a", "bc"));
    CHECK(chain.body("sa", "b", "c") != chain.body("s", "ab", "c"));
    CHECK(chain.first(IncidentId{1}) != chain.first(IncidentId{2}));
}

TEST_CASE("P6: an untouched log verifies, before and after it is opened again and added to", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    const Verified before = verified(path);
    CHECK(before.problems.empty());
    CHECK(before.events == 12);
    CHECK(before.incidents == 2);
    REQUIRE(before.heads.size() == 3);
    auto store = test::open_store(path);
    CHECK(store->chain_head(IncidentId{7}).value() == before.heads[1].second);
    const Write w{.events = {test::note(13, 7, 5)}};
    test::must(store->commit({&w, 1}));
    const auto after = store->verify();
    REQUIRE(after.has_value());
    CHECK(after->problems.empty());
    CHECK(after->head != before.head);
    CHECK(after->heads[2] == before.heads[2]);
    CHECK(after->heads[1] != before.heads[1]);
}

TEST_CASE("P6: a change to any column of one entry is found, and the entry is named", "[storage]") {
    const auto change = GENERATE(as<std::string>{}, "facts = replace(facts, 'number=2', 'number=3')",
                                 "words = replace(words, 'text 5', 'text 6')", "words = words || ' '",
                                 "recorded_at = recorded_at + 1", "name = 'task-done'", "version = 2",
                                 "command = command + 1", "salt = zeroblob(16)", "salt = NULL",
                                 "body_hash = zeroblob(32)", "hash = zeroblob(32)", "hash = x'00'",
                                 "body_hash = x''", "seq = 100", "facts = ''", "words = ''", "facts = 'x'");
    INFO(change);
    const test::TempFolder folder;
    const auto path = written(folder);
    test::tamper(path, "UPDATE events SET " + change + " WHERE seq = 5"); // entry 2 of incident 7
    const Verified found = verified(path);
    CHECK(mentions(found, "entry 2 of incident 7"));
    CHECK(found.events == 12);
    CHECK_FALSE(mentions(found, "incident 9"));
    CHECK_FALSE(mentions(found, "entry 4 of incident 7"));
}

TEST_CASE("P6: one changed byte, whichever it is, is found", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    const std::string column = GENERATE("facts", "words");
    const auto length =
        SQLite::Database{path}.execAndGet("SELECT length(" + column + ") FROM events WHERE seq = 5").getInt();
    REQUIRE(length > 40);
    for (int at = 1; at <= length; ++at) {
        const std::string copy = folder.file("copy.db"), here = std::to_string(at),
                          was = column + ", " + here + ", 1";
        std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
        test::tamper(copy, "UPDATE events SET " + column + " = substr(" + column + ", 1, " + here +
                               " - 1) || iif(substr(" + was + ") = '5', '6', '5') || substr(" + column +
                               ", " + here + " + 1) WHERE seq = 5");
        INFO(column << " byte " << at);
        CHECK(mentions(verified(copy), "entry 2 of incident 7"));
    }
}

TEST_CASE("P6: a removed entry, a swapped pair and a cut tail are found", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    const Verified before = verified(path);
    SECTION("one out of the middle") {
        test::tamper(path, "DELETE FROM events WHERE seq = 5");
        CHECK(mentions(verified(path), "incident 7: entry 2 is missing"));
    }
    SECTION("the first two") {
        test::tamper(path, "DELETE FROM events WHERE seq IN (2, 5)");
        CHECK(mentions(verified(path), "incident 7: the entries 1 to 2 are missing"));
    }
    SECTION("out of the middle, and the rest renumbered") {
        test::tamper(path, "DELETE FROM events WHERE seq = 5; UPDATE events SET idx = idx - 1 WHERE incident "
                           "= 7 AND idx > 2");
        CHECK(mentions(verified(path), "entry 2 of incident 7 does not follow"));
    }
    SECTION("two texts exchanged, each with its own hashes") {
        test::tamper(path,
                     "UPDATE events SET seq = 50 WHERE seq = 5; UPDATE events SET seq = 5 WHERE seq = 8;"
                     "UPDATE events SET seq = 8 WHERE seq = 50");
        CHECK_FALSE(verified(path).problems.empty());
    }
    SECTION("an entry moved to another incident") {
        test::tamper(path, "UPDATE events SET incident = 7, idx = 5 WHERE seq = 12");
        CHECK(mentions(verified(path), "entry 5 of incident 7 does not follow"));
    }
    SECTION("the tail: only somebody who wrote the head down finds it") {
        test::tamper(path, "DELETE FROM events WHERE seq > 10");
        CHECK(verified(path).problems.empty());
        CHECK(verified(path).head != before.head);
        CHECK(mentions(verified(path, before.head), "The head you gave"));
        CHECK(mentions(verified(path, before.heads[1].second), "The head you gave"));
        CHECK_FALSE(mentions(verified(path, before.heads[0].second), "The head you gave"));
    }
    SECTION("a whole incident") {
        test::tamper(path, "DELETE FROM events WHERE incident = 9");
        CHECK(mentions(verified(path, before.head), "The head you gave"));
    }
}

TEST_CASE("P6: a head written down earlier is still found after the log has grown", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    const Verified before = verified(path);
    {
        auto store = test::open_store(path);
        const Write w{.events = {test::note(13, 7, 5)}};
        test::must(store->commit({&w, 1}));
    }
    CHECK(verified(path, before.head).problems.empty());
    CHECK(verified(path, before.heads[1].second).problems.empty());
    CHECK(mentions(verified(path, std::string(64, 'a')), "The head you gave"));
}

TEST_CASE("P6: a redacted entry keeps its place in the chain and is counted", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    test::tamper(path, "UPDATE events SET words = '', salt = NULL WHERE seq = 5");
    const Verified found = verified(path);
    CHECK(found.problems.empty());
    CHECK(found.redacted == 1);
}

TEST_CASE("A problem names an incident as people know it", "[storage]") {
    const test::TempFolder folder;
    {
        auto store = test::open_store(folder.file());
        Recorded declared = test::note(1, 3, 1);
        declared.event = IncidentDeclared{.number = 12, .title = "Payments"};
        const Write w{.events = {declared, test::note(2, 3, 2)}};
        test::must(store->commit({&w, 1}));
    }
    test::tamper(folder.file(), "UPDATE events SET words = words || '' || 'x=1:y ' WHERE seq = 2");
    CHECK(mentions(verified(folder.file()), "entry 2 of INC-12 was changed"));
}

TEST_CASE("A log whose newest entries were changed is not written on", "[storage]") {
    const test::TempFolder folder;
    const auto path = written(folder);
    test::tamper(path, "UPDATE events SET words = replace(words, 'text 5', 'text 6') WHERE seq = 5");
    const auto store = Store::open(path);
    REQUIRE(store.has_error());
    CHECK(store.error().code == ErrorCode::damaged);
    CHECK(store.error().detail.find("entry 2 of incident 7") != std::string::npos);
    CHECK(store.error().detail.find("tocsin verify") != std::string::npos);
}

TEST_CASE("P6: redacted words leave no byte in the file", "[storage]") {
    const test::TempFolder folder;
    {
        auto store = test::open_store(folder.file());
        const Write before{.events = {test::note(1, 3, 1, "xyzzy-secret"), test::note(2, 3, 2)}};
        test::must(store->commit({&before, 1}));
        const Write redaction{
            .events = {test::note(3, 3, 3)},
            .redact = storage::Redaction{
                .events = {Seq{1}}, .words = {"xyzzy-secret"}, .mark = "x", .message = "{}"}};
        test::must(store->commit({&redaction, 1}));
    }
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{folder.file()}.parent_path()}) {
        std::stringstream bytes;
        bytes << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
        CHECK(bytes.str().find("xyzzy-secret") == std::string::npos);
    }
    CHECK(verified(folder.file()).problems.empty());
}
