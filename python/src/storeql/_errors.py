"""The classes of PEP 249, with the SQLSTATE and the hint; and how the errors of ADBC and Arrow become these.

Each class is also ADBC's class of the same name, so that code written for ADBC catches it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow
from adbc_driver_manager import AdbcStatusCode
from adbc_driver_manager import dbapi as adbc

if TYPE_CHECKING:
    from ._cursor import Cursor


class Warning(adbc.Warning):  # noqa: A001 - PEP 249 names it so
    """PEP 249's class of warnings that are errors; none is raised."""


class StoreWarning(UserWarning):
    """What the person should know of a result: it was cut, or values in it did not fit their types."""


class Error(adbc.Error):
    """What failed, on what, and what to do.

    `sqlstate` is PostgreSQL's code of five characters, `hint` the next step where there is one, `details` the rest.
    """

    sqlstate: str | None

    @property
    def hint(self) -> str | None:
        """What to do about it: `did you mean orders?`"""
        return self._detail("hint")

    @property
    def position(self) -> tuple[int, int] | None:
        """The line and the character in the statement, from 1."""
        text = self._detail("position")
        if text is None:
            return None
        line, _, column = text.partition(":")
        return int(line), int(column)

    def _detail(self, name: str) -> str | None:
        for key, value in self.details:
            if _text(key) == name:
                return _text(value)
        return None


class InterfaceError(Error, adbc.InterfaceError):
    """The interface was used wrongly."""


class DatabaseError(Error, adbc.DatabaseError):
    """What the store or the statement is to blame for."""


class DataError(DatabaseError, adbc.DataError):
    """A value has the wrong type or does not fit."""


class OperationalError(DatabaseError, adbc.OperationalError):
    """The store could not be reached, refused, or the query was cancelled."""


class IntegrityError(DatabaseError, adbc.IntegrityError):
    """The store holds to a rule that the statement breaks."""


class InternalError(DatabaseError, adbc.InternalError):
    """A fault of StoreQL's own."""


class ProgrammingError(DatabaseError, adbc.ProgrammingError):
    """The statement is wrong."""


class NotSupportedError(DatabaseError, adbc.NotSupportedError):
    """What StoreQL does not do."""


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


_BY_STATUS: dict[str, type[Error]] = {
    "INVALID_ARGUMENT": ProgrammingError,
    "INVALID_STATE": ProgrammingError,
    "NOT_FOUND": ProgrammingError,
    "ALREADY_EXISTS": ProgrammingError,
    "NOT_IMPLEMENTED": NotSupportedError,
    "INVALID_DATA": DataError,
    "INTEGRITY": IntegrityError,
    "INTERNAL": InternalError,
    "UNKNOWN": InternalError,
}


def made(status: str, message: str, sqlstate: str | None, details: list[tuple[str, bytes]] | None = None) -> Error:
    """The error of a status of ADBC."""
    kind = _BY_STATUS.get(status, OperationalError)
    if kind is NotSupportedError:
        return kind(message, sqlstate=sqlstate, details=details)
    return kind(message, status_code=AdbcStatusCode[status], sqlstate=sqlstate, details=details)


def of_adbc(error: adbc.Error) -> Error:
    """The error of a call, as this package's class."""
    if isinstance(error, Error):
        return error
    status = error.status_code.name
    message = str(error).removeprefix(f"{status}: ")
    # The manager puts behind the message what it also tells apart.
    if error.sqlstate:
        message = message.partition(f". SQLSTATE: {error.sqlstate}")[0]
    if isinstance(error, adbc.InterfaceError):
        return InterfaceError(message, status_code=error.status_code, sqlstate=error.sqlstate, details=error.details)
    return made(status, message, error.sqlstate or None, error.details)


def of_stream(told: dict[str, Any]) -> Error:
    """The error among the rows, which the statement tells as JSON."""
    details = [(name, str(text).encode()) for name, text in told.items()]
    return made(told["status"], told["message"], told["sqlstate"], details)


@contextmanager
def translated(cursor: Cursor | None = None) -> Iterator[None]:
    """Errors in it become this package's. An interrupt from the keyboard has cancelled the query, and goes on as one."""
    try:
        yield
    except (adbc.Error, pyarrow.ArrowException, OSError) as error:
        told = cursor._told_error() if cursor is not None else None
        if isinstance(error, adbc.Error):
            known = of_adbc(error)
        elif told is not None:
            known = of_stream(told)
        else:
            raise
        is_cancelled = known.status_code == AdbcStatusCode.CANCELLED
        if is_cancelled and cursor is not None and not cursor._was_cancelled:
            raise KeyboardInterrupt from known
        raise known from None


def parsed(text: str) -> Any:
    """JSON of an option."""
    return json.loads(text)
