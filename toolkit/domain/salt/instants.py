"""Instants and durations as people and the keyring write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_DURATION = re.compile(r"([0-9]{1,6})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def instant_text(instant: datetime) -> str:
    """An instant in UTC, to the second: `2026-11-24T10:00:00Z`."""
    return instant.astimezone(UTC).strftime(_FORM)


def read_instant(text: str) -> datetime:
    """The instant of an ISO 8601 text with a zone and whole seconds; else raises ValueError."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or instant.microsecond:
        raise ValueError("an instant needs a zone and whole seconds")
    return instant.astimezone(UTC)


def read_duration(text: str) -> timedelta:
    """The duration of `90s`, `20m`, `6h` or `14d`; raises ValueError for any other text."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no duration: write 90s, 20m, 6h or 14d")
    number, unit = match.groups()
    return timedelta(seconds=int(number) * _SECONDS[unit])


def duration_text(duration: timedelta) -> str:
    """A duration in its two largest units: `3d 4h`, `11m`, `0s`."""
    seconds = max(0, round(duration.total_seconds()))
    parts = []
    for unit, size in reversed(_SECONDS.items()):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number}{unit}")
    return " ".join(parts[:2]) or "0s"


def whole_second_after(instant: datetime) -> datetime:
    """The first whole second at or after an instant."""
    floor = instant.replace(microsecond=0)
    return floor if floor == instant else floor + timedelta(seconds=1)
