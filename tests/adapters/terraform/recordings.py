"""What a real Terraform said about `recorded/main.tf`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "recorded"


def lines(name: str) -> list[str]:
    """The lines of a recording, their ends kept, as a process hands them over."""
    return (FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True)


def text(name: str) -> str:
    """A recorded JSON document."""
    return (FOLDER / name).read_text(encoding="utf-8")
