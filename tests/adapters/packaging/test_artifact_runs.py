from __future__ import annotations

import base64
import json
import platform as machine
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from toolkit.adapters import zip_files
from toolkit.adapters.source_files import RUNTIME, SourceFiles
from toolkit.domain.artifact import Platform
from toolkit.runtime.fields import NAMES
from toolkit.workflows.packaging import PackageRequest, package

from . import building

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

TREATMENTS = {
    "app_id": "keep",
    "collector_tstamp": "keep",
    "txn_id": "empty",
    "geo_zipcode": "empty",
    "contexts": "json",
}
RULES = {
    "version": 1,
    "columns": {name: TREATMENTS.get(name, "hash") for name in NAMES},
    "schemas": [],
}
SETTINGS = {"EVENT_KIND": "enriched", "SALT_SECRET_ID": "salt", "SALT_CACHE_SECONDS": "300"}
VALUES = {
    "app_id": "shop",
    "collector_tstamp": "2026-01-01 00:00:00.000",
    "user_id": "somebody",
}
KEYRING = {
    "entries": [
        {
            "id": "first",
            "active_from": "2020-01-01T00:00:00Z",
            "salt": base64.b64encode(bytes(range(32))).decode(),
        }
    ]
}

# -I and -S leave neither the working directory, PYTHONPATH nor site-packages on the path.
RUN = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from runtime.handler import handle
answer = handle(json.load(sys.stdin), None)
places = {
    name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()
    if name.partition(".")[0] in ("runtime", "msgspec", "pybase64", "boto3", "botocore", "toolkit")
}
json.dump({"answer": answer, "places": places}, sys.stderr)
"""


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """The artifact of this checkout, unpacked as Lambda does."""
    artifact = package(
        PackageRequest(HERE.python_version, HERE.architecture, RULES, tmp_path / "out"),
        SourceFiles("0", RUNTIME, (RUNTIME,)),
        building.wheels(),
        zip_files,
        lambda _: None,
    )
    folder = tmp_path / "task"
    with zipfile.ZipFile(artifact.path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def sdk(tmp_path: Path) -> Path:
    """A boto3 that knows one secret, which stands for Lambda's own."""
    folder = tmp_path / "sdk"
    (folder / "botocore").mkdir(parents=True)
    (folder / "botocore" / "__init__.py").touch()
    (folder / "botocore" / "config.py").write_text(
        "class Config:\n    def __init__(self, **_): ...\n"
    )
    (folder / "boto3.py").write_text(
        "class Secrets:\n"
        f"    def get_secret_value(self, **_): return {{'SecretString': {json.dumps(KEYRING)!r}}}\n"
        "def client(*_, **__): return Secrets()\n"
    )
    return folder


def test_the_artifact_handles_an_event_with_nothing_but_itself_and_the_sdk(
    task: Path, sdk: Path
) -> None:
    line = "\t".join(VALUES.get(name, "") for name in NAMES)
    record = {"recordId": "1", "data": base64.b64encode(line.encode()).decode()}
    event = {"invocationId": "i", "region": "eu-west-1", "records": [record]}

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUN, str(task), str(sdk)],
        input=json.dumps(event),
        capture_output=True,
        text=True,
        env=SETTINGS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stderr)
    (answer,) = found["answer"]["records"]
    columns = dict(zip(NAMES, base64.b64decode(answer["data"]).decode().split("\t"), strict=True))
    assert answer["result"] == "Ok"
    assert columns["app_id"] == "shop"
    assert len(columns["user_id"]) == 64
    places = found["places"]
    assert {"msgspec", "pybase64", "runtime.handler", "boto3"} <= set(places)
    assert all(place.startswith((str(task), str(sdk))) for place in places.values())
