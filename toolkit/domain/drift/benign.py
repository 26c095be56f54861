"""What AWS and the pipeline change by themselves: a short list, and a reason for each entry.

What is not in it is no harmless drift, however harmless it looks.
"""

from __future__ import annotations

from collections.abc import Callable

from toolkit.domain.drift.autoscaling import bounds, count
from toolkit.domain.drift.repeated import is_repeated
from toolkit.domain.environment import Environment
from toolkit.domain.plan import AttributeChange, Change, Plan

_Holds = Callable[[Change, AttributeChange, Environment], bool]


def _always(_change: Change, _attribute: AttributeChange, _environment: Environment) -> bool:
    return True


def _is_autoscaled(change: Change, attribute: AttributeChange, environment: Environment) -> bool:
    """Whether the number of tasks lies within what autoscaling may choose."""
    allowed, tasks = bounds(change, environment), count(attribute.after)
    return allowed is not None and tasks is not None and allowed[0] <= tasks <= allowed[1]


def _is_issued(_change: Change, attribute: AttributeChange, _environment: Environment) -> bool:
    return attribute.after == "ISSUED"


def _is_on_demand(_change: Change, _attribute: AttributeChange, environment: Environment) -> bool:
    return environment.streams.mode == "on-demand"


_RENEWED = "ACM renews the certificate before it expires"
BENIGN: dict[tuple[str, str], tuple[str, _Holds]] = {
    ("aws_acm_certificate", "not_after"): (_RENEWED, _always),
    ("aws_acm_certificate", "not_before"): (_RENEWED, _always),
    ("aws_acm_certificate", "pending_renewal"): (_RENEWED, _always),
    ("aws_acm_certificate", "renewal_eligibility"): (_RENEWED, _always),
    ("aws_acm_certificate", "renewal_summary"): (_RENEWED, _always),
    ("aws_acm_certificate", "status"): (
        "ACM issues the certificate once its domain is validated",
        _is_issued,
    ),
    ("aws_dynamodb_table", "warm_throughput"): (
        "DynamoDB keeps warm what the table has reached",
        _always,
    ),
    ("aws_ecs_service", "desired_count"): (
        "autoscaling moves the tasks between min_tasks and max_tasks",
        _is_autoscaled,
    ),
    ("aws_kinesis_firehose_delivery_stream", "version_id"): (
        "Firehose counts the changes",
        _always,
    ),
    ("aws_kinesis_stream", "shard_count"): (
        "Kinesis sizes an on-demand stream",
        _is_on_demand,
    ),
    ("aws_lambda_function", "last_modified"): ("Lambda notes when it was changed", _always),
    ("aws_vpc_endpoint", "cidr_blocks"): ("AWS changes the addresses of its service", _always),
    ("aws_wafv2_web_acl", "lock_token"): ("WAF counts the changes", _always),
}


def benign_reason(
    change: Change, attribute: AttributeChange, environment: Environment, plan: Plan
) -> str:
    """Why an attribute differs by itself; empty where nothing says so."""
    name = attribute.outermost
    if attribute.name.startswith(("tags.aws:", "tags_all.aws:")) and attribute.before is None:
        return "AWS sets tags of its own"
    if is_repeated(change, name, plan):
        return "it repeats what other resources say"
    reason, holds = BENIGN.get((change.type, name), ("", _always))
    return reason if reason and holds(change, attribute, environment) else ""
