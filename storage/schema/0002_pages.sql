R"sql(
ALTER TABLE outbox ADD COLUMN page INTEGER NOT NULL DEFAULT 0; -- number of the page, 0: none
)sql"
