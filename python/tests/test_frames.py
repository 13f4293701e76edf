"""Data frames and SQL engines: pandas, Polars, DuckDB."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pandas
import polars
import pyarrow
import pytest
import storeql
from conftest import Sandbox

QUERY = "SELECT id, name, price FROM products ORDER BY id"


def test_pandas_reads(connection: storeql.Connection) -> None:
    frame = pandas.read_sql(QUERY, connection)
    assert list(frame.columns) == ["id", "name", "price"] and len(frame) == 120
    own = connection.execute(QUERY).fetch_df()
    assert isinstance(own["price"].iloc[0], Decimal)
    assert own["price"].sum() == sum(row[2] for row in connection.execute(QUERY).fetchall())


def test_pandas_writes(connection: storeql.Connection) -> None:
    frame = pandas.DataFrame({"name": [f"Frame {number}" for number in range(12)]})
    assert frame.to_sql("brands", connection, if_exists="append", index=False) == 12
    found = pandas.read_sql("SELECT name FROM brands WHERE name LIKE 'Frame %'", connection)
    assert sorted(found["name"]) == sorted(frame["name"])
    categories = pandas.DataFrame({"name": pandas.Categorical(["Cat 1", "Cat 2"])})
    assert categories.to_sql("brands", connection, if_exists="append", index=False) == 2
    with pytest.raises(Exception, match="(?i)create"):
        frame.to_sql("brands_of_mine", connection, index=False)


def test_polars_reads(sandbox: Sandbox) -> None:
    frame = polars.read_database_uri("SELECT id, price FROM products", "storeql://sandbox", engine="adbc")
    assert frame.shape == (120, 2) and frame.schema["price"] == polars.Decimal(20, 4)
    with storeql.connect(sandbox.connection) as connection:
        by_connection = polars.read_database("SELECT id FROM orders", connection)
        assert by_connection.shape == (3000, 1)
        assert connection.execute("SELECT id FROM orders").fetch_polars().equals(by_connection)


def test_polars_writes(connection: storeql.Connection) -> None:
    frame = polars.DataFrame({"name": ["Polar 1", "Polar 2"]})
    assert frame.write_database("brands", connection, if_table_exists="append") == 2
    assert connection.execute("SELECT count(*) FROM brands WHERE name LIKE 'Polar %'").fetchone() == (2,)


def test_duckdb_reads_streams(connection: storeql.Connection) -> None:
    orders = connection.execute("SELECT id, customer_id, total_inc_tax FROM orders").fetch_record_batch()
    ((count, total),) = duckdb.sql("SELECT count(*), sum(total_inc_tax) FROM orders").fetchall()
    expected = connection.execute("SELECT count(*), sum(total_inc_tax) FROM orders").fetchone()
    assert (count, total) == expected
    del orders
    products = connection.sql("SELECT id FROM products")
    assert duckdb.sql("SELECT count(*) FROM products").fetchall() == [(120,)]
    assert pyarrow.table(products).num_rows == 120
