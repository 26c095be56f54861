from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.adapters.zip_files import read_entries

from . import building
from .repository import Repository

pytestmark = pytest.mark.artifact

CHECKOUT = Path(__file__).resolve().parents[3]
FILES = {
    "toolkit/runtime/__init__.py": "",
    "toolkit/runtime/handler.py": "NAME = 'ä'\n",
    "toolkit/runtime/deep/a.py": "",
    "toolkit/runtime/deep/B.py": "",
    "allowlist.yaml": "columns: []\n",
}


@dataclass(frozen=True)
class Machine:
    """What differs between two people's machines."""

    folder: str
    umask: str
    zone: str
    locale: str
    seed: str
    backwards: bool


LAPTOP = Machine("laptop", "022", "UTC", "C", "0", backwards=False)
OTHERS = (
    Machine("some/deeper place", "077", "Asia/Kathmandu", "C.UTF-8", "4242", backwards=True),
    Machine("ci", "000", "America/St_Johns", "tr_TR.UTF-8", "1", backwards=False),
)


@pytest.fixture(scope="module", autouse=True)
def _wheels(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fetches the wheels before any build has a limit on its files."""
    repository = Repository(tmp_path_factory.mktemp("first") / "repository")
    repository.commit(FILES)
    building.build(repository.root, repository.root / "out")


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
@pytest.mark.parametrize("other", OTHERS, ids=lambda machine: machine.folder)
def test_two_machines_build_the_same_bytes(other: Machine, dirty: bool, tmp_path: Path) -> None:
    first = built(LAPTOP, tmp_path, dirty=dirty)
    second = built(other, tmp_path, dirty=dirty)

    assert first.read_bytes() == second.read_bytes()


def test_another_line_of_code_is_another_artifact(tmp_path: Path) -> None:
    clean = built(LAPTOP, tmp_path / "clean", dirty=False)
    dirty = built(LAPTOP, tmp_path / "dirty", dirty=True)

    assert clean.name != dirty.name


def test_nothing_of_this_machine_is_inside(tmp_path: Path) -> None:
    artifact = built(LAPTOP, tmp_path, dirty=False)

    content = artifact.read_bytes()
    for word in (str(tmp_path), str(CHECKOUT), sys.prefix):
        assert word.encode() not in content
    assert not [entry for entry in read_entries(artifact) if entry.path.endswith(".pyc")]


def test_a_disk_that_is_full_leaves_no_half_written_artifact(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit(FILES)
    out = tmp_path / "out"

    done = run(LAPTOP, repository, out, largest_file=100_000)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"cannot write {out}/pseudonymizer-")
    assert list(out.iterdir()) == []


def built(machine: Machine, folder: Path, *, dirty: bool) -> Path:
    """The artifact that a machine builds of FILES."""
    before = os.umask(int(machine.umask, 8))
    repository = Repository(folder / machine.folder / "repository")
    files = dict(sorted(FILES.items(), reverse=machine.backwards))
    repository.commit(files)
    if dirty:
        repository.write({"toolkit/runtime/handler.py": "NAME = 'ö'\n"})
    os.umask(before)
    out = folder / machine.folder / "out"
    done = run(machine, repository, out)
    assert done.returncode == 0, done.stderr
    (artifact,) = out.iterdir()
    return artifact


def run(
    machine: Machine, repository: Repository, out: Path, largest_file: int = 0
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "TZ": machine.zone,
        "LC_ALL": machine.locale,
        "PYTHONHASHSEED": machine.seed,
        "PYTHONPATH": str(CHECKOUT),
    }
    arguments = [str(repository.root), str(out), machine.umask, str(largest_file)]
    return subprocess.run(
        [sys.executable, "-m", building.__name__, *arguments],
        cwd=repository.root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
