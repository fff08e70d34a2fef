# The chat of a published outage through the whole pipeline: what the draft holds, that it is the same bytes anywhere,
# and that a changed log does not verify.
set -euo pipefail
script=$TOCSIN_SOURCE/tests/scenario/gitlab-2017.chat.jsonl
facts=$TOCSIN_SOURCE/tests/scenario/gitlab-2017.facts.jsonl
held_percent_min=60

fail() {
    echo "FAILED: $*"
    exit 1
}

"$TOCSIN" replay "$script" --incident 1 --data one >draft.md
scored=$(python3 "$TOCSIN_SOURCE/tests/scenario/score.py" "$facts" draft.md -v || true)
echo "$scored"
[[ $scored =~ held\ ([0-9]+)/([0-9]+).*traps\ ([0-9]+) ]] || fail "no score"
((BASH_REMATCH[1] * 100 >= held_percent_min * BASH_REMATCH[2])) || fail "held less than $held_percent_min %"
((BASH_REMATCH[3] == 0)) || fail "a trap fires"
grep -qE '8(/| of )11' draft.md || fail "the customers' adherence is not 8/11"

# Promise 4. A zone of its own rules needs no zone files; any locale with another alphabet or decimal sign will do.
locale=$(locale -a 2>/dev/null | grep -m 1 -iE '^(tr_TR|de_DE|ar_)' || echo C)
TZ=XYZ-12:45 LC_ALL=$locale LANG=$locale "$TOCSIN" replay "$script" --incident 1 --data two >elsewhere.md
cmp draft.md elsewhere.md || fail "another draft under TZ=XYZ-12:45 LC_ALL=$locale"
"$TOCSIN" postmortem 1 --data one >again.md
cmp draft.md again.md || fail "another draft from the data that the replay left"

"$TOCSIN" replay "$script" --incident 1 --format json >draft.json
python3 -c 'import json; json.load(open("draft.json", encoding="utf-8"))' || fail "the draft's JSON is none"

# Promise 6.
"$TOCSIN" verify --data one || fail "the log does not verify"
database=$(grep -l --binary-files=text '^SQLite format 3' one/* | head -n 1)
for change in "words = substr(words, 1, length(words) - 1) || 'x'" "recorded_at = recorded_at + 1" \
    "body_hash = zeroblob(32)"; do
    rm -rf changed
    cp -r one changed
    python3 - "changed/${database##*/}" "$change" <<'EOF'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    changed = db.execute(f"""update events set {sys.argv[2]} where seq =
        (select seq from events where incident > 0 and length(words) > 20 order by seq limit 1 offset 5)""")
    assert changed.rowcount == 1
EOF
    status=0
    "$TOCSIN" verify --data changed || status=$?
    ((status == 1)) || fail "verify ended with $status after: $change"
done
