"""The counts that GitLab's merge request widget shows of a plan."""

from __future__ import annotations

from collections import Counter

from toolkit.domain.review.model import Review

_SHOWN = ("create", "update", "delete")


def widget(review: Review) -> dict[str, int]:
    """GitLab's Terraform report: how often each action stands in the plan.

    A replacement is a creation and a deletion there (GitLab documentation, "Terraform integration
    in merge requests"). Where there is no plan the report is empty: GitLab then says that it could
    not be made, and not that nothing changes.
    """
    if review.failure is not None:
        return {}
    counts = Counter(action for change in review.changes for action in change.actions)
    return {action: counts[action] for action in _SHOWN}
