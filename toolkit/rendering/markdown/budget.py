"""How long a note may be, spent by importance: what matters least is cut first, and it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

LIMIT = 1_000_000
"""Characters that GitLab takes as a note (GitLab documentation, "GitLab application limits")."""
READABLE = 100_000
"""Characters that a person reads and that GitLab draws in time; what comes last may go beyond."""


class Loss(IntEnum):
    """What can be cut, in the order in which it is."""

    NEW = auto()
    LONG = auto()
    EARLIER = auto()
    CHANGES = auto()
    FAILURE = auto()
    NAMES = auto()
    # From here on only GitLab's limit counts.
    STAGES = auto()
    ARTIFACT = auto()
    REASONS = auto()
    SENTENCES = auto()
    COMMAND = auto()
    MEMORY = auto()


_WORDS: dict[Loss, str] = {
    Loss.NEW: "what new resources are given",
    Loss.LONG: "long values",
    Loss.EARLIER: "the list of earlier plans",
    Loss.CHANGES: "the changes of whole stages",
    Loss.FAILURE: "some of Terraform's words",
    Loss.NAMES: "the names of what leaves the functions",
    Loss.STAGES: "the stages",
    Loss.ARTIFACT: "the artifact",
    Loss.REASONS: "why findings matter, and long sentences",
    Loss.SENTENCES: "what findings say",
    Loss.COMMAND: "the command",
    Loss.MEMORY: "earlier digests",
}
_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Shorter:
    """What may stand for a part, and what is lost by it."""

    text: str
    loss: Loss


@dataclass(frozen=True)
class Part:
    """A part of a note, and what may stand for it, each shorter than the one before."""

    text: str
    shorter: tuple[Shorter, ...] = ()
    weight: tuple[int, ...] = ()
    """Of parts that lose the same, the lightest is cut first, then the last."""


Notice = Callable[[Sequence[str]], str]
"""Says what was cut; empty where nothing was."""


def fitted(parts: Sequence[Part], notice: Notice, at: int, limit: int) -> str:
    """The parts, as short as they must be, with the notice before the part `at`."""
    chosen = [part.text for part in parts]
    lost: dict[Loss, str] = {}
    length = _length(chosen)
    for loss, place, text in _cuts(parts):
        most = min(limit, READABLE) if loss < Loss.STAGES else limit
        if len(text) >= len(chosen[place]) or length + _length([notice([*lost.values()])]) <= most:
            continue
        length += _length([text]) - _length([chosen[place]])
        chosen[place] = text
        lost[loss] = _WORDS[loss]
    chosen.insert(at, notice([*lost.values()]))
    return _BETWEEN.join(each for each in chosen if each)


def _cuts(parts: Sequence[Part]) -> Iterable[tuple[Loss, int, str]]:
    """What can be cut, in that order."""
    found = (
        (each.loss, place, each.text) for place, part in enumerate(parts) for each in part.shorter
    )
    return sorted(found, key=lambda cut: (cut[0], parts[cut[1]].weight, -cut[1]))


def _length(texts: Iterable[str]) -> int:
    return sum(len(each) + len(_BETWEEN) for each in texts if each)
