"""Makes the wheel: the package and the library in one zip file, with their list. It compiles nothing.

The library is the file that the variable STOREQL_LIBRARY names. `cargo xtask dist` builds it and calls this;
`STOREQL_LIBRARY=… pip wheel python/` does the same by hand.
"""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import sys
import zipfile
from pathlib import Path

import tomllib

HERE = Path(__file__).resolve().parent
PACKAGES = ("storeql", "adbc_driver_storeql")
#: The library's name inside the package, the same on every system as other ADBC drivers have it.
INSIDE = "storeql/libadbc_driver_storeql.so"


def _project() -> dict:
    return tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _version() -> str:
    workspace = tomllib.loads((HERE.parent / "Cargo.toml").read_text(encoding="utf-8"))
    return workspace["workspace"]["package"]["version"]


def _glibc(library: Path) -> tuple[int, int]:
    """The newest glibc that the library asks for, by the names of versions in its text."""
    import re

    found = re.findall(rb"GLIBC_(\d+)\.(\d+)", library.read_bytes())
    return max(((int(major), int(minor)) for major, minor in found), default=(2, 28))


def _tag(library: Path) -> str:
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        return f"py3-none-macosx_11_0_{machine}"
    if sys.platform == "win32":
        return "py3-none-win_" + machine
    major, minor = max(_glibc(library), (2, 28))
    return f"py3-none-manylinux_{major}_{minor}_{machine}"


def _metadata() -> str:
    project = _project()
    lines = [
        "Metadata-Version: 2.3",
        f"Name: {project['name']}",
        f"Version: {_version()}",
        f"Summary: {project['description']}",
        f"License: {project['license']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {one}" for one in project["dependencies"]),
    ]
    for extra, requirements in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f"Requires-Dist: {one}; extra == '{extra}'" for one in requirements]
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    return "\n".join([*lines, "Description-Content-Type: text/markdown", "", readme])


def _entry_points() -> str:
    lines = []
    for group, entries in _project()["entry-points"].items():
        lines.append(f"[{group}]")
        lines += [f"{name} = {place}" for name, place in entries.items()]
    return "\n".join(lines) + "\n"


def build_wheel(wheel_directory: str, config_settings=None, metadata_directory=None) -> str:
    library = os.environ.get("STOREQL_LIBRARY")
    if not library or not Path(library).is_file():
        raise SystemExit(
            "STOREQL_LIBRARY names no library: build one with `cargo build -p storeql-driver`, and set the variable to its file"
        )
    library = Path(library)
    tag = _tag(library)
    name = f"storeql-{_version()}"
    files: dict[str, bytes] = {}
    for package in PACKAGES:
        for path in sorted((HERE / "src" / package).rglob("*")):
            if path.suffix in {".py", ".typed"}:
                files[path.relative_to(HERE / "src").as_posix()] = path.read_bytes()
    files[INSIDE] = library.read_bytes()
    about = f"{name}.dist-info"
    files[f"{about}/METADATA"] = _metadata().encode()
    files[f"{about}/entry_points.txt"] = _entry_points().encode()
    files[f"{about}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: storeql\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    files[f"{about}/licenses/LICENSE"] = (HERE.parent / "LICENSE").read_bytes()
    record = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
        record.append(f"{path},sha256={digest.decode()},{len(content)}")
    record.append(f"{about}/RECORD,,")
    files[f"{about}/RECORD"] = ("\n".join(record) + "\n").encode()
    wheel = f"{name}-{tag}.whl"
    # The same files make the same wheel: no times of day are in it.
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path == INSIDE else 0o644) << 16
            archive.writestr(entry, content)
    return wheel


if __name__ == "__main__":
    print(Path(sys.argv[1]) / build_wheel(sys.argv[1]))
