#!/usr/bin/env bash
# The Python package as a person installs it: the wheel with the library inside in an environment of its own, and in it the driver
# manager, pandas, Polars, DuckDB, SQLAlchemy, the DB-API suite, the type checker and the example, all on sandbox stores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet --workspace
built=$(cd "${CARGO_TARGET_DIR:-target}/debug" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Kept: the packages are downloaded once.
environment=${STOREQL_CLIENTS:-$HOME/.cache/storeql/clients}/python
packages="adbc-driver-manager pyarrow pandas polars duckdb sqlalchemy dbapi-compliance pytest mypy"
if ! [ -e "$environment/complete" ]; then
  python3 -m venv "$environment"
  # shellcheck disable=SC2086
  "$environment/bin/pip" install --quiet $packages
  touch "$environment/complete"
fi
python=$environment/bin/python

STOREQL_LIBRARY=$built/libadbc_driver_storeql.so "$python" python/storeql_wheel.py "$work"
"$environment/bin/pip" install --quiet --no-deps --force-reinstall "$work"/*.whl

# Settings of the machine that runs this stay out of it.
for name in ${!STOREQL_@}; do unset "$name"; done
export HOME=$work STOREQL_PROGRAM=$built/storeql

"$python" -m mypy --config-file python/pyproject.toml python/src/storeql python/src/adbc_driver_storeql
"$python" -m pytest -q -p no:cacheprovider python/tests
"$python" python/examples/notebook.py >"$work/printed"
grep -q '/v2/orders' "$work/printed"
printf 'python: the wheel of %s works with its clients\n' "$(du -h "$built/libadbc_driver_storeql.so" | cut -f1)"
