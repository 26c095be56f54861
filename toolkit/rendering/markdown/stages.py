"""One fold for each stage of the pipeline, in the order an event travels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.domain.plan_words import MARKS, in_order, short_address, stage_title
from toolkit.domain.review.attention import loses
from toolkit.domain.review.harmless import NOT_SHOWN
from toolkit.domain.review.model import Attribute, Review, ReviewedChange
from toolkit.domain.review.pipeline import stage_of
from toolkit.domain.review.verdict import DEEDS, worst_first
from toolkit.rendering.markdown.budget import Loss, Part, Shorter
from toolkit.rendering.markdown.text import clipped, code, fold, html_code, words

_LONGEST = 60
# Values that stand for others: words of ours, and no code.
_STAND_INS = (NOT_SHOWN, "(known after apply)", "(sensitive)")


def stages(review: Review) -> tuple[Part, ...]:
    """Every stage that changes."""
    refused = Counter(stage_of(each) for each in review.findings if each.status == "refused")
    return tuple(
        _fold(
            stage,
            worst_first(each for each in review.changes if each.stage == stage),
            refused[stage],
        )
        for stage in in_order(change.stage for change in review.changes)
    )


def _fold(stage: str, changes: Sequence[ReviewedChange], refused: int) -> Part:
    refusing = [f"✗ {refused} refused"] if refused else []
    summary = f"<strong>{_title(stage)}</strong> {', '.join((*refusing, *_counts(changes)))}"

    def folded(*lines: str) -> str:
        return fold(summary, "\n".join(lines))

    def told(*, new: bool, longest: int) -> str:
        return folded(*(line for each in changes for line in _change(each, new, longest)))

    return Part(
        told(new=True, longest=0),
        (
            Shorter(told(new=False, longest=0), Loss.NEW),
            Shorter(told(new=False, longest=_LONGEST), Loss.LONG),
            Shorter(folded("Cut to fit."), Loss.CHANGES),
            Shorter("", Loss.STAGES),
        ),
        (refused, sum(map(loses, changes))),
    )


def _title(stage: str) -> str:
    title = stage_title(stage)
    return title if words(title) == title else html_code(stage)


def _counts(changes: Sequence[ReviewedChange]) -> Iterator[str]:
    """How many changes of each kind there are, the worst kind first."""
    for action, count in Counter(each.action for each in changes).items():
        yield f"<code>{MARKS[action]}</code> {count} {DEEDS[action]}"


def _change(change: ReviewedChange, new: bool, longest: int) -> Iterator[str]:
    origin = f" from {code(change.previous_address)}" if change.previous_address else ""
    where = code(short_address(change.address))
    line = f"- `{MARKS[change.action]}` {where} {DEEDS[change.action]}{origin}"
    if change.action != "create":
        yield line
        yield from (f"  - {_attribute(each, longest)}" for each in change.attributes)
    elif new and change.attributes:
        given = (f"{code(each.name)} {_value(each.after, longest)}" for each in change.attributes)
        yield f"{line}: {', '.join(given)}"
    else:
        yield line


def _attribute(each: Attribute, longest: int) -> str:
    forces = " **forces replacement**" if each.forces_replacement else ""
    if each.before == each.after == NOT_SHOWN:
        return f"{code(each.name)} changes, not shown{forces}"
    before, after = (_value(value, longest) for value in (each.before, each.after))
    return f"{code(each.name)} {before} → {after}{forces}"


def _value(value: str | None, longest: int) -> str:
    if value is None:
        return "(none)"
    if value in _STAND_INS:
        return value
    return code(clipped(value, longest) if longest else value)
