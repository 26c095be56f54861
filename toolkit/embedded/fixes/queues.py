"""SQS: attributes of a queue read back as they were written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.sqs.models import Queue

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable

_attributes = Queue.attributes.fget  # type: ignore[attr-defined]


def install() -> None:
    """Put the fixes into moto."""
    around(Queue, "_set_attributes", set_attributes)
    Queue.attributes = property(attributes)  # type: ignore[assignment]


def attributes(queue: Queue) -> dict[str, Any]:
    """Symptom (moto 5.2.5): every plan changes `redrive_policy`, which comes back with blanks."""
    found: dict[str, Any] = _attributes(queue)
    if found.get("RedrivePolicy"):
        compact = json.dumps(json.loads(found["RedrivePolicy"]), separators=(",", ":"))
        found["RedrivePolicy"] = compact
    return found


def set_attributes(
    original: Callable[..., None], queue: Queue, changes: dict[str, Any], now: Any = None
) -> None:
    """Symptom (moto 5.2.5): a queue's policy is gone after any other change of the queue."""
    policy = getattr(queue, "policy", None)
    original(queue, changes, now)
    if "Policy" not in changes:
        queue.policy = policy
