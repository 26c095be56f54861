"""Names of the objects that a delivery stream writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from datetime import datetime

    from toolkit.embedded.firehose.settings import Settings

_EXPRESSION = re.compile(r"!\{(timestamp|firehose):([^}]+)\}")
_DATE_PART = re.compile(r"'([^']*)'|(yyyy|MM|dd|HH|mm|ss)|([^A-Za-z'])")
_MEANING = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_DEFAULT_DATE = "!{timestamp:yyyy/MM/dd/HH}/"
_PROCESSING_FAILED = "processing-failed"


def object_key(settings: Settings, oldest: datetime, now: datetime, *, failed: bool) -> str:
    """Key of an object whose oldest record arrived at `oldest` (UTC).

    Developer guide, "Understand custom prefixes for Amazon S3 objects": without a timestamp of
    its own a prefix is followed by year, month, day and hour.
    """
    prefix = settings.prefix
    if failed:
        prefix = settings.error_prefix or _PROCESSING_FAILED + "/"
    if "!{timestamp:" not in prefix:
        prefix += _DEFAULT_DATE
    name = f"{settings.name}-{settings.version}-{now:%Y-%m-%d-%H-%M-%S}-{uuid4()}"
    return evaluate(prefix, oldest) + name + (".gz" if settings.gzip else "")


def evaluate(prefix: str, moment: datetime) -> str:
    """A prefix with its `!{...}` expressions filled in; `ValueError` for an unknown one."""

    def value(found: re.Match[str]) -> str:
        namespace, what = found.groups()
        if namespace == "timestamp":
            return _date(what, moment)
        if what == "error-output-type":
            return _PROCESSING_FAILED
        if what == "random-string":
            return uuid4().hex[:11]
        raise ValueError(f"Firehose knows no !{{firehose:{what}}}")

    return _EXPRESSION.sub(value, prefix)


def _date(pattern: str, moment: datetime) -> str:
    """As much of Java's DateTimeFormatter as prefixes of S3 use."""
    parts = []
    position = 0
    while position < len(pattern):
        found = _DATE_PART.match(pattern, position)
        if found is None:
            raise ValueError(f"cannot read {pattern[position:]!r} in a timestamp of a prefix")
        quoted, letters, other = found.groups()
        parts.append(moment.strftime(_MEANING[letters]) if letters else quoted or other or "'")
        position = found.end()
    return "".join(parts)
