# A real terminal for the tests of the shell: tmux. Source it after `storeql` and `home` are set.

session=
terminals=0

# begin COLUMNS LINES COMMAND…: opens a terminal of that size with the command in it, and closes the one before.
begin() {
  local columns=$1 lines=$2 before=$session
  shift 2
  terminals=$((terminals + 1))
  session=storeql-terminal-$$-$terminals
  tmux -f /dev/null new-session -d -s "$session" -x "$columns" -y "$lines" "$*"
  # Without its own line at the bottom, which would take one of the terminal's.
  tmux set-option -t "$session" status off
  # Only now: without a session tmux's server ends, while the next one wants it.
  [ -z "$before" ] || tmux kill-session -t "$before" 2>/dev/null || true
}

# screen: what the terminal shows, without blank lines at its end.
screen() { tmux capture-pane -p -t "$session" | sed -e :a -e '/^[[:space:]]*$/{$d;N;ba' -e '}'; }

# shows TEXT: waits until the terminal shows it.
shows() {
  for _ in $(seq 300); do
    screen | grep -qF -- "$1" && return
    sleep 0.1
  done
  printf 'the terminal never showed: %s\n' "$1"
  screen
  exit 1
}

# at_prompt [PROMPT]: waits until the last line is the prompt alone.
at_prompt() {
  for _ in $(seq 300); do
    [ "$(screen | tail -1)" = "${1:-storeql>}" ] && return
    sleep 0.1
  done
  printf 'the terminal never came back to the prompt\n'
  screen
  exit 1
}

# type_line TEXT: types it and presses Enter. A `;` at an argument's end is tmux's own separator unless it is escaped.
type_line() { tmux send-keys -t "$session" -l "${1/%;/\\;}"; tmux send-keys -t "$session" Enter; }

# press KEY…: by tmux's names, as C-c.
press() { tmux send-keys -t "$session" "$@"; }

# cleared: an empty terminal with the prompt.
cleared() {
  press C-l
  for _ in $(seq 300); do
    [ "$(screen)" = 'storeql>' ] && return
    sleep 0.1
  done
  printf 'the terminal was not cleared\n'
  screen
  exit 1
}

# masked: the screen, with NAME for what differs from run to run: times, ports, versions, folders.
masked() {
  screen | sed -E -e "s#${home:?}#HOME#g" -e 's/^[0-9]{2}:[0-9]{2}:[0-9]{2}$/TIME/' -e 's/[0-9]+\.[0-9]{3} s$/SECONDS s/' \
    -e 's/[0-9]+ of (100000000)/LEFT of \1/' -e 's/127\.0\.0\.1:[0-9]+/127.0.0.1:PORT/g' -e 's/storeql [0-9]+\.[0-9]+\.[0-9]+/storeql VERSION/g'
}

# same NAME: the screen is the one that is kept in tests/clients/terminal/; UPDATE=1 writes it anew, to be read before it is kept.
same() {
  local kept=tests/clients/terminal/$1.txt
  if [ -n "${UPDATE:-}" ]; then masked >"$kept"; fi
  masked | diff "$kept" - || { printf 'the terminal shows another screen than %s\n' "$kept"; exit 1; }
}
