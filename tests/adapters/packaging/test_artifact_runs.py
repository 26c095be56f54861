from __future__ import annotations

import json
import platform as machine
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from toolkit.domain.artifact import Platform

from . import building
from .repository import Repository

pytestmark = [
    pytest.mark.artifact,
    pytest.mark.skipif(
        sys.platform != "linux" or machine.machine() not in ("x86_64", "aarch64"),
        reason="Lambda's wheels run on Linux only",
    ),
]

HERE = Platform(
    f"{sys.version_info.major}.{sys.version_info.minor}",
    "arm64" if machine.machine() == "aarch64" else "x86_64",
)

HANDLER = """
import json
from pathlib import Path

import msgspec
import pybase64

from runtime.deep import word

RULES = json.loads(Path(__file__).parents[1].joinpath("rules.json").read_text())


def handle(event, context):
    import boto3

    data = pybase64.b64decode(event["data"])
    return {"data": msgspec.json.decode(data), "word": word.WORD, "rules": RULES, "sdk": boto3.NAME}
"""

# -I and -S leave neither the working directory, PYTHONPATH nor site-packages on the path.
RUN = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from runtime.handler import handle
answer = handle(json.load(sys.stdin), None)
places = sorted(
    getattr(module, "__file__", None) or "" for name, module in sys.modules.items()
    if name.partition(".")[0] in ("runtime", "msgspec", "pybase64", "boto3", "toolkit")
)
json.dump({"answer": answer, "places": places}, sys.stdout)
"""


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "repository")
    repository.commit(
        {
            "toolkit/runtime/__init__.py": "",
            "toolkit/runtime/handler.py": HANDLER,
            "toolkit/runtime/deep/__init__.py": "",
            "toolkit/runtime/deep/word.py": "WORD = 'deep'\n",
        }
    )
    artifact = building.build(repository.root, tmp_path / "out", HERE)
    folder = tmp_path / "task"
    with zipfile.ZipFile(artifact.path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def sdk(tmp_path: Path) -> Path:
    """A folder with a boto3 that can do nothing, which Lambda's own stands for."""
    folder = tmp_path / "sdk"
    folder.mkdir()
    (folder / "boto3.py").write_text("NAME = 'a stub'\n")
    return folder


def test_the_artifact_runs_with_nothing_but_itself_and_the_sdk(unpacked: Path, sdk: Path) -> None:
    event = {"data": "eyJhIjoxfQ=="}

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUN, str(unpacked), str(sdk)],
        input=json.dumps(event),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["answer"] == {
        "data": {"a": 1},
        "word": "deep",
        "rules": building.RULES,
        "sdk": "a stub",
    }
    assert all(place.startswith((str(unpacked), str(sdk))) for place in result["places"])
