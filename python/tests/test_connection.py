"""The package by itself: PEP 249, parameters, errors, warnings, what a result shows."""

from __future__ import annotations

import datetime
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import adbc_driver_manager.dbapi
import pyarrow
import pytest
import storeql
from conftest import Sandbox


def test_rows_have_exact_types(connection: storeql.Connection) -> None:
    cursor = connection.cursor()
    assert cursor.execute("SELECT id, price, name, is_visible, date_created FROM products ORDER BY id LIMIT 3") is cursor
    assert [column[0] for column in cursor.description or []] == ["id", "price", "name", "is_visible", "date_created"]
    first = cursor.fetchone()
    assert first is not None
    assert [type(value) for value in first] == [int, Decimal, str, bool, datetime.datetime]
    assert first[4].tzinfo is not None
    assert len(cursor.fetchmany(5)) == 2
    assert cursor.fetchone() is None


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT id FROM products WHERE id > ? ORDER BY id LIMIT ?", (110, 2)),
        ("SELECT id FROM products WHERE id > $1 ORDER BY id LIMIT $2", [110, 2]),
        ("SELECT id FROM products WHERE id > :above ORDER BY id LIMIT :most", {"above": 110, "most": 2}),
        ("SELECT id FROM products WHERE id > @above ORDER BY id LIMIT @most", {"most": 2, "above": 110}),
    ],
)
def test_parameters(connection: storeql.Connection, query: str, values: object) -> None:
    expected = connection.execute("SELECT id FROM products WHERE id > 110 ORDER BY id LIMIT 2").fetchall()
    assert len(expected) == 2
    assert connection.execute(query, values).fetchall() == expected


def test_values_that_sql_has_too(connection: storeql.Connection) -> None:
    moment = datetime.datetime(2025, 3, 1, 12, 30, tzinfo=datetime.timezone.utc)
    # Nothing tells the type of the placeholder, so that the answer is text.
    for value in [Decimal("12.3400"), "it's ? :x", 9007199254740993, None]:
        ((answer,),) = connection.execute("SELECT ?", (value,)).fetchall()
        assert answer == (None if value is None else str(value))
    ((answer,),) = connection.execute("SELECT CAST(? AS decimal(10,4))", (Decimal("12.3400"),)).fetchall()
    assert answer == Decimal("12.3400")
    with pytest.raises(storeql.DataError, match="make fractions"):
        connection.execute("SELECT ? + 1", (Decimal("1.5"),))
    count = connection.execute("SELECT count(*) FROM orders WHERE date_created > ?", (moment,)).fetchone()
    same = connection.execute("SELECT count(*) FROM orders WHERE date_created > '2025-03-01 12:30'").fetchone()
    assert count == same != (0,)


