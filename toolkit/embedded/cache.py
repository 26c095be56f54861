"""Where things that are made once per user are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def cache_folder(environ: Mapping[str, str]) -> Path:
    """`$XDG_CACHE_HOME/snowops`, else `~/.cache/snowops`.

    A relative `XDG_CACHE_HOME` is ignored (XDG Base Directory Specification).
    """
    named = Path(environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "snowops"
