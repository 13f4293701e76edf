#!/usr/bin/env bash
# judge.sh JUDGE: holds StoreQL against BigCommerce's official OpenAPI files, by a JUDGE of these files, in two ways.
#   As a go-between before the sandbox store (`JUDGE check PORT BASE_URL OUT.jsonl`): reads every table, and with every filter
#   and every order of the corpus; no request and no answer may break the files, but for tests/judge-exceptions.tsv.
#   As the store (`JUDGE mock PORT`): reads the files' own examples by every table; every value must fit, but for
#   tests/judge-mock-exceptions.tsv.
# Both lists of exceptions: extended regular expression, tab, reason. One that explains nothing any more is a fault.
set -euo pipefail
judge=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/judge-exceptions.sh

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
failed=0

# wait_for FILE: until the file has a line.
wait_for() {
  for _ in $(seq 600); do
    [ -s "$1" ] && return
    sleep 0.1
  done
  echo "nothing appeared in $1"; exit 1
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# ask SQL: sends it to the store that $connection names; what it prints is not looked at.
ask() {
  "$storeql" query -c "$connection" "$1" --format csv >/dev/null 2>"$work/error" && return
  echo "${1:0:200}: $(cat "$work/error")"
  failed=1
}

# every_table KEYED: asks every table whole; those that need a key by what the command KEYED prints for table and column.
every_table() {
  local table needs key
  while IFS=$'\t' read -r table needs; do
    if [ -z "$needs" ]; then
      ask "SELECT * FROM $table"
    else
      key=$("$1" "$table")
      [[ $key =~ ^[0-9]+$ ]] || key="'$key'"
      ask "SELECT * FROM $table WHERE ${needs%%[, ]*} = $key"
    fi
  done < <("$storeql" tables --format ndjson | jq -r '[.name, .needs] | @tsv')
}

# Fewer orders than the corpus was written for: much is asked for once an order.
"$storeql" sandbox --orders 60 >"$work/sandbox" &
started+=($!)
wait_for "$work/sandbox"
port=$(free_port)
"$judge" check "$port" "$(jq -r .api_url "$work/sandbox")" "$work/exchanges.jsonl" >"$work/judge" 2>"$work/judge.errors" &
started+=($!)
wait_for "$work/judge"
connection=$(jq -r .connection "$work/sandbox" | sed "s|ApiUrl=[^;]*|ApiUrl=http://127.0.0.1:$port|")

sandbox_key() {
  "$storeql" query -c "$connection" "$(grep "^$1	" tests/judge-keys.tsv | cut -f2)" --format csv | tail -n 1
}
every_table sandbox_key
for file in tests/slt/filters/*.slt tests/slt/sorts.slt; do
  # Whole rows, not only what the corpus shows of them.
  ask "$(grep '^SELECT ' "$file" | sed -E 's/^SELECT .* FROM ([a-z0-9_]+ (WHERE|ORDER))/SELECT * FROM \1/; s/$/;/')"
done

jq -r 'select((.request + .response) | length > 0) | . as $exchange
  | (.request[] | ["request"] + .), (.response[] | ["answer"] + .)
  | [.[0], $exchange.method + " " + ($exchange.url.path // $exchange.url | tostring), .[1:] | tostring] | join("  ")' \
  "$work/exchanges.jsonl" | sort | uniq -c | sort -rn >"$work/broken"
echo "$(wc -l <"$work/exchanges.jsonl") exchanges, $(wc -l <"$work/broken") kinds of breach"
unexplained "$work/broken" tests/judge-exceptions.tsv

port=$(free_port)
"$judge" mock "$port" >"$work/mock" 2>"$work/mock.errors" &
started+=($!)
wait_for "$work/mock"
connection="AuthScheme=PersonalAccessToken;StoreId=abc123;OAuthAccessToken=any;InvalidValues=NULL;ApiUrl=http://127.0.0.1:$port"

example_key() {
  case $1 in
    accepted_payment_methods | product_tax_properties) echo 1 ;;
    *_regions) echo pages/home ;;
    *) echo 00000000-0000-4000-8000-000000000000 ;;
  esac
}
# A value that does not fit is a warning here, so that one does not hide the others of its table.
ask() {
  local error
  if ! "$storeql" query -c "$connection" "$1" --format csv >/dev/null 2>"$work/error"; then
    sed 's/^hint: .*//; /^$/d' "$work/error"
  else
    grep -E '^warning: .* did not fit' "$work/error" || true
  fi >>"$work/misfits"
}
: >"$work/misfits"
every_table example_key
echo "$(wc -l <"$work/misfits") columns or tables that the files' examples do not fit"
unexplained "$work/misfits" tests/judge-mock-exceptions.tsv
exit "$failed"
