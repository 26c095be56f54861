from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .repository import Repository

MakeWheel = Callable[..., Path]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit(
        {
            "toolkit/runtime/__init__.py": "",
            "toolkit/runtime/handler.py": "def handle(event, context): ...\n",
            "toolkit/runtime/requirements.txt": "# no wheels\n",
            "allowlist.yaml": "columns: []\n",
            "README.md": "words\n",
        }
    )
    return made


@pytest.fixture
def make_wheel() -> MakeWheel:
    """Writes a wheel with one module; the same arguments give the same bytes."""

    def make(folder: Path, name: str, version: str = "1.0", tag: str = "py3-none-any") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{version}-{tag}.whl"
        info = f"{name}-{version}.dist-info"
        files = {
            f"{name}/__init__.py": f"NAME = {name!r}\n",
            f"{name}-{version}.data/purelib/{name}_more.py": "",
            f"{name}-{version}.data/scripts/{name}": "#!python\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/RECORD": "",
        }
        with zipfile.ZipFile(path, "w") as archive:
            for entry, text in files.items():
                archive.writestr(zipfile.ZipInfo(entry), text)
        return path

    return make


@pytest.fixture
def lock_of() -> Callable[..., str]:
    """The text of a lock that names wheels by their hashes."""

    def text(*wheels: Path) -> str:
        return "".join(
            "{}=={} \\\n    --hash=sha256:{}\n".format(
                *wheel.name.split("-")[:2], hashlib.sha256(wheel.read_bytes()).hexdigest()
            )
            for wheel in wheels
        )

    return text
