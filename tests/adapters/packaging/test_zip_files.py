from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.adapters.zip_files import store, unzipped, zipped
from toolkit.errors import ConfigError

ENTRIES = {"b.py": b"b", "a/c.py": b"c", "a.py": b"a"}

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0"), min_size=1, max_size=20)


def test_entries_are_sorted_dated_1980_readable_and_uncompressed() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(ENTRIES))) as archive:
        found = [
            (info.filename, info.date_time, info.external_attr >> 16, info.compress_type)
            for info in archive.infolist()
        ]

    assert found == [
        (name, (1980, 1, 1, 0, 0, 0), 0o100644, zipfile.ZIP_STORED)
        for name in ("a.py", "a/c.py", "b.py")
    ]


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=8), st.randoms())
def test_whatever_goes_in_comes_out_and_its_order_does_not_matter(
    entries: dict[str, bytes], chance: object
) -> None:
    turned = list(entries.items())
    chance.shuffle(turned)  # type: ignore[attr-defined]

    content = zipped(dict(turned))

    assert content == zipped(entries)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == entries
        assert archive.testzip() is None


def test_storing_makes_the_folder_and_a_file_that_everybody_may_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.zip"

    store(b"content", path)

    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == 0o644


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    store(b"content", path)
    before = path.stat().st_ino

    store(b"content", path)

    assert path.stat().st_ino == before


def test_an_unequal_file_of_the_same_size_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    store(b"content", path)

    store(b"CONTENT", path)

    assert path.read_bytes() == b"CONTENT"


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(ConfigError, match=r"cannot write .*a\.zip: ") as caught:
        store(b"content", tmp_path / "file" / "a.zip")

    assert "--out" in caught.value.hint


def test_a_place_that_cannot_be_replaced_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").mkdir()

    with pytest.raises(ConfigError, match=r"cannot write .*a\.zip: Is a directory"):
        store(b"content", tmp_path / "a.zip")

    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def _compressed(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("rules.json", '{"columns": {}}' * 20)
    return buffer.getvalue()


_ZIPS = [
    _compressed(method) for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


@given(st.sampled_from(_ZIPS), st.integers(min_value=0), st.integers(0, 255))
def test_a_zip_with_any_other_byte_is_read_or_refused_in_a_sentence(
    content: bytes, place: int, byte: int
) -> None:
    damaged = bytearray(content)
    damaged[place % len(content)] = byte

    with suppress(ConfigError):
        unzipped(bytes(damaged))


def test_damaged_compression_is_refused_in_a_sentence() -> None:
    damaged = _compressed(zipfile.ZIP_DEFLATED).replace(b"rules.json\xab", b"rules.json\xff", 1)

    with pytest.raises(ConfigError, match="not a zip that can be read"):
        unzipped(damaged)
