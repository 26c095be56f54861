"""Reviews as JSON files, from the job that plans to the one that shows what was planned."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from toolkit.adapters.whole_file import FOR_EVERYBODY, write_whole
from toolkit.domain.review.model import Review
from toolkit.errors import ConfigError

SCHEMA = "snowops.review/v1"
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class _File(Review):
    """A review under the name of its form."""

    schema: Literal["snowops.review/v1"]


@cache
def _form() -> TypeAdapter[_File]:
    """Made when a first file is read: that takes longer than reading a hundred of them."""
    return TypeAdapter(_File)


def review_json(review: Review) -> dict[str, Any]:
    """The review for machines, with its counts; documented in docs/operations.md."""
    values = {"schema": SCHEMA, **asdict(review), "summary": asdict(review.summary)}
    return {name: _whole(value) for name, value in values.items()}


def _whole(value: Any) -> Any:
    """A value whose texts are made of whole characters; halves of them are spelt out.

    A command line may hold bytes that are no text, and JSON may not.
    """
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_whole, value))
    return value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value


def write_review(path: Path, review: Review) -> None:
    """Writes a review beside its place and renames it; it holds nothing that is secret."""
    content = json.dumps(review_json(review), indent=2, ensure_ascii=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.encode(), FOR_EVERYBODY)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror or error}") from error


def read_review(path: Path) -> Review:
    """The review in a file; ConfigError where there is none. Its counts are counted anew."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError as error:
        raise ConfigError(
            f"cannot read {path}: {error.strerror or error}",
            hint="make one with `snowops ci plan ENV`",
        ) from error
    try:
        found = _form().validate_json(content, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigError(
            f"{path} is not a review of this version of snowops",
            details=(f"{where}: {first['msg']}" if where else str(first["msg"]),),
            hint="make it anew with `snowops ci plan ENV`",
        ) from error
    return Review(**{each.name: getattr(found, each.name) for each in fields(Review)})