def test_writes_are_counted_and_not_taken_back(connection: storeql.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute("INSERT INTO brands (name) VALUES (?), (?)", ("Uno", "Due"))
    assert (cursor.rowcount, cursor.description) == (2, None)
    with pytest.raises(storeql.ProgrammingError, match="answers no rows"):
        cursor.fetchall()
    assert cursor.stats is not None and cursor.stats["message"] == "INSERT 2"
    cursor.executemany("UPDATE brands SET page_title = :title WHERE name = :name", [{"title": "1", "name": "Uno"}, {"title": "2", "name": "Due"}])
    assert cursor.rowcount == 2
    connection.commit()
    with pytest.raises(storeql.NotSupportedError, match="stays in the store"):
        connection.rollback()
    found = connection.execute("SELECT name, page_title FROM brands WHERE name IN ('Uno', 'Due') ORDER BY name").fetchall()
    assert found == [("Due", "2"), ("Uno", "1")]
    returned = connection.execute("DELETE FROM brands WHERE name = 'Uno' RETURNING name").fetchall()
    assert returned == [("Uno",)]


def test_errors_have_class_code_and_hint(connection: storeql.Connection) -> None:
    with pytest.raises(storeql.ProgrammingError) as caught:
        connection.execute("SELECT nme FROM products")
    error = caught.value
    assert error.sqlstate == "42703"
    assert error.hint is not None
    assert str(error).startswith("there is no column nme")
    assert "SQLSTATE" not in str(error)
    assert isinstance(error, adbc_driver_manager.dbapi.ProgrammingError)
    for query, kind, code in [
        ("SELEC 1", storeql.ProgrammingError, "42601"),
        ("CREATE TABLE t (x int)", storeql.NotSupportedError, "0A000"),
        ("SELECT 1 / (id - id) FROM orders", storeql.DataError, "22012"),
        ("SELECT ?", storeql.DataError, "22000"),
    ]:
        with pytest.raises(kind) as caught_too:
            connection.execute(query)
        assert caught_too.value.sqlstate == code, query
    with pytest.raises(storeql.ProgrammingError, match="did you mean StoreId"):
        storeql.connect("StoreIdd=x")


def test_a_token_that_is_not_valid(sandbox: Sandbox) -> None:
    wrong = re.sub(r"OAuthAccessToken=[^;]*", "OAuthAccessToken=wrong", sandbox.connection)
    with pytest.raises(storeql.OperationalError) as caught:
        storeql.connect(wrong).execute("SELECT id FROM orders")
    assert caught.value.sqlstate == "28000"
    assert "wrong" not in str(caught.value)


def test_an_error_among_the_rows_has_its_class(slow: Sandbox) -> None:
    connection = storeql.connect(slow.connection)
    query = "SELECT id, 1 / (id - (SELECT max(id) FROM orders)) FROM orders"
    with pytest.raises(storeql.DataError) as caught:
        connection.execute(query).fetchall()
    assert caught.value.sqlstate == "22012"
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_warnings_and_figures(sandbox: Sandbox) -> None:
    with storeql.connect(sandbox.connection, MaxRows=5) as connection:
        cursor = connection.cursor()
        with pytest.warns(storeql.StoreWarning, match="cut after 5 rows"):
            assert len(cursor.execute("SELECT id FROM orders").fetchall()) == 5
        assert cursor.stats is not None and cursor.stats["cut_by_max_rows"]
        assert cursor.stats["requests"] == sandbox.requests()


def test_arrow_and_streams(connection: storeql.Connection) -> None:
    table = connection.execute("SELECT id, price FROM products").fetch_arrow_table()
    assert table.schema.field("price").type == pyarrow.decimal128(20, 4)
    reader = connection.execute("SELECT id FROM products").fetch_record_batch()
    assert sum(batch.num_rows for batch in reader) == table.num_rows == 120


def test_a_result_shows_its_first_rows(connection: storeql.Connection) -> None:
    connection.execute("INSERT INTO brands (name) VALUES ('<b>&')")
    result = connection.sql("SELECT id, name FROM brands WHERE name = '<b>&'")
    assert "&lt;b&gt;&amp;" in result._repr_html_() and "<b>" not in result._repr_html_()
    assert len(result) == 1
    products = connection.sql("SELECT id, name FROM products ORDER BY id")
    assert "the first 10 rows" in products._repr_html_()
    assert repr(products).count("\n") == 11
    assert len(products.to_pandas()) == len(list(products)) == 120
    assert products.to_polars().shape == (120, 2)


def test_tables_and_explain(connection: storeql.Connection) -> None:
    tables = connection.tables().to_arrow().to_pydict()
    assert "orders" in tables["name"] and set(tables["type"]) == {"table"}
    plan = connection.explain("SELECT id FROM orders WHERE status_id = 11")
    assert any("/v2/orders" in request for request in plan.requests)
    assert "<table>" in plan._repr_html_()
    assert plan.estimate["requests"] > 0 and plan.estimate["scans"][0]["table"] == "orders"
    assert connection.explain("SELECT id FROM orders WHERE id = 101").estimate["requests"] == 1


def test_what_is_closed_is_refused(connection: storeql.Connection) -> None:
    cursor = connection.execute("SELECT 1")
    cursor.close()
    cursor.close()
    for call in (lambda: cursor.execute("SELECT 1"), lambda: cursor.fetchone()):
        with pytest.raises(storeql.Error):
            call()
    other = storeql.connect("storeql://sandbox")
    left = other.cursor()
    other.close()
    for call in (lambda: left.execute("SELECT 1"), other.cursor, other.commit):
        with pytest.raises(storeql.Error):
            call()


def test_a_read_only_connection(sandbox: Sandbox) -> None:
    with storeql.connect(sandbox.connection, read_only=True) as connection:
        with pytest.raises(storeql.OperationalError) as caught:
            connection.execute("DELETE FROM brands WHERE id = 1")
        assert caught.value.sqlstate == "25006"
        assert sandbox.requests() == 0


def test_cursors_of_several_threads(sandbox: Sandbox) -> None:
    with storeql.connect(sandbox.connection) as connection, ThreadPoolExecutor(4) as threads:
        ids = [row[0] for row in connection.execute("SELECT id FROM orders ORDER BY id LIMIT 20").fetchall()]
        found = threads.map(lambda id: connection.execute("SELECT id FROM orders WHERE id = ?", (id,)).fetchall(), ids)
        assert list(found) == [[(id,)] for id in ids]


def test_a_cursor_that_another_thread_uses(slow: Sandbox) -> None:
    with storeql.connect(slow.connection, Pagesize=50) as connection, ThreadPoolExecutor(1) as threads:
        cursor = connection.cursor()
        running = threads.submit(lambda: cursor.execute("SELECT sum(id) FROM orders WHERE id + 0 > 0").fetchall())
        while slow.requests() < 1:
            time.sleep(0.01)
        for call in (lambda: cursor.execute("SELECT 1"), lambda: cursor.fetchone()):
            with pytest.raises(storeql.ProgrammingError, match="a cursor of its own") as caught:
                call()
            assert caught.value.sqlstate == "55000"
        assert running.result() == [(20000 * 20001 // 2,)]
        assert cursor.execute("SELECT 1").fetchone() == (1,)


def test_cancel_from_another_thread(slow: Sandbox) -> None:
    with storeql.connect(slow.connection, Pagesize=10) as connection:
        cursor = connection.cursor()

        def cancel() -> None:
            while slow.requests() < 5:
                time.sleep(0.01)
            cursor.cancel()

        thread = threading.Thread(target=cancel)
        thread.start()
        with pytest.raises(storeql.OperationalError) as caught:
            cursor.execute("SELECT sum(total_inc_tax) FROM orders WHERE id + 0 > 0").fetchall()
        thread.join()
        assert caught.value.sqlstate == "57014"
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_keyboard_interrupts_a_query(slow: Sandbox) -> None:
    script = f"""
import storeql, sys
connection = storeql.connect({slow.connection!r}, Pagesize=10)
print("begun", flush=True)
for query in ("SELECT sum(total_inc_tax) FROM orders WHERE id + 0 > 0", "SELECT id FROM orders"):
    try:
        connection.execute(query).fetchall()
    except KeyboardInterrupt:
        print("interrupted", connection.execute("SELECT 1").fetchone(), flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    for _ in range(2):
        before = slow.requests()
        while slow.requests() < before + 5:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "interrupted (1,)\n"
    assert process.wait() == 0
