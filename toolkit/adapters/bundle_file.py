"""Sealed plans as one file: a zip of the plan, the provider lock, and the seal."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from toolkit.adapters.zip_files import zipped
from toolkit.domain.seal.bundle import Bundle, Mark
from toolkit.domain.seal.statement import NotAStatement, statement_of
from toolkit.errors import ConfigError, StalePlan

_SEAL, _PLAN, _LOCK = "seal.json", "plan.tfplan", "terraform.lock.hcl"
_MEMBERS = sorted((_SEAL, _PLAN, _LOCK))
_LARGEST = 256 * 1024 * 1024


def write_bundle(path: Path, bundle: Bundle) -> None:
    """Writes a bundle, mode 0600, beside its place and renames it; the same bundle, same bytes."""
    seal = {"statement": bundle.statement.as_json(), "seal": bundle.mark.as_json()}
    text = json.dumps(seal, indent=2, sort_keys=True) + "\n"
    content = zipped({_SEAL: text.encode(), _PLAN: bundle.plan, _LOCK: bundle.lock})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, content)
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
        with path.open("rb") as file:
            members = _members(file.read(_LARGEST))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    if members is None:
        raise _unsealed(path)
    try:
        seal = json.loads(members[_SEAL])
        return Bundle(
            statement_of(seal["statement"]), _mark(seal["seal"]), members[_PLAN], members[_LOCK]
        )
    except (NotAStatement, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unsealed(path) from error


def write_private(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read, beside its place, and renames it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _members(content: bytes) -> dict[str, bytes] | None:
    """The three members; None where the file is no zip, or holds more, less or another thing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = archive.infolist()
            if sorted(info.filename for info in found) != _MEMBERS:
                return None
            if sum(info.file_size for info in found) > _LARGEST:
                return None
            return {info.filename: archive.read(info) for info in found}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return None


def _mark(value: dict[str, Any]) -> Mark:
    return Mark(str(value["method"]), str(value["key"]), bytes.fromhex(value["code"]))


def _unsealed(path: Path) -> StalePlan:
    return StalePlan(
        f"{path} is not a sealed plan",
        hint="make one with `snowops plan ENV --out FILE`; Terraform's own plan files bear no seal",
    )
