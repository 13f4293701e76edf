#!/usr/bin/env bash
# The commands of the program, other than its shell, at real terminals of three sizes, held against the screens in
# tests/clients/terminal/; and what a shell completes of them. UPDATE=1 writes the screens anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet
storeql=$(realpath "${CARGO_TARGET_DIR:-target}/debug/storeql")
# Of one length, so that lines with it break at one place.
home=$(mktemp -d /tmp/storeql-XXXXXX)
. tests/clients/parts/terminal.sh
. tests/clients/parts/stores.sh
trap 'kill "${stores[@]}" 2>/dev/null || true; tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$home"' EXIT

store shop1 --products 3 --orders 5
mkdir "$home/storeql"
{
  profile shop1 shop1
  profile stale shop1 no-longer-valid
  printf '[later]\nStoreId = "abc123"\nOAuthAccessToken = "${LATER_TOKEN}"\n'
} >"$home/storeql/config.toml"
printf '#!/bin/sh\nprintf "[new]\\nStoreId = \\"def456\\"\\n" >>"$1"\n' >"$home/editor"
chmod +x "$home/editor"

# A bash at the terminal, whose prompt has the number of the line: `1$`.
plain="env -C $home PATH=$(dirname "$storeql"):$PATH HOME=$home XDG_CONFIG_HOME=$home TERM=screen-256color PAGER=cat MANPAGER=cat EDITOR=$home/editor"
bash="$plain bash --rcfile $home/bashrc"
printf 'PS1="\\#$ "; PROMPT_COMMAND=\n. <(storeql completions bash)\n' >"$home/bashrc"
for name in ${!STOREQL_@}; do unset "$name"; done
# asks SIZE NAME LINE…: types lines at an empty terminal, one after another, and holds its screen.
asks() {
  local size=$1 name=$2 line number=1
  shift 2
  begin "${size%x*}" "${size#*x}" "$bash"
  at_prompt '1$'
  for line in "$@"; do
    type_line "$line"
    number=$((number + 1))
    at_prompt "$number\$"
  done
  same "$name-$size"
}

for size in 80x24 200x50 40x15; do
  asks "$size" doctor 'storeql doctor --sandbox'
  asks "$size" doctor-wrong 'storeql doctor -p stale'
  asks "$size" profiles 'storeql profiles'
  asks "$size" profiles-test 'storeql profiles test'
  cp "$home/storeql/config.toml" "$home/before"
  asks "$size" profiles-edit 'storeql profiles edit'
  cp "$home/before" "$home/storeql/config.toml"
  for shell in bash zsh fish; do
    asks "$size" "completions-$shell" "storeql completions $shell | head -n 5"
  done
  asks "$size" man 'storeql man -o man; man -l man/storeql-profiles.1'
  asks "$size" commands 'storeql -h'
  asks "$size" options 'storeql doctor -h | head -n 12'
  asks "$size" columns 'storeql tables brands'
  asks "$size" query 'storeql query --sandbox "SELECT id, name, price FROM products ORDER BY id LIMIT 2; SELECT count(*) AS brands FROM brands"'
  asks "$size" query-wrong 'storeql query --sandbox "SELECT nme, price FROM products"'
  asks "$size" query-write 'storeql query -p shop1 "UPDATE brands SET page_title = '"'$size'"' WHERE id = 1"'
  asks "$size" login 'storeql login -p shop1'
  asks "$size" drivers 'storeql drivers list'
  asks "$size" resume 'storeql resume -p shop1 none.jsonl'
  asks "$size" serve 'storeql serve pg --sandbox --listen 0.0.0.0:0'
done

# Tab at a bash completes commands, options and their values.
completes() {
  press -l "$1"
  press Tab
  shows "\$ $2"
  press C-u
}
begin 80 24 "$bash"
at_prompt '1$'
completes 'storeql prof' 'storeql profiles'
completes 'storeql completions z' 'storeql completions zsh'
completes 'storeql query --format chart-' 'storeql query --format chart-svg'
echo 'terminal: the commands at three sizes, and completion in a bash'
