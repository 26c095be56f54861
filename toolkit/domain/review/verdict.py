"""What becomes of a plan, and the words for what happens, the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from toolkit.domain.guardrails.loss import KEPT_TYPES
from toolkit.domain.plan import Action
from toolkit.domain.review.attention import loses, refusing
from toolkit.domain.review.model import PrivacyChange, Review, ReviewedChange, ReviewedFinding

Verdict = Literal["refused", "failed", "unchanged", "passes"]

WORDS: dict[Verdict, str] = {
    "refused": "✗ refused",
    "failed": "! no plan",
    "unchanged": "✓ no changes",
    "passes": "✓ nothing refuses it",
}
"""Each verdict with its sign: colour is never the only one."""

DEEDS: dict[Action, str] = {
    "create": "created",
    "update": "changed",
    "delete": "deleted",
    "replace": "replaced",
    "forget": "let go",
    "keep": "moved",
    "read": "read",
}
NO_APPROVER = "nobody is named in `review.privacy_approvers`"
_WORST_FIRST: tuple[Action, ...] = (
    "delete",
    "replace",
    "forget",
    "update",
    "keep",
    "create",
    "read",
)


def verdict(review: Review) -> Verdict:
    """What becomes of it."""
    if review.failure is not None:
        return "failed"
    if refusing(review):
        return "refused"
    return "unchanged" if review.is_empty else "passes"


def lost(review: Review) -> tuple[tuple[ReviewedChange, ...], int]:
    """What holds events, positions, keys or logs and goes, and how much else does."""
    gone = worst_first(change for change in review.changes if loses(change))
    kept = tuple(change for change in gone if change.type in KEPT_TYPES)
    return kept, len(gone) - len(kept)


def other_losses(count: int) -> str:
    """The rest of what goes, in words."""
    return f"{count} that {'holds' if count == 1 else 'hold'} no events, positions, keys or logs"


def worst_first(changes: Iterable[ReviewedChange]) -> tuple[ReviewedChange, ...]:
    """Changes of one stage, what is new last."""
    return tuple(sorted(changes, key=lambda change: _WORST_FIRST.index(change.action)))


def leaving(found: PrivacyChange) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What leaves the functions otherwise than today: a mark, a title, and the names."""
    every = (
        ("+", "Leaves unpseudonymized now", found.passes_now),
        ("~", "Treated otherwise", found.treated_otherwise),
        ("-", "Pseudonymized from now on", found.passes_no_more),
    )
    return tuple(each for each in every if each[2])


def by_rule(findings: Iterable[ReviewedFinding]) -> tuple[tuple[ReviewedFinding, ...], ...]:
    """Findings of one rule and status together, for they say one thing; in the order given."""
    found: dict[tuple[str, str], list[ReviewedFinding]] = {}
    for each in findings:
        found.setdefault((each.id, each.status), []).append(each)
    return tuple(tuple(group) for group in found.values())


def capitalized(text: str) -> str:
    """With a capital, unless it begins with a name rather than with a word."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].isalpha() else text
