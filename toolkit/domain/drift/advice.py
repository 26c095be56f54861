"""Why drift matters, and what to do about it, in sentences."""

from __future__ import annotations

from toolkit.domain.drift.autoscaling import bounds
from toolkit.domain.drift.model import Drift
from toolkit.domain.environment import Environment
from toolkit.domain.guardrails import outside
from toolkit.domain.guardrails.loss import KEPT_TYPES
from toolkit.domain.plan import AttributeChange, Change
from toolkit.domain.position import dotted

Attributes = tuple[AttributeChange, ...]

# Terraform looks after the parts, each a resource of its own; what somebody adds belongs to none.
_ADDED = {
    "aws_iam_role": ("inline_policy", "managed_policy_arns"),
    "aws_route_table": ("route",),
    "aws_security_group": ("egress", "ingress"),
}


def reason(change: Change, attributes: Attributes, environment: Environment) -> str:
    """Why somebody should look at suspicious drift."""
    if change.action == "delete":
        return "it was deleted outside Terraform"
    names = [each.outermost for each in attributes]
    if allowed := bounds(change, environment):
        if "task_definition" in names:
            return "another task definition runs: deployed by hand, or ECS took a release back"
        if "desired_count" in names:
            return f"autoscaling keeps it between {allowed[0]} and {allowed[1]}"
    return "nothing says that AWS or the pipeline changes it by itself"


def advice(drift: Drift, name: str) -> str:
    """What to do about drift that is not benign; how to keep it, only where it is no danger."""
    change, attributes = drift.change, drift.attributes
    if change.action == "delete":
        made = "a new, empty one; what it held is gone" if change.type in KEPT_TYPES else "it anew"
        return f"`snowops apply {name}` makes {made}"
    if {each.outermost for each in attributes} & {*_ADDED.get(change.type, ())}:
        return (
            "remove in AWS what was added: Terraform takes away only what it made, and after the "
            "next apply the state knows no difference any more"
        )
    if [each.name for each in attributes] == ["desired_count"]:
        return "Terraform leaves it to autoscaling: set it in AWS, or change min_tasks, max_tasks"
    own = [each.rule.fix for each in drift.findings if each.rule in outside.RULES]
    if own:
        return " ".join(dict.fromkeys(own))
    key = drift.key if drift.severity == "suspicious" else None
    keep = f"; to keep it, set {dotted(key)} in environments/{name}.yaml" if key else ""
    return f"`snowops plan {name}` shows what puts it back, `snowops apply {name}` does it{keep}"
