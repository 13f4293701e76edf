#!/usr/bin/env bash
# judge-writes.sh JUDGE: holds what StoreQL sends in writes, and what the sandbox takes and answers, against BigCommerce's official
# OpenAPI files, by a JUDGE of these files (`JUDGE check PORT BASE_URL OUT.jsonl`) as a go-between. It runs the sandbox's own tests of
# writes, and the round trips of all tables, one after another. No answer may break the files, and no request that the sandbox
# carried out, but for
# tests/judge-writes-exceptions.tsv: extended regular expression, tab, reason. One that explains nothing any more is a fault.
# Each INSERT of the round trips also goes to a store of the files' own examples (`JUDGE mock PORT`): what that refuses, and what of
# its answers is not understood, stands in tests/judge-mock-writes-exceptions.tsv.
set -euo pipefail
judge=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/judge-exceptions.sh
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

cargo test --quiet -p storeql-sandbox -p storeql-write --test it --no-run
port=$(free_port)
before=$(free_port)
"$judge" check "$before" "http://127.0.0.1:$port" "$work/exchanges.jsonl" >"$work/judge" 2>"$work/judge.errors" &
started+=($!)
examples=$(free_port)
"$judge" mock "$examples" >"$work/mock" 2>"$work/mock.errors" &
started+=($!)
for _ in $(seq 600); do
  [ -s "$work/judge" ] && [ -s "$work/mock" ] && break
  sleep 0.1
done
failed=0
: >"$work/misfits"
export JUDGE_BEFORE="$port,http://127.0.0.1:$before"

# judged PACKAGE FILTER…: runs its tests, one after another.
judged() {
  cargo test --quiet -p "$1" --test it -- "${@:2}" --test-threads=1 >"$work/tests" 2>&1 && return
  grep -E 'panicked|FAILED' -A 3 "$work/tests" || true
  failed=1
}

judged storeql-sandbox writes:: --skip a_write_that_fails --skip no_more_run_side
JUDGE_MOCK="http://127.0.0.1:$examples,$work/misfits" judged storeql-write round_trips:: whole_rows:: others::

# A request that the sandbox refused may be as wrong as it likes.
jq -r 'select(.method != "get") | . as $exchange
  | ((if $exchange.status < 300 then .request else [] end)[] | ["request"] + .), (.response[] | ["answer"] + .)
  | [.[0], $exchange.method + " " + (($exchange.url.path // $exchange.url | tostring) | sub("/stores/[^/]*"; "") | gsub("/[0-9]+"; "/N") | gsub("/[0-9a-f-]{36}"; "/U")), ($exchange.status | tostring), (.[1:] | tostring)] | join("  ")' \
  "$work/exchanges.jsonl" | sort | uniq -c | sort -rn >"$work/broken"
echo "$(jq -r 'select(.method != "get") | .method' "$work/exchanges.jsonl" | wc -l) writes, $(wc -l <"$work/broken") kinds of breach"

unexplained "$work/broken" tests/judge-writes-exceptions.tsv
echo "$(sort -u "$work/misfits" | wc -l) INSERTs that the files' examples do not fit"
unexplained "$work/misfits" tests/judge-mock-writes-exceptions.tsv
exit "$failed"
