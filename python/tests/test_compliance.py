"""The public suite for DB-API 2.0. It makes two tables; here brands stand for both, since a store's tables are there already."""

from __future__ import annotations

import re
from typing import Any

import dbapi20
import storeql

_BOOZE = ("dbapi20test_booze", ("name",))
_BARFLYS = ("dbapi20test_barflys", ("name", "page_title"))


class _Cursor(storeql.Cursor):
    def _of_the_store(self, sql: str) -> str:
        """The suite's statement about brands: those behind the last that there was when the table was made."""
        last = self._conn.last
        for table, columns in (_BOOZE, _BARFLYS):
            if re.match(rf"create table {table}", sql):
                ((last[table],),) = self._conn.execute("SELECT max(id) FROM brands").fetchall()
                return "USE bigcommerce"
            sql = re.sub(rf"drop table {table}", f"DELETE FROM brands WHERE id > {last.get(table)}", sql)
            sql = re.sub(rf"(?i)insert into {table} values \((.*)\)$", rf"INSERT INTO brands ({', '.join(columns)}) VALUES (\1)", sql)
            sql = re.sub(rf"(?i)from {table}$", f"FROM brands WHERE id > {last.get(table)}", sql)
        return re.sub(r"\bdrink\b(?=.* FROM brands)", "nullif(page_title, '') AS drink", sql)

    def execute(self, operation: str, parameters: Any = None) -> storeql.Cursor:
        return super().execute(self._of_the_store(operation), parameters)

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        super().executemany(self._of_the_store(operation), seq_of_parameters)


class _Connection(storeql.Connection):
    #: The last brand that there was when each of the suite's tables was made.
    last: dict[str, int]

    def cursor(self, *, adbc_stmt_kwargs: Any = None) -> storeql.Cursor:
        cursor = super().cursor(adbc_stmt_kwargs=adbc_stmt_kwargs)
        cursor.__class__ = _Cursor
        return cursor


class _Driver:
    """The module, whose connections say brands."""

    def __getattr__(self, name: str) -> Any:
        return getattr(storeql, name)

    def connect(self, *arguments: Any, **options: Any) -> storeql.Connection:
        connection = storeql.connect(*arguments, **options)
        connection.__class__ = _Connection
        connection.last = {}
        return connection


class TestCompliance(dbapi20.DatabaseAPI20Test):
    driver = _Driver()
    connect_args = ("storeql://sandbox",)

    def test_nextset(self) -> None:
        connection = self._connect()
        assert connection.execute("SELECT 1").nextset() is None
        connection.close()

    def test_non_idempotent_close(self) -> None:
        """PEP 249 does not ask for an error of the second close, and ADBC's connections have none."""
        connection = self._connect()
        connection.close()
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
