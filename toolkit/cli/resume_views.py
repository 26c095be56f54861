"""What earlier applies left behind and what is done about it, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from toolkit.domain.journal import FoundJournal, standing
from toolkit.domain.left_words import cut_short, kept_line, lost_lines, progress_lines, resources
from toolkit.domain.lost import Lost
from toolkit.domain.plan import Plan
from toolkit.domain.state_file import KeptState
from toolkit.workflows.looking_back import Before
from toolkit.workflows.resuming import Brought


def before_view(environment: str, before: Before) -> RenderableType:
    """Which applies were cut short, and how far they came."""
    lines = [Text(f"{environment} was left unfinished", style="bold yellow")]
    for found in before.unsettled:
        lines.append(Text(f"  {cut_short(found.journal)}"))
        lines += [Text(f"    {line}", style="dim") for line in progress_lines(found.journal)]
        if found.journal.header.bundle:
            bundle = found.journal.header.bundle
            lines.append(Text(f"    of the sealed plan {bundle}; a resume makes a new plan"))
    return Group(*lines)


def kept_view(kept: tuple[KeptState, ...]) -> RenderableType:
    """The states that wait to be pushed."""
    head = Text("Terraform could not save this state; it knows what the saved one does not:")
    return Group(head, *(Text(f"  {kept_line(each)}") for each in kept))


def brought_view(environment: str, brought: Brought, plan: Plan) -> RenderableType:
    """What became of what the state did not know; what the plan takes in it shows itself."""
    lines = [Text(f"the state was saved: {kept.path.name}") for kept in brought.pushed]
    if plan.imports:
        found = resources(len(plan.imports))
        lines.append(Text(f"in AWS, and not in the state: {found}", style="bold"))
    left = brought.by_hand(plan)
    again = [each for each in left if each.is_made_again]
    if again:
        lines.append(Text("made again, which does no harm:", style="bold"))
        lines += [Text(line) for line in lost_lines(again)]
    by_hand = [each for each in left if not each.is_made_again]
    if by_hand:
        lines.append(Text(_BY_HAND, style="bold yellow"))
        lines += [Text(line) for line in _by_hand_lines(environment, by_hand, plan)]
    if not lines:
        lines.append(Text("nothing of it is missing in the state", style="green"))
    return Group(*lines)


def nothing_view(environment: str, last: FoundJournal) -> RenderableType:
    """Where the last apply ended well, or was looked after."""
    header, done = last.journal.header, len(standing(last.journal).done)
    how = "ended well" if last.journal.is_applied else "was looked after since"
    counts = f"{done} of {len(header.planned)} changes done"
    return Text(
        f"{environment}: the last {header.verb} of {header.started} {how}, {counts}: "
        "there is nothing to resume",
        style="green",
    )


def brought_json(brought: Brought, plan: Plan | None) -> dict[str, Any]:
    """The same for machines; documented in docs/operations.md."""
    return {
        "pushed": [str(kept.path) for kept in brought.pushed],
        "imported": [
            {"address": change.address, "key": change.import_id}
            for change in (plan.imports if plan else ())
        ],
        "by_hand": [
            {
                "address": each.address,
                "type": each.type,
                "name": each.name or None,
                "id": each.id or None,
                "fate": each.fate,
            }
            for each in (brought.by_hand(plan) if plan else brought.missing)
        ],
    }


_BY_HAND = "not in the state, and perhaps in AWS; look for it, for Terraform cannot:"


def _by_hand_lines(environment: str, by_hand: list[Lost], plan: Plan) -> Iterator[str]:
    for each in by_hand:
        yield from lost_lines([each])
        why = plan.refused_imports.get(each.address)
        if why:
            yield f"    {why}"
    yield f"  to take one in: snowops apply {environment} --resume --import 'ADDRESS=ID'"
    yield "  (the provider's documentation of its type says under Import what ID is);"
    yield "  to do without one, delete it in AWS"
