// The data file: SQLite, WAL, synchronous=FULL, one writer connection that is also the only checkpointer.
// Synchronous and without Asio; ThreadWriter (writer.hpp) puts its commits on a thread of their own.
//
// Threads: every function may be called from any thread. Those that write wait for each other, those that
// read wait for each other, and no reader ever waits for a commit: it sees the last one that has returned.
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
    std::string line;          // as typed: "same key, another text" is told
    std::string answer;        // JSON
    std::string offer;         // the line that `yes` runs; empty: none
    std::string place;         // "platform/account@room", folded: the same line within 2 s finds it here
    Instant at{};              // recorded
    std::uint64_t first_seq{}; // of its events; 0: none
    bool answered{};           // the asker has got it (set lazily, DESIGN 4.4)
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
    OutboxId id; // given by the caller, growing
    IncidentId incident;
    std::uint8_t priority{};
    std::string lane; // platform, or platform and room
    RoomId room;
    PersonId person;  // 0: the room
    std::string card; // coalescing key, empty: none
    std::uint32_t update{};
    Audience audience{};
    Instant made_at{}, not_after{}, try_at{};
    std::uint32_t tries{};
    OutboxState state{OutboxState::waiting};
    std::string body;     // JSON of the message
    std::string receipt;  // the platform's id of the message ("" until sent)
    std::string reason;   // why dropped or dead
    std::uint32_t page{}; // number of the page that it is, 0: none
    std::string thread{}; // of the room, by the platform's id of its first message; empty: none
    bool operator==(const OutboxRow&) const = default;
};

// Words that are taken out of what is on disk already (DESIGN 4.8): the rows of these events lose words and
// salt, and every other row that holds one of the words loses its text.
struct Redaction {
    std::vector<Seq> events;
    std::vector<std::string> words;
    std::string mark;    // in the place of a person's line
    std::string message; // the same as a message, JSON
};

// Everything one Ask writes; a batch of these is one transaction, all or nothing.
struct Write {
    std::optional<InboxRow> inbox;
    std::vector<Recorded> events;  // in seq order; chain hash and salt are added here
    std::vector<OutboxRow> outbox; // inserted, or replaced by id
    std::vector<TalkLine> talk;
    std::vector<std::pair<std::string, std::string>> answered; // (source, key) whose asker got the answer
    std::vector<std::pair<std::string, std::string>> meta; // small named values ("clean_stop", "secret.room")
    std::vector<std::string> forget_meta;
    std::optional<Redaction> redact{}; // after everything else of this write
};

struct Options {
    bool read_only{};
    std::string vfs;                                  // "" : the default one; tests name a faulty one
    std::function<void(std::span<std::byte>)> random; // for salts; empty: OpenSSL's
};

// What `verify` found (DESIGN 4.8).
struct Verified {
    std::uint64_t events{}, incidents{}, redacted{};
    std::vector<std::pair<IncidentId, std::string>>
        heads;                         // hex of the newest hash, by incident (0: no incident)
    std::string head;                  // hex over all links in order: the one to write down
    std::vector<std::string> problems; // empty: everything holds
};

class Store {
public:
    // Creates the file and its schema if absent. Errors: already_open (another process), newer_schema,
    // damaged, read_only, disk_full, io; each detail names the file and the next step.
    static Result<std::unique_ptr<Store>> open(const std::string& path, Options = {});
    ~Store();

    // One transaction for all; on error nothing of it is on disk. Durable when it returns.
    // Refused (and then decided on something that is not on disk, or a bug): an event that does not follow
    // the last of its incident or of the log, a key or id that is there already.
    Result<void> commit(std::span<const Write> batch);

    // The whole log in seq order, one event at a time, which the callee may move from; it must not call the
    // store.
    Result<void> each_event(const std::function<void(Recorded&)>&) const;
    Result<std::vector<Recorded>> load_events() const; // whole log in seq order; no JSON is parsed
    Result<std::vector<Recorded>> load_events(IncidentId) const;
    Result<std::optional<InboxRow>> find_inbox(std::string_view source, std::string_view key) const;
    Result<std::vector<InboxRow>> recent_inbox(Instant since) const; // for `yes`, repeats and unanswered ones
    Result<std::vector<OutboxRow>> pending_outbox() const;           // waiting and sending
    Result<std::vector<OutboxRow>> undelivered(std::size_t max) const; // dropped and dead, newest first
    Result<OutboxId> last_outbox_id() const;
    Result<std::optional<OutboxRow>> sent_card(std::string_view card, const RoomId&) const; // to edit it
    // The newest `max` lines of these rooms before that id (0: the newest of all), oldest first.
    Result<std::vector<TalkLine>> talk(std::span<const RoomId>, std::uint64_t before_id,
                                       std::size_t max) const;
    Result<std::uint64_t> last_talk_id() const;
    // A line by its platform's id, as it reads now; nullopt: never heard.
    Result<std::optional<TalkLine>> said(const RoomId&, std::string_view ref) const;
    Result<std::string> newest_ref(const RoomId&) const; // "": none yet
    Result<std::string> chain_head(IncidentId) const;    // hex of the newest hash
    Result<std::optional<std::string>> meta(std::string_view name) const;

    // Recomputes every hash and looks at every page, in pieces that do not hold up the writer. A head (hex)
    // that was written down earlier, of an incident or of the whole log, must still be in the chain: so a cut
    // tail is found.
    Result<Verified> verify(std::string_view known_head = {}) const;
    // A whole copy as of now, in one file (0600), also while another process writes. Refused if the file
    // exists.
    Result<void> copy_to(const std::string& path) const;
    // Folds the WAL back. Its work is bounded by the WAL's size, which the writers (writer.hpp) keep small.
    Result<void> checkpoint();
    int wal_pages() const; // not folded back yet, as of the last commit
    // Answers older than 7 days lose their text, keys older than 30 days go (DESIGN 4.2); sent and superseded
    // rows after 7 days (the newest of a card keeps its receipt), dropped and dead ones after 30. A bounded
    // number of rows a call: call it regularly.
    Result<void> prune(Instant now);

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::storage
