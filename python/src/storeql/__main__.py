"""`python -m storeql`: the shell, where the program `storeql` is installed beside the package."""

from __future__ import annotations

import os
import shutil
import sys


def main() -> int:
    """Hands over to the program."""
    program = shutil.which("storeql")
    if program is None:
        print(
            "error: the shell is the program `storeql`, which is not in PATH: install it as docs/install.md says, or use this package from Python",
            file=sys.stderr,
        )
        return 2
    os.execv(program, [program, *(sys.argv[1:] or ["shell"])])


if __name__ == "__main__":
    sys.exit(main())
