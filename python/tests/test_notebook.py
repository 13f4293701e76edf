"""The example as a real notebook: its cells in a kernel, from top to bottom; and the bar of what takes long."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path
from typing import Any

import matplotlib.image
import nbclient
import nbformat
import pytest
import storeql
from conftest import Sandbox

EXAMPLE = Path(__file__).parents[1] / "examples" / "notebook.py"
SLOW = "SELECT sum(total_inc_tax) FROM orders WHERE id + 0 > 0"


def _run(cells: list[str]) -> list[Any]:
    """Runs cells in a kernel of this Python; what each of them shows."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


def _shown(outputs: list[Any], kind: str) -> list[str]:
    """What outputs have of a kind of data, or of the stream of that name."""
    data = [output.data[kind] for output in outputs if kind in output.get("data", {})]
    return data + [output.text for output in outputs if output.get("name") == kind]


def test_the_example_runs_and_draws_two_plots() -> None:
    cells = EXAMPLE.read_text().split("# %%")[1:]
    outputs = [output for cell in _run([f"# {cell}" for cell in cells]) for output in cell]
    assert any("/v2/orders" in text for text in _shown(outputs, "stdout"))
    pictures = _shown(outputs, "image/png")
    assert len(pictures) == 2
    for picture in pictures:
        pixels = matplotlib.image.imread(io.BytesIO(base64.b64decode(picture)), format="png")
        # Axes, labels and bars: more than one colour, and more of it than a frame.
        coloured = (pixels[:, :, :3].min(axis=2) < 0.9).mean()
        assert 0.05 < coloured < 0.9, coloured


def test_a_notebook_shows_what_a_long_query_does(slow: Sandbox) -> None:
    opened = f"import storeql; connection = storeql.connect({slow.connection!r}, Pagesize=50)"
    _, long, quick = _run([opened, f"connection.execute({SLOW!r}).fetchall()", "connection.execute('SELECT 1').fetchall()"])
    assert any(" requests" in text for text in _shown(long, "stderr"))
    assert _shown(quick, "stderr") == []


def test_the_bar_is_tqdms(slow: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    with storeql.connect(slow.connection, Pagesize=50) as connection:
        connection.progress = True
        cursor = connection.execute(SLOW)
        assert len(cursor.fetchall()) == 1
    told = capsys.readouterr().err
    assert "storeql: " in told and " requests" in told and "MB" in told, told


@pytest.mark.parametrize("why", ["no tqdm", "no notebook"])
def test_without_it_nothing_is_shown(
    why: str, slow: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "no tqdm":
        for name in [name for name in sys.modules if name.partition(".")[0] == "tqdm"] + ["tqdm"]:
            monkeypatch.setitem(sys.modules, name, None)
    with storeql.connect(slow.connection, Pagesize=50) as connection:
        connection.progress = True if why == "no tqdm" else None
        assert len(connection.execute(SLOW).fetchall()) == 1
    assert capsys.readouterr().err == ""
