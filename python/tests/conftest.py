"""A sandbox store in a process of its own, whose requests are logged."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import storeql


class Sandbox:
    """How the store is reached, and the requests that it had."""

    def __init__(self, connection: str, log: Path) -> None:
        self.connection = connection
        self._log = log

    def requests(self) -> int:
        return len(self._log.read_text().splitlines())


def started(tmp_path: Path, *options: str) -> tuple[subprocess.Popen[str], Sandbox]:
    log = tmp_path / "requests.log"
    command = [os.environ["STOREQL_PROGRAM"], "sandbox", "--request-log", str(log), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Sandbox(json.loads(process.stdout.readline())["connection"], log)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    process, sandbox = started(tmp_path, "--orders", "3000")
    yield sandbox
    process.kill()
    process.wait()


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Sandbox]:
    """One that takes its time, so that a query is under way."""
    process, sandbox = started(tmp_path, "--orders", "20000", "--latency-ms", "50")
    yield sandbox
    process.kill()
    process.wait()


@pytest.fixture
def connection() -> Iterator[storeql.Connection]:
    with storeql.connect("storeql://sandbox") as connection:
        yield connection
