"""The pipeline's boxes, and the worst that a plan does to each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.domain.plan import Summary, summarize
from toolkit.domain.review.model import Review, ReviewedFinding

Fate = Literal[
    "outside", "untouched", "created", "changed", "forgotten", "replaced", "deleted", "refused"
]
"""From the least to the worst; `outside`: Terraform does not make it."""

FATES: dict[Fate, str] = {
    "untouched": "·",
    "created": "+",
    "changed": "~",
    "forgotten": "!",
    "replaced": "±",
    "deleted": "-",
    "refused": "✗",
    "outside": "",
}
"""The sign of each fate: colour is never the only one."""

# The keys that tell the streams and the paths apart, in addresses such as `...this["raw_good"]`.
_PARTS = ("raw_good", "raw_bad", "enriched_good", "enriched_bad")
_KEY = re.compile(r'\["([\w-]+)"\]')


@dataclass(frozen=True)
class Box:
    """One box of the drawing: a stage, or the part of it that one stream or path is."""

    name: str
    label: str
    stage: str = ""
    """Empty where Terraform does not make it."""
    part: str = ""


BOXES: tuple[Box, ...] = (
    Box("trackers", "trackers"),
    Box("collectors", "collectors", "collectors"),
    Box("raw-good", "raw-good", "streams", "raw_good"),
    Box("raw-bad", "raw-bad", "streams", "raw_bad"),
    Box("enrichers", "enrichers", "enrichers"),
    Box("enriched-good", "enriched-good", "streams", "enriched_good"),
    Box("enriched-bad", "enriched-bad", "streams", "enriched_bad"),
    *(
        Box(f"{stage}-{part.replace('_', '-')}", label, stage, part)
        for stage, label in (("firehose", "Firehose"), ("lambda", "Lambda"))
        for part in ("enriched_good", "enriched_bad", "raw_bad")
    ),
    Box("storage", "S3 bucket", "storage"),
    Box("events", "gitlab_events"),
    Box("bad-events", "gitlab_bad_events"),
    Box("salt", "salt", "salt"),
    Box("network", "network", "network"),
)
"""What is drawn, in the order an event travels, then what serves it."""


@dataclass(frozen=True)
class Drawn:
    """A box and what happens to it."""

    box: Box
    fate: Fate
    summary: Summary
    refused: int = 0
    """Findings that refuse the plan."""

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """How many resources meet which fate, the worst first."""
        summary = self.summary
        found: tuple[tuple[Fate, int], ...] = (
            ("deleted", summary.delete),
            ("replaced", summary.replace),
            ("forgotten", summary.forget),
            ("changed", summary.update),
            ("created", summary.create),
        )
        return tuple((fate, count) for fate, count in found if count)

    @property
    def words(self) -> tuple[str, ...]:
        """What stands in the box below its name; two lines at most."""
        if self.fate == "outside":
            return ()
        counts = self.counts
        if self.refused:
            first = f"{FATES['refused']} refused"
        elif counts:
            first, counts = _line(counts[:1]), counts[1:]
        else:
            return (f"{FATES['untouched']} untouched",)
        rest = _line(counts)
        return (first, rest) if rest else (first,)

    @property
    def sentence(self) -> str:
        """All of it, for whoever hears the drawing or points at it."""
        part = f" of {self.box.part}" if self.box.part and self.box.stage != "streams" else ""
        said = [f"{count} {fate}" for fate, count in self.counts]
        if self.refused:
            noun = "finding refuses it" if self.refused == 1 else "findings refuse it"
            said.insert(0, f"{self.refused} {noun}")
        otherwise = "outside Terraform" if self.fate == "outside" else "untouched"
        return f"{self.box.label}{part}: {', '.join(said) or otherwise}"


def _line(counts: tuple[tuple[Fate, int], ...]) -> str:
    """One fate in words, several by their signs."""
    if len(counts) == 1:
        ((fate, count),) = counts
        return f"{FATES[fate]} {count} {fate}"
    return "  ".join(f"{FATES[fate]}{count}" for fate, count in counts)


def draw(review: Review) -> tuple[Drawn, ...]:
    """Every box with its fate; what the parts of a stage share happens to each of them."""
    return tuple(_drawn(box, review) for box in BOXES)


def elsewhere(stages: Iterable[str]) -> tuple[str, ...]:
    """The stages among these that no box shows."""
    shown = {box.stage for box in BOXES if box.stage}
    return tuple(stage for stage in stages if stage not in shown)


def _drawn(box: Box, review: Review) -> Drawn:
    if not box.stage:
        return Drawn(box, "outside", Summary())
    changes = [
        each for each in review.changes if each.stage == box.stage and _concerns(each.address, box)
    ]
    refused = sum(
        each.status == "refused" and stage_of(each) == box.stage and _concerns(each.address, box)
        for each in review.findings
    )
    drawn = Drawn(box, "refused", summarize(changes), refused)
    if refused:
        return drawn
    return replace(drawn, fate=drawn.counts[0][0] if drawn.counts else "untouched")


def _concerns(address: str, box: Box) -> bool:
    """Whether an address of the box's stage is of its own part, or of what all parts share."""
    keys = {key.replace("-", "_") for key in _KEY.findall(address)} & set(_PARTS)
    return not box.part or not keys or box.part in keys


def stage_of(finding: ReviewedFinding) -> str:
    """The stage that a finding is about; empty for the root and for what is no resource."""
    parts = finding.address.split(".")
    return parts[1].partition("[")[0] if len(parts) > 1 and parts[0] == "module" else ""
