#!/usr/bin/env bash
# What cargo calls for the crates of the workspace, and for no other, when `fuzz/run.sh` builds: the compiler, with the counters that
# libFuzzer reads. So DataFusion is not compiled again.
set -euo pipefail
rustc=$1
shift
flags=(--cfg fuzzing)
if [ -n "${STOREQL_LIBFUZZER-}" ]; then
  flags+=(
    -Copt-level=1 -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
  )
fi
for word in "$@"; do
  case $word in
    # A program that runs during the build has no libFuzzer.
    build_script_*) flags=() ;;
    fuzz) [ -z "${STOREQL_LIBFUZZER-}" ] || flags+=(-L "native=$STOREQL_LIBFUZZER" -l static=fuzzer -l stdc++) ;;
  esac
done
exec "$rustc" "$@" "${flags[@]}"
