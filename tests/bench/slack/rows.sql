-- What one command costs on disk, for the floor and for the partner alike: its inbox row, two events in a hash chain,
-- one row to be said. Columns and indexes are those of storage/schema.
CREATE TABLE inbox (
    source TEXT NOT NULL, key TEXT NOT NULL, line TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (source, key)
) STRICT;
CREATE INDEX inbox_by_time ON inbox (at);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, command INTEGER NOT NULL, incident INTEGER NOT NULL, idx INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, name TEXT NOT NULL, facts TEXT NOT NULL, words TEXT NOT NULL, salt BLOB,
    body_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_by_incident ON events (incident, idx);
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, incident INTEGER NOT NULL, room TEXT NOT NULL, state INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_pending ON outbox (id) WHERE state < 2;
