from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.unit.proof.parts import artifact_files, build
from toolkit.adapters.artifact_process import ArtifactProcess
from toolkit.cli.throwaway import throwaway_keyring
from toolkit.domain.salt.secret_text import read_keyring
from toolkit.errors import SnowopsError

pytestmark = pytest.mark.embedded

SELF_TEST = {"snowops": "self-test"}


@contextmanager
def running(
    folder: Path, handler: str, keyring: str = "the keyring", **files: str
) -> Iterator[ArtifactProcess]:
    """An artifact whose handler is this source."""
    path = folder / "artifact.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("runtime/__init__.py", "")
        archive.writestr("runtime/handler.py", handler)
        for name, text in files.items():
            archive.writestr(f"{name}.py", text)
    with ArtifactProcess(path, "enriched", keyring) as process:
        yield process


def test_the_real_function_reads_its_keyring_and_stays_warm(tmp_path: Path) -> None:
    path = build(tmp_path, artifact_files())

    with ArtifactProcess(path, "bad", throwaway_keyring()) as process:
        answers = [process.invoke(SELF_TEST).value for _ in range(2)]

    assert answers[0] is not None
    assert answers[0]["keyring"]["hmac_vector_ok"] is True
    assert answers[0]["event_kind"] == "bad"
    assert answers[0] == answers[1]


def test_an_artifact_that_cannot_be_imported_is_told_with_its_last_words(tmp_path: Path) -> None:
    with (
        running(tmp_path, "import nowhere_to_be_found\n") as process,
        pytest.raises(SnowopsError, match="does not run here") as raised,
    ):
        process.invoke({})

    assert "nowhere_to_be_found" in raised.value.details[-1]


def test_a_handler_that_ends_its_process_is_told(tmp_path: Path) -> None:
    source = "import os\ndef handle(event, context):\n    os._exit(3)\n"

    with (
        running(tmp_path, source) as process,
        pytest.raises(SnowopsError, match="does not run here"),
    ):
        process.invoke({})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('what is wrong')", "ValueError: what is wrong"),
        ("raise SystemExit(2)", "SystemExit: 2"),
        ("return b'no JSON'", "TypeError"),
    ],
)
def test_a_handler_that_raises_gives_its_traceback_and_lives_on(
    body: str, words: str, tmp_path: Path
) -> None:
    source = f"def handle(event, context):\n    if event: {body}\n    return {{}}\n"

    with running(tmp_path, source) as process:
        failed, fine = process.invoke({"a": 1}), process.invoke({})

    assert failed.value is None
    assert words in failed.error
    assert fine.value == {}


PRINTS = {
    "print": "print('said')",
    "stderr": "print('said', file=sys.stderr)",
    "the first stream": "sys.__stdout__.write('said')",
    "a descriptor": "os.write(2, b'said')",
    "a logger": "logging.warning('said')",
    "a child of its own": "subprocess.run([sys.executable, '-c', 'print(\"said\")'])",
}


@pytest.mark.parametrize("statement", PRINTS.values(), ids=PRINTS)
def test_whatever_the_handler_prints_is_its_log(statement: str, tmp_path: Path) -> None:
    source = (
        "import logging, os, subprocess, sys\n"
        "logging.basicConfig()\n"
        f"def handle(event, context):\n    {statement}\n    return event\n"
    )

    with running(tmp_path, source) as process:
        first, second = process.invoke({"a": 1}), process.invoke({"a": 2})

    assert [first.value, second.value] == [{"a": 1}, {"a": 2}]
    assert first.log.count("said") == second.log.count("said") == 1


def test_what_is_printed_at_the_import_is_in_the_first_log(tmp_path: Path) -> None:
    source = "print('imported')\ndef handle(event, context):\n    return {}\n"

    with running(tmp_path, source) as process:
        logs = [process.invoke({}).log for _ in range(2)]

    assert logs == ["imported\n", ""]


def test_more_log_than_a_pipe_holds_blocks_nobody(tmp_path: Path) -> None:
    source = (
        "import sys\n"
        "def handle(event, context):\n"
        "    sys.stderr.write('x' * 500_000)\n"
        "    return {}\n"
    )

    with running(tmp_path, source) as process:
        answer = process.invoke({})

    assert len(answer.log) == 500_000


def test_the_artifact_sees_itself_and_the_standard_library_and_no_more(tmp_path: Path) -> None:
    source = (
        "import beside, importlib.util\n"
        "def handle(event, context):\n"
        "    return {name: importlib.util.find_spec(name) is not None\n"
        "            for name in ('beside', 'json', 'toolkit', 'pydantic', 'pytest')}\n"
    )

    with running(tmp_path, source, beside="") as process:
        seen = process.invoke({}).value

    assert seen == {
        "beside": True,
        "json": True,
        "toolkit": False,
        "pydantic": False,
        "pytest": False,
    }


def test_the_artifact_sees_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody's")
    source = "import os\ndef handle(event, context):\n    return dict(os.environ)\n"

    with running(tmp_path, source) as process:
        seen = process.invoke({}).value

    assert seen is not None
    assert not [
        name for name in seen if name.startswith("AWS_") and name != "AWS_LAMBDA_FUNCTION_NAME"
    ]
    assert seen["EVENT_KIND"] == "enriched"


SECRET = (
    "import boto3\n"
    "def handle(event, context):\n"
    "    return boto3.client('secretsmanager').get_secret_value(SecretId='any')\n"
)


def test_a_keyring_of_several_lines_arrives_whole(tmp_path: Path) -> None:
    keyring = json.dumps({"entries": [{"id": "é"}]}, indent=2, ensure_ascii=False)

    with running(tmp_path, SECRET, keyring) as process:
        answer = process.invoke({})

    assert answer.value == {"SecretString": keyring}


def test_without_a_keyring_there_is_no_secret(tmp_path: Path) -> None:
    with running(tmp_path, SECRET, "") as process:
        answer = process.invoke({})

    assert answer.value is None
    assert "_Denied" in answer.error


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc here")
def test_the_salt_is_in_no_argument_no_variable_and_no_file(tmp_path: Path) -> None:
    keyring = throwaway_keyring()
    salt = json.loads(keyring)["entries"][0]["salt"].encode()
    raw = read_keyring(keyring).entries[0].salt

    with ArtifactProcess(build(tmp_path, artifact_files()), "enriched", keyring) as process:
        process.invoke(SELF_TEST)
        proc = Path("/proc") / str(child_of(process).pid)
        folder = Path(process._folder.name)
        shown = [(proc / name).read_bytes() for name in ("cmdline", "environ")]
        shown += [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
        shown += [os.fsencode(repr(process)), os.fsencode(repr(vars(process)))]

    assert len(shown) > 20
    assert not [text for text in shown if salt in text or raw in text or raw.hex().encode() in text]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with running(tmp_path, "def handle(event, context):\n    return {}\n") as process:
        process.invoke({})
        child, folder = child_of(process), Path(process._folder.name)
        assert folder.is_dir()

    assert child.poll() is not None
    assert not folder.exists()


def child_of(process: ArtifactProcess) -> Any:
    return process._child
