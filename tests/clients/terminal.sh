#!/usr/bin/env bash
# The shell at real terminals of three sizes, held against the screens in tests/clients/terminal/ (UPDATE=1 writes them anew; read
# them before they are kept), and what only a terminal can show: pager, editor, completion, history, colours, a resize.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=$(realpath "${CARGO_TARGET_DIR:-target}/debug/storeql")
# Of one length, so that lines with it break at one place.
home=$(mktemp -d /tmp/storeql-XXXXXX)
. tests/clients/parts/terminal.sh
. tests/clients/parts/stores.sh
trap 'kill "${stores[@]}" 2>/dev/null || true; tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$home"' EXIT
plain="env -C $home HOME=$home XDG_CONFIG_HOME=$home TERM=screen-256color PAGER=cat"

# paged: waits until the pager waits.
paged() {
  for _ in $(seq 100); do [ "$(screen | tail -1)" = ':' ] && return; sleep 0.1; done
  echo 'no pager'
  screen
  exit 1
}
# run LINE: runs it on an empty screen.
run() { cleared; type_line "$1"; shows "${2:-row}"; at_prompt; }

echo 'SELECT id, name FROM brands ORDER BY id LIMIT :n;' >"$home/brands.sql"
printf '#!/bin/sh\nsed -i "s/7/8/" "$1"\n' >"$home/editor"
chmod +x "$home/editor"
store shop2 --orders 5
mkdir "$home/storeql"
for size in 80x24 200x50 40x15; do
  rm -f "$home/storeql/config.toml"
  begin "${size%x*}" "${size#*x}" "$plain sh -c '$storeql; $storeql profiles; exec cat'"
  shows 'hint:'
  same "start-$size"
  profile shop2 shop2 >"$home/storeql/config.toml"
  begin "${size%x*}" "${size#*x}" "$plain VISUAL=$home/editor $storeql shell --sandbox"
  shows 'to leave'
  run 'SELECT * FROM orders ORDER BY id LIMIT 2;'
  same "wide-$size"
  run 'SELECT id, name, NULL AS nothing FROM brands ORDER BY id LIMIT 3;'
  same "narrow-$size"
  run '\d brands' 'storeql>'
  same "describe-$size"
  run "\\chart SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY orders DESC, status LIMIT 5;" '|'
  same "bars-$size"
  run "\\chart SELECT date_trunc('year', date_created) AS year, count(*) AS orders FROM orders GROUP BY year;" '└'
  same "line-$size"
  run 'CREATE VIEW cheap AS SELECT id, name FROM products WHERE price < 10;' 'the view cheap is created'
  for command in '\l' '\dn' '\dv'; do
    type_line "$command"
    at_prompt
  done
  same "lists-$size"
  run '\d brand*' 'brand_meta'
  same "tables-$size"
  run '\df json_t*' 'json_ty'
  same "functions-$size"
  run '\dp brand*' 'brand_meta'
  same "privileges-$size"
  run '\set n 2' 'storeql>'
  type_line '\set'
  shows 'n = 2'
  type_line '\i brands.sql'
  shows '2 rows'
  type_line '\unset n'
  type_line 'SELECT :n;'
  shows 'error'
  at_prompt
  same "variables-$size"
  run '\thousands' 'storeql>'
  type_line 'SELECT 1234567 AS number;'
  shows '1,234,567'
  for line in '\o brands.csv' 'SELECT id, name FROM brands ORDER BY id LIMIT 1;' '\o'; do
    at_prompt
    type_line "$line"
  done
  at_prompt
  same "settings-$size"
  grep -q '^id,name$' "$home/brands.csv" || { echo '\o wrote no rows'; exit 1; }
  run 'help' 'search the history'
  same "help-$size"
  run '\c shop2' 'the store of the profile shop2'
  type_line '\c'
  shows 'as shop2'
  type_line 'SELECT count(*) AS orders FROM orders;'
  shows '1 row'
  type_line '\c nowhere'
  shows 'there is no profile nowhere'
  at_prompt
  same "connect-$size"
  # Cards: of each row, and of rows that are too wide.
  run '\x' 'one line per value is on'
  type_line 'SELECT id, name, NULL AS nothing FROM brands ORDER BY id LIMIT 2;'
  shows '2 rows'
  at_prompt
  same "cards-$size"
  run '\x auto' 'wider than the terminal'
  run 'SELECT id, status, total_inc_tax, customer_message, staff_notes, payment_method, currency_code FROM orders ORDER BY id LIMIT 1;'
  same "auto-$size"
  run '\x off' 'is off'
  # What is wrong with a statement, and where.
  run 'SELECT id, nme FROM products;' '^'
  at_prompt
  same "wrong-$size"
  # The last statement again and again.
  run 'SELECT id FROM brands ORDER BY id LIMIT 1;' '1 row'
  type_line '\watch 60'
  shows 'until'
  press C-c
  at_prompt
  same "watch-$size"
  # The editor gets the last entry; what it leaves stands at the prompt.
  run 'SELECT 7 AS number;' '1 row'
  type_line '\e'
  shows 'storeql> SELECT 8 AS number;'
  press Enter
  shows '      8'
  at_prompt
  same "edit-$size"
  # What Tab offers, and the search in the history.
  cleared
  press -l 'SELECT id FROM product_'
  press Tab
  shows 'product_images'
  same "complete-$size"
  press C-c
  at_prompt
  cleared
  press C-r
  press -l 'number'
  shows 'looking for `number`'
  same "search-$size"
  press C-c
  at_prompt
  # A write of many rows asks before.
  cleared
  type_line "UPDATE products SET name = name || '!' WHERE price > 10;"
  shows '[y/N]'
  same "question-$size"
  press n
  press Enter
  shows 'nothing was written'
  at_prompt
  # What is longer than the screen goes to the pager.
  begin "${size%x*}" "${size#*x}" "$plain PAGER='less -S' $storeql shell --sandbox"
  shows 'to leave'
  type_line 'SELECT id, name, type, sku FROM products ORDER BY id;'
  paged
  same "pager-$size"
  press q
  at_prompt
