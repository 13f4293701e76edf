"""Many connections, and many processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
from pathlib import Path

import adbc_driver_manager.dbapi
import storeql
from conftest import Sandbox
from storeql._library import library


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_thousand_connections_leave_nothing_behind(sandbox: Sandbox) -> None:
    def cycle() -> None:
        with storeql.connect(sandbox.connection) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()

    for _ in range(200):
        cycle()
    gc.collect()
    threads, memory = len(os.listdir("/proc/self/task")), _memory()
    for _ in range(800):
        cycle()
    gc.collect()
    assert len(os.listdir("/proc/self/task")) == threads
    # What the allocator keeps is some megabytes; a session that stayed would be hundreds of kilobytes each.
    assert _memory() < memory + 60 * 1024 * 1024


def _opened(connection: str) -> adbc_driver_manager.dbapi.Connection:
    """By ADBC's own driver manager, without this package's classes."""
    return adbc_driver_manager.dbapi.connect(driver=library(), db_kwargs={"uri": connection}, autocommit=True)


def _read(connection: str, partitions: list[bytes]) -> list[int]:
    ids: list[int] = []
    with _opened(connection) as opened, opened.cursor() as cursor:
        for partition in partitions:
            cursor.adbc_read_partition(partition)
            ids += [row[0] for row in cursor.fetchall()]
    return ids


def test_four_processes_share_the_partitions(sandbox: Sandbox) -> None:
    query = "SELECT id, total_inc_tax FROM orders"
    with _opened(sandbox.connection) as connection, connection.cursor() as cursor:
        before = sandbox.requests()
        cursor.execute(query)
        whole = [row[0] for row in cursor.fetchall()]
        for_the_whole = sandbox.requests() - before
        partitions, schema = cursor.adbc_execute_partitions(query)
    assert schema is not None and schema.names == ["id", "total_inc_tax"]
    assert len(partitions) >= 4
    shares = [(sandbox.connection, partitions[place::4]) for place in range(4)]
    before = sandbox.requests()
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        read = [number for ids in pool.starmap(_read, shares) for number in ids]
    assert sorted(read) == sorted(whole) and len(whole) == 3000
    assert sandbox.requests() - before <= for_the_whole + len(partitions)


def test_a_fork_opens_its_own(sandbox: Sandbox) -> None:
    connection = storeql.connect(sandbox.connection)
    assert connection.execute("SELECT 1").fetchone() == (1,)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            connection.execute("SELECT 2")
            told = "it worked"
        except storeql.ProgrammingError as error:
            told = f"{error.sqlstate} {storeql.connect(sandbox.connection).execute('SELECT 3').fetchone()}"
        os.write(writing, told.encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) == b"55000 (3,)"
    assert connection.execute("SELECT 4").fetchone() == (4,)
    connection.close()
