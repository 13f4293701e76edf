#!/usr/bin/env bash
# Runs the commands that README.md tells a newcomer to run, and holds the example's output against what the README prints.
# The blocks of README.md: ```sh are commands; the block after one that begins ```text is what it must print.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One line per pair of command and output, the lines inside joined by \x01.
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
  ' README.md
}

found=0
while IFS=$'\x02' read -r command expected; do
  found=$((found + 1))
  command=${command//$'\x01'/$'\n'}
  expected=${expected//$'\x01'/$'\n'}
  printf 'README: %s\n' "$command"
  printed=$(bash -euo pipefail -c "$command" 2>/dev/null) || { echo "the command failed"; exit 1; }
  diff <(printf '%s\n' "$expected") <(printf '%s\n' "$printed") || { echo "README.md prints something else"; exit 1; }
done < <(pairs)

[ "$found" -ge 2 ] || { echo "README.md has $found commands with their output; there should be two or more"; exit 1; }
