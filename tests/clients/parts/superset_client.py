"""Superset's own code on a server: what its pages ask for, by its REST API, within its process.

superset_client.py ADDRESS NAME: the server's address for SQLAlchemy, and a user of Superset, who is an administrator.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys

from superset.app import create_app

address, user = sys.argv[1:]
app = create_app()
client = app.test_client()
headers: dict[str, str] = {}


def asks(method: str, path: str, status: int = 200, **body: object) -> dict[str, object]:
    answer = client.open(f"/api/v1/{path}", method=method, json=body or None, headers=headers)
    if answer.status_code != status:
        sys.exit(f"superset: {method} {path}: {answer.status_code} {answer.get_data(as_text=True)[:2000]}")
    return json.loads(answer.get_data())


def same(what: str, found: object, expected: object) -> None:
    if found != expected:
        sys.exit(f"superset: {what}: {found!r} and not {expected!r}")


told = asks("POST", "security/login", username=user, password=user, provider="db", refresh=False)
headers["Authorization"] = f"Bearer {told['access_token']}"

# The button "test connection", and the connection itself.
store = {"database_name": "store", "sqlalchemy_uri": address}
asks("POST", "database/test_connection/", **store)
database = asks("POST", "database/", 201, expose_in_sqllab=True, **store)["id"]

# What SQL Lab shows at its left: schemas, tables, a table's columns and keys.
schemas = asks("GET", f"database/{database}/schemas/")["result"]
if "bigcommerce" not in schemas:
    sys.exit(f"superset: schemas: {schemas}")
tables = asks("GET", f"database/{database}/tables/?q=(schema_name:bigcommerce)")["result"]
if not {"orders", "order_items", "products"} <= {table["value"] for table in tables}:
    sys.exit(f"superset: tables: {tables}")
shown = asks("GET", f"database/{database}/table_metadata/?name=order_items&schema=bigcommerce")
types = {column["name"]: column["longType"] for column in shown["columns"]}
same("types", [types[name] for name in ("id", "name", "total_inc_tax")], ["BIGINT", "TEXT", "NUMERIC(20, 4)"])
if not any(key["referred_table"] == "orders" for key in shown["foreignKeys"]):
    sys.exit(f"superset: foreign keys: {shown['foreignKeys']}")

# A query of SQL Lab, with its limit.
query = "SELECT o.id, o.date_created, i.name, i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id"
ran = asks("POST", "sqllab/execute/", database_id=database, sql=query, schema="bigcommerce", queryLimit=7, runAsync=False, client_id="a")
same("SQL Lab", (ran["status"], len(ran["data"])), ("success", 7))

# A dataset of a table, its sync, and the query of a chart.
dataset = asks("POST", "dataset/", 201, database=database, schema="bigcommerce", table_name="orders")["id"]
asks("PUT", f"dataset/{dataset}/refresh")
columns = {column["column_name"]: column for column in asks("GET", f"dataset/{dataset}")["result"]["columns"]}
same("date_created", columns["date_created"]["is_dttm"], True)
same("main time", asks("GET", f"dataset/{dataset}")["result"]["main_dttm_col"] in columns, True)
total = {"expressionType": "SIMPLE", "column": {"column_name": "total_inc_tax"}, "aggregate": "SUM", "label": "total"}
chart = asks(
    "POST",
    "chart/data",
    datasource={"id": dataset, "type": "table"},
    queries=[
        {
            "columns": [{"timeGrain": "P1M", "columnType": "BASE_AXIS", "sqlExpression": "date_created", "label": "month", "expressionType": "SQL"}],
            "metrics": [total, "count"],
            "granularity": "date_created",
            "time_range": "2024-01-01 : 2027-01-01",
            "row_limit": 100,
        }
    ],
    result_format="json",
    result_type="full",
)["result"][0]
same("the months' orders", sum(row["count"] for row in chart["data"]), 600)
# The values of a filter.
values = asks("GET", f"datasource/table/{dataset}/column/status/values/")["result"]
if "Completed" not in values:
    sys.exit(f"superset: values of status: {values}")
print(f"superset {importlib.metadata.version('apache-superset')}: test connection, SQL Lab, dataset sync and a chart")
