"""Instants as text that sorts like time, because years such as 0000 fit no datetime."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FORM = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(?:Z|\+00:00)?"
)


def sortable(text: str) -> str | None:
    """`YYYY-MM-DD HH:MM:SS[.f]` without trailing zeros; None for text that is no UTC instant.

    Any number of fraction digits is fine. The calendar is not consulted.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    day, time, fraction = match.groups()
    digits = (fraction or "").rstrip("0")
    return f"{day} {time}.{digits}" if digits else f"{day} {time}"


def of_milliseconds(milliseconds: float) -> str | None:
    """The sortable text of milliseconds since 1970 in UTC; None where there is no such date."""
    try:
        instant = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return sortable(instant.isoformat())


def of_iso(text: str) -> str | None:
    """The sortable text of an ISO 8601 instant with a zone; None for anything else."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    return sortable(instant.astimezone(UTC).isoformat())
