"""`python -m storeql`: the program `storeql`, which is inside the library. Without a command it is the shell."""

from __future__ import annotations

import ctypes
import os
import sys

from ._library import library


def main() -> int:
    """Runs the program with this command line."""
    path = library()
    # For `drivers install`, which looks beside the program.
    os.environ.setdefault("STOREQL_LIBRARY", path)
    words = [os.fsencode(word) for word in ["storeql", *sys.argv[1:]]]
    run = ctypes.CDLL(path).storeql_main
    run.restype = ctypes.c_int
    return int(run(len(words), (ctypes.c_char_p * len(words))(*words)))


if __name__ == "__main__":
    sys.exit(main())
