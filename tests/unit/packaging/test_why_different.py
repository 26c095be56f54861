from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.adapters.zip_files import read_entries, zipped
from toolkit.domain.artifact_difference import Cause, Difference, differences
from toolkit.errors import ConfigError

ENTRIES = {"MANIFEST.json": b"{}", "runtime/handler.py": b"x = 1\n" * 50, "rules.json": b"[]"}

Change = Callable[[list[tuple[zipfile.ZipInfo, bytes]]], None]


def test_equal_zips_have_no_difference(tmp_path: Path) -> None:
    assert compared(tmp_path, zipped(ENTRIES), zipped(ENTRIES)) == ()


def content(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[2] = (parts[2][0], b"x = 2\n" * 50)


def mode(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[2][0].external_attr = 0o100755 << 16


def time(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[2][0].date_time = (2026, 1, 2, 3, 4, 6)


def compression(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[2][0].compress_type = zipfile.ZIP_DEFLATED


def order(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[1], parts[2] = parts[2], parts[1]


def removal(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    del parts[2]


def system(parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    parts[2][0].create_system = 0


@pytest.mark.parametrize(
    ("change", "cause", "path"),
    [
        (content, "content", "runtime/handler.py"),
        (mode, "mode", "runtime/handler.py"),
        (time, "time", "runtime/handler.py"),
        (compression, "compression", "runtime/handler.py"),
        (order, "order", ""),
        (removal, "only in A", "runtime/handler.py"),
        (system, "frame", ""),
    ],
)
def test_one_change_is_named_with_its_entry_and_nothing_else(
    change: Change, cause: Cause, path: str, tmp_path: Path
) -> None:
    found = compared(tmp_path, zipped(ENTRIES), rewritten(change))

    assert [(each.path, each.cause) for each in found] == [(path, cause)]


def test_both_sides_of_a_difference_are_told(tmp_path: Path) -> None:
    (found,) = compared(tmp_path, zipped(ENTRIES), rewritten(time))

    assert (found.a, found.b) == ("1980-01-01 00:00:00", "2026-01-02 03:04:06")


def test_two_levels_of_deflate_are_a_difference_of_compression(tmp_path: Path) -> None:
    found = compared(tmp_path, rewritten(compression, level=1), rewritten(compression, level=9))

    assert {each.cause for each in found} == {"compression"}


@pytest.mark.parametrize("text", [b"", b"no zip at all", zipped(ENTRIES)[:-30]])
def test_a_file_that_is_no_zip_is_refused_in_one_sentence(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(text)

    with pytest.raises(ConfigError, match=r"broken\.zip is not a zip"):
        read_entries(path)


def test_a_zip_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*missing\.zip: No such file"):
        read_entries(tmp_path / "missing.zip")


def compared(folder: Path, a: bytes, b: bytes) -> tuple[Difference, ...]:
    first, second = folder / "a.zip", folder / "b.zip"
    first.write_bytes(a)
    second.write_bytes(b)
    return differences(read_entries(first), read_entries(second), same_bytes=a == b)


def rewritten(change: Change, level: int = 6) -> bytes:
    """The zip of ENTRIES, written again by hand with one thing changed."""
    with zipfile.ZipFile(io.BytesIO(zipped(ENTRIES))) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for info, text in parts:
            archive.writestr(info, text, compresslevel=level)
    return buffer.getvalue()
