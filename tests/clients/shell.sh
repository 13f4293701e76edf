#!/usr/bin/env bash
# The shell at a real terminal: Ctrl-C ends the query and not the shell, which then answers the next one; a
# large write is asked about; \d and \q work.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=${CARGO_TARGET_DIR:-target}/debug/storeql
home=$(mktemp -d)
. tests/clients/parts/terminal.sh
trap 'tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$home"' EXIT

begin 120 40 \
  "env HOME=$home $storeql shell --sandbox --orders 5000 --latency-ms 500"
shows 'to leave'
type_line 'SELECT count(name) FROM order_items;'
shows ' requests, '
tmux send-keys -t "$session" C-c
shows 'cancelled'
type_line 'SELECT 6 * 7 AS answer;'
shows ' 42'
rows() { printf "INSERT INTO brands (name) SELECT 'Row ' || CAST(id AS text) FROM products ORDER BY id LIMIT %s;" "$1"; }
type_line "$(rows 11)"
shows 'INSERT brands: 11 rows. Write them? [y/N]'
type_line 'n'
shows 'the INSERT of 11 rows was not confirmed; nothing was written'
type_line "$(rows 12)"
shows 'INSERT brands: 12 rows. Write them? [y/N]'
type_line 'y'
shows 'INSERT 12'
type_line '\d order_statuses'
shows 'system_label'
type_line '\q'
for _ in $(seq 100); do
  tmux has-session -t "$session" 2>/dev/null || { echo 'shell: Ctrl-C ended the query, the shell went on and asked before a large write'; exit 0; }
  sleep 0.1
done
echo 'the shell did not leave at \q'
exit 1
