#!/usr/bin/env bash
# PostgreSQL's clients on `storeql serve pg`, one server for all of them: psql, and those of Python, Node, Java, Perl and R. A client that
# fails is named, and the script fails.
#
# tests/clients/postgres.sh [CLIENT…]: only these.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
kept=$HOME/.cache/storeql/clients
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { printf 'postgres: %s\n' "$*" >&2; exit 1; }
need() {
  [ -e "$1" ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$2" >"$work/apt" 2>&1 || fail "$(cat "$work/apt")"
}

need /usr/bin/psql postgresql-client
need /usr/bin/javac default-jdk-headless
need /usr/share/java/postgresql.jar libpostgresql-jdbc-java
need /usr/share/doc/libdbd-pg-perl libdbd-pg-perl
need /usr/bin/Rscript r-base-core
need /usr/lib/R/site-library/RPostgreSQL r-cran-rpostgresql
python=$kept/postgres-python
if ! [ -e "$python/complete-2" ]; then
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet 'psycopg[binary]==3.*' psycopg2-binary asyncpg 'sqlalchemy==2.*' pandas pyarrow polars connectorx \
    adbc-driver-postgresql pgcli duckdb==1.5.* duckdb-extension-postgres==1.5.* duckdb-extensions pytz >"$work/pip" 2>&1 || fail "$(cat "$work/pip")"
  touch "$python/complete-2"
fi
if ! [ -e "$kept/postgres-node/complete" ]; then
  npm install --silent --no-audit --no-fund --prefix "$kept/postgres-node" pg@8 postgres@3 >"$work/npm" 2>&1 || fail "$(cat "$work/npm")"
  touch "$kept/postgres-node/complete"
fi

"$storeql" serve pg --sandbox --orders 600 --listen 127.0.0.1:0 >"$work/server.json" 2>"$work/log" &
server=$!
for _ in $(seq 300); do [ -s "$work/server.json" ] && break; sleep 0.1; done
[ -s "$work/server.json" ] || fail "the server does not start: $(cat "$work/log")"
says() { jq -r ".$1" "$work/server.json"; }
url=$(says url)

psql_client() {
  local rows
  rows=$(psql "$url" -X -A -t -c "SELECT count(*) FROM products")
  [ "$rows" = 120 ] || { echo "psql: $rows products"; return 1; }
  psql "$url" -X -A -t -v ON_ERROR_STOP=1 -c "UPDATE brands SET page_title = 'from psql' WHERE id = 1" | grep -qx 'UPDATE 1'
  psql "$url" -X -A -t -c "\\copy (SELECT id, name FROM products ORDER BY id LIMIT 2) TO STDOUT CSV HEADER" | grep -q '^id,name$'
  printf 'Copied\n' | psql "$url" -X -q -v ON_ERROR_STOP=1 -c "\\copy brands (name) FROM STDIN"
  psql "$url" -X -A -t -v ON_ERROR_STOP=1 -c "DELETE FROM brands WHERE name = 'Copied'" | grep -qx 'DELETE 1'
  psql "$url" -X -A -t --set FETCH_COUNT=7 -c "SELECT id FROM products" | wc -l | grep -qx 120
  # Ctrl-C ends a query and not psql.
  local out
  out=$(timeout -s INT 2 psql "$url" -X -c "SELECT count(*) FROM orders a, orders b, orders c WHERE a.id + b.id + c.id < 0" 2>&1 || true)
  grep -q 'cancelled' <<<"$out" || { echo "psql: $out"; return 1; }
  out=$(psql "$url" -X -A -t -c "SELECT nam FROM products" 2>&1 || true)
  grep -q '^HINT:' <<<"$out" || { echo "psql: $out"; return 1; }
  # What it shows of the tables.
  local shows
  for shows in '\dt' '\d orders' '\d+ brands' '\df' '\di' '\l' '\dn' '\dv' '\du' '\dT'; do
    out=$(psql "$url" -X -v ON_ERROR_STOP=1 -c "$shows" 2>&1) || { echo "psql $shows: $out"; return 1; }
    [ -n "$out" ] || { echo "psql $shows: nothing"; return 1; }
  done
  psql --version
}

jdbc_client() {
  local jdbc="jdbc:postgresql://$(says host):$(says port)/$(says database)?user=$(says user)"
  java -cp /usr/share/java/postgresql.jar tests/clients/parts/Postgres.java "$jdbc" "$(says password)"
}

# given PROGRAM FILE: with the parts of the address as arguments.
given() { "$@" "$(says host)" "$(says port)" "$(says database)" "$(says user)" "$(says password)"; }

run() {
  case $1 in
    psql) psql_client ;;
    jdbc) jdbc_client ;;
    perl) given perl tests/clients/parts/postgres.pl ;;
    r) given Rscript tests/clients/parts/postgres.R ;;
    node) node tests/clients/parts/postgres-node.mjs "$kept/postgres-node" "$url" ;;
    *) "$python/bin/python" tests/clients/parts/postgres.py "$1" "$url" ;;
  esac
}

clients=("$@")
[ $# -gt 0 ] || clients=(psycopg3 psycopg2 asyncpg sqlalchemy pandas connectorx polars adbc duckdb pgcli node jdbc perl r psql)
failed=()
for client in "${clients[@]}"; do
  # Not `if run`: that would pass over what fails within it.
  set +e
  (set -e; run "$client") >"$work/out" 2>&1
  code=$?
  set -e
  if [ $code -eq 0 ]; then
    tail -n 1 "$work/out"
  else
    failed+=("$client")
    printf '%s:\n%s\n' "$client" "$(tail -n 30 "$work/out")" >&2
  fi
done

kill "$server"
wait "$server" || fail "the server did not end well: $(tail -n 5 "$work/log")"
[ ${#failed[@]} -eq 0 ] || fail "these failed: ${failed[*]}"
