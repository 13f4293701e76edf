"""Results that a notebook shows."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow

if TYPE_CHECKING:
    import pandas
    import polars

    from ._cursor import Cursor

#: Rows that are shown.
SHOWN = 10


class Result:
    """A query's rows. They are read when they are asked for, and kept: it can be asked again.

    Anything that takes Arrow data takes it: `polars.DataFrame(result)`, `duckdb.sql("FROM result")`, `pyarrow.table(result)`.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._reader = cursor.fetch_record_batch()
        self._batches: list[pyarrow.RecordBatch] = []
        self._is_read = False

    @property
    def schema(self) -> pyarrow.Schema:
        """Its columns."""
        return self._reader.schema

    def _read(self, rows: int | None = None) -> list[pyarrow.RecordBatch]:
        """Reads on, until there are so many rows."""
        while not self._is_read and (rows is None or sum(batch.num_rows for batch in self._batches) < rows):
            try:
                self._batches.append(self._reader.read_next_batch())
            except StopIteration:
                self._is_read = True
                self._cursor.close()
        return self._batches

    def to_arrow(self) -> pyarrow.Table:
        """All rows as an Arrow table."""
        return pyarrow.Table.from_batches(self._read(), self.schema)

    def to_pandas(self) -> pandas.DataFrame:
        """All rows as a pandas data frame. Decimals stay `Decimal`."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """All rows as a Polars data frame."""
        import polars

        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return int(self.to_arrow().num_rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for batch in self.to_arrow().to_batches():
            columns = [column.to_pylist() for column in batch.columns]
            yield from zip(*columns)

    def _head(self) -> tuple[list[str], list[list[str]], bool]:
        """Names, the first rows as text, and whether there are more."""
        table = pyarrow.Table.from_batches(self._read(SHOWN + 1), self.schema)
        columns = [_texts(table.column(place).slice(0, SHOWN)) for place in range(table.num_columns)]
        return list(self.schema.names), [list(row) for row in zip(*columns)], table.num_rows > SHOWN

    def __repr__(self) -> str:
        names, rows, more = self._head()
        widths = [max(map(len, cells)) for cells in zip(names, *rows)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [names, *rows]]
        return "\n".join([*lines, "…"] if more else lines)

    def _repr_html_(self) -> str:
        names, rows, more = self._head()
        note = f"<p>the first {SHOWN} rows</p>" if more else ""
        return _table(names, rows) + note


class Explanation:
    """What a query would ask of the store, as EXPLAIN tells it."""

    def __init__(self, document: str) -> None:
        [members] = json.loads(document)
        #: Requests, rows and seconds as numbers, `exact` where they are no estimate, and `scans` with a member for each table; None is unknown.
        self.estimate: dict[str, Any] = members.pop("estimate", {})
        self._members: dict[str, list[str]] = members

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines of EXPLAIN, each with what it is of."""
        return [(kind, text) for kind, texts in self._members.items() for text in texts]

    @property
    def requests(self) -> list[str]:
        """The requests, a line for each table that is read."""
        return self._members.get("requests", [])

    @property
    def warnings(self) -> list[str]:
        """What is dear about it, and how it gets cheaper."""
        return self._members.get("warning", [])

    def __str__(self) -> str:
        return "\n".join(f"{kind}: {text}" for kind, text in self.lines)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return _table(["", ""], [list(line) for line in self.lines])


def _texts(column: pyarrow.ChunkedArray) -> list[str]:
    return ["NULL" if value is None else str(value) for value in column.to_pylist()]


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # Customers write into a store's texts.
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
