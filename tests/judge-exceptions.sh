# What judge.sh and judge-writes.sh share; to be sourced. Needs $work, a folder; sets $failed.

# unexplained FOUND EXCEPTIONS: prints the lines of FOUND that no exception fits, and the exceptions that fit no line.
unexplained() {
  local pattern
  while IFS= read -r pattern; do
    grep -qE -- "$pattern" "$1" || { echo "$2: \`$pattern\` explains nothing any more: remove it"; failed=1; }
  done < <(grep -v '^#' "$2" | cut -f1)
  grep -v '^#' "$2" | cut -f1 >"$work/patterns"
  if grep -vE -f "$work/patterns" "$1" >"$work/unexplained"; then
    echo "not in $2:"; cat "$work/unexplained"
    failed=1
  fi
}
