"""The runtime as an artifact without wheels, whole or broken on purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import toolkit.runtime
from toolkit.adapters.allowlist_files import load_allowlist
from toolkit.adapters.zip_files import store, zipped
from toolkit.cli.proving import subject
from toolkit.domain.allowlist import compile_rules
from toolkit.domain.artifact import RULES_FILE, json_bytes
from toolkit.domain.proof.judging import Proof
from toolkit.workflows.proving import prove

RUNTIME = Path(toolkit.runtime.__file__).parent
ALLOWLIST = Path(__file__).parents[3] / "environments" / "allowlist.yaml"


@dataclass(frozen=True)
class Edit:
    """A change of one of the runtime's files; the text must stand there exactly once."""

    file: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        found = source.count(self.old)
        assert found == 1, f"{self.file} has changed: {found} times {self.old!r}"
        return source.replace(self.old, self.new)


@cache
def rules() -> dict[str, Any]:
    """The compiled default allowlist."""
    return compile_rules(load_allowlist(ALLOWLIST), "empty")


def artifact_files(
    packaged: Mapping[str, Any] | None = None, edits: Iterable[Edit] = ()
) -> dict[str, bytes]:
    """The files of an artifact by path; `packaged` are other rules than the allowlist's."""
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in RUNTIME.iterdir()
        if path.suffix == ".py"
    }
    for edit in edits:
        files[edit.file] = edit.applied(files[edit.file])
    return {
        **{f"runtime/{name}": text.encode() for name, text in files.items()},
        RULES_FILE: json_bytes(rules() if packaged is None else packaged),
    }


def build(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of files."""
    path = folder / "artifact.zip"
    store(zipped(files), path)
    return path


def proof_of(folder: Path, files: Mapping[str, bytes]) -> Proof:
    """What the proof says of these files, under the default allowlist."""
    path = build(folder, files)
    return prove(subject(path, hashlib.sha256(path.read_bytes()).hexdigest(), rules()))
