"""What docs/licences.md says of the packages that are locked."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

from tests.generated.parts import table, with_part

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
PARTS = {"base": "base.txt", "local": "local.txt", "dev": "dev.txt"}
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


def locked(file: str) -> list[str]:
    """The names of the packages in a lock file."""
    return sorted({name for name, _ in _pins(file)})


def is_as_locked(package: str, file: str) -> bool:
    """Whether the package is installed in a release that the lock file allows."""
    try:
        return (package, version(package)) in _pins(file)
    except PackageNotFoundError:
        return False


def _pins(file: str) -> set[tuple[str, str]]:
    text = (REQUIREMENTS / file).read_text()
    return set(re.findall(r"^([a-zA-Z0-9._-]+)(?:\[\S+\])?==(\S+)", text, re.MULTILINE))


def licence(package: str) -> str | None:
    """A package's licence as its metadata says; None where it is not installed."""
    try:
        found = metadata(package)
    except PackageNotFoundError:
        return None
    classified = [
        match[1]
        for one in found.get_all("Classifier") or []
        if (match := _CLASSIFIER.fullmatch(one))
    ]
    stated = (found.get("License") or "").strip()
    short = stated if len(stated) < 60 and "\n" not in stated else ""
    return found.get("License-Expression") or ", ".join(classified) or short or "not stated"


def licences(text: str) -> str:
    """The document with a table for each extra; every package stands where it first comes in."""
    seen: set[str] = set()
    for name, file in PARTS.items():
        rows = []
        for package in locked(file):
            found = None if package in seen else licence(package)
            if found is not None:
                rows.append((package, found))
        seen.update(locked(file))
        text = with_part(text, name, table(("package", "licence"), rows))
    return text
