// Inbox, outbox, talk and meta: their statements, each prepared once, and their rows.
#pragma once

#include "storage/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tocsin::storage {

// The writing half. Every function throws; the caller holds the transaction.
class RowWriter {
public:
    explicit RowWriter(const SQLite::Database&);
    void put(const InboxRow&);
    void put(const OutboxRow&);
    void put(const TalkLine&);
    void mark_answered(const std::string& source, const std::string& key);
    void put_meta(const std::string& name, const std::string& value);
    void forget_meta(const std::string& name);
    // Takes words out of talk, answers and messages, wherever they stand.
    void redact(const Redaction&);

    // Old rows, a bounded number a call (DESIGN 4.2).
    void prune(Instant now);

private:
    struct OldRow {
        OutboxId id;
        Instant made_at{};
        OutboxState state{};
        std::string card;
        RoomId room;
    };
    std::vector<OldRow> next_old_outbox(Instant made_before);
    void prune(const OldRow&, Instant failures_before);
    bool has_newer(const OldRow& card);

    SQLite::Statement inbox_, outbox_, talk_, replacing_talk_, replaced_talk_, edited_talk_, answered_, meta_,
        forget_;
    SQLite::Statement redact_talk_, redact_inbox_, redact_outbox_;
    SQLite::Statement strip_answers_, drop_keys_, old_outbox_, newer_card_, strip_card_, drop_outbox_;
    Instant stripped_until_{}; // answers before it have lost their text
    OutboxId outbox_seen_{};   // where prune goes on
};

// The reading half.
class RowReader {
public:
    explicit RowReader(const SQLite::Database&);
    std::optional<InboxRow> inbox(const std::string& source, const std::string& key);
    std::vector<InboxRow> inbox_since(Instant);
    std::vector<OutboxRow> pending();
    std::vector<OutboxRow> undelivered(std::size_t max);
    std::optional<OutboxRow> sent_card(const std::string& card, const RoomId&);
    OutboxId last_outbox_id();
    std::uint64_t last_talk_id();
    std::vector<TalkLine> talk(std::span<const RoomId>, std::uint64_t before_id, std::size_t max);
    std::optional<TalkLine> said(const RoomId&, const std::string& ref);
    std::string newest_ref(const RoomId&);
    std::optional<std::string> meta(const std::string& name);

private:
    SQLite::Statement inbox_, since_, pending_, undelivered_, card_, last_outbox_, last_talk_, talk_, said_,
        newest_ref_, meta_;
};

} // namespace tocsin::storage
