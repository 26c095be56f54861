"""S3: a bucket whose policy denies under a condition stays usable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.s3.models import FakeBucket

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable


def install() -> None:
    """Put the fix into moto."""
    around(FakeBucket, "get_permission", permission)


def permission(original: Callable[..., Any], bucket: FakeBucket, *args: Any) -> Any:
    """Symptom (moto 5.2.5): 403 for every object once a policy denies under some condition.

    moto takes any condition for fulfilled: what comes without TLS, who is not an operator. Such
    statements are left out of the judgement only; the policy reads back as it was written.
    """
    whole = bucket.policy
    if whole is None:
        return original(bucket, *args)
    policy = json.loads(whole)
    statements = policy["Statement"]
    statements = statements if isinstance(statements, list) else [statements]
    judged = {**policy, "Statement": [s for s in statements if not _denies_under_a_condition(s)]}
    # A copy, as other threads judge by the same bucket at the same time.
    view = _View(json.dumps(judged).encode())
    return original(view, *args)


class _View:
    """As much of a bucket as its judgement reads."""

    def __init__(self, policy: bytes) -> None:
        self.policy = policy


def _denies_under_a_condition(statement: dict[str, Any]) -> bool:
    return statement.get("Effect") == "Deny" and bool(statement.get("Condition"))
