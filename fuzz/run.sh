#!/usr/bin/env bash
# Builds the fuzz targets and runs them, each for a minute or as long as is said: fuzz/run.sh [--seconds N] [TARGET …]
# `--check` only sees that they compile. Needs no nightly compiler: the coverage is the stable one's, libFuzzer is a crate.
# A file of `seeds/` has the inputs that a target begins with, one a line, with `printf`'s escapes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=60
check=
targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift ;;
    --check) check=1 ;;
    *) targets+=("$1") ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls seeds)

# libFuzzer itself: where its build has put it.
if [ -z "$check" ]; then
  STOREQL_LIBFUZZER=$(cargo build --manifest-path libfuzzer/Cargo.toml --target-dir "${CARGO_TARGET_DIR:-../target}/libfuzzer" \
    --message-format json | jq -r 'select(.reason == "build-script-executed" and (.linked_libs | index("static=fuzzer"))) | .out_dir')
  export STOREQL_LIBFUZZER
fi

# All packages at once, as in every other build: what DataFusion is built with stays the same.
export RUSTC_WORKSPACE_WRAPPER=$PWD/rustc.sh
how=(--workspace --test fuzz --locked)
if [ -n "$check" ]; then
  exec cargo check "${how[@]}"
fi
cargo test --no-run "${how[@]}"
program=$(cargo test --no-run "${how[@]}" --message-format json 2>/dev/null | jq -r 'select(.target.name == "fuzz") | .executable // empty')

failed=()
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" "artifacts/$target"
  number=0
  while IFS= read -r seed; do
    number=$((number + 1))
    printf '%b' "$seed" >"corpus/$target/seed-$number"
  done <"seeds/$target"
  printf '\n== %s, %s seconds ==\n' "$target" "$seconds"
  # A backtrace takes more memory than an input may.
  RUST_BACKTRACE=0 STOREQL_FUZZ_TARGET=$target "$program" "corpus/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=0 -max_len=2000 \
    -artifact_prefix="artifacts/$target/" -print_final_stats=1 >"artifacts/$target/log" 2>&1 || failed+=("$target")
  grep -E 'DONE|number_of_executed_units|panicked|SUMMARY|memory allocation' "artifacts/$target/log" || true
done
if [ ${#failed[@]} -gt 0 ]; then
  printf '\nfound something: %s; the input and the log lie in fuzz/artifacts\n' "${failed[*]}" >&2
  exit 1
fi
