"""Privacy rules: who may read the bucket, the keys and the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.policy import statements, widened
from toolkit.domain.guardrails.values import text
from toolkit.domain.plan import Change, Facts, Withheld
from toolkit.domain.position import KeyPath

_WIDENED = Rule(
    id="PRIVACY-POLICY-WIDENED",
    severity="critical",
    title="The policy of a bucket, key, secret or queue allows more than today",
    why="Somebody could read what was kept from them: events, records in clear, or the keyring, "
    "with which every pseudonym can be guessed.",
    fix="Name the person who asked for it and why, with --allow; otherwise take it back.",
)
_PUBLIC = Rule(
    id="PRIVACY-POLICY-PUBLIC",
    severity="critical",
    title="A bucket, key, secret or queue is open to everybody",
    why="Anybody on the internet with an AWS account, or without one, could use it.",
    fix="Name principals, or bind the statement with `aws:PrincipalArn` or `aws:SourceAccount`.",
)
RULES = (_WIDENED, _PUBLIC)

_POLICIES = (
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_policy",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
)
# What a policy is about: the attribute that names it, the subject's type, and its attribute.
_SUBJECTS = {
    "aws_kms_key_policy": ("key_id", "aws_kms_key", "arn"),
    "aws_s3_bucket_policy": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_s3_bucket_public_access_block": ("bucket", "aws_s3_bucket", "bucket"),
    "aws_secretsmanager_secret_policy": ("secret_arn", "aws_secretsmanager_secret", "arn"),
}
# These have a policy of their own only in old words; a new one is then known after apply.
_WITHOUT_POLICY = ("aws_s3_bucket", "aws_secretsmanager_secret")
_BLOCK = "aws_s3_bucket_public_access_block"
_BLOCKS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
_OPEN_ACLS = ("public-read", "public-read-write", "authenticated-read")


def widened_policies(case: Case) -> Iterator[Finding]:
    """Policies that allow more than today, or are taken away from what they protect."""
    for change, before, after in case.altered(*_POLICIES):
        if isinstance(after.get("policy"), Withheld) and _begins_anew(case, change, before):
            continue
        for sentence in _wider(_renamed(case, before.get("policy")), after.get("policy")):
            yield Finding(_WIDENED, change.address, sentence, _cause(change))
    for change, before in case.removed(*_SUBJECTS):
        if not _subject_goes_too(case, change, before):
            sentence = "it is taken away, and what it denied is denied no more"
            yield Finding(_WIDENED, change.address, sentence)


def public_access(case: Case) -> Iterator[Finding]:
    """Policies, ACLs and missing blocks that let everybody in."""
    for change, after in case.planned(*_POLICIES, "aws_s3_bucket_acl", _BLOCK):
        for sentence in _openings(change, after):
            yield Finding(_PUBLIC, change.address, sentence)


def _openings(change: Change, after: Facts) -> Iterator[str]:
    if any(statement.is_public for statement in statements(after.get("policy"))):
        yield "its policy allows something to everybody"
    if text(after.get("acl")) in _OPEN_ACLS:
        yield f"its ACL is {after['acl']}"
    if after.get("block_public_policy", True) is False and change.type != _BLOCK:
        yield "block_public_policy is off"
    off = [name for name in _BLOCKS if change.type == _BLOCK and not after.get(name)]
    if off:
        yield f"off: {', '.join(off)}"


def _wider(before: Any, after: Any) -> Iterator[str]:
    if before == after or not _stated(before):
        return
    if isinstance(after, Withheld):
        yield "its new policy is known only after apply, so nobody can compare it"
        return
    yield from widened(statements(before), statements(after))


def _begins_anew(case: Case, change: Change, before: Facts) -> bool:
    """Whether what the policy is about is replaced by an empty one, as by a first apply."""
    if change.type in _WITHOUT_POLICY:
        return change.action == "replace"
    name, kind, attribute = _SUBJECTS.get(change.type, ("", "", ""))
    return any(
        subject.action == "replace" and facts.get(attribute) == before.get(name)
        for subject, facts, _ in case.altered(kind)
    )


def _renamed(case: Case, policy: Any) -> Any:
    """A policy of today in the names of tomorrow: another name alone widens nothing."""
    for _, before, after in case.altered("aws_s3_bucket"):
        old, new = text(before.get("bucket")), text(after.get("bucket"))
        if old != new and new and isinstance(policy, str):
            policy = policy.replace(f"arn:aws:s3:::{old}", f"arn:aws:s3:::{new}")
    return policy


def _stated(policy: Any) -> bool:
    return isinstance(policy, str) and policy != ""


def _subject_goes_too(case: Case, change: Change, before: Facts) -> bool:
    name, kind, attribute = _SUBJECTS[change.type]
    subject = before.get(name)
    return any(facts.get(attribute) == subject for _, facts in case.removed(kind))


def _cause(change: Change) -> KeyPath | None:
    return {
        "storage": ("storage", "analyst_role_arns"),
        "salt": ("salt", "operator_role_arns"),
    }.get(change.stage)
