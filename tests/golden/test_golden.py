"""Rendered trees are those that were looked at last."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.golden.trees import FOLDER, cases, golden_file, rendered
from toolkit.domain.environment import Environment

CASES = dict(cases())
SHOWN_LINES = 60


@pytest.mark.parametrize(("case", "environment"), CASES.items(), ids=CASES)
def test_the_tree_is_the_golden_one(case: str, environment: Environment) -> None:
    golden = golden_file(case).read_text(encoding="utf-8").splitlines()

    now = rendered(environment).splitlines()

    changes = list(difflib.unified_diff(golden, now, "golden", "rendered", lineterm="", n=1))
    assert changes[:SHOWN_LINES] == [], "if this is meant: python -m tests.golden.update"


def test_every_golden_tree_has_its_environment() -> None:
    assert {Path(file).stem for file in FOLDER.glob("*.txt")} == set(CASES)


def test_both_dialects_are_there() -> None:
    assert {case.partition(".")[2] for case in CASES} == {"aws3", "aws6"}