done

# The same screens, with colours where they are wanted only.
colours() { tmux capture-pane -p -e -t "$session" | grep -c $'\x1b\[' || true; }
begin 80 24 "$plain NO_COLOR=1 $storeql shell --sandbox"
shows 'to leave'
run 'SELECT NULL AS nothing;'
[ "$(colours)" = 0 ] || { echo 'NO_COLOR paints'; exit 1; }
begin 80 24 "$plain $storeql shell --sandbox"
shows 'to leave'
run 'SELECT NULL AS nothing;'
[ "$(colours)" -gt 0 ] || { echo 'a terminal is not painted'; exit 1; }

# A terminal without a cursor: lines as they come, nothing drawn over.
begin 80 24 "env HOME=$home TERM=dumb $storeql shell --sandbox"
shows 'to leave'
type_line 'SELECT 6 * 7'
shows '      ->'
type_line 'AS answer;'
shows '     42'
shows '1 row'

# The pager takes what is longer than the screen, and only that; leaving it is no error.
begin 80 24 "env HOME=$home TERM=screen-256color PAGER='less -S' $storeql shell --sandbox --latency-ms 20"
shows 'to leave'
type_line 'SELECT id FROM products ORDER BY id;'
shows ' 103'
paged
press q
shows 'rows'
at_prompt
type_line '\d'
shows ':'
press q
at_prompt
! screen | grep -q '^error' || { echo 'leaving the pager is an error'; exit 1; }
run 'SELECT 1 AS one;' '1 row'
type_line '\pager off'
shows 'the pager is off'

# A statement that takes long says so beforehand and while it runs, and Ctrl-C ends it.
begin 100 24 "$plain $storeql shell --sandbox --orders 20000 --latency-ms 400"
shows 'to leave'
type_line 'SELECT count(name) FROM order_items;'
shows ' requests, '
press C-c
shows 'error: cancelled'
at_prompt
# Once the store has told how much there is, the cost is known beforehand.
type_line 'SELECT count(*) AS orders FROM orders;'
shows '20000'
type_line 'SELECT max(staff_notes) AS note FROM orders;'
shows 'hint: it takes'
shows ' of '
press C-c
shows 'error: cancelled'
at_prompt
# The last statement again and again, until Ctrl-C.
type_line 'SELECT id FROM brands WHERE id = 1;'
shows '1 row'
type_line '\watch 0.5'
shows '1 request each time, 7200 in an hour; again every 0.5 s until Ctrl-C'
press C-c
at_prompt
type_line '\timing'
shows 'timing is on'
type_line 'SELECT 1 AS one;'
shows '1 row, 0 requests, 0.'

# What it waits for is said, too.
begin 120 24 "$plain $storeql shell --sandbox --orders 2000 --quota 4 --window-ms 4000"
shows 'to leave'
type_line 'SELECT max(staff_notes) AS note FROM orders;'
shows "waits for the store's allowance until "
press C-c
shows 'error: cancelled'

# Completion: behind a comma after FROM, of values, of functions.
begin 80 24 "$plain VISUAL=$home/editor $storeql shell --sandbox"
shows 'to leave'
run 'SELECT 8 AS number;' '1 row'
cleared
press -l 'SELECT * FROM orders o, coupo'
press Tab
shows 'orders o, coupons'
press C-c
at_prompt
press -l "SELECT * FROM products WHERE type = 'phys"
press Tab
shows "type = 'physical"
press C-c
at_prompt
# The history can be searched.
press C-r
press -l 'number'
shows 'looking for `number`'
press Enter
press Enter
shows '      8'

# A resize: the next result has the new width, and one that is printed comes to its end.
begin 200 50 "$plain $storeql shell --sandbox --latency-ms 50"
shows 'to leave'
type_line 'SELECT o.id, p.id AS product FROM orders o CROSS JOIN products p ORDER BY 1, 2;'
tmux resize-window -t "$session" -x 80 -y 24
shows ' rows'
at_prompt
run 'SELECT * FROM orders ORDER BY id LIMIT 2;'
screen | awk 'length($0) > 80 { exit 1 }' || { echo 'a line is longer than the new width'; exit 1; }

# Ctrl-C at the question of a write: nothing is written, and the next line is the next entry.
begin 100 30 "$plain $storeql shell --sandbox"
shows 'to leave'
insert="INSERT INTO brands (name) SELECT 'Row ' || CAST(id AS text) FROM products ORDER BY id LIMIT 11;"
type_line "$insert"
shows 'INSERT brands: 11 rows. Write them? [y/N]'
press C-c
shows 'nothing was written'
type_line 'SELECT 6 * 7 AS answer;'
shows '     42'
# A terminal that is closed at the question ends the program.
type_line "$insert"
shows '[y/N]'
program=$(tmux list-panes -t "$session" -F '#{pane_pid}')
tmux kill-session -t "$session"
for _ in $(seq 300); do kill -0 "$program" 2>/dev/null || break; sleep 0.1; done
! kill -0 "$program" 2>/dev/null || { echo 'the program goes on without its terminal'; kill -KILL "$program"; exit 1; }
echo 'terminal: three sizes, pager, editor, completion, history, colours, a resize and a question that is broken off or left'
