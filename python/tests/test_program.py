"""`python -m storeql`: the program inside the library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def program(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "storeql", *words], capture_output=True, text=True, check=False)


def test_the_program_answers() -> None:
    ran = program("query", "--sandbox", "--format", "csv", "SELECT count(*) AS n FROM products")
    assert (ran.returncode, ran.stdout) == (0, "n\n120\n"), ran.stderr


def test_its_exit_codes_and_messages() -> None:
    ran = program("query", "--sandbox", "SELECT nme FROM products")
    assert ran.returncode == 1 and "name" in ran.stderr
    assert program("query").returncode == 2
    ran = program("--version")
    assert ran.returncode == 0 and ran.stdout.startswith("storeql ")


def test_it_writes_the_manifest_of_the_library_that_it_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert program("drivers", "install", "--user").returncode == 0
    listed = program("drivers", "list").stdout
    assert "adbc_driver_storeql" in listed and "does not exist" not in listed, listed
