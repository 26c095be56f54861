"""Where the pipeline's boxes and arrows lie: once for a wide page, once for a narrow one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

Cell = tuple[int, int, int, int]
"""Column, row, and how many of each."""


@dataclass(frozen=True)
class Place:
    """A rectangle on the drawing; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """A drawing without its words: places by box, and lines as SVG paths."""

    name: str
    width: float
    height: float
    places: Mapping[str, Place]
    arrows: tuple[str, ...]
    salt: str
    """The way from the salt to the functions."""


@dataclass(frozen=True)
class _Grid:
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    gap: tuple[float, float]
    left: float
    top: float = 4

    def place(self, cell: Cell) -> Place:
        column, row, across, down = cell
        x, width = _span(self.columns, column, across, self.gap[0])
        y, height = _span(self.rows, row, down, self.gap[1])
        return Place(self.left + x, self.top + y, width, height)

    def lay(self, cells: Mapping[str, Cell]) -> dict[str, Place]:
        return {name: self.place(cell) for name, cell in cells.items()}


def wide() -> Layout:
    """From left to right; good events above, bad ones below."""
    grid = _Grid((92, *(116,) * 7, 148), (78, 78, 78, 12, 78), (24, 18), left=4)
    places = grid.lay(_WIDE)
    functions = [places[name] for name in _FUNCTIONS]
    ways = [_way(later, former) for former, later in pairwise((*functions, places["salt"]))]
    return _layout("wide", places, " ".join(ways))


def narrow() -> Layout:
    """From top to bottom, for a page held in a hand."""
    grid = _Grid((104,) * 3, (46, *(70,) * 7, 46, 70), (11, 22), left=15)
    places = grid.lay(_NARROW)
    functions = [places[name] for name in _FUNCTIONS]
    salt, first = places["salt"], functions[0]
    around = f"M{salt.x:g} {salt.middle[1]:g}H{grid.left / 2:g}V{first.middle[1]:g}H{first.x:g}"
    ways = [_way(former, later) for former, later in pairwise(functions)]
    return _layout("narrow", places, " ".join((around, *ways)))


_FUNCTIONS = ("lambda-enriched-good", "lambda-enriched-bad", "lambda-raw-bad")

_WIDE: dict[str, Cell] = {
    "trackers": (0, 0, 1, 3),
    "collectors": (1, 0, 1, 3),
    "raw-good": (2, 0, 1, 1),
    "raw-bad": (2, 2, 1, 1),
    "enrichers": (3, 0, 1, 2),
    "enriched-good": (4, 0, 1, 1),
    "enriched-bad": (4, 1, 1, 1),
    "firehose-enriched-good": (5, 0, 1, 1),
    "firehose-enriched-bad": (5, 1, 1, 1),
    "firehose-raw-bad": (5, 2, 1, 1),
    "lambda-enriched-good": (6, 0, 1, 1),
    "lambda-enriched-bad": (6, 1, 1, 1),
    "lambda-raw-bad": (6, 2, 1, 1),
    "storage": (7, 0, 1, 3),
    "events": (8, 0, 1, 1),
    "bad-events": (8, 1, 1, 2),
    "network": (1, 4, 3, 1),
    "salt": (6, 4, 1, 1),
}

_NARROW: dict[str, Cell] = {
    "trackers": (0, 0, 3, 1),
    "collectors": (0, 1, 3, 1),
    "raw-good": (0, 2, 1, 1),
    "raw-bad": (2, 2, 1, 1),
    "enrichers": (0, 3, 2, 1),
    "enriched-good": (0, 4, 1, 1),
    "enriched-bad": (1, 4, 1, 1),
    "firehose-enriched-good": (0, 5, 1, 1),
    "firehose-enriched-bad": (1, 5, 1, 1),
    "firehose-raw-bad": (2, 5, 1, 1),
    "lambda-enriched-good": (0, 6, 1, 1),
    "lambda-enriched-bad": (1, 6, 1, 1),
    "lambda-raw-bad": (2, 6, 1, 1),
    "storage": (0, 7, 3, 1),
    "events": (0, 8, 1, 1),
    "bad-events": (1, 8, 2, 1),
    "salt": (0, 9, 1, 1),
    "network": (1, 9, 2, 1),
}

_STEPS = (
    ("trackers", "collectors"),
    ("collectors", "raw-good"),
    ("collectors", "raw-bad"),
    ("raw-good", "enrichers"),
    ("enrichers", "enriched-good"),
    ("enrichers", "enriched-bad"),
    *((path, f"firehose-{path}") for path in ("enriched-good", "enriched-bad", "raw-bad")),
    *(
        (f"firehose-{path}", f"lambda-{path}")
        for path in ("enriched-good", "enriched-bad", "raw-bad")
    ),
    *((function, "storage") for function in _FUNCTIONS),
    ("storage", "events"),
    ("storage", "bad-events"),
)
_CLEAR = 4
_RIGHT = "l-5 -5m5 5l-5 5"
_DOWN = "l-5 -5m5 5l5 -5"


def _layout(name: str, places: Mapping[str, Place], salt: str) -> Layout:
    arrows = tuple(_arrow(places[one], places[next_one]) for one, next_one in _STEPS)
    right = max(place.right for place in places.values())
    bottom = max(place.bottom for place in places.values())
    return Layout(name, right + 4, bottom + 4, places, arrows, salt)


def _span(sizes: tuple[float, ...], at: int, count: int, gap: float) -> tuple[float, float]:
    """Where a run of columns or rows begins, and how long it is."""
    return sum(sizes[:at]) + at * gap, sum(sizes[at : at + count]) + (count - 1) * gap


def _way(one: Place, other: Place) -> str:
    """A straight line from edge to edge, right, down or up, in the middle of what both share."""
    if one.right <= other.x:
        y = _shared((one.y, one.bottom), (other.y, other.bottom))
        return f"M{one.right:g} {y:g}H{other.x:g}"
    x = _shared((one.x, one.right), (other.x, other.right))
    down = one.bottom <= other.y
    return f"M{x:g} {one.bottom if down else one.y:g}V{other.y if down else other.bottom:g}"


def _arrow(one: Place, other: Place) -> str:
    """A way, right or down, with its head, which does not touch."""
    if one.right <= other.x:
        return _way(one, replace(other, x=other.x - _CLEAR)) + _RIGHT
    return _way(one, replace(other, y=other.y - _CLEAR)) + _DOWN


def _shared(one: Iterable[float], other: Iterable[float]) -> float:
    (start, end), (other_start, other_end) = one, other
    return (max(start, other_start) + min(end, other_end)) / 2
