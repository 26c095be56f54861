"""Turns a review into what is on the screen: what its note and its page say, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from toolkit.cli.screen import indented
from toolkit.cli.views import STYLES
from toolkit.domain.plan_words import MARKS, in_order, short_address, stage_title
from toolkit.domain.review.attention import (
    counts_text,
    passing,
    privacy_words,
    refusing,
    worst,
)
from toolkit.domain.review.harmless import NOT_SHOWN
from toolkit.domain.review.model import Attribute, Review, ReviewedChange, ReviewedFinding
from toolkit.domain.review.verdict import (
    DEEDS,
    NO_APPROVER,
    WORDS,
    Verdict,
    by_rule,
    capitalized,
    leaving,
    lost,
    other_losses,
    verdict,
    worst_first,
)
from toolkit.domain.visible import visible

_STYLES: dict[Verdict, str] = {
    "refused": "bold red",
    "failed": "bold yellow",
    "unchanged": "bold green",
    "passes": "bold green",
}
_LEAVING = {"+": "red", "~": "", "-": "green"}
_MOST_NAMES = 30
Lines = Iterator[RenderableType]


def review_view(review: Review) -> RenderableType:
    """Verdict, dangers, stages, privacy, artifact, what was let pass, and how to have it again."""
    parts: list[RenderableType] = list(_verdict(review))
    for part in (_failure, _dangers, _stages, _privacy, _artifact, _passing, _again):
        lines = list(part(review))
        parts += [Text(), *lines] if lines else []
    return Group(*parts)


def _verdict(review: Review) -> Lines:
    found = verdict(review)
    destroys = "  takes everything down" if review.destroys else ""
    yield Text.assemble(
        (visible(review.environment), "bold"), "  ", (WORDS[found], _STYLES[found]), destroys
    )
    yield _line(0, f"{capitalized(worst(review))}.")
    if review.failure is None:
        alone = f", of {', '.join(review.targets)} alone" if review.targets else ""
        yield _line(0, f"{capitalized(counts_text(review))}{alone}.")
    protected = ", protected" if review.protected else ""
    terraform = f", Terraform {review.terraform_version}" if review.terraform_version else ""
    yield _line(0, f"account {review.account}, {review.region}{protected}{terraform}", "dim")
    yield _line(0, f"commit {review.commit}, {review.created}", "dim")


def _failure(review: Review) -> Lines:
    if review.failure is None:
        return
    yield _heading("why there is no plan")
    yield _line(2, review.failure.summary)
    for detail in review.failure.details:
        yield _line(2, detail, "dim")
    if review.failure.hint:
        yield _line(2, f"next: {review.failure.hint}")


def _dangers(review: Review) -> Lines:
    found = refusing(review)
    leaves, (kept, others) = privacy_words(review), lost(review)
    if not found and not leaves and not kept and not others:
        return
    yield _heading("what needs attention")
    for group in by_rule(found):
        yield Text.assemble("  ", ("✗ ", "bold red"), (visible(group[0].id), "red"))
        yield from _places(group)
        yield _line(4, f"why: {group[0].why}", "dim")
        yield _line(4, f"do: {group[0].fix}", "dim")
    if leaves:
        yield _line(2, f"{leaves}: see below", "red")
    for change in kept:
        yield _marked(2, change, f"{change.address}  {DEEDS[change.action]}")
    if others:
        yield _line(2, f"deleted, replaced or let go: {other_losses(others)}, see below")


def _places(group: Sequence[ReviewedFinding]) -> Lines:
    for each in group:
        yield _line(4, capitalized(each.sentence))
        place = f" ({each.file}:{each.line})" if each.file else ""
        cause = f"  set by {each.key}{place}" if each.key else ""
        yield _line(6, f"{each.address}{cause}", "dim")
        if each.reason:
            yield _line(6, f"reason: {each.reason}", "dim")


def _stages(review: Review) -> Lines:
    for stage in in_order(change.stage for change in review.changes):
        changes = worst_first(change for change in review.changes if change.stage == stage)
        yield _heading(stage_title(stage).lower())
        for change in changes:
            yield from _change(change)
    if review.outputs_changed:
        yield _line(0, "outputs change")


def _change(change: ReviewedChange) -> Lines:
    origin = f"  moved from {change.previous_address}" if change.previous_address else ""
    yield _marked(2, change, f"{short_address(change.address)}{origin}")
    if change.action == "create":
        if change.attributes:
            given = ", ".join(f"{each.name} {each.after}" for each in change.attributes)
            yield _line(6, given, "dim")
        return
    for each in change.attributes:
        yield _attribute(each)


def _attribute(each: Attribute) -> RenderableType:
    line = Text(f"{visible(each.name)}: ")
    if each.before == each.after == NOT_SHOWN:
        line.append("changes, not shown", style="dim")
    else:
        before, after = (
            "(none)" if value is None else visible(value) for value in (each.before, each.after)
        )
        line.append(before, style="dim").append(f" -> {after}")
    if each.forces_replacement:
        line.append("  forces replacement", style="bold red")
    return indented(6, line)


def _privacy(review: Review) -> Lines:
    if review.privacy is None or not (review.privacy.unknown or leaving(review.privacy)):
        return
    yield _heading("what leaves the functions")
    if review.privacy.unknown:
        yield _line(2, "the rules of one side could not be read", "bold red")
    for mark, title, names in leaving(review.privacy):
        most = len(names) if mark == "+" else _MOST_NAMES
        more = f" and {len(names) - most} more" if len(names) > most else ""
        yield _line(2, f"{title.lower()} ({len(names)})", _LEAVING[mark])
        yield _line(4, f"{', '.join(names[:most])}{more}")
    yield _line(2, f"must approve: {', '.join(review.privacy.approvers) or NO_APPROVER}")


def _artifact(review: Review) -> Lines:
    found = review.artifact
    if found is None:
        return
    yield _heading("the functions' artifact")
    yield _line(2, f"sha256: {found.before or '(none)'} -> {found.after}")
    made_from = found.commits or found.after_commit
    if made_from:
        yield _line(2, f"commit{'s' if found.commits else ''}: {made_from}")


def _passing(review: Review) -> Lines:
    found = passing(review)
    if found:
        yield _heading("what was let pass")
    for group in by_rule(found):
        yield _line(2, f"✓ {group[0].id}  {group[0].status}")
        yield from _places(group)


def _again(review: Review) -> Lines:
    yield _heading("to have it again")
    if review.meaning:
        yield _line(2, f"digest that apply demands: {review.meaning}")
    yield _line(2, f"the same plan, on this commit: {review.command}")


def _heading(text: str) -> Text:
    return Text(visible(text), style="bold")


def _marked(indent: int, change: ReviewedChange, text: str) -> RenderableType:
    mark = (f"{MARKS[change.action]} ", STYLES[change.action])
    return indented(indent, Text.assemble(mark, visible(text)))


def _line(indent: int, text: str, style: str = "") -> RenderableType:
    return indented(indent, Text(visible(text), style=style))
