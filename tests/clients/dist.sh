#!/usr/bin/env bash
# What people install, of a debug build: the wheel in an empty environment, the Debian package and the tarball in an empty folder; program
# and library find each other there, and ADBC's manager finds the library by the name `storeql`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo xtask dist --profile dev --json >"$work/made.json"
made() { jq -er ".$1.path" "$work/made.json"; }

# The packages that python.sh keeps, for an environment that has nothing else.
kept=${STOREQL_CLIENTS:-$HOME/.cache/storeql/clients}/python
[ -e "$kept/complete" ] || { echo 'run tests/clients/python.sh first: it installs the packages'; exit 1; }
packages=$(echo "$kept"/lib/python3*/site-packages)
for name in ${!STOREQL_@}; do unset "$name"; done
export HOME=$work
unset VIRTUAL_ENV CONDA_PREFIX

python3 -m venv --without-pip "$work/venv"
"$kept/bin/pip" --python "$work/venv/bin/python" install --quiet --no-deps --no-index "$(made wheel)"
count='import storeql; print(storeql.connect("storeql://sandbox").execute("SELECT count(*) FROM products").fetchone())'
# Of the kept packages all but our own.
mkdir "$work/packages"
for package in "$packages"/*; do
  case $(basename "$package") in storeql* | adbc_driver_storeql*) ;; *) ln -s "$package" "$work/packages/" ;; esac
done
export PYTHONPATH=$work/packages
[ "$("$work/venv/bin/python" -c "$count")" = '(120,)' ]

# installed FOLDER: tries what lies below it.
installed() {
  [ "$("$1/bin/storeql" query --sandbox --format csv 'SELECT count(*) AS n FROM products' | tail -1)" = 120 ]
  "$1/bin/storeql" drivers install >/dev/null
  "$1/bin/storeql" drivers list | grep -qF "$(readlink -f "$1/lib/libadbc_driver_storeql.so")"
  "$work/venv/bin/python" - <<'PYTHON'
from adbc_driver_manager import dbapi

with dbapi.connect(driver="storeql", db_kwargs={"uri": "storeql://sandbox"}, autocommit=True) as connection:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM products")
        assert cursor.fetchone() == (120,)
# The address alone names the driver.
with dbapi.connect("storeql://sandbox", autocommit=True) as connection:
    assert connection.adbc_get_info()["vendor_name"] == "StoreQL"
PYTHON
  "$1/bin/storeql" drivers uninstall >/dev/null
}
mkdir "$work/tarball"
tar --extract --file "$(made tarball)" --directory "$work/tarball" --strip-components 1
installed "$work/tarball"
dpkg-deb --extract "$(made deb)" "$work/deb"
dpkg-deb --field "$(made deb)" Package Version Architecture >/dev/null
installed "$work/deb/usr"
echo 'dist: wheel, tarball and Debian package work where nothing else is installed'
