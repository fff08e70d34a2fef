// The data file: SQLite, WAL, synchronous=FULL, one writer connection that is also the only checkpointer. Synchronous
// and without Asio; StoreWriter (writer.hpp) puts it on a thread of its own.
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/error.hpp"
#include "commands/core/event.hpp"
#include "commands/core/talk.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tocsin::storage {

// First answer of an Ask, kept under its key (DESIGN 4.2).
struct InboxRow {
    std::string source, key;
    std::string line;    // as typed: "same key, another text" is told
    std::string answer;  // JSON
    std::string offer;   // the line that `yes` runs; empty: none
    std::string place;   // "platform/account@room", folded: the same line within 2 s finds it here
    Instant at{};        // recorded
    std::uint64_t first_seq{}; // of its events; 0: none
    bool answered{};     // the asker has got it (set lazily, DESIGN 4.4)
};

enum class OutboxState : std::uint8_t {
    waiting,    // not sent yet, or to be tried again
    sending,    // a try is under way; after a restart: uncertain
    sent,       // the platform accepted it
    superseded, // a newer text of the same card was sent instead
    dropped,    // too late to be useful (not_after)
    dead,       // given up after the last try; shown to people with its reason
};

struct OutboxRow {
    OutboxId id;             // given by the caller, growing
    IncidentId incident;
    std::uint8_t priority{};
    std::string lane;        // platform, or platform and room
    RoomId room;
    PersonId person;         // 0: the room
    std::string card;        // coalescing key, empty: none
    std::uint32_t update{};
    Audience audience{};
    Instant made_at{}, not_after{}, try_at{};
    std::uint32_t tries{};
    OutboxState state{OutboxState::waiting};
    std::string body;        // JSON of the message
    std::string receipt;     // the platform's id of the message ("" until sent)
    std::string reason;      // why dropped or dead
    bool operator==(const OutboxRow&) const = default;
};

// Everything one Ask writes; a batch of these is one transaction, all or nothing.
struct Write {
    std::optional<InboxRow> inbox;
    std::vector<Recorded> events;      // in seq order; chain hash and salt are added here
    std::vector<OutboxRow> outbox;     // inserted, or replaced by id
    std::vector<TalkLine> talk;
    std::vector<std::pair<std::string, std::string>> answered; // (source, key) whose asker got the answer
    std::vector<std::pair<std::string, std::string>> meta;     // small named values ("clean_stop", "secret.room")
    std::vector<std::string> forget_meta;
};

struct Options {
    bool read_only{};
    std::string vfs;                                        // "" : the default one; tests name a faulty one
    std::function<void(std::span<std::byte>)> random;       // for salts; empty: OpenSSL's
};

// What `verify` found (DESIGN 4.8).
struct Verified {
    std::uint64_t events{}, incidents{}, redacted{};
    std::vector<std::pair<IncidentId, std::string>> heads; // hex of the newest hash, by incident (0: no incident)
    std::string head;                                      // hex over all heads: the one to write down
    std::vector<std::string> problems;                     // empty: everything holds
};

class Store {
public:
    // Creates the file and its schema if absent. Errors: already_open (another process), newer_schema, damaged,
    // read_only, disk_full, io; each detail names the file and the next step.
    static Result<std::unique_ptr<Store>> open(const std::string& path, Options = {});
    ~Store();

    // One transaction for all; on error nothing of it is on disk. Durable when it returns.
    Result<void> commit(std::span<const Write> batch);

    Result<std::vector<Recorded>> load_events() const;            // whole log in seq order; no JSON is parsed
    Result<std::vector<Recorded>> load_events(IncidentId) const;
    Result<std::optional<InboxRow>> find_inbox(std::string_view source, std::string_view key) const;
    Result<std::vector<InboxRow>> recent_inbox(Instant since) const; // for `yes`, repeats and unanswered ones
    Result<std::vector<OutboxRow>> pending_outbox() const;        // waiting and sending
    Result<std::vector<OutboxRow>> undelivered(std::size_t max) const; // dropped and dead, newest first
    Result<OutboxId> last_outbox_id() const;
    Result<std::optional<OutboxRow>> sent_card(std::string_view card, const RoomId&) const; // to edit it
    Result<std::vector<TalkLine>> talk(std::span<const RoomId>, std::uint64_t before_id, std::size_t max) const;
    Result<std::uint64_t> last_talk_id() const;
    Result<std::string> chain_head(IncidentId) const;             // hex of the newest hash
    Result<std::optional<std::string>> meta(std::string_view name) const;

    // Recomputes every hash. With `head`: it must be the present one (a cut tail is found).
    Result<Verified> verify() const;
    // Folds the WAL back in a quiet moment; bounded work. Only the writer calls it.
    Result<void> checkpoint();
    // Answers older than 7 days lose their text, keys older than 30 days go (DESIGN 4.2); sent rows after 7 days.
    Result<void> prune(Instant now);

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::storage
