"""What an apply made, or may have made, and the state does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.domain.import_keys import MADE_AGAIN, import_key, with_id
from toolkit.domain.journal import Ended, Journal, Planned, Settled
from toolkit.domain.plan import Import
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted
from toolkit.domain.state_file import StateFacts

_KEY = re.compile(r"\[[^\]]*\]")
_ADDRESS = re.compile(r'(?:[\w-]+(?:\[(?:\d+|"(?:[^"\\\n]|\\.)*")\])?(?:\.(?=[\w])|$))+')

Fate = Literal["done", "running", "failed", "unseen"]
"""`done`: AWS has it. `running`, `failed`: it may. `unseen`: the journal broke off before."""


@dataclass(frozen=True)
class Lost:
    """One resource that the state does not know."""

    address: str
    type: str
    fate: Fate
    name: str = ""
    id: str = ""
    key: str = ""
    """By what to import it; empty where nobody can say."""
    instead: str = ""
    """The id of another one that the state has at this address."""

    @property
    def is_made_again(self) -> bool:
        """Whether it does no harm that another one is made."""
        return self.type in MADE_AGAIN

    @property
    def wish(self) -> Import | None:
        """How Terraform brings it back; None where a person has to look."""
        known = self.key and not self.instead and is_address(self.address)
        return Import(self.address, self.key) if known else None


def is_address(text: str) -> bool:
    """Whether a text is the address of a resource, and nothing else that Terraform would read."""
    return _ADDRESS.fullmatch(text) is not None and "." in text


def lost(journals: Iterable[Journal], state: StateFacts) -> tuple[Lost, ...]:
    """What the journals, oldest first, began to make and the state does not hold."""
    made: dict[str, Lost] = {}
    for journal in journals:
        _follow(journal, made)
        for planned in journal.header.planned:
            if planned.address in made or journal.is_applied:
                continue
            if planned.imported:
                made[planned.address] = _of(planned, "done")
            elif planned.action in ("create", "replace") and journal.ended is None:
                made[planned.address] = _of(planned, "unseen")
    return tuple(found for each in made.values() for found in _missing(each, state))


def only_in(kept: StateFacts, state: StateFacts, region: str, account: str) -> tuple[Lost, ...]:
    """What a state that could not be saved knows and the one that was saved does not."""
    found = []
    for each in kept.resources.values():
        key = import_key(each.type, each.identity, region, account)
        name = each.identity.get("name", "")
        known = Lost(each.address, each.type, "done", name, each.id, key)
        found.append(replace(known, key=with_id(key, each.type, each.id)))
    return tuple(missing for each in found for missing in _missing(each, state))


def _follow(journal: Journal, made: dict[str, Lost]) -> None:
    """Notes what was made, and forgets what was deleted again."""
    known = {planned.address: planned for planned in journal.header.planned}
    going: dict[str, str] = {}
    for entry in journal.entries:
        if isinstance(entry, Ended | Settled):
            continue
        of = known.get(entry.address) or Planned(entry.address, _type(entry.address), "create")
        match entry:
            case ResourceStarted(address, "create"):
                made[address] = _of(of, "running")
            case ResourceDone(address, "create", id=id_):
                made[address] = _of(of, "done", id_)
            case ResourceFailed(address, "create"):
                made[address] = _of(of, "failed")
            case ResourceStarted(address, "delete", id=id_):
                going[address] = id_
            case ResourceDone(address, "delete") if _is_gone(made.get(address), going, address):
                del made[address]


def _is_gone(known: Lost | None, going: Mapping[str, str], address: str) -> bool:
    """Whether it is this one that was deleted, and not the one that it took the place of."""
    return known is not None and known.id == going.get(address, "")


def _of(planned: Planned, fate: Fate, id_: str = "") -> Lost:
    key = with_id(planned.key, planned.type, id_)
    return Lost(planned.address, planned.type, fate, planned.name, id_, key)


def _missing(each: Lost, state: StateFacts) -> Iterator[Lost]:
    held = state.resources.get(each.address)
    if held is None:
        yield each
    elif each.fate == "done" and each.id and held.id and each.id != held.id:
        yield replace(each, instead=held.id)


def _type(address: str) -> str:
    """The type in an address: what comes before the name, without any key."""
    words = _KEY.sub("", address).split(".")
    return words[-2] if len(words) > 1 else ""
