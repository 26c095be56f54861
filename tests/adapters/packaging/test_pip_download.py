from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.adapters.pip_download import failure, pip_download
from toolkit.domain.artifact import Platform
from toolkit.errors import ConfigError, Refused, ServiceError, SnowopsError

from .conftest import MakeWheel

PLATFORM = Platform("3.13", "arm64")


@pytest.mark.parametrize(
    ("said", "family", "sentence"),
    [
        ("ERROR: No matching distribution found for a==1", ConfigError, "no locked wheel"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            Refused,
            "none of those locked by hash",
        ),
        (
            "connection broken by 'NewConnectionError'\nERROR: No matching distribution found",
            ServiceError,
            "the package index cannot be reached",
        ),
        ("/usr/bin/python: No module named pip", ConfigError, "has no pip"),
        ("ERROR: something new", ServiceError, "pip could not fetch"),
    ],
)
def test_what_pip_says_becomes_one_sentence(
    said: str, family: type[SnowopsError], sentence: str
) -> None:
    error = failure(said, PLATFORM)

    assert type(error) is family
    assert sentence in error.summary


def test_the_address_of_the_index_is_never_repeated() -> None:
    error = failure("ERROR: 401 Error for https://user:secret@index.example/simple", PLATFORM)

    assert error.details == ("401 Error for <address>",)


@pytest.fixture
def only_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pip that knows nothing but one folder."""
    for name in [each for each in os.environ if each.startswith("PIP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.artifact
def test_pip_takes_the_wheel_of_the_functions_platform(
    only_local: Path, out: Path, tmp_path: Path, make_wheel: MakeWheel, lock_of: Callable[..., str]
) -> None:
    tags = ("cp313-cp313-manylinux_2_17_aarch64", "cp313-cp313-manylinux_2_17_x86_64")
    wheels = [make_wheel(only_local, "alpha", tag=tag) for tag in tags]
    lock = tmp_path / "requirements.txt"
    hashes = [lock_of(wheel).split("--hash=")[1].strip() for wheel in wheels]
    lock.write_text("alpha==1.0 " + " ".join(f"--hash={each}" for each in hashes) + "\n")

    pip_download(lock, PLATFORM, out)

    assert [path.name for path in out.iterdir()] == [wheels[0].name]


@pytest.mark.artifact
def test_a_wheel_for_another_processor_only_is_no_wheel(
    only_local: Path, out: Path, tmp_path: Path, make_wheel: MakeWheel, lock_of: Callable[..., str]
) -> None:
    wheel = make_wheel(only_local, "alpha", tag="cp313-cp313-manylinux_2_17_x86_64")
    lock = tmp_path / "requirements.txt"
    lock.write_text(lock_of(wheel))

    with pytest.raises(ConfigError, match=r"no locked wheel .* for Python 3\.13 on arm64"):
        pip_download(lock, PLATFORM, out)


@pytest.mark.artifact
def test_a_file_with_another_hash_is_refused(
    only_local: Path, out: Path, tmp_path: Path, make_wheel: MakeWheel
) -> None:
    make_wheel(only_local, "alpha")
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"alpha==1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(Refused, match="none of those locked by hash"):
        pip_download(lock, PLATFORM, out)


@pytest.mark.artifact
def test_without_a_connection_the_sentence_says_so(
    only_local: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    # Nothing listens on the port for discarded data.
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"alpha==1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(ServiceError, match="the package index cannot be reached"):
        pip_download(lock, PLATFORM, out)
