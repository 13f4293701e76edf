"""Opening a store, and a connection to it."""

from __future__ import annotations

import contextlib
import warnings
import weakref
from collections.abc import Mapping
from typing import Any

import adbc_driver_manager
from adbc_driver_manager import dbapi as adbc

from . import _errors
from ._cursor import Cursor
from ._errors import StoreWarning, made, parsed, translated
from ._library import library
from ._result import Explanation, Result

#: The value of a property.
Value = str | int | float | bool


def connect(
    uri: str | None = None,
    *,
    read_only: bool = False,
    adbc_stmt_kwargs: Mapping[str, str] | None = None,
    **properties: Value,
) -> Connection:
    """Opens a store.

    `uri` is a connection string (`StoreId=abc;OAuthAccessToken=…`), `storeql://PROFILE?Property=value` for a profile of the
    configuration file, or `storeql://sandbox` for a made-up store in this process. Without it, the environment and the profile
    `default` hold, as for the program. Properties can be given by name: `connect(StoreId="abc", MaxRows=1000)`.
    """
    with translated():
        database = adbc_driver_manager.AdbcDatabase(driver=library(), **_options(uri, properties))
        try:
            settings = {"adbc.connection.readonly": "true"} if read_only else {}
            session = adbc_driver_manager.AdbcConnection(database, **settings)
        except BaseException:
            database.close()
            raise
    connection = Connection(database, session, settings, autocommit=True)
    for text in parsed(session.get_option("storeql.warnings")):
        warnings.warn(text, StoreWarning, stacklevel=2)
    return connection


def login(uri: str | None = None, **properties: Value) -> str:
    """Signs in as the connection says, in the browser for an app, and tells to which store. The token is kept for later connections."""
    options = _options(uri, properties) | {"storeql.login": "true"}
    with translated():
        database = adbc_driver_manager.AdbcDatabase(driver=library(), **options)
        try:
            return str(database.get_option("storeql.login"))
        finally:
            database.close()


def _options(uri: str | None, properties: Mapping[str, Value]) -> dict[str, str]:
    options = {name: str(value) for name, value in properties.items()}
    if uri is not None:
        options["uri"] = uri
    return options


class Connection(adbc.Connection):
    """A conversation with a store. There are no transactions: each write is made as it comes."""

    Warning = _errors.Warning
    Error = _errors.Error
    InterfaceError = _errors.InterfaceError
    DatabaseError = _errors.DatabaseError
    DataError = _errors.DataError
    OperationalError = _errors.OperationalError
    IntegrityError = _errors.IntegrityError
    InternalError = _errors.InternalError
    ProgrammingError = _errors.ProgrammingError
    NotSupportedError = _errors.NotSupportedError

    #: Whether a bar shows what a statement does while it runs, by tqdm; None: in a notebook.
    progress: bool | None = None

    _has_written = False
    _cursors: weakref.WeakSet[Any]

    def _check_open(self) -> None:
        if self._closed:
            raise made("INVALID_STATE", "the connection is closed", "55000")

    def cursor(self, *, adbc_stmt_kwargs: Mapping[str, Any] | None = None) -> Cursor:
        """A cursor, which runs one statement at a time."""
        self._check_open()
        with translated():
            cursor = Cursor(self, adbc_stmt_kwargs, dbapi_backend=self._backend)
        self._cursors.add(cursor)
        return cursor

    def execute(
        self, operation: str, parameters: Any = None, *, adbc_stmt_kwargs: Mapping[str, Any] | None = None
    ) -> Cursor:
        """Runs a statement in a cursor of its own."""
        return self.cursor(adbc_stmt_kwargs=adbc_stmt_kwargs).execute(operation, parameters)

    def sql(self, query: str, parameters: Any = None) -> Result:
        """Runs a query, of which a notebook shows the first rows; pandas, Polars, DuckDB and pyarrow take the result as it is."""
        return Result(self.execute(query, parameters))

    def tables(self) -> Result:
        """The store's tables and views: name, type, and what each holds."""
        return self.sql(
            "SELECT TableName AS name, lower(TableType) AS type, Description AS description FROM sys_tables "
            "WHERE TableType <> 'SYSTABLE' ORDER BY TableName"
        )

    def explain(self, query: str) -> Explanation:
        """What a query would ask of the store. Nothing is sent."""
        with self.execute(f"EXPLAIN (FORMAT json) {query}") as cursor:
            [(document,)] = cursor.fetchall()
            return Explanation(document)

    def _stats(self) -> dict[str, Any] | None:
        """What the latest statement has cost, also while it runs."""
        told: dict[str, Any] | None = parsed(self._conn.get_option("storeql.stats"))
        return told

    def commit(self) -> None:
        """Does nothing: what was written is written."""
        self._check_open()

    def rollback(self) -> None:
        """Does nothing where nothing was written; a write is not taken back, and that is an error."""
        self._check_open()
        if self._has_written:
            self._has_written = False
            message = "there are no transactions: what was written stays in the store, and cannot be rolled back"
            raise made("NOT_IMPLEMENTED", message, "0A000")

    def adbc_clone(self) -> Connection:
        """Another connection to the same store."""
        with translated():
            session = adbc_driver_manager.AdbcConnection(self._db._db, **(self._conn_kwargs or {}))
        return Connection(self._db, session, self._conn_kwargs, autocommit=True)

    def adbc_get_table_schema(self, table_name: str, **filters: Any) -> Any:
        """The Arrow schema of a table. Nothing is sent."""
        with translated():
            return super().adbc_get_table_schema(table_name, **filters)

    def __del__(self) -> None:
        # A cursor that is collected together with its connection may be collected after it; the library holds what it needs.
        with contextlib.suppress(RuntimeError):
            super().__del__()

    def __enter__(self) -> Connection:
        self._check_open()
        return self


# Where ADBC's users have it from. Polars reads by Arrow from connections of modules whose names begin so, and row by row from others.
Connection.__module__ = "adbc_driver_storeql.dbapi"
