"""Positions name the nearest thing around what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.domain.position import KeyPath, Mistake, Position, Positions, dotted

FILE = Path("environments/prod.yaml")
START, KEY, VALUE, INNER = (Position(FILE, line, 3) for line in (1, 4, 5, 6))
POSITIONS = Positions(
    START,
    keys={("aws",): KEY, ("aws", "region"): INNER},
    values={("aws",): VALUE, ("aws", "region"): INNER},
)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param(("aws",), KEY, VALUE, id="what is there"),
        pytest.param(("aws", "account_id"), KEY, KEY, id="what is missing in a section"),
        pytest.param(("aws", "region", "x"), INNER, INNER, id="what is missing below a value"),
        pytest.param(("storage",), START, START, id="a section that is missing"),
        pytest.param((), START, START, id="the file"),
    ],
)
def test_a_position_is_found(path: KeyPath, key: Position, value: Position) -> None:
    assert POSITIONS.of_key(path) == key
    assert POSITIONS.of_value(path) == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("aws", "region"), "aws.region"),
        (("iglu", "repositories", 0, "uri"), "iglu.repositories[0].uri"),
        ((0, "a"), "[0].a"),
    ],
)
def test_paths_are_written_as_people_write_them(path: KeyPath, text: str) -> None:
    assert dotted(path) == text


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        pytest.param(
            Mistake(INNER, ("aws", "region"), "is none", "name one"),
            "environments/prod.yaml:6:3  aws.region: is none (name one)",
            id="with all there is to say",
        ),
        pytest.param(
            Mistake(START, (), "is empty"),
            "environments/prod.yaml:1:3  is empty",
            id="about the file",
        ),
    ],
)
def test_a_mistake_is_one_line(mistake: Mistake, text: str) -> None:
    assert str(mistake) == text
