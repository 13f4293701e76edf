#!/usr/bin/env bash
# Runs the commands that README.md and docs/first-steps.md tell a newcomer to run, and holds what they print against what the pages
# say. A block of ```sh has commands; the block after it that begins ```text is what it must print. Of first-steps.md every command
# is run. UPDATE=1 writes there what the commands print; read it before it is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# pairs FILE: one line per pair of command and output, the lines inside joined by \x01.
pairs() {
  awk '
    /^```/ && !inside { inside = 1; kind = substr($0, 4); text = ""; next }
    /^```/ && inside {
      inside = 0
      if (kind == "sh") command = text
      else if (kind == "text" && command != "") { print command "\x02" text; command = "" }
      next
    }
    inside { text = text (text == "" ? "" : "\x01") $0 }
  ' "$1"
}

# written FILE COMMAND TEXT: puts TEXT into the block behind the command's.
written() {
  python3 - "$@" <<'END'
import sys
page, command, text = sys.argv[1:]
content = open(page).read()
start = content.index("```text\n", content.index(f"```sh\n{command}\n```\n")) + len("```text\n")
end = content.index("```", start)
open(page, "w").write(content[:start] + (text + "\n" if text else "") + content[end:])
END
}

# check FILE FOLDER: runs its commands in the folder.
check() {
  found=0
  while IFS=$'\x02' read -r command expected; do
    found=$((found + 1))
    command=${command//$'\x01'/$'\n'}
    expected=${expected//$'\x01'/$'\n'}
    printf '%s: %s\n' "$1" "${command%%$'\n'*}"
    printed=$(cd "$2" && bash -euo pipefail -c "$command" 2>/dev/null) || { echo "the command failed"; exit 1; }
    if [ -n "${UPDATE:-}" ]; then written "$root/$1" "$command" "$printed"; continue; fi
    diff <(printf '%s\n' "$expected") <(printf '%s\n' "$printed") || { echo "$1 prints something else"; exit 1; }
  done < <(pairs "$root/$1")
}

check README.md "$root"
[ "$found" -ge 2 ] || { echo "README.md has $found commands with their output; there should be two or more"; exit 1; }

cargo build --quiet
PATH=$(realpath "${CARGO_TARGET_DIR:-target}")/debug:$PATH
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_CONFIG_HOME=$home/config PATH
unset "${!STOREQL_@}"
check docs/first-steps.md "$home"
commands=$(grep -c '^```sh$' docs/first-steps.md)
[ "$found" -eq "$commands" ] || { echo "docs/first-steps.md has $commands commands, and $found of them say what they print"; exit 1; }
