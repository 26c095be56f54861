"""The refusal of a file with mistakes in it: all of them at once, in the order of the lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.domain.position import Mistake
from toolkit.errors import ConfigError, SnowopsError


def refusal(
    file: Path,
    mistakes: Iterable[Mistake],
    *,
    hint: str,
    family: type[SnowopsError] = ConfigError,
) -> SnowopsError:
    """The error that lists the mistakes of a file."""
    ordered = sorted(mistakes, key=lambda mistake: mistake.position)
    count = "1 mistake" if len(ordered) == 1 else f"{len(ordered)} mistakes"
    details = tuple(str(mistake) for mistake in ordered)
    return family(f"{file} has {count}", details=details, hint=hint)
