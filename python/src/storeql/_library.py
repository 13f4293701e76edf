"""Where the library is."""

from __future__ import annotations

import os
from pathlib import Path


def library() -> str:
    """The library's file: the one beside this module, or the one that the variable STOREQL_LIBRARY names."""
    named = os.environ.get("STOREQL_LIBRARY")
    path = Path(named) if named else Path(__file__).with_name("libadbc_driver_storeql.so")
    if not path.is_file():
        raise ImportError(
            f"the library of StoreQL is not at {path}: install the wheel of this system, or set STOREQL_LIBRARY to the library's file"
        )
    return str(path)
