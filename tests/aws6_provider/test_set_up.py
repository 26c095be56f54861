from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.aws6_provider.install import once, wanted_types
from tests.aws6_provider.places import TYPES, places

if TYPE_CHECKING:
    from pathlib import Path


def test_a_step_is_done_once(tmp_path: Path) -> None:
    said: list[str] = []
    folder = tmp_path / "made"

    once(folder, "thing", said.append, lambda half: half.joinpath("file").touch())
    once(folder, "thing", said.append, lambda _half: pytest.fail("made twice"))

    assert (folder / "file").exists()
    assert said == [f"thing: making {folder}", "thing: ready"]


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(half: Path) -> None:
        half.joinpath("file").touch()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        once(tmp_path / "made", "thing", lambda _line: None, fail)

    assert list(tmp_path.iterdir()) == []


def test_whoever_finishes_first_wins(tmp_path: Path) -> None:
    folder = tmp_path / "made"

    def overtaken(half: Path) -> None:
        half.joinpath("file").write_text("second")
        folder.mkdir()
        folder.joinpath("file").write_text("first")

    once(folder, "thing", lambda _line: None, overtaken)

    assert folder.joinpath("file").read_text() == "first"
    assert list(tmp_path.iterdir()) == [folder]


def test_data_sources_are_told_from_resources() -> None:
    text = "# a comment\n\naws_vpc\ndata.aws_vpc\ndata.aws_region\n"

    assert wanted_types(text) == {
        "resource_schemas": ["aws_vpc"],
        "data_source_schemas": ["aws_vpc", "aws_region"],
    }


def test_every_type_is_listed_once() -> None:
    wanted = wanted_types(TYPES.read_text())

    for names in wanted.values():
        assert len(names) == len(set(names))
        assert all(name.startswith("aws_") for name in names)


def test_another_cache_is_another_mirror(tmp_path: Path) -> None:
    first, again, other = (places(tmp_path / name) for name in ("a", "a", "b"))

    assert first == again
    # The mirror's script names its own folder, so that it cannot serve another one's.
    assert first.provider.name != other.provider.name
    assert first.schema.name == other.schema.name
