R"sql(
-- The log. Rows are only ever added. `facts` and `words` are the body (storage/codec.hpp), the last three columns
-- the chain (storage/chain.hpp); they stand last so that a replay need not read them.
CREATE TABLE events (
    seq         INTEGER PRIMARY KEY,
    command     INTEGER NOT NULL, -- seq of the first event of the same command
    incident    INTEGER NOT NULL, -- 0: none
    idx         INTEGER NOT NULL, -- within the incident, from 1, without gaps
    recorded_at INTEGER NOT NULL, -- milliseconds since 1970, as all times here
    name        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    facts       TEXT NOT NULL,
    words       TEXT NOT NULL,
    salt        BLOB,             -- NULL once the words were redacted
    body_hash   BLOB NOT NULL,
    hash        BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_by_incident ON events (incident, idx);

-- First answers, by idempotency key.
CREATE TABLE inbox (
    source    TEXT NOT NULL,
    key       TEXT NOT NULL,
    line      TEXT NOT NULL,
    answer    TEXT NOT NULL, -- JSON; empty once older than 7 days
    offer     TEXT NOT NULL,
    place     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    answered  INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) STRICT;
CREATE INDEX inbox_by_time ON inbox (at);

-- What is to be said, and what became of it. state: storage::OutboxState, by number.
CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY,
    incident INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    lane     TEXT NOT NULL,
    room     TEXT NOT NULL,
    person   INTEGER NOT NULL,
    card     TEXT NOT NULL,
    upd      INTEGER NOT NULL, -- number of the stakeholder update, 0: none
    audience INTEGER NOT NULL,
    made_at  INTEGER NOT NULL,
    not_after INTEGER NOT NULL,
    try_at   INTEGER NOT NULL,
    tries    INTEGER NOT NULL,
    state    INTEGER NOT NULL,
    body     TEXT NOT NULL, -- JSON
    receipt  TEXT NOT NULL,
    reason   TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_pending ON outbox (id) WHERE state < 2;
CREATE INDEX outbox_undelivered ON outbox (id) WHERE state > 3;
CREATE INDEX outbox_cards ON outbox (card, room, id) WHERE card <> '';

-- What people said in the rooms of incidents; also what the page of the own room shows.
CREATE TABLE talk (
    id       INTEGER PRIMARY KEY,
    room     TEXT NOT NULL,
    person   INTEGER NOT NULL,
    name     TEXT NOT NULL,
    text     TEXT NOT NULL,
    said_at  INTEGER NOT NULL,
    only_for INTEGER NOT NULL
) STRICT;
CREATE INDEX talk_by_room ON talk (room, id);

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql"
