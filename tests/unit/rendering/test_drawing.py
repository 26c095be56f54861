"""Boxes lie side by side, and arrows lead from edge to edge."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from toolkit.domain.review.pipeline import BOXES
from toolkit.rendering.drawing import Layout, Place, narrow, wide

LAYOUTS = [pytest.param(wide(), id="wide"), pytest.param(narrow(), id="narrow")]
POINT = re.compile(r"^M([\d.]+) ([\d.]+)([HV])([\d.]+)")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_box_has_a_place_on_the_drawing(layout: Layout) -> None:
    assert set(layout.places) == {box.name for box in BOXES}
    for place in layout.places.values():
        assert 0 < place.x < place.right < layout.width
        assert 0 < place.y < place.bottom < layout.height


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_box_touches_another(layout: Layout) -> None:
    overlapping = [
        (one, other)
        for (one, a), (other, b) in combinations(layout.places.items(), 2)
        if a.x <= b.right and b.x <= a.right and a.y <= b.bottom and b.y <= a.bottom
    ]

    assert overlapping == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_arrow_crosses_a_box(layout: Layout) -> None:
    crossed = [
        (way, name)
        for way in layout.arrows
        for name, place in layout.places.items()
        if inside(*ends(way), place)
    ]

    assert crossed == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_arrows_lead_on(layout: Layout) -> None:
    for way in layout.arrows:
        (x, y), (end_x, end_y) = ends(way)
        assert end_x > x or end_y > y


def ends(way: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow starts and where it points."""
    match = POINT.match(way)
    assert match
    x, y, to = float(match[1]), float(match[2]), float(match[4])
    return (x, y), ((to, y) if match[3] == "H" else (x, to))


def inside(start: tuple[float, float], end: tuple[float, float], place: Place) -> bool:
    """Whether a straight line runs through a place's inside."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < place.right and place.x < right + 1e-9 and top < place.bottom and place.y < bottom
