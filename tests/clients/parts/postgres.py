"""Python's clients of PostgreSQL on a server: rows, values, parts, writes, errors. python postgres.py CLIENT URL"""

import asyncio
import decimal
import io
import sys

client, url = sys.argv[1:]


def psycopg3():
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        count = connection.execute("SELECT count(*) FROM products").fetchone()[0]
        assert count > 10, count
        sql = "SELECT id, name, price, is_visible, date_created FROM products WHERE id = %s"
        for binary in (False, True):
            row = connection.execute(sql, [108], binary=binary).fetchone()
            assert row[0] == 108 and isinstance(row[2], decimal.Decimal) and isinstance(row[3], bool), row
            assert row[4].utcoffset().total_seconds() == 0
        rows = connection.execute("SELECT id FROM products WHERE id = ANY(%s) ORDER BY id", [[101, 108]]).fetchall()
        assert rows == [(101,), (108,)], rows
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO brands (name) VALUES (%s)", [("Psyc One",), ("Psyc Two",)])
            assert cursor.rowcount == 2, cursor.rowcount
            with cursor.copy("COPY brands (name, page_title) FROM STDIN") as copy:
                copy.write_row(("Psyc Three", None))
            with cursor.copy("COPY (SELECT id, name FROM brands ORDER BY id) TO STDOUT") as copy:
                copied = list(copy.rows())
            assert "Psyc Three" in [name for _, name in copied], copied
            cursor.execute("DELETE FROM brands WHERE name LIKE 'Psyc %'")
            assert cursor.rowcount == 3, cursor.rowcount
        with connection.transaction():
            with connection.cursor(name="parts") as cursor:
                cursor.itersize = 7
                cursor.execute("SELECT id FROM products WHERE id > %s", [0])
                assert len(list(cursor)) == count
        try:
            connection.execute("SELECT nope FROM products")
            raise AssertionError("no error")
        except psycopg.errors.UndefinedColumn as error:
            assert error.diag.statement_position
    with psycopg.connect(url) as connection:
        connection.execute("SELECT 1")
        try:
            connection.execute("UPDATE brands SET page_title = 'x' WHERE id = 1")
            raise AssertionError("a write in a transaction")
        except psycopg.errors.FeatureNotSupported:
            connection.rollback()
    return psycopg.__version__


def psycopg2():
    import psycopg2

    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, price FROM products WHERE id = %s", [108])
        assert cursor.fetchone()[0] == 108
    with connection.cursor(name="parts") as cursor:
        cursor.itersize = 7
        cursor.execute("SELECT id FROM products")
        assert len(list(cursor)) > 10
    connection.rollback()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY brands (name) FROM STDIN WITH CSV", io.StringIO("Psycopg Two\n"))
        cursor.execute("DELETE FROM brands WHERE name = 'Psycopg Two'")
        assert cursor.rowcount == 1
        out = io.StringIO()
        cursor.copy_expert("COPY (SELECT 1, 'a') TO STDOUT WITH CSV HEADER", out)
        assert out.getvalue().splitlines()[1] == "1,a", out.getvalue()
    connection.close()
    return psycopg2.__version__


def asyncpg():
    import asyncpg

    async def run():
        connection = await asyncpg.connect(url)
        count = await connection.fetchval("SELECT count(*) FROM products")
        row = await connection.fetchrow("SELECT id, price, is_visible, date_created FROM products WHERE id = $1", 108)
        assert row["id"] == 108 and isinstance(row["price"], decimal.Decimal), row
        async with connection.transaction():
            seen = [one["id"] async for one in connection.cursor("SELECT id FROM products", prefetch=7)]
        assert len(seen) == count, (len(seen), count)
        status = await connection.execute("UPDATE brands SET page_title = $1 WHERE id = $2", "from asyncpg", 1)
        assert status == "UPDATE 1", status
        out = io.BytesIO()
        await connection.copy_from_query("SELECT id, name FROM products", output=out, format="csv")
        assert out.getvalue().count(b"\n") >= count
        try:
            await asyncio.wait_for(
                connection.fetch("SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0"), 1
            )
            raise AssertionError("no time limit")
        except asyncio.TimeoutError:
            assert await connection.fetchval("SELECT 1") == 1
        await connection.close()

    asyncio.run(run())
    return asyncpg.__version__


