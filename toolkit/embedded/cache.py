"""Where things that are made once per user are kept."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def cache_folder(environ: Mapping[str, str]) -> Path:
    """`$XDG_CACHE_HOME/snowops`, else `~/.cache/snowops`.

    A relative `XDG_CACHE_HOME` is ignored (XDG Base Directory Specification).
    """
    named = Path(environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "snowops"


@contextmanager
def writing(cache: Path) -> Iterator[None]:
    """Turn a full or closed disk within the block into a `ConfigError` with the way out."""
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"Cannot write to the cache folder {cache}.",
            details=(str(error),),
            hint="Make room there (200 MB), or name another folder with XDG_CACHE_HOME.",
        ) from error
