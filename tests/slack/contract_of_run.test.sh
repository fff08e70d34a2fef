# Every request to Slack that the tests and a simulated week make is held against the types that Slack's own clients have,
# and against our table of lengths (contract.mjs).
set -euo pipefail
tools=$TOCSIN_SOURCE/build/tools
if [[ ! -x $tools/bin/node ]]; then
    echo "Slack's types are not in build/tools: deploy/test_tools puts them there"
    exit 77
fi
mkdir recorded
export TOCSIN_SLACK_RECORD=$PWD/recorded
"$TOCSIN_TESTS" '[slack]' >tests.log 2>&1 || {
    tail -n 40 tests.log
    exit 1
}
"$TOCSIN_SIMULATION" --slack 1 --seed 1 --runs 2 >simulation.log 2>&1 || {
    tail -n 20 simulation.log
    exit 1
}
"$tools/bin/node" "$TOCSIN_SOURCE/tests/slack/contract.mjs" recorded
