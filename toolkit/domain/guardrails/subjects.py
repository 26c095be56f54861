"""What a policy of its own is about: the bucket, key, secret, stream or queue beside it."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.values import text
from toolkit.domain.plan import Change, Facts

# The attribute that names the subject, the subject's type, and its attribute.
_SUBJECTS = {
    "aws_kinesis_resource_policy": ("resource_arn", "aws_kinesis_stream", "arn"),
    "aws_kms_grant": ("key_id", "aws_kms_key", "arn"),
    "aws_kms_key_policy": ("key_id", "aws_kms_key", "arn"),
    "aws_s3_access_point": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_s3_bucket_acl": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_s3_bucket_policy": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_s3_bucket_public_access_block": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_s3_bucket_versioning": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_secretsmanager_secret_policy": ("secret_arn", "aws_secretsmanager_secret", "arn"),
    "aws_sqs_queue_policy": ("queue_url", "aws_sqs_queue", "name"),
}


def is_about(policy: Change, one: Facts, subject: Change, other: Facts) -> bool:
    """Whether facts of a policy name facts of a subject."""
    name, kind, attribute = _SUBJECTS.get(policy.type, ("", "", ""))
    given, own = text(one.get(name)), text(other.get(attribute))
    if subject.type != kind or not given or not own:
        return False
    # A key goes by its id as well, and a queue's URL ends with its name.
    return given == own or own.endswith(f"/{given}") or given.endswith(f"/{own}")


def is_new(case: Case, policy: Change, facts: Facts) -> bool:
    """Whether what a new policy is about comes with it: nobody could read it before."""
    name = _SUBJECTS[policy.type][0]
    # A name that is known only after apply is that of something that is to be made.
    return not text(facts.get(name)) or any(
        each.after is not None
        and is_about(policy, facts, each, each.after)
        and each.action in ("create", "replace")
        for each in case.plan.changes
    )


def goes_too(case: Case, policy: Change, facts: Facts) -> bool:
    """Whether what a policy is about is no longer there, or no longer ours, afterwards."""
    kind = _SUBJECTS[policy.type][1]
    return any(is_about(policy, facts, each, before) for each, before in case.removed(kind))


def of_today(case: Case, change: Change) -> Iterator[str]:
    """Policies that the state has for the same subject in other resources."""
    for other in case.plan.resources:
        before = other.before
        if before is None or other is change or not _same(change, other, before):
            continue
        policy = text(before.get("policy"))
        if policy:
            yield policy


def _same(change: Change, other: Change, before: Facts) -> bool:
    facts = change.before or change.after or {}
    if change.type not in _SUBJECTS:
        return other.type in _SUBJECTS and is_about(other, before, change, facts)
    name, kind, _ = _SUBJECTS[change.type]
    if other.type == kind:
        return is_about(change, facts, other, before)
    sibling = _SUBJECTS.get(other.type)
    return sibling == _SUBJECTS[change.type] and before.get(name) == facts.get(name)
