from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from toolkit.adapters.requirements_lock import read_lock
from toolkit.adapters.source_files import LOCK_FILE, RUNTIME
from toolkit.adapters.wheels import LockedWheels
from toolkit.domain.artifact import Platform
from toolkit.errors import ConfigError, Refused, ServiceError

from .conftest import MakeWheel

PLATFORM = Platform("3.13", "arm64")


@dataclass
class Index:
    """Stands for pip and a package index: copies given files, or fails as it is told to."""

    wheels: list[Path]
    failure: Exception | None = None
    asked: list[Platform] = field(default_factory=list)

    def __call__(self, lock: Path, platform: Platform, folder: Path) -> None:
        self.asked.append(platform)
        for wheel in self.wheels:
            shutil.copy(wheel, folder)
        if self.failure is not None:
            raise self.failure


@dataclass(frozen=True)
class Bench:
    index: Index
    locked: LockedWheels
    cache: Path

    @property
    def kept(self) -> list[Path]:
        return [path for path in self.cache.rglob("*") if path.is_file()]


@pytest.fixture
def bench(tmp_path: Path, make_wheel: MakeWheel, lock_of: Callable[..., str]) -> Bench:
    wheels = [make_wheel(tmp_path / "index", name) for name in ("alpha", "zeta")]
    index = Index(wheels)
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"# a comment\n\n{lock_of(*wheels)}")
    return Bench(index, LockedWheels(lock, tmp_path / "cache", index), tmp_path / "cache")


def test_a_wheels_files_stand_where_an_installer_puts_them(bench: Bench) -> None:
    alpha, zeta = bench.locked.fetch(PLATFORM)

    assert (alpha.dependency.name, alpha.dependency.version) == ("alpha", "1.0")
    assert zeta.files["zeta/__init__.py"] == b"NAME = 'zeta'\n"
    assert sorted(alpha.files) == [
        "alpha-1.0.dist-info/METADATA",
        "alpha-1.0.dist-info/RECORD",
        "alpha-1.0.dist-info/WHEEL",
        "alpha/__init__.py",
        "alpha_more.py",
    ]


def test_the_second_fetch_needs_no_index(bench: Bench) -> None:
    first = bench.locked.fetch(PLATFORM)
    bench.index.failure = ServiceError("no connection")

    second = bench.locked.fetch(PLATFORM)

    assert second == first
    assert bench.index.asked == [PLATFORM]


def test_each_platform_has_wheels_of_its_own(bench: Bench) -> None:
    other = Platform("3.12", "x86_64")

    bench.locked.fetch(PLATFORM)
    bench.locked.fetch(other)

    assert bench.index.asked == [PLATFORM, other]


def test_a_new_lock_is_fetched_anew(
    bench: Bench, tmp_path: Path, make_wheel: MakeWheel, lock_of: Callable[..., str]
) -> None:
    bench.locked.fetch(PLATFORM)
    newer = make_wheel(tmp_path / "newer", "alpha", "2.0")
    bench.index.wheels[:] = [newer]
    bench.locked.lock.write_text(lock_of(newer))

    (wheel,) = bench.locked.fetch(PLATFORM)

    assert wheel.dependency.version == "2.0"


def test_a_damaged_cache_is_fetched_anew(bench: Bench) -> None:
    first = bench.locked.fetch(PLATFORM)
    bench.kept[0].write_bytes(b"damaged")

    assert bench.locked.fetch(PLATFORM) == first


def test_a_file_that_is_not_the_locked_one_is_refused_and_not_kept(
    bench: Bench, make_wheel: MakeWheel, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "alpha-1.0-py3-none-any.whl"
    other.parent.mkdir()
    other.write_bytes(b"something else")
    bench.index.wheels[0] = other

    with pytest.raises(Refused, match=r"alpha-1\.0-py3-none-any\.whl is not the file"):
        bench.locked.fetch(PLATFORM)

    assert bench.kept == []


def test_a_missing_wheel_is_named_with_its_platform(bench: Bench) -> None:
    del bench.index.wheels[1]

    with pytest.raises(ConfigError, match=r"no wheel of zeta 1\.0 for Python 3\.13 on arm64"):
        bench.locked.fetch(PLATFORM)

    assert bench.kept == []


def test_a_download_that_breaks_off_leaves_nothing_half(bench: Bench) -> None:
    bench.index.failure = ServiceError("the connection broke")

    with pytest.raises(ServiceError):
        bench.locked.fetch(PLATFORM)

    assert bench.kept == []


def test_what_another_build_fetched_meanwhile_is_used(bench: Bench) -> None:
    other = LockedWheels(bench.locked.lock, bench.cache, bench.index)

    def late(lock: Path, platform: Platform, folder: Path) -> None:
        bench.index(lock, platform, folder)
        other.fetch(platform)

    slow = LockedWheels(bench.locked.lock, bench.cache, late)

    assert slow.fetch(PLATFORM) == other.fetch(PLATFORM)
    assert len(bench.kept) == 2


def test_a_locked_file_that_is_no_wheel_is_refused(
    bench: Bench, lock_of: Callable[..., str]
) -> None:
    bench.index.wheels[0].write_bytes(b"no zip")
    bench.locked.lock.write_text(lock_of(*bench.index.wheels))

    with pytest.raises(Refused, match="is not a wheel"):
        bench.locked.fetch(PLATFORM)


def test_a_cache_that_cannot_be_written_is_one_sentence(bench: Bench) -> None:
    bench.cache.write_text("a file in the way")

    with pytest.raises(ConfigError, match="cannot keep wheels in") as caught:
        bench.locked.fetch(PLATFORM)

    assert "XDG_CACHE_HOME" in caught.value.hint


@pytest.mark.parametrize(
    "line",
    ["alpha", "alpha>=1.0", "alpha==1.0", "alpha==1.0 --hash=md5:00", "-r other.txt"],
)
def test_a_line_that_locks_nothing_is_refused(line: str, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"{line}\n")

    with pytest.raises(ConfigError, match="locks no release by hash"):
        read_lock(lock)


def test_a_lock_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the lock"):
        LockedWheels(tmp_path / "none.txt", tmp_path).fetch(PLATFORM)


def test_the_shipped_lock_has_one_hash_for_each_platform() -> None:
    locked = read_lock(RUNTIME / LOCK_FILE)

    assert {each.name: len(each.hashes) for each in locked} == {"msgspec": 6, "pybase64": 6}
