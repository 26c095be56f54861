"""What leaves the functions otherwise than today, and which artifact does it."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.domain.allowlist.comparison import compare_rules
from toolkit.domain.artifact import digest_of
from toolkit.domain.guardrails.allowlist import added_artifacts
from toolkit.domain.guardrails.case import Case, CompiledRules
from toolkit.domain.review.model import ArtifactChange, PrivacyChange

_NOTHING: CompiledRules = {"columns": {}, "schemas": []}


def privacy_change(case: Case) -> PrivacyChange | None:
    """What passes otherwise by the new artifacts than by those that are deployed.

    Where none is deployed, everything that will pass is new. None where nothing differs.
    """
    keys, old = added_artifacts(case)
    if not keys:
        return None
    approvers = tuple(case.environment.review.privacy_approvers)
    after = [case.rules.get(key) for key in keys]
    before = [case.rules.get(key) for key in sorted(old)]
    known = [rules for rules in (*after, *before) if rules is not None]
    if len(known) < len(after) + len(before):
        return PrivacyChange(unknown=True, approvers=approvers)
    now, deployed = known[: len(after)], known[len(after) :]
    found = [compare_rules(then, later) for later in now for then in deployed or (_NOTHING,)]
    change = PrivacyChange(
        _union(each.passes_now for each in found),
        _union(each.passes_no_more for each in found),
        _union(each.treated_otherwise for each in found) if deployed else (),
        approvers=approvers,
    )
    listed = change.passes_now or change.passes_no_more or change.treated_otherwise
    return change if listed else None


def artifact_change(case: Case) -> ArtifactChange | None:
    """The functions' artifact before and after, where the plan changes it."""
    added, old = added_artifacts(case)
    if not added:
        return None
    before = digest_of(min(old, default=""))
    return ArtifactChange(before, digest_of(added[0]))


def _union(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names for name in each))
