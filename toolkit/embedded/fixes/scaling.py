"""Application Auto Scaling: policies are told apart by name and keep their ARN."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable


def install() -> None:
    """Put the fixes into moto."""
    around(ApplicationAutoScalingResponse, "describe_scaling_policies", by_name)
    around(ApplicationAutoscalingBackend, "put_scaling_policy", same_arn)


def by_name(original: Callable[..., str], request: ApplicationAutoScalingResponse) -> str:
    """Symptom (moto 5.2.5): of two policies on a service every plan replaces one.

    DescribeScalingPolicies ignores `PolicyNames`, and the provider takes the first answer.
    """
    names = request._get_param("PolicyNames")  # noqa: SLF001
    answer = original(request)
    if not names:
        return answer
    found = json.loads(answer)
    wanted = [policy for policy in found["ScalingPolicies"] if policy["PolicyName"] in names]
    return json.dumps({**found, "ScalingPolicies": wanted})


def same_arn(
    original: Callable[..., Any], backend: ApplicationAutoscalingBackend, **policy: Any
) -> Any:
    """Symptom (moto 5.2.5): "Provider produced inconsistent final plan" when a policy changes.

    PutScalingPolicy draws a new ARN for a policy that exists, which its alarm then contradicts.
    """
    arns = {key: known.policy_arn for key, known in backend.policies.items()}
    changed = original(backend, **policy)
    for key, arn in arns.items():
        backend.policies[key].policy_arn = arn
    return changed
