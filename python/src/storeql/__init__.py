"""A BigCommerce store as a SQL database: DB-API 2.0 (PEP 249), Arrow, pandas, Polars and SQLAlchemy.

>>> import storeql
>>> with storeql.connect("storeql://sandbox") as connection:
...     connection.execute("SELECT count(*) FROM products").fetchone()
(120,)
"""

from __future__ import annotations

from adbc_driver_manager.dbapi import (
    Date,
    DateFromTicks,
    Time,
    TimeFromTicks,
    Timestamp,
    TimestampFromTicks,
)

from ._connection import Connection, connect, login
from ._cursor import Cursor
from ._errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    StoreWarning,
    Warning,
)
from ._result import Explanation, Result
from ._types import BINARY, DATETIME, NUMBER, ROWID, STRING, Binary

#: The version of PEP 249.
apilevel = "2.0"
#: Threads share the module and not a connection.
threadsafety = 1
#: `?`; the engine also takes `$1`, `:name` and `@name`, the latter two with a dict.
paramstyle = "qmark"

__all__ = [
    "BINARY",
    "DATETIME",
    "NUMBER",
    "ROWID",
    "STRING",
    "Binary",
    "Connection",
    "Cursor",
    "DataError",
    "DatabaseError",
    "Date",
    "DateFromTicks",
    "Error",
    "Explanation",
    "IntegrityError",
    "InterfaceError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "Result",
    "StoreWarning",
    "Time",
    "TimeFromTicks",
    "Timestamp",
    "TimestampFromTicks",
    "Warning",
    "apilevel",
    "connect",
    "login",
    "paramstyle",
    "threadsafety",
]
