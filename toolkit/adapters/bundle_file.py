"""Sealed plans as one file: a zip of the plan, the provider lock, and the seal."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from toolkit.adapters.whole_file import write_whole
from toolkit.adapters.zip_files import zipped
from toolkit.domain.seal.bundle import Bundle, Mark
from toolkit.domain.seal.statement import NotAStatement, statement_of
from toolkit.errors import ConfigError, StalePlan

_SEAL, _PLAN, _LOCK = "seal.json", "plan.tfplan", "terraform.lock.hcl"
_MEMBERS = sorted((_SEAL, _PLAN, _LOCK))
_LARGEST = 256 * 1024 * 1024
_MISSHAPEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def write_bundle(path: Path, bundle: Bundle) -> None:
    """Writes a bundle, mode 0600, beside its place and renames it; the same bundle, same bytes."""
    seal = {"statement": bundle.statement.as_json(), "seal": bundle.mark.as_json()}
    text = json.dumps(seal, indent=2, sort_keys=True) + "\n"
    content = zipped({_SEAL: text.encode(), _PLAN: bundle.plan, _LOCK: bundle.lock})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise ConfigError(
            f"cannot write {path}: {error.strerror or error}",
            hint="make room, or name another file with --out",
        ) from error


def read_bundle(path: Path) -> Bundle:
    """What a file claims to be; nothing of it is to be believed before its seal is checked.

    Raises ConfigError where there is no such file and StalePlan where it is no sealed plan.
    """
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            raise ConfigError(f"cannot read {path}: it is no file", hint="name the bundle's file")
        with path.open("rb") as file:
            members = _members(file.read(_LARGEST))
    except OSError as error:
        raise ConfigError(
            f"cannot read {path}: {error.strerror or error}",
            hint="name a file that `snowops plan ENV --out FILE` has written",
        ) from error
    if members is None:
        raise _unsealed(path)
    try:
        seal = json.loads(members[_SEAL])
        return Bundle(
            statement_of(seal["statement"]), _mark(seal["seal"]), members[_PLAN], members[_LOCK]
        )
    except (NotAStatement, *_MISSHAPEN) as error:
        raise _unsealed(path) from error


def _members(content: bytes) -> dict[str, bytes] | None:
    """The three members; None where the file is no zip, or holds more, less or another thing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = archive.infolist()
            if sorted(info.filename for info in found) != _MEMBERS:
                return None
            if any(info.compress_type != zipfile.ZIP_STORED for info in found):
                return None
            if sum(info.file_size for info in found) > _LARGEST:
                return None
            return {info.filename: archive.read(info) for info in found}
    # ValueError: names that are no text, places before the file's beginning.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None


def _mark(value: dict[str, Any]) -> Mark:
    return Mark(str(value["method"]), str(value["key"]), bytes.fromhex(value["code"]))


def _unsealed(path: Path) -> StalePlan:
    return StalePlan(
        f"{path} is not a sealed plan",
        hint="make one with `snowops plan ENV --out FILE`; Terraform's own plan files bear no seal",
    )
