"""The ADBC driver of StoreQL under the name by which Polars and other programs look for it; `storeql` is the package for people."""

from __future__ import annotations

import adbc_driver_manager
from storeql._library import library


def connect(uri: str | None = None, db_kwargs: dict[str, str] | None = None) -> adbc_driver_manager.AdbcDatabase:
    """Opens a store as a database of ADBC's low-level interface."""
    options = dict(db_kwargs or {})
    if uri is not None:
        options["uri"] = uri
    return adbc_driver_manager.AdbcDatabase(driver=library(), **options)


def _driver_path() -> str:
    return library()
