# Sourced: the environment with the packages of other people, which is kept, so that they are downloaded once. Sets `environment`.
environment=${STOREQL_CLIENTS:-$HOME/.cache/storeql/clients}/python
if ! [ -e "$environment/complete-2" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet \
    adbc-driver-manager pyarrow pandas polars duckdb sqlalchemy dbapi-compliance pytest mypy \
    matplotlib tqdm nbclient ipykernel
  touch "$environment/complete-2"
fi
