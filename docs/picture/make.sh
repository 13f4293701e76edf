#!/usr/bin/env bash
# Makes docs/picture/session.svg, the picture of the README, of a real session of the shell with a sandbox store.
# Needs tmux and python3. Run it when the shell looks another way, and look at the picture before it is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/storeql
home=$(mktemp -d)
. tests/clients/parts/terminal.sh
trap 'tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$home"' EXIT

# The prompt of a shell, as the session would begin at one.
begin 96 40 "env HOME=$home XDG_CONFIG_HOME=$home TERM=screen-256color PAGER=cat $storeql shell --sandbox"
shows 'to leave'
cleared
type_line 'SELECT id, status, total_inc_tax, date_created FROM orders ORDER BY 3 DESC LIMIT 4;'
shows '4 rows'
at_prompt
type_line 'EXPLAIN SELECT id FROM orders WHERE status_id = 11;'
shows 'row'
at_prompt
type_line "\\chart SELECT status, count(*) AS orders FROM orders GROUP BY 1 ORDER BY 2 DESC;"
shows 'Disputed'
at_prompt
tmux capture-pane -p -e -t "$session" | python3 docs/picture/svg.py 96 >docs/picture/session.svg
echo "docs/picture/session.svg is made"
