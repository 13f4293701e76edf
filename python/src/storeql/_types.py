"""The kinds of columns that PEP 249 names, to compare with the types in `Cursor.description`."""

from __future__ import annotations

import pyarrow
from pyarrow import types


class Kind:
    """Equal to each Arrow type that is one of it."""

    def __init__(self, *are: str) -> None:
        self._are = are

    def __eq__(self, other: object) -> bool:
        if isinstance(other, pyarrow.DataType):
            return any(getattr(types, f"is_{name}")(other) for name in self._are)
        return self is other

    def __hash__(self) -> int:
        return id(self)


Binary = bytes
BINARY = Kind("binary", "large_binary", "fixed_size_binary")
DATETIME = Kind("date", "time", "timestamp")
NUMBER = Kind("integer", "floating", "decimal")
ROWID = Kind("int64")
STRING = Kind("string", "large_string", "string_view")
