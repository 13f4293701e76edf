"""A cursor: ADBC's, with this package's errors, warnings and figures."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from adbc_driver_manager import dbapi as adbc

from ._errors import StoreWarning, made, parsed, translated
from ._progress import is_notebook, shown

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from ._connection import Connection

#: Values of a statement: a sequence for `?` and `$1`, a mapping for `:name` and `@name`.
Parameters = Sequence[Any] | Mapping[str, Any]


class Cursor(adbc.Cursor):
    """Runs statements and has their rows.

    Beside PEP 249: `fetch_arrow_table`, `fetch_record_batch` (batch by batch), `fetch_df`, `fetch_polars`, `stats`.
    """

    _was_cancelled = False
    _warned = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._in_use = threading.RLock()
        super().__init__(*arguments, **options)

    def execute(self, operation: str, parameters: Any = None) -> Cursor:
        """Runs a statement. A write is done when this returns; rows of a query come as they are fetched."""
        self._begin()
        with self._waiting():
            super().execute(operation, parameters)
        self._ended()
        return self

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        """Runs a statement once for each row of values; an INSERT of values is one write with all of them."""
        self._begin()
        if isinstance(seq_of_parameters, (list, tuple)):
            # One row that names its values, and all rows name the same.
            seq_of_parameters = [dict(row) if isinstance(row, Mapping) else row for row in seq_of_parameters]
        with self._waiting():
            super().executemany(operation, seq_of_parameters)
        self._ended()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Around each call of the library, with this package's errors. A statement takes one call at a time; only a cancel may come between."""
        if not self._in_use.acquire(blocking=False):
            message = "another thread uses the cursor: give each thread a cursor of its own"
            raise made("INVALID_STATE", message, "55000")
        try:
            with translated(self):
                yield
        finally:
            self._in_use.release()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Around calls that may take long: with the bar, where it is wanted."""
        wanted = self._conn.progress
        with self._alone(), shown(self._conn._stats, is_notebook() if wanted is None else wanted):
            yield

    def _begin(self) -> None:
        if self._closed:
            raise made("INVALID_STATE", "the cursor is closed", "55000")
        self._was_cancelled = False
        self._warned = 0

    def _ended(self) -> None:
        affected = (self.stats or {}).get("rows_affected")
        if affected is not None:
            self._rowcount = affected
            self._conn._has_written = True
        self._warn()

    def _warn(self) -> None:
        told = self._option("storeql.warnings") or []
        for text in told[self._warned :]:
            warnings.warn(text, StoreWarning, stacklevel=4)
        self._warned = len(told)

    def _option(self, name: str) -> Any:
        return parsed(self._stmt.get_option(name))

    def _told_error(self) -> dict[str, Any] | None:
        """The error with which the rows ended, where they did."""
        if self._closed:
            return None
        told: dict[str, Any] | None = self._option("storeql.error")
        return told

    def adbc_cancel(self) -> None:
        """Cancels what this cursor does, from another thread."""
        self._was_cancelled = True
        super().adbc_cancel()

    cancel = adbc_cancel

    @property
    def stats(self) -> dict[str, Any] | None:
        """What the latest statement cost so far: `requests`, `bytes`, `waited_ms`, `rows_written`, `message` and others."""
        told: dict[str, Any] | None = self._option("storeql.stats")
        return told

    @property
    def description(self) -> list[tuple[Any, ...]] | None:
        """Name and type of each column; none where the statement answers no rows."""
        return super().description or None

    def _rows(self) -> None:
        if self._results is not None and self.description is None:
            raise made("INVALID_STATE", "the statement answers no rows", "55000")

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        self._rows()
        with self._alone():
            row: tuple[Any, ...] | None = super().fetchone()
        if row is None:
            self._warn()
        return row

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """The next rows."""
        self._rows()
        with self._alone():
            rows: list[tuple[Any, ...]] = super().fetchmany(size)
        return rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        self._rows()
        with self._waiting():
            rows: list[tuple[Any, ...]] = super().fetchall()
        self._warn()
        return rows

    def fetch_arrow_table(self) -> pyarrow.Table:
        """All rows as an Arrow table."""
        with self._waiting():
            table = super().fetch_arrow_table()
        self._warn()
        return table

    def fetch_record_batch(self) -> pyarrow.RecordBatchReader:
        """The rows batch by batch, as they are read. The reader keeps the cursor open."""
        import pyarrow

        with self._alone():
            schema = super().fetch_record_batch().schema
        return pyarrow.RecordBatchReader.from_batches(schema, self._batches())

    def _batches(self) -> Iterator[pyarrow.RecordBatch]:
        reader = self._results.reader
        while True:
            try:
                with self._waiting():
                    # As ADBC calls what waits: Ctrl-C then cancels the query.
                    batch = adbc._blocking_call(reader.read_next_batch, (), {}, self._stmt.cancel)
            except StopIteration:
                self._warn()
                return
            yield batch

    def fetch_df(self) -> pandas.DataFrame:
        """All rows as a pandas data frame. Decimals stay `Decimal`."""
        with self._waiting():
            frame = super().fetch_df()
        self._warn()
        return frame

    def fetch_polars(self) -> polars.DataFrame:
        """All rows as a Polars data frame."""
        import polars

        # By the Arrow table: what goes wrong among the rows then has its class.
        with self._waiting():
            table = super().fetch_arrow_table()
        self._warn()
        frame = polars.from_arrow(table)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def callproc(self, procname: str, parameters: Any = ()) -> NoReturn:
        """There is EXEC instead."""
        raise made("NOT_IMPLEMENTED", f"a procedure is called by a statement: EXEC {procname}", "0A000")

    def nextset(self) -> None:
        """A statement has one result."""
        return None

    def adbc_ingest(self, table_name: str, data: Any, mode: Any = "append", **options: Any) -> int:
        """Inserts rows of Arrow data into a table that is there: `mode` is `append`."""
        self._begin()
        with self._waiting():
            count: int = super().adbc_ingest(table_name, data, mode, **options)
        self._last_query = None
        self._ended()
        return count
