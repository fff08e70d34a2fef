# A backup taken while the bot writes, and its way back: the same log, the same draft, nothing written over. And a data
# file that an earlier Tocsin wrote opens, verifies and gives the draft it gave then.
set -euo pipefail
fail() {
    echo "FAILED: $*"
    exit 1
}

"$TOCSIN" replay "$TOCSIN_SOURCE/tests/scenario/cloudflare-2019.chat.jsonl" --incident 1 --data one >draft.md
"$TOCSIN" export --data one >log.jsonl
"$TOCSIN" export INC-1 --data one >inc-1.jsonl
python3 - log.jsonl inc-1.jsonl <<'EOF' || fail "the export is no JSON of the whole log"
import json, sys
log, one = ([json.loads(line) for line in open(name, encoding="utf-8")] for name in sys.argv[1:])
assert [e["seq"] for e in log] == list(range(1, len(log) + 1)), "an entry is missing"
assert [e for e in log if e["incident"] == "INC-1"] == one and len(one) > 50, "not the same entries"
note = next(e for e in log if e["event"] == "note-added")
assert note["fields"]["text"] and note["by_name"] and note["at"].endswith("Z"), note
EOF

"$TOCSIN" backup copy.db --data one | tee backup.txt
[[ $(stat -c %a copy.db) == 600 ]] || fail "others may read the backup"
"$TOCSIN" backup copy.db --data one && fail "a backup was written over"
"$TOCSIN" restore copy.db --data one && fail "a data file was written over"
"$TOCSIN" restore copy.db --data two
"$TOCSIN" export --data two >again.jsonl
cmp log.jsonl again.jsonl || fail "another log after backup and restore"
"$TOCSIN" postmortem INC-1 --data two >again.md
cmp draft.md again.md || fail "another draft after backup and restore"
head=$(sed -n 's/^Head: //p' backup.txt)
"$TOCSIN" verify --data two --head "$head" >/dev/null || fail "another chain after backup and restore"

cp copy.db broken.db
python3 - broken.db <<'EOF'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 20")
EOF
"$TOCSIN" restore broken.db --data three && fail "a changed backup was restored"
[[ ! -e three/tocsin.db ]] || fail "a changed backup left a data file"

# While the bot writes.
"$TOCSIN" run --data two --port "$TOCSIN_PORT" >run.txt &
bot=$!
trap 'kill $bot' EXIT
until grep -q Open run.txt; do kill -0 $bot; done
for n in 1 2 3; do
    "$TOCSIN" say --data two --room '#inc-1' "/incident note under way $n" >/dev/null
    "$TOCSIN" backup "live-$n.db" --data two >/dev/null || fail "no backup while the bot runs"
done
kill $bot
wait $bot || true
trap - EXIT
"$TOCSIN" restore live-3.db --data four >/dev/null
"$TOCSIN" timeline INC-1 --data four | grep -q "under way 3" || fail "what was acknowledged is not in the backup"

# Data files of earlier releases, one for each schema.
old_fails() {
    kill $bot
    fail "$1"
}
for old in "$TOCSIN_SOURCE"/tests/golden/data_schema_*.db; do
    name=$(basename "$old" .db)
    mkdir "$name"
    cp "$old" "$name/tocsin.db"
    "$TOCSIN" run --data "$name" --port "$TOCSIN_PORT" >"$name.txt" & # brings its schema up to date
    bot=$!
    until grep -q Open "$name.txt"; do kill -0 $bot; done
    "$TOCSIN" verify --data "$name" >/dev/null || old_fails "$name does not verify"
    # Its clocks have rung since: the newest entry is another one, nothing that the draft tells is.
    "$TOCSIN" postmortem INC-1 --data "$name" | grep -vE "^Draft made from|^Head of the hash" >"$name.md" || true
    grep -vE "^Draft made from|^Head of the hash" "${old%.db}.md" | cmp - "$name.md" || old_fails "$name gives another draft"
    "$TOCSIN" say --data "$name" --room '#inc-1' "/incident note after the change of schema" | grep -q "N" || old_fails "$name takes no note"
    kill $bot
    wait $bot || true
    "$TOCSIN" verify --data "$name" >/dev/null || fail "$name does not verify after new entries"
done