def sqlalchemy():
    import sqlalchemy
    from sqlalchemy import text

    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, name FROM products WHERE id = :id"), {"id": 108}).all()
        assert rows[0].id == 108
        changed = connection.execute(text("UPDATE brands SET page_title = :t WHERE id = 2"), {"t": "from sqlalchemy"})
        assert changed.rowcount == 1
    # Reflection: columns with types, keys to other tables.
    inspector = sqlalchemy.inspect(engine)
    assert "orders" in inspector.get_table_names(), inspector.get_table_names()
    columns = {column["name"]: column for column in inspector.get_columns("order_items")}
    assert isinstance(columns["id"]["type"], sqlalchemy.BIGINT), columns["id"]
    assert inspector.get_pk_constraint("order_items")["constrained_columns"] == ["id"]
    keys = {key["referred_table"] for key in inspector.get_foreign_keys("order_items")}
    assert {"orders", "products"} <= keys, keys
    return sqlalchemy.__version__


def pandas():
    import pandas
    import sqlalchemy

    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        frame = pandas.read_sql_query("SELECT id, name, price, date_created FROM products ORDER BY id", connection)
    assert len(frame) > 10 and frame["id"].dtype == "int64", frame.dtypes
    return pandas.__version__


def connectorx():
    import connectorx

    frame = connectorx.read_sql(url, "SELECT id, name, price FROM products ORDER BY id", return_type="arrow", protocol="binary")
    assert frame.num_rows > 10, frame
    return connectorx.__version__


def polars():
    import polars

    frame = polars.read_database_uri("SELECT id, name, price FROM products ORDER BY id", url, engine="connectorx")
    assert frame.height > 10, frame
    return polars.__version__


def adbc():
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, name, price, date_created FROM products ORDER BY id")
        table = cursor.fetch_arrow_table()
        assert table.num_rows > 10, table
    return adbc.__name__ and __import__("adbc_driver_postgresql").__version__


def duckdb():
    import duckdb
    from duckdb_extensions import import_extension

    import_extension("postgres")
    connection = duckdb.connect()
    connection.execute("LOAD postgres")
    connection.execute(f"ATTACH '{url}' AS shop (TYPE postgres)")
    [(count,)] = connection.execute("SELECT count(*) FROM shop.bigcommerce.products").fetchall()
    assert count > 10, count
    sql = "SELECT id, price, typeof(date_created) FROM shop.bigcommerce.products WHERE id = 108"
    [(key, price, kind)] = connection.execute(sql).fetchall()
    assert key == 108 and isinstance(price, decimal.Decimal) and kind == "TIMESTAMP WITH TIME ZONE", (key, price, kind)
    joined = "SELECT count(*) FROM shop.bigcommerce.orders o JOIN shop.bigcommerce.order_items i ON i.order_id = o.id"
    [(lines,)] = connection.execute(joined).fetchall()
    [(all_lines,)] = connection.execute("SELECT * FROM postgres_query('shop', 'SELECT count(*) FROM order_items')").fetchall()
    assert lines == all_lines > 10, (lines, all_lines)
    # It begins a transaction before each write, unless it is told not to.
    write = "CALL postgres_execute('shop', 'UPDATE brands SET page_title = ''duck'' WHERE id = 1'%s)"
    try:
        connection.execute(write % "")
        raise AssertionError("a write in a transaction")
    except duckdb.Error as error:
        assert "between BEGIN and COMMIT" in str(error), error
    connection.execute("DETACH shop")
    connection.execute(f"ATTACH '{url}' AS shop (TYPE postgres)")
    connection.execute(write % ", use_transaction = false")
    [(title,)] = connection.execute("SELECT page_title FROM shop.bigcommerce.brands WHERE id = 1").fetchall()
    assert title == "duck", title
    return duckdb.__version__


def pgcli():
    import importlib.metadata

    from pgcli.main import PGCli

    program = PGCli(never_passwd_prompt=True)
    program.connect_uri(url)
    asks = program.pgexecute
    # What it completes.
    for name in ["search_path", "schemata", "tables", "views", "table_columns", "foreignkeys", "functions", "databases"]:
        assert list(getattr(asks, name)()), name
    for sql in ["\\dt", "\\d orders", "\\d+ brands", "\\l", "\\dn", "\\df", "\\dv", "\\di", "\\du", "SELECT count(*) FROM products"]:
        for _, rows, _, status, _, succeeded, *_ in asks.run(sql, pgspecial=program.pgspecial):
            assert succeeded and list(rows), (sql, status)
    return importlib.metadata.version("pgcli")


print(client, {name: one for name, one in globals().items() if callable(one)}[client]())
