R"sql(
ALTER TABLE outbox ADD COLUMN thread TEXT NOT NULL DEFAULT ''; -- of the room, by its first message; '': none
ALTER TABLE talk ADD COLUMN ref TEXT NOT NULL DEFAULT '';      -- the platform's id of the message; '': none
ALTER TABLE talk ADD COLUMN thread TEXT NOT NULL DEFAULT '';   -- the message that it answers
ALTER TABLE talk ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;   -- 1: deleted by its author, 2: an earlier wording
CREATE INDEX talk_by_ref ON talk (room, ref) WHERE ref <> '';
)sql"
