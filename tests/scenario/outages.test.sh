# Three published outages, each told as the chat that could have produced it: the draft holds every fact of the report,
# stands where a reader looks for it, fires no trap, and counts the updates as the plan does (DOMAIN 5.6). While it
# was told, the bot kept to its noise budget (P10).
set -euo pipefail
folder=$TOCSIN_SOURCE/tests/scenario

fail() {
    echo "FAILED: $*"
    exit 1
}

# outage NAME LAYOUT ADHERENCE SCORE_ARGUMENTS...
outage() {
    local name=$1 layout=$2 adherence=$3 scored
    shift 3
    echo "== $name"
    "$TOCSIN" replay "$folder/$name.chat.jsonl" --layout "$layout" --incident 1 --data "$name" >"$name.md"
    scored=$(python3 "$folder/score.py" "$folder/$name.facts.jsonl" "$name.md" "$@" -v || true)
    echo "$scored"
    [[ $scored =~ held\ ([0-9]+)/([0-9]+)\ placed\ ([0-9]+)/([0-9]+)\ traps\ ([0-9]+) ]] || fail "no score"
    ((BASH_REMATCH[1] == BASH_REMATCH[2])) || fail "not every fact is held"
    ((BASH_REMATCH[3] * 100 >= BASH_REMATCH[4] * 90)) || fail "placed less than 90 %"
    ((BASH_REMATCH[5] == 0)) || fail "a trap fires"
    grep -q "$adherence" "$name.md" || fail "the customers' adherence is not $adherence"
    "$TOCSIN" verify --data "$name" || fail "the log does not verify"
    python3 "$folder/noise.py" "$folder/$name.chat.jsonl" "$name/tocsin.db" || fail "more is said than VOICE 5 allows"
    for form in html json; do
        "$TOCSIN" replay "$folder/$name.chat.jsonl" --layout "$layout" --incident 1 --format "$form" >"$name.$form"
    done
    python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$name.json" || fail "the draft's JSON is none"
    grep -qi '<script' "$name.html" && fail "the HTML draft runs a script"
    return 0
}

outage gitlab-2017 sre '8 of 11'
outage cloudflare-2019 sre '2 of 4'
outage circleci-2023 security '4 of 5' --skip regulatory

# Every other layout can be made of them too.
for layout in sre security pagerduty 5whys narrative; do
    "$TOCSIN" postmortem INC-1 --data gitlab-2017 --layout "$layout" >"$layout.md"
    [[ $(wc -l <"$layout.md") -gt 40 ]] || fail "the layout $layout is nearly empty"
done
