"""Every fault in an environment file gets its sentence, its place and the next move."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from toolkit.adapters.environment_files import environment_names, load
from toolkit.errors import ConfigError

HERE = Path(__file__).parent
FAULTS = sorted(file.stem for file in (HERE / "bad").glob("*.yaml"))


@pytest.fixture(autouse=True)
def _same_paths_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


@pytest.mark.parametrize("fault", FAULTS)
def test_refused(fault: str, snapshot: SnapshotAssertion) -> None:
    with pytest.raises(ConfigError) as refusal:
        load(Path("bad"), fault)

    error = refusal.value
    assert "\n".join([error.summary, *error.details, f"next: {error.hint}"]) == snapshot


@pytest.mark.parametrize("fault", FAULTS)
def test_refused_with_a_next_move_and_without_a_machine_s_path(fault: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load(Path("bad"), fault)

    said = "\n".join([refusal.value.summary, *refusal.value.details])
    assert refusal.value.hint
    assert f"bad{'/'}" in said
    assert str(HERE) not in said


def test_the_value_of_an_unknown_key_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as refusal:
        load(Path("bad"), "unlike-any-key")

    assert "swordfish" not in "\n".join([refusal.value.summary, *refusal.value.details])


def test_an_unreadable_file_does_not_hide_the_others() -> None:
    names = environment_names(Path("bad"))

    assert {"not-utf8", "not-yaml", "typo-in-key"} <= set(names)
    assert "abstract" not in names


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        pytest.param("bad", "duplicate-keys", id="a name that is nearly another"),
        pytest.param("few", "production", id="a name unlike any other"),
        pytest.param("nowhere", "prod", id="no folder at all"),
    ],
)
def test_no_such_environment(folder: str, name: str, snapshot: SnapshotAssertion) -> None:
    with pytest.raises(ConfigError) as refusal:
        load(Path(folder), name)

    assert f"{refusal.value.summary}\nnext: {refusal.value.hint}" == snapshot
