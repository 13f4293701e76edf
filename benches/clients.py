"""What `storeql serve pg` and the ADBC library cost beside PostgreSQL and SQLite, as the tables of docs/performance.md.

python benches/clients.py PROGRAM LIBRARY [--rows N] [--rounds N] [--only server|clients|adbc]

Rows come from memory: one statement of generate_series, the same text on both servers. PostgreSQL is Debian's, in a folder of its own, and
answers on a socket of this machine's loopback as StoreQL does. Needs psycopg, asyncpg, connectorx, pandas, polars, pyarrow,
adbc-driver-manager and adbc-driver-sqlite; pgjdbc where /usr/share/java/postgresql.jar is.
"""

import argparse
import asyncio
import contextlib
import ctypes
import glob
import json
import os
import pathlib
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent

ROWS = """SELECT g AS id, g % 1000 AS quantity, (g % 10007) * 1.25 AS price, 'customer ' || g AS name, g % 2 = 0 AS is_paid,
 g * 0.5::double precision AS weight, timestamptz '2025-01-01 00:00:00Z' + g * interval '1 second' AS date_created,
 date '2025-01-01' + (g % 365)::int AS day, 'status ' || g % 7 AS status, CASE WHEN g % 3 = 0 THEN 'note ' || g END AS note
 FROM generate_series(1::bigint, {rows}::bigint) AS t(g)"""

# The eight of them that SQLite has types for.
EIGHT = """SELECT g AS id, g % 1000 AS quantity, 'customer ' || g AS name, g % 2 AS is_paid, g * 0.5::double precision AS weight,
 'status ' || g % 7 AS status, CASE WHEN g % 3 = 0 THEN 'note ' || g END AS note, g * 7 AS other
 FROM generate_series(1::bigint, {rows}::bigint) AS t(g)"""

EIGHT_OF_SQLITE = """WITH RECURSIVE t(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM t WHERE g < {rows})
 SELECT g AS id, g % 1000 AS quantity, 'customer ' || g AS name, g % 2 AS is_paid, g * 0.5 AS weight,
 'status ' || g % 7 AS status, CASE WHEN g % 3 = 0 THEN 'note ' || g END AS note, g * 7 AS other FROM t"""


@contextlib.contextmanager
def storeql(program):
    """A server on the embedded store: its address and its process."""
    serve = [program, "serve", "pg", "--sandbox", "--listen", "127.0.0.1:0", "--max-clients", "400"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            yield json.loads(server.stdout.readline()), server.pid
        finally:
            server.terminate()


@contextlib.contextmanager
def postgresql():
    """A PostgreSQL of our own, run by an ordinary user: its address and the process of the server."""
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
    with tempfile.TemporaryDirectory() as folder:
        ordinary = {}
        if os.getuid() == 0:
            os.chown(folder, 65534, 65534)
            ordinary = {"user": 65534, "group": 65534, "extra_groups": []}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        made = [f"{programs}/initdb", "-D", f"{folder}/data", "-U", "storeql", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **ordinary)
        serve = [f"{programs}/postgres", "-D", f"{folder}/data", "-k", folder, "-p", str(port), "-c", "max_connections=400", "-c", "timezone=UTC"]
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL, cwd=folder, **ordinary) as server:
            try:
                address = {"host": "127.0.0.1", "port": port, "user": "storeql", "password": "", "database": "postgres"}
                address["url"] = f"postgresql://storeql@127.0.0.1:{port}/postgres"
                for _ in range(200):
                    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                        break
                    time.sleep(0.05)
                time.sleep(0.5)
                yield address, server.pid
            finally:
                server.send_signal(2)


class Peak:
    """By how many megabytes a process has grown, at most, since this began."""

    def __init__(self, process):
        self.process = process
        # From now on the peak is that of what follows.
        pathlib.Path(f"/proc/{process}/clear_refs").write_text("5")
        self.before = self.of("VmRSS")

    def of(self, name):
        for line in pathlib.Path(f"/proc/{self.process}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        raise LookupError(name)

    def grown(self):
        return self.of("VmHWM") - self.before


def psycopg_rows(address, sql):
    import psycopg

    with psycopg.connect(address["url"]) as connection:
        cursor = connection.execute(sql)
        return sum(1 for _ in cursor)


def psycopg_copy(address, sql):
    import psycopg

    with psycopg.connect(address["url"]) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT binary)") as copy:
            size = sum(len(part) for part in copy)
        assert size, "no bytes"
        return cursor.rowcount


