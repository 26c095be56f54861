"""A state in a file: whole, missing, or cut short by a full disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.applies.test_state_file import state
from toolkit.adapters.local_state import LocalState


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        pytest.param(state(), False, id="whole"),
        pytest.param("", False, id="empty, as Terraform leaves it while it holds the lock"),
        pytest.param(state()[:40], True, id="cut short"),
    ],
)
def test_a_state_is_damaged_or_not(tmp_path: Path, text: str, damaged: bool) -> None:
    file = tmp_path / "terraform.tfstate"
    file.write_text(text)

    assert LocalState(file).is_damaged is damaged


def test_a_state_that_is_not_there_is_not_damaged(tmp_path: Path) -> None:
    assert not LocalState(tmp_path / "none").is_damaged
