"""The bar that a notebook shows while a statement runs: tqdm's, where tqdm is installed."""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Seconds after which the bar appears: a quick statement has none.
DELAY = 0.5
#: Seconds between two looks at what the statement has done.
TICK = 0.1

#: Figures of the statement that runs; none where it is not yet known.
Stats = Callable[[], "dict[str, Any] | None"]


def is_notebook() -> bool:
    """Whether a notebook runs this process."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and type(ipython.get_ipython()).__name__ == "ZMQInteractiveShell"


@contextmanager
def shown(stats: Stats, wanted: bool) -> Iterator[None]:
    """Shows the bar while the body runs, where it is wanted and tqdm is there."""
    bar = _bar() if wanted else None
    if bar is None:
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_show, args=(bar, stats, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _bar() -> Any:
    try:
        with warnings.catch_warnings():
            # It tells which of its looks the notebook lacks something for, and takes another.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm


def _show(tqdm: Any, stats: Stats, done: threading.Event) -> None:
    if done.wait(DELAY):
        return
    with tqdm(desc="storeql", unit=" requests", leave=False) as bar:
        while True:
            told = stats()
            if told is not None:
                bar.n = told["requests"]
                bar.set_postfix_str(_beside(told), refresh=False)
                bar.refresh()
            if done.wait(TICK):
                return


def _beside(told: dict[str, Any]) -> str:
    """`1.2 MB, 3.0 s waited`"""
    read = f"{told['bytes'] / 1e6:.1f} MB"
    waited = told["waited_ms"] / 1000
    return f"{read}, {waited:.1f} s waited" if waited else read
