// What is written is read back, after a restart too, and what contradicts the file leaves no trace in it.
#include "storage/store.hpp"

#include "tests/support/storage_samples.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <catch2/catch.hpp>

using namespace tocsin;
using namespace tocsin::storage;

namespace {

using std::chrono::days;

const RoomId ops{"room:#ops"}, other{"room:#other"};

Result<void> commit(Store& store, Write w) { return store.commit({&w, 1}); }
Write answered(std::uint64_t seq) {
    Write w;
    w.answered.emplace_back("room", test::key_of(seq));
    return w;
}
Write outbox(std::vector<OutboxRow> rows) {
    Write w;
    w.outbox = std::move(rows);
    return w;
}
OutboxRow card(std::uint64_t id, OutboxState state, RoomId room = ops) {
    auto row = test::message(id, state);
    row.card = "inc-3";
    row.room = std::move(room);
    return row;
}
std::vector<std::uint64_t> ids(const std::vector<OutboxRow>& rows) {
    std::vector<std::uint64_t> out;
    for (const auto& row : rows) out.push_back(row.id.value);
    return out;
}
using Ids = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("P1: all that one commit holds is there after a restart, field by field", "[storage]") {
    const test::TempFolder folder;
    const Write w = test::command(1, 3, 1);
    {
        auto store = test::open_store(folder.file());
        test::must(commit(*store, w));
        test::must(commit(*store, {.meta = {{"clean_stop", "1"}, {"secret.room", "x"}}}));
        test::must(commit(*store, {.forget_meta = {"clean_stop"}}));
    }
    const auto store = test::open_store(folder.file());
    CHECK(store->load_events().value() == w.events);
    CHECK(store->load_events(IncidentId{3}).value() == w.events);
    CHECK(store->load_events(IncidentId{4}).value().empty());
    CHECK(store->pending_outbox().value() == w.outbox);
    CHECK(store->talk({&ops, 1}, 0, 10).value() == w.talk);
    CHECK(store->meta("secret.room").value() == "x");
    CHECK_FALSE(store->meta("clean_stop").value().has_value());
    const auto row = store->find_inbox("room", "key-1").value();
    REQUIRE(row.has_value());
    CHECK(row->line == w.inbox->line);
    CHECK(row->answer == w.inbox->answer);
    CHECK(row->place == w.inbox->place);
    CHECK(row->at == w.inbox->at);
    CHECK(row->first_seq == 1);
    CHECK_FALSE(row->answered);
}

TEST_CASE("P4: every event type comes back from the file as it was recorded", "[storage]") {
    const test::TempFolder folder;
    Write w;
    for (std::size_t i = 1; i < std::variant_size_v<EventVariant>; ++i) {
        Recorded r =
            test::note(i, static_cast<std::uint32_t>(i % 3), static_cast<std::uint32_t>((i + 2) / 3));
        r.event = test::filled_event(i);
        w.events.push_back(r);
    }
    test::must(commit(*test::open_store(folder.file()), w));
    const auto store = test::open_store(folder.file(), {.read_only = true});
    CHECK(store->load_events().value() == w.events);
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("P2: a key that is there already is refused, with everything else in its batch", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    test::must(commit(*store, test::command(1, 3, 1)));
    std::vector<Write> batch{test::command(2, 3, 2), test::command(3, 3, 3)};
    batch[1].inbox->key = "key-1";
    const auto refused = store->commit(batch);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::refused);
    CHECK(store->load_events().value().size() == 1);
    CHECK(store->pending_outbox().value().size() == 1);
    CHECK_FALSE(store->find_inbox("room", "key-2").value().has_value());
    test::must(commit(*store, batch[0]));
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("An event that does not follow what is on the disk is refused, and the right one then is not",
          "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    test::must(commit(*store, test::command(5, 3, 1)));
    const auto bad = GENERATE(table<std::uint64_t, std::uint32_t>({{6, 3}, {6, 1}, {5, 2}, {4, 2}, {6, 0}}));
    const auto refused = commit(*store, {.events = {test::note(std::get<0>(bad), 3, std::get<1>(bad))}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::refused);
    CHECK(refused.error().detail.find("of incident 3 was not recorded") != std::string::npos);
    test::must(commit(*store, {.events = {test::note(6, 3, 2)}}));
    CHECK(store->load_events().value().size() == 2);
    CHECK(store->verify().value().problems.empty());
}

TEST_CASE("What could not be read back is not recorded", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    auto w = test::command(1, 3, 1);
    SECTION("an enum's number that is none") { w.outbox[0].state = static_cast<OutboxState>(17); }
    SECTION("a moment that no calendar has") { w.inbox->at = Instant::max(); }
    SECTION("the same in an event") { w.events[0].meta.at = Instant::min(); }
    SECTION("an event of a newer Tocsin") { w.events[0].event = Unknown{"pager-rang"}; }
    SECTION("a text that is far too long") { w.events[0].meta.by_name.assign(17u << 20, 'x'); }
    CHECK(commit(*store, w).has_error());
    test::must(commit(*store, test::command(1, 3, 1)));
}

TEST_CASE("P6: events of a newer Tocsin stay in the file as they came", "[storage]") {
    const test::TempFolder folder;
    test::must(
        commit(*test::open_store(folder.file()), {.events = {test::note(1, 3, 1), test::note(2, 3, 2)}}));
    std::string hash;
    {
        SQLite::Database db{folder.file(), SQLite::OPEN_READWRITE};
        db.exec("UPDATE events SET version = 2 WHERE seq = 1");
    }
    const auto store = test::open_store(folder.file(), {.read_only = true});
    const auto events = store->load_events().value();
    REQUIRE(events.size() == 2);
    CHECK(std::get<Unknown>(events[0].event).name == "note-added");
    CHECK(events[0].meta == test::filled_meta());
    CHECK(std::holds_alternative<NoteAdded>(events[1].event));
}

TEST_CASE("The log can be read one event at a time", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    Write w;
    for (std::uint32_t i = 1; i <= 5; ++i)
        w.events.push_back(test::note(i, 3, i, "text " + std::to_string(i)));
    test::must(commit(*store, w));
    std::vector<Recorded> seen;
    test::must(store->each_event([&](Recorded& e) { seen.push_back(e); }));
    CHECK(seen == w.events);
}

TEST_CASE("A long log is read in order to its end, or to the entry that is damaged", "[storage]") {
    const test::TempFolder folder;
    Write w;
    for (std::uint32_t i = 1; i <= 7'500; ++i)
        w.events.push_back(test::note(i, 3, i, "text " + std::to_string(i)));
    test::must(commit(*test::open_store(folder.file()), w));
    const auto store = test::open_store(folder.file(), {.read_only = true});
    CHECK(store->load_events().value() == w.events);
    test::tamper(folder.file(), "UPDATE events SET facts = 'x' WHERE seq = 6900");
    std::uint64_t seen = 0;
    const auto read = store->each_event([&](Recorded& e) { seen = e.seq.value; });
    REQUIRE(read.has_error());
    CHECK(read.error().code == ErrorCode::damaged);
    CHECK(read.error().detail.find("entry 6900 of incident 3") != std::string::npos);
    CHECK(seen < 6900);
    CHECK(store->load_events().has_error());
    test::tamper(folder.file(), "UPDATE events SET facts = '' WHERE seq = 6900");
    CHECK(store->load_events().value().size() == 7'500); // and the store still works
}

TEST_CASE("P5: an answer is known as given once it was marked so", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    const std::vector<Write> batch{test::command(1, 3, 1), test::command(2, 3, 2), test::command(3, 3, 3)};
    test::must(store->commit(batch));
    test::must(commit(*store, answered(2)));
    const auto recent = store->recent_inbox(batch[1].inbox->at).value();
    REQUIRE(recent.size() == 2);
    CHECK(recent[0].key == "key-2");
    CHECK(recent[0].answered);
    CHECK(recent[1].key == "key-3");
    CHECK_FALSE(recent[1].answered);
}

TEST_CASE("P3: the outbox tells what still waits, what was given up, and what it last said", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    using enum OutboxState;
    CHECK(store->last_outbox_id().value() == OutboxId{});
    test::must(
        commit(*store, outbox({test::message(1, waiting), test::message(2, sending), test::message(3, sent),
                               test::message(4, superseded), test::message(5, dropped),
                               test::message(6, dead), test::message(7, dead)})));
    CHECK(ids(store->pending_outbox().value()) == Ids{1, 2});
    CHECK(ids(store->undelivered(2).value()) == Ids{7, 6});
    CHECK(store->undelivered(9).value()[2].reason == "because");
    CHECK(store->last_outbox_id().value() == OutboxId{7});
    auto row = test::message(1, sent);
    row.tries = 3;
    test::must(commit(*store, outbox({row})));
    CHECK(ids(store->pending_outbox().value()) == Ids{2});

    CHECK_FALSE(store->sent_card("inc-3", ops).value().has_value());
    CHECK_FALSE(store->sent_card("", ops).value().has_value());
    test::must(
        commit(*store, outbox({card(11, sent), card(12, sent), card(13, waiting), card(14, sent, other)})));
    CHECK(store->sent_card("inc-3", ops).value() == card(12, sent));
    CHECK(store->sent_card("inc-3", other).value()->id == OutboxId{14});
}

TEST_CASE("Talk comes in pages, newest page first, each in the order it was said", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    CHECK(store->last_talk_id().value() == 0);
    Write w;
    for (std::uint64_t i = 1; i <= 10; ++i)
        w.talk.push_back({i, i % 2 ? ops : other, PersonId{1}, "Ada", std::to_string(i), Instant{Duration{1}},
                          PersonId{4}});
    test::must(commit(*store, w));
    CHECK(store->last_talk_id().value() == 10);
    const std::vector both{ops, other};
    const auto page = store->talk(both, 0, 3).value();
    REQUIRE(page.size() == 3);
    CHECK(page[0] == w.talk[7]);
    CHECK(page[2] == w.talk[9]);
    CHECK(store->talk(both, 8, 3).value()[0].id == 5);
    CHECK(store->talk({&ops, 1}, 8, 2).value()[1].id == 7);
    CHECK(store->talk({}, 0, 3).value().empty());
}

TEST_CASE("Old answers lose their text, older keys go, and a card can be edited for ever", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    using enum OutboxState;
    test::must(commit(*store, test::command(1, 3, 1)));
    test::must(commit(
        *store, outbox({test::message(2, sent), test::message(3, superseded), test::message(4, dead),
                        card(5, sent), card(6, sent), card(7, sent, other), test::message(8, waiting)})));
    const Instant then = test::command(1, 3, 1).inbox->at;

    test::must(store->prune(then + days{6}));
    CHECK_FALSE(store->find_inbox("room", "key-1").value()->answer.empty());
    CHECK(SQLite::Database{folder.file()}.execAndGet("SELECT count(*) FROM outbox").getInt() == 8);

    test::must(store->prune(then + days{8}));
    const auto stripped = store->find_inbox("room", "key-1").value();
    REQUIRE(stripped.has_value());
    CHECK(stripped->answer.empty());
    CHECK(stripped->line == "note hello");
    CHECK(ids(store->pending_outbox().value()) == Ids{1, 8});
    CHECK(ids(store->undelivered(9).value()) == Ids{4});
    CHECK(SQLite::Database{folder.file()}.execAndGet("SELECT group_concat(id) FROM outbox").getString() ==
          "1,4,6,7,8");
    CHECK(store->sent_card("inc-3", ops).value()->id == OutboxId{6});
    CHECK(store->sent_card("inc-3", ops).value()->receipt == "r-6");
    CHECK(store->sent_card("inc-3", ops).value()->body.empty());

    test::must(store->prune(then + days{31}));
    CHECK_FALSE(store->find_inbox("room", "key-1").value().has_value());
    CHECK(store->undelivered(9).value().empty());
    CHECK(ids(store->pending_outbox().value()) == Ids{1, 8});
    CHECK(store->load_events().value().size() == 1); // P6: the log keeps everything
}

TEST_CASE("P11: each call of prune does a bounded part, and enough calls do all", "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    std::vector<Write> batch;
    for (std::uint64_t i = 1; i <= 2'500; ++i) {
        batch.push_back(test::command(i, 3, static_cast<std::uint32_t>(i)));
        batch.back().outbox[0].state = OutboxState::sent;
        if (i <= 1'200)
            batch.back().outbox[0].card = "card " + std::to_string(i); // each the newest of its own
    }
    test::must(store->commit(batch));
    const auto left = [&](const char* where) {
        return SQLite::Database{folder.file()}
            .execAndGet(std::string{"SELECT count(*) FROM "} + where)
            .getInt();
    };
    const Instant later = batch.back().inbox->at + days{8};
    test::must(store->prune(later));
    CHECK(left("inbox WHERE answer <> ''") == 1'500);
    for (int i = 0; i < 4; ++i) test::must(store->prune(later));
    CHECK(left("inbox WHERE answer <> ''") == 0);
    CHECK(left("outbox WHERE card = ''") == 0);
    CHECK(left("outbox WHERE body = ''") == 1'200);
}

TEST_CASE("A checkpoint folds the log of writes back into the file, which then is whole without it",
          "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    test::must(commit(*store, test::command(1, 3, 1)));
    CHECK(store->wal_pages() > 0);
    test::must(store->checkpoint());
    CHECK(store->wal_pages() == 0);
    std::filesystem::copy_file(folder.file(), folder.file("copy.db"));
    CHECK(test::open_store(folder.file("copy.db"))->load_events().value().size() == 1);
}

TEST_CASE("P1: what would go to a file that was moved away is refused, and taken again once it is back",
          "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    test::must(commit(*store, test::command(1, 3, 1)));
    std::filesystem::rename(folder.file(), folder.file("elsewhere.db"));
    const auto refused = commit(*store, test::command(2, 3, 2));
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail.find("moved or removed") != std::string::npos);
    std::filesystem::rename(folder.file("elsewhere.db"), folder.file());
    test::must(commit(*store, test::command(2, 3, 2)));
    CHECK(store->load_events().value().size() == 2);
}

TEST_CASE("Only Tocsin's own line to the same person is edited in place; a taken id is refused else",
          "[storage]") {
    const test::TempFolder folder;
    auto store = test::open_store(folder.file());
    const RoomId room{"room:#ops"};
    const TalkLine typed{.id = 1, .room = room, .person = {4}, .name = "ana", .text = "mine"},
        own{.id = 2, .room = room, .person = {}, .name = "tocsin", .text = "first", .only_for = {7}};
    test::must(commit(*store, {.talk = {typed, own}}));
    const auto texts = [&] {
        std::vector<std::string> out;
        for (const auto& line : store->talk(std::span{&room, 1}, 0, 10).value()) out.push_back(line.text);
        return out;
    };
    auto edit = own;
    edit.text = "second";
    CHECK(commit(*store, {.talk = {edit}}).has_error()); // not said to be an edit
    edit.edited = true;
    test::must(commit(*store, {.talk = {edit}}));
    CHECK(texts() == std::vector<std::string>{"mine", "second"});
    for (const auto& [id, only_for] : {std::pair{1U, 7U}, {2U, 8U}, {2U, 0U}}) {
        auto other = edit;
        other.id = id;
        other.only_for = {only_for};
        other.text = "third";
        test::must(commit(*store, {.talk = {other}}));
        CHECK(texts() == std::vector<std::string>{"mine", "second"});
    }
}