def psycopg_stream(address, sql):
    import psycopg

    with psycopg.connect(address["url"]) as connection, connection.cursor() as cursor:
        return sum(1 for _ in cursor.stream(sql))


def asyncpg_rows(address, sql):
    import asyncpg

    async def read():
        connection = await asyncpg.connect(address["url"])
        try:
            return len(await connection.fetch(sql))
        finally:
            await connection.close()

    return asyncio.run(read())


def jdbc_rows(address, sql):
    jar = "/usr/share/java/postgresql.jar"
    url = f"jdbc:postgresql://{address['host']}:{address['port']}/{address['database']}?user={address['user']}"
    read = ["java", "-Xmx8g", "-cp", jar, str(HERE / "Rows.java"), url, address["password"], sql]
    return int(subprocess.run(read, check=True, capture_output=True, text=True).stdout)


READERS = {
    "COPY … TO STDOUT (FORMAT binary), psycopg 3": psycopg_copy,
    "psycopg 3, all rows at once": psycopg_rows,
    "psycopg 3, `stream`": psycopg_stream,
    "asyncpg, `fetch`": asyncpg_rows,
    "pgjdbc, no fetch size": jdbc_rows,
}


def timed(read, rounds):
    """The least time of some rounds, and what the last one read."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        count = read()
        times.append(time.perf_counter() - begun)
    return min(times), count


def read_slowly(address, sql, rate, seconds):
    """A client that takes `rate` bytes a second, for a while, and then leaves."""
    from psycopg import pq

    connection = pq.PGconn.connect(address["url"].encode() + b"?sslmode=disable")
    connection.send_query(sql.encode())
    connection.flush()
    # The bytes are taken from the socket itself: the library would take all that have come.
    wire = socket.socket(fileno=os.dup(connection.socket))
    wire.setblocking(True)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    taken = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        taken += len(wire.recv(rate // 10))
        time.sleep(0.1)
    wire.close()
    connection.finish()
    return taken


def server_figures(ours, theirs, options):
    sql = ROWS.format(rows=options.rows)
    print(f"| {options.rows:,} rows of 10 columns | StoreQL | PostgreSQL | of PostgreSQL's | StoreQL's memory grew by |\n|---|---|---|---|---|")
    for name, read in READERS.items():
        if read is jdbc_rows and not os.path.exists("/usr/share/java/postgresql.jar"):
            continue
        # What the first rows need of the program's own file is not what a million of them need.
        read(ours[0], ROWS.format(rows=1000))
        peak = Peak(ours[1])
        mine, count = timed(lambda: read(ours[0], sql), options.rounds)
        grown = peak.grown()
        other, counted = timed(lambda: read(theirs[0], sql), options.rounds)
        assert count == counted == options.rows, (name, count, counted)
        of = other / mine
        print(f"| {name} | {options.rows / mine:,.0f} rows/s | {options.rows / other:,.0f} rows/s | {of:.2f} | {grown:.0f} MB |", flush=True)
    peak = Peak(ours[1])
    taken = read_slowly(ours[0], sql, 100_000, 10)
    print(f"| a client that takes 100 kB a second, for 10 s ({taken:,} bytes) | | | | {peak.grown():.0f} MB |\n", flush=True)

    import psycopg

    def first_row(address):
        begun = time.perf_counter()
        with psycopg.connect(address["url"]) as connection:
            connection.execute("SELECT 1").fetchone()
        return (time.perf_counter() - begun) * 1000

    for name, (address, _) in {"StoreQL": ours, "PostgreSQL": theirs}.items():
        times = [first_row(address) for _ in range(30)]
        print(f"{name}: from connect to the row of SELECT 1, median of 30: {statistics.median(times):.1f} ms", flush=True)


def many_clients(ours, options):
    """200 clients at once, with 50 statements each: each has its own answers."""
    import psycopg

    async def client(number):
        # A hundred at a time sign in: SCRAM is meant to be work.
        async with await psycopg.AsyncConnection.connect(ours["url"], autocommit=True, connect_timeout=300) as connection:
            for statement in range(50):
                wanted = number * 1000 + statement
                if statement % 2:
                    cursor = await connection.execute("SELECT %s::bigint, g, %s::text FROM generate_series(1, 3) AS t(g)", [wanted, f"of {wanted}"])
                    rows = await cursor.fetchall()
                    assert rows == [(wanted, g, f"of {wanted}") for g in (1, 2, 3)], (wanted, rows)
                else:
                    key = 101 + wanted % 100
                    cursor = await connection.execute(f"SELECT {wanted}, id FROM products WHERE id = {key}")
                    assert await cursor.fetchall() == [(wanted, key)], wanted
            return 50

    async def all_of_them():
        return await asyncio.gather(*[client(number) for number in range(200)])

    begun = time.perf_counter()
    answered = sum(asyncio.run(all_of_them()))
    print(f"200 clients at once: {answered:,} statements, each answered with its own rows, in {time.perf_counter() - begun:.1f} s", flush=True)


def adbc_figures(theirs, options):
    from adbc_driver_manager import dbapi

    library = str(options.library)
    begun = time.perf_counter()
    ctypes.CDLL(library)
    loaded = time.perf_counter() - begun
    begun = time.perf_counter()
    connection = dbapi.connect(driver=library, db_kwargs={"uri": "storeql://sandbox"}, autocommit=True)
    opened = time.perf_counter() - begun
    print(f"\nThe library, {os.path.getsize(library) / 1e6:.0f} MB, is loaded in {loaded * 1000:.0f} ms; a connection to the sandbox is open {opened * 1000:.0f} ms later\n")

    import adbc_driver_sqlite.dbapi as sqlite
    import connectorx
    import pandas
    import polars
    import psycopg

    sql, of_sqlite = EIGHT.format(rows=options.rows), EIGHT_OF_SQLITE.format(rows=options.rows)
    lite = sqlite.connect()
    with lite.cursor() as cursor:
        cursor.execute(f"CREATE TABLE rows AS {of_sqlite}")

    def arrow(connection, text):
        with connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetch_arrow_table()

    def rows_of_psycopg():
        with psycopg.connect(theirs[0]["url"]) as connection:
            cursor = connection.execute(sql)
            return pandas.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])

    pairs = [
        ("pyarrow", lambda: arrow(connection, sql), "adbc_driver_sqlite, from a table in memory", lambda: arrow(lite, "SELECT * FROM rows")),
        ("pandas", lambda: arrow(connection, sql).to_pandas(), "psycopg 3 on PostgreSQL", rows_of_psycopg),
        (
            "Polars",
            lambda: polars.from_arrow(arrow(connection, sql)),
            "connectorx on PostgreSQL",
            lambda: connectorx.read_sql(theirs[0]["url"], sql, return_type="polars"),
        ),
    ]
    print(f"| {options.rows:,} rows of 8 columns into | StoreQL by ADBC | beside | times as fast |\n|---|---|---|---|")
    for name, mine, other, read in pairs:
        fast, table = timed(mine, options.rounds)
        slow, beside = timed(read, options.rounds)
        assert len(table) == len(beside) == options.rows, (name, len(table), len(beside))
        print(f"| {name} | {options.rows / fast:,.0f} rows/s | {options.rows / slow:,.0f} rows/s ({other}) | {slow / fast:.1f} |", flush=True)
    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["server", "clients", "adbc"])
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, best of {options.rounds}\n", flush=True)
    wanted = [options.only] if options.only else ["server", "clients", "adbc"]
    with storeql(options.program.resolve()) as ours, postgresql() as theirs:
        if "server" in wanted:
            server_figures(ours, theirs, options)
        if "clients" in wanted:
            many_clients(ours[0], options)
        if "adbc" in wanted:
            adbc_figures(theirs, options)


if __name__ == "__main__":
    sys.exit(main())
