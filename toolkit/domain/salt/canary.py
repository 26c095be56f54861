"""A made-up event that shows which salt a function uses for an instant."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from toolkit.runtime.fields import NAMES, POSITIONS, STAMPED

_STAMP = "salt="


def canary(instants: Iterable[datetime]) -> dict[str, Any]:
    """A transformation event with one empty line for each instant; nobody's data is in it."""
    return {
        "invocationId": "snowops-canary",
        "records": [
            {"recordId": str(number), "data": base64.b64encode(_line(instant)).decode()}
            for number, instant in enumerate(instants)
        ],
    }


def stamped_ids(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the salts in the answer, in the order of the instants; empty for one without."""
    records = answer.get("records")
    return tuple(_stamp(record) for record in records) if isinstance(records, list) else ()


def _line(instant: datetime) -> bytes:
    columns = [""] * len(NAMES)
    columns[POSITIONS["collector_tstamp"]] = f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}.000"
    return "\t".join(columns).encode()


def _stamp(record: Any) -> str:
    try:
        line = base64.b64decode(record["data"]).decode()
    except (KeyError, TypeError, binascii.Error, UnicodeDecodeError):
        return ""
    columns = line.rstrip("\n").split("\t")
    tags = columns[POSITIONS[STAMPED]] if len(columns) == len(NAMES) else ""
    first = tags.split(",")[0]
    return first.removeprefix(_STAMP) if first.startswith(_STAMP) else ""
