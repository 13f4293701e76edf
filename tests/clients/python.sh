#!/usr/bin/env bash
# The Python package as a person installs it: the wheel with the library inside in an environment of its own, and in it the driver
# manager, pandas, Polars, DuckDB, SQLAlchemy, the DB-API suite, the type checker and the notebook, all on sandbox stores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet --workspace
built=$(cd "${CARGO_TARGET_DIR:-target}/debug" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. tests/clients/parts/python-packages.sh
python=$environment/bin/python

STOREQL_LIBRARY=$built/libadbc_driver_storeql.so "$python" python/storeql_wheel.py "$work"
"$environment/bin/pip" install --quiet --no-deps --force-reinstall "$work"/*.whl

# Settings of the machine that runs this stay out of it.
for name in ${!STOREQL_@}; do unset "$name"; done
export HOME=$work STOREQL_PROGRAM=$built/storeql

"$python" -m mypy --config-file python/pyproject.toml python/src/storeql python/src/adbc_driver_storeql
"$python" -m pytest -q -p no:cacheprovider python/tests
printf 'python: the wheel of %s works with its clients\n' "$(du -h "$built/libadbc_driver_storeql.so" | cut -f1)"
