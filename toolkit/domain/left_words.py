"""What an apply has left behind, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.domain.journal import Header, Journal, Planned, standing
from toolkit.domain.lost import Fate, Lost
from toolkit.domain.state_file import KeptState

_FATES: dict[Fate, str] = {
    "done": "made",
    "running": "was being made",
    "failed": "making it failed; it may be there all the same",
    "unseen": "it may have been begun unseen, in the moment in which the journal broke off",
}


def progress_lines(journal: Journal) -> Iterator[str]:
    """How far an apply came: counts, then what failed and what was running by name."""
    now, total = standing(journal), len(journal.header.planned)
    yield (
        f"{len(now.done)} of {total} changes done, {len(now.failed)} failed, "
        f"{len(now.running)} running, {len(now.left)} left"
    )
    yield from _named("failed", now.failed)
    yield from _named("running when it ended", now.running)


def lost_lines(missing: Iterable[Lost]) -> Iterator[str]:
    """Each resource that the state does not know, by address, name and id."""
    for each in missing:
        yield f"  {each.address}{_called(each)}: {_FATES[each.fate]}"
        if each.instead:
            yield f"    the state has another one in its place: {each.instead}"


def kept_line(kept: KeptState) -> str:
    """Where a state is that could not be saved, and what it holds."""
    if kept.facts is None:
        return f"{kept.path}: cut short by a full disk; it cannot be used"
    return f"{kept.path}: serial {kept.facts.serial}, {resources(len(kept.facts.resources))}"


def resources(count: int) -> str:
    """So many resources."""
    return f"{count} resource" if count == 1 else f"{count} resources"


def cut_short(journal: Journal) -> str:
    """How an apply ended that did not end well."""
    verb = journal.header.verb
    how = journal.ended.how if journal.ended is not None else "killed"
    return f"the {verb} of {journal.header.started} {_HOW[how]}"


def next_command(header: Header) -> str:
    """What goes on safely where an apply was cut short."""
    if header.verb == "apply":
        return f"snowops apply {header.environment} --resume"
    targets = "".join(f" --target '{target}'" for target in header.targets)
    return f"snowops destroy {header.environment}{targets}"


_HOW = {
    "failed": "failed half-way",
    "interrupted": "was interrupted",
    "killed": "was killed: nobody wrote down how it ended",
    "applied": "ended well",
}


def _called(each: Lost) -> str:
    names = [each.name, each.id if each.id != each.name else ""]
    known = ", ".join(name for name in names if name)
    return f" ({known})" if known else ""


def _named(what: str, found: Sequence[Planned]) -> Iterator[str]:
    if found:
        yield f"{what}: {', '.join(planned.address for planned in found)}"
