"""The worst that a plan does to data or privacy, in one sentence."""

from __future__ import annotations

from toolkit.domain.guardrails.finding import Severity, Status
from toolkit.domain.guardrails.loss import KEPT_TYPES
from toolkit.domain.plan_words import summary_text
from toolkit.domain.review.model import Review, ReviewedChange, ReviewedFinding

_STATUS: dict[Status, int] = {"refused": 0, "allowed": 1, "waived": 2}
_SEVERITY: dict[Severity, int] = {"critical": 0, "high": 1}
_LOSING = ("delete", "replace", "forget")
_LONGEST = 300
# Of what is lost for good, what is missed least comes last.
_LEAST = ("DATA-QUEUE-", "DATA-LEASES-", "DATA-LOGS-")


def importance(finding: ReviewedFinding) -> tuple[bool, int, bool, int, int]:
    """Orders findings: what refuses, what is lost for good, data and privacy ahead of safety."""
    return (
        finding.status != "refused",
        _SEVERITY[finding.severity],
        not _of_data_or_privacy(finding),
        next((at for at, word in enumerate(_LEAST, 1) if finding.id.startswith(word)), 0),
        _STATUS[finding.status],
    )


def by_importance(review: Review) -> tuple[ReviewedFinding, ...]:
    """All findings, the worst first."""
    return tuple(sorted(review.findings, key=importance))


def refusing(review: Review) -> tuple[ReviewedFinding, ...]:
    """The findings that stop the plan, the worst first."""
    return tuple(each for each in by_importance(review) if each.status == "refused")


def passing(review: Review) -> tuple[ReviewedFinding, ...]:
    """The findings that a waiver or a person lets pass, the worst first."""
    return tuple(each for each in by_importance(review) if each.status != "refused")


def loses(change: ReviewedChange) -> bool:
    """Whether something is deleted, made anew, or let go."""
    return change.action in _LOSING


def counts_text(review: Review) -> str:
    """What the plan does in words: `3 to create, 1 moved`; `no changes` where it does nothing."""
    moved = sum(change.action == "keep" for change in review.changes)
    parts = [
        summary_text(review.summary) if review.summary.total else "",
        f"{moved} moved" if moved else "",
        "outputs" if review.outputs_changed else "",
    ]
    return ", ".join(part for part in parts if part) or "no changes"


def worst(review: Review) -> str:
    """The worst that happens to data or privacy, as a sentence without its full stop.

    What refuses the plan counts whatever it is about; of what passes, only data and privacy do.
    """
    if review.failure is not None:
        return "nothing was planned"
    for found in (*refusing(review), *filter(_of_data_or_privacy, passing(review))):
        passes = "" if found.status == "refused" else f"{found.status}: "
        return f"{passes}{_short(found.sentence)} ({found.id} at {found.address})"
    return privacy_words(review) or _of_data(review)


def privacy_words(review: Review) -> str:
    """How much more leaves unpseudonymized, as a sentence; empty where nothing does."""
    if review.privacy is None:
        return ""
    if review.privacy.unknown:
        return "nobody can tell whether more than today leaves unpseudonymized"
    more = len(review.privacy.passes_now)
    leaves = "leaves" if more == 1 else "leave"
    things = _things(more, "column or field")
    return f"{things} more than today {leaves} unpseudonymized" if more else ""


def _of_data_or_privacy(finding: ReviewedFinding) -> bool:
    return finding.id.startswith(("DATA-", "PRIVACY-"))


def _of_data(review: Review) -> str:
    kept = [change for change in review.changes if change.type in KEPT_TYPES]
    lost = [change for change in kept if loses(change)]
    changed = [change for change in kept if change.action == "update"]
    if lost:
        count = _things(len(lost), "resource")
        return f"{count} with data deleted, replaced or let go, such as {lost[0].address}"
    if changed:
        count = _things(len(changed), "resource")
        return f"nothing that holds data is deleted; {count} with data changed in place"
    return "nothing that holds data changes"


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rstrip()}..."


def _things(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun.replace(' or ', 's or ')}s"
