#!/usr/bin/env bash
# judge.sh JUDGE: reads every table through JUDGE, which holds each request and each answer against BigCommerce's official
# OpenAPI files. Fails when one breaks them that tests/judge-exceptions.tsv does not name (pattern, tab, reason).
# JUDGE is called as `JUDGE check PORT BASE_URL OUT.jsonl`.
set -euo pipefail
judge=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

# wait_for FILE: until the file has a line.
wait_for() {
  for _ in $(seq 600); do
    [ -s "$1" ] && return
    sleep 0.1
  done
  echo "nothing appeared in $1"; exit 1
}

"$storeql" sandbox --orders 60 --products 40 --customers 30 >"$work/sandbox" &
started+=($!)
wait_for "$work/sandbox"
api_url=$(jq -r .api_url "$work/sandbox")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$judge" check "$port" "$api_url" "$work/exchanges.jsonl" >"$work/judge" 2>"$work/judge.errors" &
started+=($!)
wait_for "$work/judge"
connection=$(jq -r .connection "$work/sandbox" | sed "s|ApiUrl=[^;]*|ApiUrl=http://127.0.0.1:$port|")

failed=0
while IFS=$'\t' read -r table needs; do
  # What can only be read by a key is no SELECT *.
  [ -z "$needs" ] || continue
  "$storeql" query -c "$connection" "SELECT * FROM $table" --format csv >/dev/null 2>"$work/error" || {
    echo "SELECT * FROM $table: $(cat "$work/error")"
    failed=1
  }
done < <("$storeql" tables --format ndjson | jq -r '[.name, .needs] | @tsv')

jq -r 'select((.request + .response) | length > 0) | . as $exchange
  | (.request[] | ["request"] + .), (.response[] | ["answer"] + .)
  | [.[0], $exchange.method + " " + ($exchange.url.path // $exchange.url | tostring), .[1:] | tostring] | join("  ")' \
  "$work/exchanges.jsonl" | sort | uniq -c | sort -rn >"$work/broken"
cut -f1 tests/judge-exceptions.tsv | grep -v '^#' | grep . >"$work/patterns" || true
if grep -vE -f "$work/patterns" "$work/broken" >"$work/unexplained" && [ -s "$work/unexplained" ]; then
  echo "broken against the official files:"; cat "$work/unexplained"
  failed=1
fi
echo "$(wc -l <"$work/exchanges.jsonl") exchanges, $(wc -l <"$work/broken") kinds of breach, all of them explained: $([ $failed -eq 0 ] && echo yes || echo no)"
exit "$failed"
