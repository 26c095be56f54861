"""A workspace holds the tree, whatever happened before, and keeps what is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from toolkit.adapters import workspace
from toolkit.domain.tree import Tree
from toolkit.errors import ConfigError

OLD = Tree({"main.tf": "old\n", "modules/waf/main.tf": "waf\n"})
NEW = Tree({"main.tf": "new\n", "modules/salt/main.tf": "salt\n"})


def held(folder: Path) -> dict[str, str]:
    """Text by path of every visible file."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


class Interrupted(Mapping[str, str]):
    """Files of a tree whose second text is never reached: the process ended there."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def __getitem__(self, path: str) -> str:
        return self.files[path]

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def items(self):  # type: ignore[no-untyped-def]
        first, *_ = self.files.items()
        yield first
        raise KeyboardInterrupt


def test_it_holds_the_tree(tmp_path: Path) -> None:
    workspace.write(NEW, tmp_path / "build" / "prod")

    assert held(tmp_path / "build" / "prod") == NEW.files


def test_what_an_older_tree_left_is_removed(tmp_path: Path) -> None:
    workspace.write(OLD, tmp_path)

    workspace.write(NEW, tmp_path)

    assert held(tmp_path) == NEW.files


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    workspace.write(OLD, tmp_path)
    (tmp_path / "notes.md").write_text("mine")
    (tmp_path / "modules" / "waf" / "terraform.tfstate").write_text("{}")

    workspace.write(NEW, tmp_path)

    assert held(tmp_path) == {
        **NEW.files,
        "notes.md": "mine",
        "modules/waf/terraform.tfstate": "{}",
    }


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    workspace.write(NEW, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    workspace.write(NEW, tmp_path)

    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_a_file_changed_by_hand_is_put_right(tmp_path: Path) -> None:
    workspace.write(NEW, tmp_path)
    (tmp_path / "main.tf").write_text("by hand\n")

    workspace.write(NEW, tmp_path)

    assert held(tmp_path) == NEW.files


def test_an_interrupted_write_leaves_whole_files_and_the_next_one_finishes(tmp_path: Path) -> None:
    workspace.write(OLD, tmp_path)

    with pytest.raises(KeyboardInterrupt):
        workspace.write(Tree(Interrupted(NEW.files)), tmp_path)

    assert held(tmp_path) == {"main.tf": "new\n", "modules/waf/main.tf": "waf\n"}
    workspace.write(NEW, tmp_path)
    assert held(tmp_path) == NEW.files


def test_no_file_is_left_beside_its_place(tmp_path: Path) -> None:
    workspace.write(NEW, tmp_path)

    hidden = [path.name for path in tmp_path.rglob(".*")]
    assert hidden == [".snowops-tree.json"]


def test_a_list_of_files_that_cannot_be_read_is_written_anew(tmp_path: Path) -> None:
    workspace.write(OLD, tmp_path)
    (tmp_path / ".snowops-tree.json").write_text('["main.tf", ')

    workspace.write(NEW, tmp_path)

    listed = json.loads((tmp_path / ".snowops-tree.json").read_text(encoding="utf-8"))
    assert listed == sorted(NEW.files)


def test_a_list_of_files_never_reaches_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    folder = tmp_path / "build"
    workspace.write(NEW, folder)
    (folder / ".snowops-tree.json").write_text(json.dumps(["../outside.txt", str(outside)]))

    workspace.write(NEW, folder)

    assert outside.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")

    with pytest.raises(ConfigError, match=r"cannot write .*build") as refusal:
        workspace.write(NEW, tmp_path / "build" / "prod")

    assert "--out" in refusal.value.hint


def test_a_place_that_cannot_be_replaced_is_named(tmp_path: Path) -> None:
    (tmp_path / "main.tf").mkdir()

    with pytest.raises(ConfigError, match=r"cannot write .*main\.tf"):
        workspace.write(NEW, tmp_path)


def test_equal_folders_show_no_difference(tmp_path: Path) -> None:
    workspace.write(NEW, tmp_path)

    assert list(workspace.differences(NEW, tmp_path)) == []


def test_differences_are_those_that_writing_would_make(tmp_path: Path) -> None:
    workspace.write(OLD, tmp_path)

    lines = list(workspace.differences(NEW, tmp_path))

    assert lines == [
        f"--- {tmp_path}/main.tf",
        "+++ rendered/main.tf",
        "@@ -1 +1 @@",
        "-old",
        "+new",
        "--- /dev/null",
        "+++ rendered/modules/salt/main.tf",
        "@@ -0,0 +1 @@",
        "+salt",
        f"--- {tmp_path}/modules/waf/main.tf",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-waf",
    ]


def test_a_missing_folder_differs_in_every_file(tmp_path: Path) -> None:
    lines = list(workspace.differences(NEW, tmp_path / "nowhere"))

    assert [line for line in lines if line.startswith("+++")] == [
        "+++ rendered/main.tf",
        "+++ rendered/modules/salt/main.tf",
    ]


def test_a_last_line_without_its_end_is_a_difference(tmp_path: Path) -> None:
    workspace.write(Tree({"main.tf": "same"}), tmp_path)

    assert list(workspace.differences(Tree({"main.tf": "same\n"}), tmp_path)) != []


def test_a_file_that_is_no_text_is_put_right(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_bytes(b"\xff\xfe")

    workspace.write(NEW, tmp_path)

    assert held(tmp_path) == NEW.files
