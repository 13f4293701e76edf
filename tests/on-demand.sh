#!/usr/bin/env bash
# Large programs on `storeql serve pg`, on demand and no step of `.ci/run`: Superset's own code, and dbt. Their packages take a
# gigabyte and minutes to install; they are kept in the cache.
#
# tests/on-demand.sh [superset] [dbt]: only these.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
kept=${STOREQL_CLIENTS:-$HOME/.cache/storeql/clients}
here=$PWD
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { printf 'on demand: %s\n' "$*" >&2; exit 1; }

# environment NAME PACKAGE…: an environment of Python with these packages.
environment() {
  local folder=$kept/$1
  shift
  [ -e "$folder/complete" ] && return
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --upgrade pip >"$work/pip" 2>&1 || fail "$(cat "$work/pip")"
  "$folder/bin/pip" install --quiet "$@" >"$work/pip" 2>&1 || fail "$(tail -n 20 "$work/pip")"
  touch "$folder/complete"
}

superset_client() {
  # The last three are what it imports, and its list of packages lacks or has in a version that it cannot use.
  environment superset 'apache-superset==6.1.*' psycopg2-binary rich cachetools 'flask-caching==2.3.*'
  local bin=$kept/superset/bin
  cat >"$work/superset_config.py" <<CONFIG
SQLALCHEMY_DATABASE_URI = "sqlite:///$work/superset.db"
SECRET_KEY = "of a test on this machine, so that it is no secret"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
CONFIG
  export SUPERSET_CONFIG_PATH=$work/superset_config.py SUPERSET_HOME=$work FLASK_APP=superset
  "$bin/superset" db upgrade
  "$bin/superset" fab create-admin --username admin --firstname A --lastname B --email a@example.com --password admin
  "$bin/superset" init
  "$bin/python" "$here/tests/clients/parts/superset_client.py" "$(says url)" admin
}

dbt_client() {
  # Later versions of dbt-core fetch a parser from elsewhere.
  environment dbt 'dbt-core==1.10.*' 'dbt-postgres==1.9.*'
  export STORE_HOST STORE_PORT STORE_USER STORE_PASSWORD STORE_DATABASE DBT_SEND_ANONYMOUS_USAGE_STATS=false
  STORE_HOST=$(says host) STORE_PORT=$(says port) STORE_USER=$(says user) STORE_PASSWORD=$(says password) STORE_DATABASE=$(says database)
  cp -r "$here/tests/clients/parts/dbt" "$work/dbt"
  local dbt=("$kept/dbt/bin/dbt" --no-use-colors) place=(--project-dir "$work/dbt" --profiles-dir "$work/dbt")
  "${dbt[@]}" debug "${place[@]}"
  "${dbt[@]}" build "${place[@]}"
  "${dbt[@]}" docs generate "${place[@]}"
  jq -e '.sources."source.shop.bigcommerce.orders".columns.id.type == "bigint"' "$work/dbt/target/catalog.json"
  "${dbt[@]}" show "${place[@]}" --inline "SELECT sum(orders) > 100 AS many FROM {{ ref('paid_by_month') }}" --output json | tee "$work/shown"
  grep -q '"many": true' "$work/shown"
  printf 'dbt: debug, build, docs generate and show with dbt-core %s, dbt-postgres %s\n' \
    $("$kept/dbt/bin/pip" list --format json | jq -r '.[] | select(.name == "dbt-core" or .name == "dbt-postgres") | .version')
}

"$storeql" serve pg --sandbox --orders 600 --listen 127.0.0.1:0 >"$work/server.json" 2>"$work/log" &
server=$!
for _ in $(seq 300); do [ -s "$work/server.json" ] && break; sleep 0.1; done
[ -s "$work/server.json" ] || fail "the server does not start: $(cat "$work/log")"
says() { jq -r ".$1" "$work/server.json"; }

clients=("$@")
[ $# -gt 0 ] || clients=(superset dbt)
for client in "${clients[@]}"; do
  set +e
  (set -e; "${client}_client") >"$work/out" 2>&1
  code=$?
  set -e
  [ $code -eq 0 ] || fail "$client: $(tail -n 60 "$work/out"; tail -n 5 "$work/log")"
  tail -n 1 "$work/out"
done
