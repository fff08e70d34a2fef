// See the header.
#include "tests/support/storage_samples.hpp"

#include <SQLiteCpp/Database.h>
#include <stdexcept>
#include <unistd.h>

namespace tocsin::test {

Event filled_event(std::size_t index) {
    Event event = make_event(index);
    std::visit([&](auto& e) { fields(e, Fill{index * 100}); }, event);
    return event;
}

Meta filled_meta() {
    return {PersonId{4'000'000'000}, "Ada \"L\" =3:", RoomId{"room:#ops 1=2"},
            Instant{Duration{1'722'222'222'222}}, true};
}

Recorded note(std::uint64_t seq, std::uint32_t incident, std::uint32_t index, std::string text) {
    Recorded r;
    r.seq.value = r.command.value = seq;
    r.incident.value = incident;
    r.index = index;
    r.recorded_at = Instant{Duration{1'722'222'000'000 + static_cast<std::int64_t>(seq)}};
    r.meta = filled_meta();
    r.event = NoteAdded{index, std::move(text)};
    return r;
}

std::string key_of(std::uint64_t seq) { return "key-" + std::to_string(seq); }

storage::OutboxRow message(std::uint64_t id, storage::OutboxState state) {
    storage::OutboxRow row;
    row.id.value = id;
    row.incident.value = 3;
    row.priority = 2;
    row.lane = "room/#ops";
    row.room.value = "room:#ops";
    row.person.value = 9;
    row.card = "";
    row.update = 5;
    row.audience = Audience::customers;
    row.made_at = Instant{Duration{1'722'222'000'000 + static_cast<std::int64_t>(id)}};
    row.not_after = row.made_at + minutes{10};
    row.try_at = row.made_at + seconds{1};
    row.tries = 2;
    row.state = state;
    row.body = R"({"lines":[]})";
    row.receipt = "r-" + std::to_string(id);
    row.reason = "because";
    return row;
}

storage::Write command(std::uint64_t seq, std::uint32_t incident, std::uint32_t index) {
    storage::Write w;
    const Instant at{Duration{1'722'222'000'000 + static_cast<std::int64_t>(seq)}};
    w.inbox = storage::InboxRow{"room",          key_of(seq), "note hello", R"({"a":1})", "",
                                "room/ada@#ops", at,          seq,          false};
    w.events.push_back(note(seq, incident, index));
    w.outbox.push_back(message(seq));
    w.talk.push_back({seq, RoomId{"room:#ops"}, PersonId{1}, "Ada", "hello", at, {}});
    return w;
}

std::unique_ptr<storage::Store> open_store(const std::string& path, storage::Options options) {
    auto store = storage::Store::open(path, std::move(options));
    if (!store) throw std::runtime_error{store.error().detail};
    return std::move(*store);
}

void must(const Result<void>& done) {
    if (!done) throw std::runtime_error{done.error().detail};
}

std::function<void(std::span<std::byte>)> counted_random() {
    return [n = 0](std::span<std::byte> bytes) mutable {
        for (auto& b : bytes) b = static_cast<std::byte>(++n);
    };
}

void tamper(const std::string& path, const std::string& sql) {
    SQLite::Database db{path, SQLite::OPEN_READWRITE};
    db.exec(sql);
}

} // namespace tocsin::test
